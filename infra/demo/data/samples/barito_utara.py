"""Barito Utara: two sheets without printed times, an outreach that waits for consent and one that is monitored."""

from infra.demo.data.people import woman
from infra.demo.data.script import Sample, consented, did, noted
from infra.demo.data.times import Times

DAY = 60 * 24
ORDERED = (did("catat-berkas", 15), did("verifikasi-laporan", 40), did("draf-surat-perintah", 25))
SENT = (*ORDERED, did("tanda-tangan-surat-perintah", 30), did("rencana", 60, "tidak-perlu"))
MET = (*SENT, did("persetujuan", DAY, "setuju"), did("tujuan-manfaat", 10), did("keamanan", 15))
HEARD = (*SENT, did("persetujuan", DAY, "setuju"), consented(2, "home_visit"), did("tujuan-manfaat", 10))
REFERRED = (
    *HEARD, did("keamanan", 15), did("wawancara", 60), did("verifikasi-hasil", DAY),
    did("dokumen-rujukan", 45, "memerlukan"), did("tanda-tangan-rujukan", 20), did("koordinasi", 120),
)  # fmt: skip
CRISIS = (did("catat-identitas", 10), did("identifikasi-singkat", 25), did("prioritas", 15))
SAFE = (
    *CRISIS, did("surat-pengantar", 10), did("antar-korban", 40, "perlu"), did("pantau-korban", 90, "aman"),
    did("identifikasi-kasus", 50), did("draf-kesepakatan", 20),
)  # fmt: skip


def samples(times: Times) -> list[Sample]:
    """The samples of Barito Utara at a moment."""
    return [
        Sample(
            "selesai", times.days_back(6), "yulia", "telepon", ("FISIK",), woman("Kristina Sahay", 1987, 601),
            "penjangkauan", "telepon",
            (*REFERRED, did("pemantauan", DAY * 7, "lagi"), did("pemantauan", DAY * 7, "selesai"),
             did("dokumentasi", 30)),
            risk="medium",
        ),
        Sample(
            "pemantauan", times.days_back(1), "yulia", "penjangkauan", ("SEKSUAL",), woman("Natalia Ewi", 2012, 602),
            "penjangkauan", "penjangkauan",
            (*REFERRED, did("pemantauan", DAY * 5, "lagi"), did("pemantauan", DAY * 5, "lagi"),
             noted(10, "Sudah kembali sekolah tiga hari.", by="herlina")),
            risk="high", reporter=woman("Lusia Ewi", 1984, 603), domestic=False, relation="GURU", place_kind="SEKOLAH",
        ),
        Sample(
            "menunggu-persetujuan", times.ago(hours=3), "yulia", "telepon", ("PSIKIS",),
            woman("Rusmiati Enon", 1979, 604),
            "penjangkauan", "telepon", MET,
        ),
        Sample(
            "tanda-tangan", times.ago(minutes=50), "herlina", "datang", ("SEKSUAL", "PSIKIS"),
            woman("Marselina Tio", 1993, 605),
            "krisis", "datang", SAFE, risk="high", facts={"needs.security": True}, relation="PACAR_TEMAN",
        ),
        Sample(
            "mediasi", times.ago(hours=1), "herlina", "datang", ("PSIKIS",), woman("Yosefina Dau", 1981, 606),
            "krisis", "datang", (*SAFE, did("kesepakatan", 15)),
        ),
        Sample(
            "baru-dibuka", times.ago(minutes=6), "yulia", "telepon", ("PENELANTARAN",),
            woman("Emiliana Sawang", 1990, 608), "penjangkauan", "telepon", relation="SUAMI_ISTRI",
        ),
        Sample(
            "perlu-verifikasi", times.ago(minutes=35), "yulia", "telepon", ("PSIKIS",),
            woman("Agustina Lawas", 1977, 609), "penjangkauan", "telepon", ORDERED[:1],
        ),
        Sample(
            "rencana", times.ago(hours=2), "yulia", "telepon", ("FISIK",), woman("Selviana Buntok", 1999, 610),
            "penjangkauan", "telepon", SENT[:-1], risk="medium",
        ),
        Sample(
            "laporan-baru", times.ago(minutes=55), "yulia", "telepon", ("FISIK",), woman("Deby Angelina", 2008, 607),
            nameless=True, relation="", story="Murid sering datang dengan memar dan tidak mau bercerita.",
        ),
    ]  # fmt: skip
