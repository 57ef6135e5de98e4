"""The times the nine sheets print, read by hand: what a step's deadline must be. Not the product's catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Length:
    """A length of time that makes a deadline: minutes on the clock, or whole working days."""

    minutes: int = 0
    working_days: int = 0


def minutes(*amounts: int | None) -> tuple[Length | None, ...]:
    """Lengths in minutes, None where the sheet prints no time or one that is no deadline."""
    return tuple(None if amount is None else Length(minutes=amount) for amount in amounts)


def _days(amount: int) -> Length:
    return Length(working_days=amount)


SHEETS: dict[str, tuple[Length | None, ...]] = {
    # 5', 5', 5', 10', 5', 10-15', 15-30', 15-30', 5', 10-15', 5', 10-15', 10-15'
    "salatiga/pengaduan-langsung": minutes(5, 5, 5, 10, 5, 15, 30, 30, 5, 15, 5, 15, 15),
    # —, 5'', —, 5'', —, 15-30'', — (two strokes, read as minutes)
    "salatiga/pengaduan-tidak-langsung": minutes(None, 5, None, 5, None, 30, None),
    # 5', 3 hari kerja, 30', 30'
    "salatiga/layanan-informasi": (*minutes(5), _days(3), *minutes(30, 30)),
    "salatiga/layanan-konsultasi": minutes(None, 5, 10, 30),
    # —, 5', 10', 30', 5 hari kerja, 1 hari kerja, 10', —
    "salatiga/layanan-penjangkauan": (*minutes(None, 5, 10, 30), _days(5), _days(1), *minutes(10, None)),
    # "1 Hari" (this office counts working days), 2 s/d 3 jam, 1 jam, 2 jam, 1 jam, 30 menit, a contradiction, 30 menit
    "banyuwangi/p2tp2a": (_days(1), *minutes(180, 60, 120, 60, 30, None, 30)),
    "nunukan/intervensi-krisis": minutes(5, 30, 15, 5, 30, 60, 60, 15, 15, 90, 15, 10, 30, 5, 60, None, 15, 60, 15),
    # one total of 120 minutes for everything, which is no deadline of any step
    "barito-utara/penjangkauan": minutes(*[None] * 15),
    "barito-utara/krisis": minutes(*[None] * 14),
}
LIMITS = {"salatiga/pengaduan-langsung": Length(minutes=72 * 60)}
"""“maksimal 3x24 Jam setelah pengaduan diterima”: counted from the report, on the clock."""
OWN = {"banyuwangi/own": (*minutes(5), _days(3), *minutes(30, 30, 20))}
"""What the check itself makes of Salatiga's "layanan-informasi": the four steps, and one of at most 20 minutes."""
LONGER_FIRST_STEP = Length(minutes=45)
"""Its first step's time in its next version."""
