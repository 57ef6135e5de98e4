"""Salatiga: a full working day for its analysts."""

from infra.demo.data.people import man, woman
from infra.demo.data.script import Act, Sample, closed, did, noted, paused, signed, skipped
from infra.demo.data.times import Times

ARRIVED = (did("buku-tamu", 4), did("hubungi-analis", 3), did("identitas", 5))
AT_HOME = (*ARRIVED, did("wilayah", 6, "dalam"), did("asal", 3, "sendiri"))
TOLD = (*AT_HOME, did("formulir", 12), did("cerita", 24))
ASSESSED = (*TOLD, did("asesmen-awal", 22), did("hukum", 4, "tidak"))
EXPLAINED = (*ASSESSED, did("gambaran", 11), skipped("survei", 2, "Korban lelah dan ingin segera pulang."))
PLANNED = (*EXPLAINED, did("hubungi-bidang", 12, "siap"), did("rtl", 13))
WRITTEN_DOWN: tuple[Act, ...] = (did("lapor", 5), did("isi-formulir", 4))
REACHED = (did("isi-formulir", 10), did("analisis", 4), did("lapor-kepala-dinas", 8, "perlu"), did("tugaskan", 20))


def samples(times: Times) -> list[Sample]:
    """The samples of Salatiga at a moment."""
    return [*_done(times), *_late(times), *_today(times), *_next_days(times), *_waiting(times)]


def _done(times: Times) -> list[Sample]:
    return [
        Sample(
            "selesai", times.days_back(24), "ratna", "datang", ("FISIK", "PSIKIS"),
            woman("Melati Ayuningtyas", 1991, 101),
            "pengaduan-langsung", "datang", PLANNED, risk="medium", facts={"consent.interview": True},
        ),
        Sample(
            "ditutup-awal", times.days_back(9), "dimas", "whatsapp", ("PSIKIS",), woman("Wening Larasati", 1984, 102),
            "pengaduan-tidak-langsung", "whatsapp",
            (*WRITTEN_DOWN, did("perbarui-data", 6), closed(60 * 24 * 3, "unreachable", "Empat kali dihubungi.")),
        ),
        Sample(
            "dijeda", times.days_back(2), "ratna", "datang", ("PENELANTARAN",), woman("Kinanti Puspita", 1979, 103),
            "layanan-konsultasi", "datang",
            (did("catat-pertanyaan", 9), paused(30, "Pelapor minta waktu berunding dengan keluarganya.")),
        ),
    ]  # fmt: skip


def _late(times: Times) -> list[Sample]:
    return [
        Sample(
            "paraf-bidang", times.ago(minutes=75), "dimas", "datang", ("SEKSUAL",), woman("Anjani Rahayu", 2012, 104),
            "pengaduan-langsung", "datang", (*EXPLAINED, signed("hubungi-bidang", 6, by="dimas")), risk="high",
            relation="TETANGGA", domestic=False, place_kind="FASILITAS_UMUM", reporter=woman("Sulastri", 1986, 105),
            facts={"respondent.guardian": False},
        ),
        Sample(
            "gambaran-terlambat", times.ago(minutes=57), "ratna", "datang", ("FISIK",),
            woman("Sekar Kusuma", 1995, 106),
            "pengaduan-langsung", "datang", (*ASSESSED, noted(0, "Kakaknya menjemput pukul dua.")), risk="medium",
        ),
        Sample(
            "cetak-terlambat", times.ago(minutes=17), "ratna", "website", ("PSIKIS",),
            woman("Galuh Paramita", 2001, 107),
            "pengaduan-tidak-langsung", "website", (*WRITTEN_DOWN, did("perbarui-data", 8)), relation="PACAR_TEMAN",
        ),
    ]  # fmt: skip


def _today(times: Times) -> list[Sample]:
    return [
        Sample(
            "bahan-hari-ini", times.started_for(working_days=3, due_in=0), "ratna", "telepon", ("LAINNYA",),
            woman("Nastiti Wijaya", 1988, 108), "layanan-informasi", "telepon", (did("catat-pertanyaan", 5),),
            relation="",
        ),
        Sample(
            "jelaskan", times.ago(minutes=5), "ratna", "datang", ("PENELANTARAN",), woman("Pertiwi Andini", 1993, 109),
            "layanan-informasi", "datang", (did("catat-pertanyaan", 5), did("kumpulkan-bahan", 25)),
        ),
        Sample(
            "asesmen-awal", times.ago(minutes=3), "ratna", "rujukan", ("FISIK", "PSIKIS"),
            man("Bagas Tri Atmojo", 2014, 110),
            "pengaduan-langsung", "rujukan", TOLD, risk="high", relation="ORANG_TUA",
            reporter=woman("Umi Hanifah", 1980, 111), facts={"respondent.guardian": True},
        ),
        Sample(
            "luar-wilayah", times.ago(minutes=2), "ratna", "datang", ("FISIK",), woman("Rukmini Astuti", 1990, 112),
            "pengaduan-langsung", "datang", ARRIVED, residence="33.22", domicile="33.22", place="33.22",
        ),
        Sample(
            "baru-datang", times.ago(minutes=1), "sari", "datang", ("PSIKIS",), woman("Laras Pitaloka", 1998, 113),
            "pengaduan-langsung", "datang",
        ),
    ]  # fmt: skip


def _next_days(times: Times) -> list[Sample]:
    return [
        Sample(
            "penjangkauan-besok", times.started_for(working_days=5, due_in=1), "dimas", "telepon", ("FISIK",),
            woman("Hapsari Dewi", 1976, 114), "layanan-penjangkauan", "telepon", REACHED, risk="medium",
            facts={"needs.outreach": True, "consent.interview": True},
        ),
        Sample(
            "bahan-lusa", times.started_for(working_days=3, due_in=2), "ratna", "surat", ("LAINNYA",),
            woman("Prameswari", 1969, 115), "layanan-informasi", "surat", (did("catat-pertanyaan", 5),), relation="",
        ),
    ]  # fmt: skip


def _waiting(times: Times) -> list[Sample]:
    return [
        Sample(
            "laporan-web", times.ago(minutes=48), "dimas", "website", ("PSIKIS",), woman("Ayu Lestari", 2010, 116),
            nameless=True, relation="", story="Anak tetangga sering dimarahi dan dikurung di kamar.",
        ),
        Sample(
            "laporan-telepon", times.ago(minutes=21), "sari", "telepon", ("FISIK",), woman("Dwi Haryani", 1987, 117),
            reporter=man("Suparman", 1960, 118), story="Tetangga mendengar pertengkaran tiga malam berturut-turut.",
        ),
        Sample(
            "laporan-wa", times.ago(minutes=9), "ratna", "whatsapp", ("PENELANTARAN",), woman("Tri Utami", 1982, 119),
            in_danger=None, story="Suami pergi dan tidak memberi nafkah, anak belum bayar sekolah.",
        ),
    ]  # fmt: skip
