"""The forms of what stands around the steps on paper: the SOP itself, the head of its sheet, its service standard."""

from django.utils.translation import gettext_lazy

from frontend.sops.editor import times
from frontend.sops.editor.choosing import service_options, step_options
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import Pick, Several, Words
from frontend.sops.editor.sections import NUMBERED, Section, options_of

HEADER = (
    Section(gettext_lazy("Kepala lembar"), (
        *(Words(name, label, lines=2 if name in ("address", "title") else 1) for name, label in (
            ("office", gettext_lazy("Nama kantor")), ("unit", gettext_lazy("Unit kerja")),
            ("address", gettext_lazy("Alamat")), ("title", gettext_lazy("Judul SOP")),
            ("decree_label", gettext_lazy("Sebutan keputusan")), ("decree", gettext_lazy("Keputusan yang menetapkan")),
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
    Section(gettext_lazy("Pengantar dan syarat awal"), (
        Rows("preconditions", gettext_lazy("Syarat awal"), (
            Words("text", gettext_lazy("Bunyi"), lines=3, always=True),
            Words("reading", gettext_lazy("Dijalankan sebagai"), lines=2),
        ), gettext_lazy("Tambah syarat awal"),
            hint=gettext_lazy("Kalimat sebelum tabel yang menentukan apakah SOP ini dimulai.")),
        Rows("preamble", gettext_lazy("Pengantar"), (
            Words("number", gettext_lazy("Bab")),
            Words("heading", gettext_lazy("Judul"), always=True),
            Words("text", gettext_lazy("Bunyi"), lines=4),
            Rows("items", gettext_lazy("Butir"), NUMBERED, gettext_lazy("Tambah butir")),
        ), gettext_lazy("Tambah pengantar")),
    )),
    Section(gettext_lazy("Uraian"), (
        Rows("narrative", gettext_lazy("Uraian langkah"), (
            *NUMBERED,
            Several("steps", gettext_lazy("Langkah yang diuraikan"), step_options),
        ), gettext_lazy("Tambah uraian"),
            hint=gettext_lazy("Daftar kalimat di samping tabel, menceritakan langkah yang sama.")),
    )),
)  # fmt: skip
_TOTAL = tuple(one for one in times.reading() if one.name in ("printed", "kind", "amount", "from", "to", "clock"))
"""The whole service counts from nothing and has no tiers; whether its days are working days it says as a step does."""
STANDARD = (
    Section(gettext_lazy("Standar pelayanan"), (
        Rows("requirements", gettext_lazy("Persyaratan"), NUMBERED, gettext_lazy("Tambah persyaratan")),
        times.Time("total_time", gettext_lazy("Jangka waktu"), _TOTAL, fill={"kind": "max"}),
        Group("fee", gettext_lazy("Biaya"), (Words("printed", gettext_lazy("Seperti tercetak")),)),
        Rows("products", gettext_lazy("Produk"), NUMBERED, gettext_lazy("Tambah produk")),
        Rows("contacts", gettext_lazy("Kontak"), (
            Pick("kind", gettext_lazy("Jenis"), options_of({
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
