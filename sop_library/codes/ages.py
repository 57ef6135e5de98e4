"""Ages and the ministry's age bands."""

from datetime import date
from typing import Literal

AgeBand = Literal["A00_05", "A06_12", "A13_17", "A18_24", "A25_44", "A45_59", "A60"]
ADULT = 18
_FIRST_YEAR: tuple[tuple[int, AgeBand], ...] = (
    (60, "A60"),
    (45, "A45_59"),
    (25, "A25_44"),
    (18, "A18_24"),
    (13, "A13_17"),
    (6, "A06_12"),
    (0, "A00_05"),
)
_CHILD_BANDS: frozenset[AgeBand] = frozenset({"A00_05", "A06_12", "A13_17"})


def child_bands() -> frozenset[AgeBand]:
    """The bands of a child: under 18 (UU 23/2002 art. 1 number 1)."""
    return _CHILD_BANDS


def age_on(birth_date: date, on: date) -> int:
    """Completed years on the day `on`; somebody born on 29 February has a birthday on 1 March in common years.

    Raises ValueError when born after `on`.
    """
    if birth_date > on:
        raise ValueError("born after the day asked about")
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def band_of_age(years: int) -> AgeBand:
    """The band of an age in completed years, also of an estimated one. Raises ValueError for a negative age."""
    for first, band in _FIRST_YEAR:
        if years >= first:
            return band
    raise ValueError("an age is not negative")


def age_band(birth_date: date, on: date) -> AgeBand:
    """The band on the day `on`, of the incident or of the report as the caller counts. Raises ValueError as age_on."""
    return band_of_age(age_on(birth_date, on))


def is_child(birth_date: date, on: date) -> bool:
    """Under 18 on the day `on`."""
    return birth_date > on or age_on(birth_date, on) < ADULT
