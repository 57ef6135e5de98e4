"""The people who work in the offices: all invented. Each lane is held; some people hold several, some one only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """A staff member. `lanes` are keys of the office's SOPs; `duty` is the post as the screens show it."""

    username: str
    name: str
    duty: str
    lanes: tuple[str, ...] = ()
    admin: bool = False


SALATIGA = (
    Colleague("admin", "Galih Santosa", "Admin kantor", admin=True),
    Colleague("ratna", "Ratna Wulandari", "Staf Analis Pengaduan Masyarakat", ("analis",)),
    Colleague("dimas", "Dimas Prasetyo", "Staf Analis Pengaduan Masyarakat", ("analis", "sekretariat")),
    Colleague("lestari", "Lestari Handayani", "Staf Analis Pemberdayaan Perempuan dan Anak", ("pemberdayaan",)),
    Colleague("sari", "Sari Kusumastuti", "Petugas Resepsionis", ("resepsionis",)),
    Colleague("wahyu", "Wahyu Nugroho", "Bidang PUGPP dan Tim Penanganan Kasus", ("bidang-pugpp", "tim")),
    Colleague("endah", "Endah Purwaningsih", "Bidang KPA dan Tim Penanganan Kasus", ("bidang-kpa", "tim")),
    Colleague("retno", "Retno Palupi", "Kepala Dinas", ("kepala-dinas",)),
)
BANYUWANGI = (
    Colleague("admin", "Slamet Hariyadi", "Admin kantor", admin=True),
    Colleague("wulan", "Wulan Maharani", "Sekretariat P2TP2A", ("sekretariat",)),
    Colleague("rizal", "Rizal Fahmi", "Sekretariat P2TP2A", ("sekretariat",)),
    Colleague("hesti", "Hesti Sulastri", "Kepala SKPD", ("kepala-skpd",)),
)
NUNUKAN = (
    Colleague("admin", "Syahrul Ramadhan", "Admin kantor", admin=True),
    Colleague("aisyah", "Nur Aisyah", "Petugas Penerima dan Pengaduan", ("penerima",)),
    Colleague("yohana", "Yohana Palari", "Petugas Identifikasi dan Penerima", ("identifikasi", "penerima")),
    Colleague("marlina", "Andi Marlina", "Petugas Assessment dan Pendamping", ("pendamping",)),
    Colleague("fransiska", "Fransiska Lirung", "Petugas Assessment dan Pendamping", ("pendamping", "identifikasi")),
    Colleague("rauf", "Hasan Rauf", "Koordinator Layanan", ("koordinator",)),
    Colleague("maria", "Maria Sombolayuk", "Kepala Dinas", ("ketua",)),
)
BARITO_UTARA = (
    Colleague("admin", "Edo Saputra", "Admin kantor", admin=True),
    Colleague("yulia", "Yulia Tambunan", "Petugas Penerima Pengaduan", ("penerima",)),
    Colleague("sinta", "Sinta Mahar", "Petugas Identifikasi", ("identifikasi",)),
    Colleague("herlina", "Herlina Ngabe", "Petugas Asesmen dan Pendamping", ("pendamping", "penerima")),
    Colleague("bambang", "Bambang Seturan", "Koordinator Layanan", ("koordinator",)),
    Colleague("mega", "Mega Lestina", "Ketua P2TP2A", ("ketua",)),
)

KABUPATEN_SEMARANG = (
    Colleague("admin", "Tri Wahyono", "Admin kantor", admin=True),
    Colleague("nining", "Nining Setyowati", "Petugas Resepsionis dan Analis", ("resepsionis", "analis")),
    Colleague("utami", "Utami Lestari", "Analis Pemberdayaan Perempuan dan Anak", ("pemberdayaan", "analis")),
    Colleague("kartika", "Kartika Prabawati", "Kepala UPTD"),
    Colleague("heru", "Heru Susilo", "Bidang dan Tim Penanganan Kasus", ("bidang-pugpp", "bidang-kpa", "tim")),
)

STAFF = {
    "33.73": SALATIGA,
    "35.10": BANYUWANGI,
    "65.03": NUNUKAN,
    "62.05": BARITO_UTARA,
    "33.22": KABUPATEN_SEMARANG,
}
