"""Salatiga's May: cases of an earlier month, so that the month's figures are there to be asked for and worked with."""

from datetime import time

from infra.demo.data.people import Somebody, man, woman
from infra.demo.data.samples.salatiga import PLANNED, WRITTEN_DOWN
from infra.demo.data.script import Act, Sample, closed, did
from infra.demo.data.times import Times

MAY = 5
INFORMED = (did("catat-pertanyaan", 6), did("kumpulkan-bahan", 30), did("jelaskan", 15), did("terima-informasi", 5))
UNREACHED = (*WRITTEN_DOWN, did("perbarui-data", 6), closed(60 * 24 * 2, "unreachable", "Telepon tidak dijawab."))
BODY, BOTH, MIND = ("FISIK",), ("FISIK", "PSIKIS"), ("PSIKIS",)
REPORTED: tuple[tuple[int, Somebody, tuple[str, ...], str, str, tuple[Act, ...]], ...] = (
    (4, woman("Endah Purwanti", 1986, 131), BOTH, "pengaduan-langsung", "datang", PLANNED),
    (6, woman("Kartika Sariningsih", 1992, 132), BODY, "layanan-informasi", "datang", INFORMED),
    (8, man("Galih Pramudya", 2013, 133), BODY, "layanan-informasi", "telepon", INFORMED),
    (12, woman("Yuniarti", 1978, 134), BOTH, "pengaduan-tidak-langsung", "whatsapp", UNREACHED),
    (18, woman("Retno Palupi", 1999, 135), BODY, "layanan-informasi", "datang", INFORMED),
    (19, woman("Siti Maemunah", 1990, 136), BOTH, "pengaduan-tidak-langsung", "website", UNREACHED),
    (21, woman("Dyah Ayu Kirana", 2004, 137), MIND, "layanan-informasi", "telepon", INFORMED),
    (25, woman("Wahyu Ningrum", 1983, 138), MIND, "layanan-informasi", "datang", INFORMED),
)


def samples(times: Times) -> list[Sample]:
    """The samples of the last May that is over."""
    return [
        Sample(
            f"mei-{day}", times.in_last(MAY, day, time(11, 15)), "ratna", door, kinds, victim, sop, door, acts,
            risk="medium", facts={"consent.interview": True},
        )
        for day, victim, kinds, sop, door, acts in REPORTED
    ]  # fmt: skip
