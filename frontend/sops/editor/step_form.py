"""The form of a step: its headings, its fields, their order."""

from django.utils.translation import gettext_lazy

from frontend.sops.editor import times
from frontend.sops.editor.choosing import fact_options, form_options, lane_options, stage_options
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.doing import StepLanes
from frontend.sops.editor.fields import OneOrSeveral, Pick, Several, Tick, Words
from frontend.sops.editor.flowing import Leads, Refers
from frontend.sops.editor.needing import NEEDS
from frontend.sops.editor.sections import GATE, Section, options_of
from frontend.sops.editor.subs import SUBS

KIND_WORDS = {
    "task": gettext_lazy("Kegiatan"),
    "decision": gettext_lazy("Keputusan"),
    "signature": gettext_lazy("Tanda tangan"),
    "referral": gettext_lazy("Rujukan"),
    "end": gettext_lazy("Selesai"),
    "sub_sop": gettext_lazy("SOP lain"),
    "rule": gettext_lazy("Ketentuan"),
}
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
STEP = (
    Section(gettext_lazy("Kegiatan"), (
        Words("text", gettext_lazy("Kegiatan"), lines=5, always=True,
              hint=gettext_lazy("Seperti tercetak di lembar. Jangan tulis nama orang.")),
        Words("name", gettext_lazy("Sebutan pendek"), always=True, longest=200),
        Words("step", gettext_lazy("Nomor"), longest=20),
        StepLanes(),
        Pick("kind", gettext_lazy("Simbol"), options_of(KIND_WORDS), blank=None, default="task", kind="symbols"),
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
        Pick("choose", gettext_lazy("Hasil yang dapat dipilih"), options_of({
            "one": gettext_lazy("satu saja"), "some": gettext_lazy("boleh beberapa, semuanya berjalan"),
        }), blank=None, default="one"),
        Pick("after", gettext_lazy("Dimulai"), options_of({
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
        Pick("scope", gettext_lazy("Dikerjakan"), options_of({
            "case": gettext_lazy("untuk setiap kasus"), "office": gettext_lazy("sekali untuk semua kasus"),
        }), blank=None, default="case"),
        Words("section", gettext_lazy("Bagian lembar")),
        Words("fee", gettext_lazy("Biaya")),
        Words("remarks", gettext_lazy("Keterangan"), lines=2),
        Words("note", gettext_lazy("Catatan kantor tentang langkah ini"), lines=2),
    )),
)  # fmt: skip
