"""Banyuwangi: eight steps, several of which two people sign."""

from infra.demo.data.people import man, woman
from infra.demo.data.script import Sample, closed, did, paused, signed, went_back
from infra.demo.data.times import Times

TAKEN_IN = (did("penerimaan", 40), did("screening", 95))
AGREED = (*TAKEN_IN, did("status-kasus", 25, "kdrt"), did("asesmen", 80), did("persetujuan", 35))
ADVISED = (*AGREED, did("rekomendasi", 20, "medis", "psikososial"))
ENDED = (*ADVISED, did("rujukan", 60 * 24, "tidak-dibutuhkan"), did("pencatatan", 25))


def samples(times: Times) -> list[Sample]:
    """The samples of Banyuwangi at a moment."""
    return [
        Sample(
            "selesai", times.days_back(12), "wulan", "datang", ("FISIK", "PSIKIS"), woman("Sumiyati", 1983, 501),
            "p2tp2a", "datang", ENDED, risk="medium",
        ),
        Sample(
            "rumah-aman", times.days_back(2), "rizal", "rujukan", ("SEKSUAL",), woman("Nabila Azzahra", 2010, 502),
            "p2tp2a", "rujukan", ADVISED, risk="high", reporter=woman("Khotimah", 1981, 503),
            facts={"needs.shelter": True, "respondent.guardian": True}, relation="ORANG_TUA",
        ),
        Sample(
            "screening-terlambat", times.ago(hours=5), "wulan", "datang", ("PSIKIS",),
            woman("Indah Permatasari", 1994, 504),
            "p2tp2a", "datang", (did("penerimaan", 30),),
        ),
        Sample(
            "paraf-kepala", times.ago(minutes=15), "rizal", "penjangkauan", ("PENELANTARAN",),
            man("Fajar Setiawan", 2015, 505),
            "p2tp2a", "penjangkauan", (signed("penerimaan", 20, by="rizal"),), relation="ORANG_TUA",
            reporter=woman("Musrifah", 1958, 506),
        ),
        Sample(
            "kembali-ke-status", times.ago(minutes=20), "wulan", "datang", ("FISIK",),
            woman("Ratih Kumalasari", 1989, 507),
            "p2tp2a", "datang",
            (*TAKEN_IN, did("status-kasus", 25, "lainnya"),
             went_back("status-kasus", 12, "Salah pilih: terlapor suaminya.")),
        ),
        Sample(
            "dijeda", times.days_back(4), "rizal", "datang", ("EKSPLOITASI",), woman("Lailatul Fitri", 2003, 508),
            "p2tp2a", "datang", (did("penerimaan", 40),
            paused(60, "Menunggu ibunya datang dari Bali.")), domestic=False,
            relation="MAJIKAN",
        ),
        Sample(
            "ditutup", times.days_back(7), "wulan", "datang", ("LAINNYA",), woman("Sri Wahyuni", 1971, 509),
            "p2tp2a", "datang", (did("penerimaan", 25), closed(40, "not_violence", "Urusan waris, diberi informasi.")),
            relation="", domestic=False,
        ),
        Sample(
            "laporan-baru", times.ago(minutes=26), "rizal", "telepon", ("FISIK",), woman("Eka Novita", 1997, 510),
            reporter=man("Joko Susilo", 1970, 511), story="Adiknya dipukul suaminya tadi malam.",
        ),
    ]  # fmt: skip
