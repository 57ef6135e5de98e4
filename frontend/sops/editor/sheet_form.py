"""The forms of what stands around the steps on paper: the SOP itself, the head of its sheet, its service standard."""

from django.utils.translation import gettext_lazy

from frontend.sops.editor import times
from frontend.sops.editor.choosing import service_options
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import Pick, Words
from frontend.sops.editor.sections import NUMBERED, Section, options_of

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
