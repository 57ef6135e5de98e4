"""The offices: what the SOP sheets of four print of them (public), and hours that are invented; and a neighbour."""

from dataclasses import dataclass, field
from datetime import time

Intervals = tuple[tuple[time, time], ...]


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _week(days: range, *intervals: tuple[str, str]) -> dict[int, Intervals]:
    read = tuple((_clock(opens), _clock(closes)) for opens, closes in intervals)
    return dict.fromkeys(days, read)


@dataclass(frozen=True)
class DemoOffice:
    """An office of the demo. `sops` are names in the catalogue, in the order of its screens."""

    code: str
    slug: str
    profile: dict[str, str]
    hours: dict[int, Intervals]
    sops: tuple[str, ...]
    neighbour: str = field(default="")


SALATIGA = DemoOffice(
    code="33.73",
    slug="salatiga",
    profile={
        "name": "Dinas Pemberdayaan Perempuan, Pelindungan Anak, Pengendalian Penduduk dan Keluarga Berencana "
        "Kota Salatiga",
        "short_name": "DP3APPKB Kota Salatiga",
        "unit": "Bagian Pengaduan Masyarakat",
        "address": "Jalan Hasanudin No. 110 B, Kelurahan Mangunsari, Kecamatan Sidomukti, Kota Salatiga",
        "phone": "(0298) 326063",
        "hotline": "081212160212",
        "email": "pengaduandp3appkbsalatiga@gmail.com",
        "head_post": "Kepala Dinas",
        "head_name": "Retno Palupi",
        "register_prefix": "SLT",
    },
    hours={**_week(range(4), ("07:30", "16:00")), 4: ((_clock("07:30"), _clock("14:00")),)},
    sops=(
        "salatiga/pengaduan-langsung",
        "salatiga/pengaduan-tidak-langsung",
        "salatiga/layanan-informasi",
        "salatiga/layanan-konsultasi",
        "salatiga/layanan-penjangkauan",
    ),
    neighbour="33.22",
)

BANYUWANGI = DemoOffice(
    code="35.10",
    slug="banyuwangi",
    profile={
        "name": "Dinas Sosial dan Pemberdayaan Perempuan dan KB Kabupaten Banyuwangi",
        "short_name": "P2TP2A Banyuwangi",
        "unit": "P2TP2A",
        "address": "Jl. Brigjen Katamso No. 2, Banyuwangi 68416",
        "phone": "0333415220",
        "email": "ppkbbwi@gmail.com",
        "head_post": "Kepala SKPD",
        "head_name": "Hesti Sulastri",
        "register_prefix": "BWI",
        "unsaid_day": "working",
    },
    hours={**_week(range(4), ("07:00", "15:30")), 4: ((_clock("07:00"), _clock("14:30")),)},
    sops=("banyuwangi/p2tp2a",),
    neighbour="35.09",
)

NUNUKAN = DemoOffice(
    code="65.03",
    slug="nunukan",
    profile={
        "name": "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, Keluarga Berencana "
        "Kabupaten Nunukan",
        "short_name": "DP3AP2KB Nunukan",
        "unit": "Pelayanan pengaduan",
        "head_post": "Kepala Dinas",
        "head_name": "Maria Sombolayuk",
        "register_prefix": "NNK",
    },
    hours=_week(range(5), ("08:00", "12:00"), ("13:00", "16:30")),
    sops=("nunukan/intervensi-krisis",),
    neighbour="65.04",
)

BARITO_UTARA = DemoOffice(
    code="62.05",
    slug="barito-utara",
    profile={
        "name": "Dinas Pengendalian Penduduk, Keluarga Berencana dan Pemberdayaan Perempuan dan Perlindungan Anak "
        "Kabupaten Barito Utara",
        "short_name": "P2TP2A Barito Utara",
        "unit": "P2TP2A",
        "address": "Jend. A. Yani No. 142, 73811",
        "phone": "051921280",
        "head_post": "Ketua P2TP2A",
        "head_name": "Mega Lestina",
        "register_prefix": "BRU",
    },
    hours=_week(range(6), ("07:00", "14:00")),
    sops=("barito-utara/penjangkauan", "barito-utara/krisis"),
    neighbour="62.04",
)

KABUPATEN_SEMARANG = DemoOffice(
    code="33.22",
    slug="kabupaten-semarang",
    profile={
        "name": "UPTD PPA Kabupaten Semarang",
        "short_name": "UPTD PPA Kab. Semarang",
        "unit": "Layanan pengaduan",
        "head_post": "Kepala UPTD",
        "head_name": "Kartika Prabawati",
        "register_prefix": "KSM",
    },
    hours=_week(range(5), ("07:30", "16:00")),
    sops=("salatiga/pengaduan-langsung",),
    neighbour="33.73",
)

OFFICES = (SALATIGA, BANYUWANGI, NUNUKAN, BARITO_UTARA)
NEIGHBOURS = (KABUPATEN_SEMARANG,)
"""Opened with an SOP of the library and with staff, and with no case of their own yet: somebody to refer to."""
