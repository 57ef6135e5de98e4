"""Nunukan: nineteen steps, with a crisis that goes round, a monitoring that repeats and a signature that waits."""

from infra.demo.data.people import man, woman
from infra.demo.data.script import Sample, did, noted, paused
from infra.demo.data.times import Times

RECEIVED = (did("catat-identitas", 5), did("identifikasi-singkat", 22))
IN_CRISIS = (*RECEIVED, did("prioritas", 12, "krisis"), did("surat-pengantar", 5))
STABLE = (*RECEIVED, did("prioritas", 12, "stabil"), did("identifikasi-kasus", 45), did("verifikasi", 12))
CLIENT = (*STABLE, did("siapkan-bahan", 14), did("persetujuan-asesmen", 70, "setuju"), did("draf-kesepakatan", 13))
AGREED = (*CLIENT, did("kesepakatan", 9))
REFERRED = (*AGREED, did("dokumen-rujukan", 26, "memerlukan"), did("surat-rujukan", 5), did("koordinasi", 50))
WEEK = 60 * 24 * 7
ENDED = (
    *AGREED, did("dokumen-rujukan", 26, "tidak-memerlukan"), did("pemantauan", WEEK, "lagi"),
    did("pemantauan", WEEK, "selesai"), did("draf-terminasi", 14), did("konferensi-kasus", 40, "disetujui"),
    did("pencatatan", 12),
)  # fmt: skip


def samples(times: Times) -> list[Sample]:
    """The samples of Nunukan at a moment."""
    return [
        Sample(
            "selesai", times.days_back(5), "aisyah", "datang", ("FISIK",), woman("Rosmini Daud", 1985, 301),
            "intervensi-krisis", "datang", ENDED, risk="medium",
        ),
        Sample(
            "pemantauan", times.days_back(1), "yohana", "datang", ("TRAFFICKING", "EKSPLOITASI"),
            woman("Sitti Nuraini", 1999, 302, papers=False), "intervensi-krisis", "datang",
            (*REFERRED, did("pemantauan", WEEK, "lagi"), did("pemantauan", WEEK, "lagi"),
             noted(5, "Sudah tinggal di rumah bibinya; paspor masih dicari.", by="marlina")),
            risk="high", domestic=False, place_kind="TEMPAT_KERJA", relation="MAJIKAN",
        ),
        Sample(
            "naskah-menunggu-ketua", times.ago(minutes=28), "aisyah", "datang", ("SEKSUAL",),
            woman("Meilani Taruk", 2011, 303), "intervensi-krisis", "datang", CLIENT, risk="high",
            reporter=woman("Damaris Taruk", 1983, 304), domestic=False, relation="KELUARGA_SAUDARA",
        ),
        Sample(
            "belum-aman", times.ago(minutes=12), "yohana", "datang", ("FISIK", "PSIKIS"),
            woman("Herawati Samad", 1992, 305), "intervensi-krisis", "datang",
            (*IN_CRISIS, did("antar-korban", 28, "perlu"), did("pantau-korban", 50, "belum")), risk="high",
            facts={"needs.security": True, "crisis": True}, in_danger=True,
        ),
        Sample(
            "dijeda", times.days_back(3), "aisyah", "datang", ("PENELANTARAN",), woman("Suryati Lenggang", 1974, 306),
            "intervensi-krisis", "datang",
            (*RECEIVED, did("prioritas", 12, "stabil"),
             paused(20, "Korban pulang dulu ke Sebatik, kembali pekan depan.")),
        ),
        Sample(
            "baru-dibuka", times.ago(minutes=2), "aisyah", "datang", ("FISIK",), woman("Yuliana Pangeran", 1996, 307),
            "intervensi-krisis", "datang",
        ),
        Sample(
            "laporan-pelabuhan", times.ago(minutes=34), "yohana", "telepon", ("TRAFFICKING",),
            man("Rendi Saputra", 2009, 308),
            nameless=True, relation="", domestic=False, story="Tiga anak menunggu kapal tanpa keluarga.",
        ),
    ]  # fmt: skip
