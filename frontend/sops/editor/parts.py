"""The form of each part of an SOP: which fields, in which order, what stands open and what is folded away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from frontend.sops.editor import times
from frontend.sops.editor.choosing import (
    fact_options,
    form_options,
    lane_options,
    library_form_options,
    other_lane_options,
    service_options,
    sop_options,
    stage_options,
    step_options,
)
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.flowing import NEEDS, Leads, OneOrSeveral, Refers, StepLanes
from frontend.sops.editor.shapes import (
    Drawn,
    Near,
    Option,
    Pick,
    Posted,
    Several,
    Shape,
    Text,
    Tick,
    Words,
    as_dict,
    as_list,
    as_text,
    chosen,
)
from sop_library.codes.channels import CHANNELS

STARTED = gettext_lazy("SOP yang dimulai")
KIND_WORDS = {
    "task": gettext_lazy("Kegiatan"),
    "decision": gettext_lazy("Keputusan"),
    "signature": gettext_lazy("Tanda tangan"),
    "referral": gettext_lazy("Rujukan"),
    "end": gettext_lazy("Selesai"),
    "sub_sop": gettext_lazy("SOP lain"),
    "rule": gettext_lazy("Ketentuan"),
}


@dataclass(frozen=True)
class Section:
    """Some fields of a part under one heading; folded: behind it."""

    label: Text
    shapes: tuple[Shape, ...]
    folded: bool = True


def _options(words: Mapping[str, Any]) -> Any:
    return lambda _near: [Option(code, str(label)) for code, label in words.items()]


def _channels(_near: Near) -> list[Option]:
    return [Option(code, code) for code in CHANNELS]


@dataclass(frozen=True)
class SubWhat:
    """Which SOP a sub-step starts: one by its name, or any of a service. Fills the fields `sop` and `service`."""

    name: str = "·what"
    label: Text = STARTED

    def _all(self, near: Near) -> list[Option]:
        sops = [Option(f"sop:{one.value}", one.label, str(gettext_lazy("SOP ini"))) for one in sop_options(near)]
        services = [Option(f"service:{one.value}", one.label, str(gettext_lazy("salah satu SOP untuk layanan")))
                    for one in service_options(near)]  # fmt: skip
        return [*sops, *services]

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """One list for both."""
        found = as_dict(value)
        kind = "sop" if "sop" in found else "service"
        now = f"{kind}:{as_text(found.get(kind))}" if kind in found else ""
        now = near.typed.one(at) if near.typed and at in near.typed.data else now
        listed = chosen([Option("", str(gettext_lazy("pilih SOP"))), *self._all(near)], [now])
        return Drawn("pick", at, str(self.label), now, listed, wrong=near.wrong(at))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """{"sop": …} or {"service": …}, what stood there where nothing else was chosen."""
        before = {key: as_dict(was)[key] for key in ("sop", "service") if key in as_dict(was)}
        kind, _colon, key = posted.one(at).partition(":")
        if not key or before == {kind: key}:
            return before
        return {kind: key} if posted.one(at) in {one.value for one in self._all(near)} else before


@dataclass(frozen=True)
class Subs(Rows):
    """The SOPs that a step starts."""

    def _row(self, at: str, was: int | None, value: Any, near: Near, *, new: bool = False) -> Drawn:
        drawn = super()._row(at, was, value, near, new=new)
        around = Near(near.document, near.part, None if new else near.typed, near.added, near.sops)
        what = SubWhat().draw(f"{at}-what", value, around)
        return Drawn("row", at, drawn.label, inner=(*drawn.inner, what), new=new)

    def _read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        found = super()._read(at, posted, was, near)
        what = SubWhat().read(f"{at}-what", posted, was, near)
        if not isinstance(found, dict):
            return {"key": posted.one(f"{at}-key"), "label": "", **what} if what else found
        return {**{key: value for key, value in found.items() if key not in ("sop", "service")}, **what}


OUTCOMES = Rows(
    "outcomes",
    gettext_lazy("Pilihan hasil"),
    (
        Words("label", gettext_lazy("Hasil"), always=True),
        Leads("then", gettext_lazy("Lalu ke"), blank=gettext_lazy("belum ditentukan")),
        When("suggested_when", gettext_lazy("Disarankan bila")),
        Refers(),
    ),
    gettext_lazy("Tambah pilihan hasil"),
    key="pilihan",
)
OUTPUTS = Rows(
    "outputs",
    gettext_lazy("Yang dihasilkan"),
    (
        Words("label", gettext_lazy("Nama"), always=True),
        Pick("form", gettext_lazy("Formulir yang harus terisi"), form_options, blank=gettext_lazy("tanpa formulir")),
        When("when", gettext_lazy("Hanya bila"), outcomes=True),
    ),
    gettext_lazy("Tambah output"),
    key="output",
)
SUBS = Subs(
    "sub",
    gettext_lazy("SOP lain yang dimulai"),
    (
        Words("label", gettext_lazy("Nama"), always=True),
        Words("door", gettext_lazy("Lewat pintu"), hint=gettext_lazy("Kunci pintu SOP itu; kosong: pintu panggilannya"),
              longest=60),
        Tick("wait", gettext_lazy("Langkah ini menunggu SOP itu selesai"), default=True),
    ),
    gettext_lazy("Tambah SOP lain"),
    key="sop",
)  # fmt: skip
GATE = (
    When("when", gettext_lazy("Terbuka bila")),
    Words("words", gettext_lazy("Kata-kata selama tertutup"), lines=2),
)
NUMBERED = (
    Words("number", gettext_lazy("Nomor")),
    Words("text", gettext_lazy("Bunyi"), lines=2, always=True),
)
STEP = (
    Section(gettext_lazy("Kegiatan"), (
        Words("text", gettext_lazy("Kegiatan"), lines=5, always=True,
              hint=gettext_lazy("Seperti tercetak di lembar. Jangan tulis nama orang.")),
        Words("name", gettext_lazy("Sebutan pendek"), always=True, longest=200),
        Words("step", gettext_lazy("Nomor"), longest=20),
        StepLanes(),
        Pick("kind", gettext_lazy("Simbol"), _options(KIND_WORDS), blank=None, default="task", kind="symbols"),
    ), folded=False),
    Section(gettext_lazy("Waktu"), (
        times.Time("time", "", times.reading(), fill={"kind": "none"}),
    )),
    Section(gettext_lazy("Kelengkapan"), (
        Words("printed_needs", gettext_lazy("Seperti tercetak di kolom Kelengkapan"), lines=2), NEEDS,
    )),
    Section(gettext_lazy("Output"), (
        Words("printed_output", gettext_lazy("Seperti tercetak di kolom Output"), lines=2), OUTPUTS,
        Several("records", gettext_lazy("Keterangan yang harus diketahui sesudahnya"), fact_options),
    )),
    Section(gettext_lazy("Hasil dan alur"), (
        OUTCOMES,
        Leads("then", gettext_lazy("Sesudah langkah ini"), blank=gettext_lazy("langkah berikutnya")),
        Pick("choose", gettext_lazy("Hasil yang dapat dipilih"), _options({
            "one": gettext_lazy("satu saja"), "some": gettext_lazy("boleh beberapa, semuanya berjalan"),
        }), blank=None, default="one"),
        Pick("after", gettext_lazy("Dimulai"), _options({
            "any": gettext_lazy("begitu satu langkah sebelumnya selesai"),
            "all": gettext_lazy("setelah semua langkah yang menuju ke sini selesai"),
        }), blank=None, default="any"),
        Pick("decides", gettext_lazy("Yang memutuskan"), lane_options, blank=gettext_lazy("pelaksana di atas")),
        Tick("closes", gettext_lazy("Kasus boleh selesai di sini")),
    )),
    Section(gettext_lazy("Kapan berlaku"), (
        When("applies_when", gettext_lazy("Langkah ini berlaku")),
        Tick("optional", gettext_lazy("Boleh dilewati dengan alasan")),
        Group("gate", gettext_lazy("Syarat mulai"), (
            *GATE, Pick("override", gettext_lazy("Boleh dibuka lebih dulu oleh"), lane_options,
                        blank=gettext_lazy("tidak boleh")),
        ), needs="when"),
    )),
    Section(gettext_lazy("Berulang"), (
        Group("repeat", "", (
            times.Length("every", gettext_lazy("Setiap")),
            Words("until", gettext_lazy("Sampai"), hint=gettext_lazy("Misalnya: korban sudah mandiri")),
        )),
    )),
    Section(gettext_lazy("SOP lain"), (SUBS,)),
    Section(gettext_lazy("Tahap dan catatan"), (
        OneOrSeveral("stage", gettext_lazy("Tahap"), stage_options,
                     hint=gettext_lazy("Supaya SOP yang berbeda dapat dibandingkan.")),
        Pick("scope", gettext_lazy("Dikerjakan"), _options({
            "case": gettext_lazy("untuk setiap kasus"), "office": gettext_lazy("sekali untuk semua kasus"),
        }), blank=None, default="case"),
        Words("section", gettext_lazy("Bagian lembar")),
        Words("fee", gettext_lazy("Biaya")),
        Words("remarks", gettext_lazy("Keterangan"), lines=2),
        Words("note", gettext_lazy("Catatan kantor tentang langkah ini"), lines=2),
    )),
)  # fmt: skip
LANE = (
    Section(gettext_lazy("Pelaksana"), (
        Words("label", gettext_lazy("Nama seperti di lembar"), always=True, longest=200),
        Words("name", gettext_lazy("Sebutan pendek"), longest=60),
        Tick("outside", gettext_lazy("Di luar kantor: petugas dalam yang mencatatkan")),
        Several("made_of", gettext_lazy("Terdiri dari pelaksana"), other_lane_options,
                hint=gettext_lazy("Kosong: orang ditetapkan langsung sebagai pelaksana ini.")),
        times.Count("quorum", gettext_lazy("Berapa yang harus memberi paraf"), most=40,
                    hint=gettext_lazy("Kosong: satu cukup")),
    ), folded=False),
)  # fmt: skip
DOOR = (
    Section(gettext_lazy("Pintu"), (
        Words("label", gettext_lazy("Nama"), always=True),
        Pick("starts", gettext_lazy("Dimulai di"), step_options, blank=gettext_lazy("belum ditentukan")),
        Pick("channel", gettext_lazy("Saluran"), _channels, blank=gettext_lazy("tidak ditentukan")),
        Tick("called", gettext_lazy("Hanya dibuka dari SOP lain")),
        Words("hours", gettext_lazy("Jam buka")),
        Words("printed", gettext_lazy("Tercetak sebagai")),
        Group("requires", gettext_lazy("Syarat masuk"), GATE, needs="when"),
    ), folded=False),
)  # fmt: skip
FORM = (
    Section(gettext_lazy("Formulir"), (
        Words("label", gettext_lazy("Nama seperti di lembar"), always=True),
        Pick("form", gettext_lazy("Diisi dengan formulir Rangkul"), library_form_options,
             blank=gettext_lazy("belum ada, dikerjakan di kertas")),
    ), folded=False),
)  # fmt: skip
LIMIT = (
    Section(gettext_lazy("Batas waktu"), (
        Words("label", gettext_lazy("Nama"), always=True),
        OneOrSeveral("until", gettext_lazy("Terpenuhi begitu salah satu langkah ini selesai"), step_options),
        *times.reading(limit=True),
    ), folded=False),
)  # fmt: skip
INTERRUPT = (
    Section(gettext_lazy("Keadaan yang mendahulukan"), (
        Words("label", gettext_lazy("Nama"), always=True),
        When("when", gettext_lazy("Bila")),
        Pick("starts", gettext_lazy("Segera mulai di"), step_options, blank=gettext_lazy("belum ditentukan")),
    ), folded=False),
)  # fmt: skip
HEADER = (
    Section(gettext_lazy("Kepala lembar"), (
        *(Words(name, label, lines=2 if name in ("address", "title") else 1) for name, label in (
            ("office", gettext_lazy("Nama kantor")), ("unit", gettext_lazy("Unit kerja")),
            ("address", gettext_lazy("Alamat")), ("title", gettext_lazy("Judul SOP")),
            ("number", gettext_lazy("Nomor SOP")), ("created", gettext_lazy("Tanggal pembuatan")),
            ("revised", gettext_lazy("Tanggal revisi")), ("effective", gettext_lazy("Tanggal efektif")),
        )),
        Group("approved_by", gettext_lazy("Disahkan oleh"), (
            Words("post", gettext_lazy("Jabatan")), Words("name", gettext_lazy("Nama")),
            Words("rank", gettext_lazy("Pangkat")), Words("nip", gettext_lazy("NIP")),
        )),
    ), folded=False),
)  # fmt: skip
SOP = (
    Section(gettext_lazy("Identitas SOP"), (
        Words("name", gettext_lazy("Sebutan pendek"), always=True, longest=200),
        Words("title", gettext_lazy("Judul"), lines=2, always=True),
        Pick("service", gettext_lazy("Layanan"), service_options, blank=None),
        When("jurisdiction", gettext_lazy("Wilayah layanan"),
             hint=gettext_lazy("Di luar wilayah: rujukan diusulkan, layanan tidak pernah ditolak.")),
    ), folded=False),
    Section(gettext_lazy("Kotak-kotak lembar"), (
        *(Rows(name, label, NUMBERED, gettext_lazy("Tambah butir")) for name, label in (
            ("legal_basis", gettext_lazy("Dasar Hukum")), ("qualifications", gettext_lazy("Kualifikasi Pelaksana")),
            ("equipment", gettext_lazy("Peralatan/Perlengkapan")),
            ("records", gettext_lazy("Pencatatan dan Pendataan")),
        )),
        Words("related", gettext_lazy("Keterkaitan"), lines=2),
        Words("note", gettext_lazy("Peringatan/Catatan"), lines=2),
    )),
)  # fmt: skip
STANDARD = (
    Section(gettext_lazy("Standar pelayanan"), (
        Rows("requirements", gettext_lazy("Persyaratan"), NUMBERED, gettext_lazy("Tambah persyaratan")),
        times.Time("total_time", gettext_lazy("Jangka waktu"), times.reading()[:5], fill={"kind": "max"}),
        Group("fee", gettext_lazy("Biaya"), (Words("printed", gettext_lazy("Seperti tercetak")),)),
        Rows("products", gettext_lazy("Produk"), NUMBERED, gettext_lazy("Tambah produk")),
        Rows("contacts", gettext_lazy("Kontak"), (
            Pick("kind", gettext_lazy("Jenis"), _options({
                "hotline": gettext_lazy("Hotline"), "phone": gettext_lazy("Telepon"),
                "whatsapp": gettext_lazy("WhatsApp"), "email": gettext_lazy("Surel"),
                "website": gettext_lazy("Situs web"), "address": gettext_lazy("Alamat"),
            }), blank=gettext_lazy("pilih jenis")),
            Words("value", gettext_lazy("Isi"), always=True),
        ), gettext_lazy("Tambah kontak")),
        Group("complaints", gettext_lazy("Pengaduan layanan"), (
            Words("heading", gettext_lazy("Judul")), Words("content", gettext_lazy("Isi"), lines=2),
        )),
    ), folded=False),
)  # fmt: skip
FORMS: Mapping[str, tuple[Section, ...]] = {
    "step": STEP, "lane": LANE, "door": DOOR, "form": FORM, "limit": LIMIT, "interrupt": INTERRUPT,
    "header": HEADER, "sop": SOP, "standard": STANDARD,
}  # fmt: skip


def shape_of(kind: str, name: str) -> Shape | None:
    """The field `name` of parts of that kind; None where the form has none."""
    return next((shape for section in FORMS[kind] for shape in section.shapes if shape.name == name), None)


def shapes_of(kind: str) -> list[Shape]:
    """All fields of parts of that kind."""
    return [shape for section in FORMS[kind] for shape in section.shapes]


def part_of(document: Any, kind: str, key: str) -> Mapping[str, Any] | None:
    """A part of a document: a step, lane, … or the header; None where it is not there."""
    if kind == "sop":
        return as_dict(document)
    if kind in ("header", "standard"):
        return as_dict(as_dict(document).get(kind))
    section = as_dict(document).get(f"{kind}s")
    if kind in ("step", "limit", "interrupt"):
        found = next((row for row in as_list(section) if as_dict(row).get("key") == key), None)
        return as_dict(found) if found is not None else None
    entry = as_dict(section).get(key)
    return {**as_dict(entry), "·key": key} if entry is not None else None
