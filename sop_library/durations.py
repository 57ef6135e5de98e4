"""ISO 8601 durations in whole numbers ("PT30M", "P3D"), as an SOP document writes them."""

import re
from dataclasses import dataclass
from functools import lru_cache

_SHAPE = re.compile(
    r"P(?=.)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+)S)?)?"
)
_LONGEST = 999_999
_WORDS = (
    ("years", "tahun"),
    ("months", "bulan"),
    ("weeks", "minggu"),
    ("days", "hari"),
    ("hours", "jam"),
    ("minutes", "menit"),
    ("seconds", "detik"),
)


class NotADuration(ValueError):
    """The text is no ISO 8601 duration in whole numbers."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Days and smaller parts are kept apart: a working day is no number of hours."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    @property
    def seconds_of_day(self) -> int:
        """The part below a day (hours, minutes, seconds), in seconds."""
        return self.hours * 3600 + self.minutes * 60 + self.seconds

    @property
    def in_months(self) -> int:
        """The calendar part (years and months), in months."""
        return self.years * 12 + self.months

    @property
    def in_days(self) -> int:
        """Weeks and days, in days."""
        return self.weeks * 7 + self.days

    def __str__(self) -> str:
        parts = [f"{getattr(self, name)} {word}" for name, word in _WORDS if getattr(self, name)]
        return " ".join(parts) or "0 menit"


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Duration:
    """The duration written as `text`, for example "P3D". Raises NotADuration."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise NotADuration(text)
    parts = {name: int(value) for name, value in found.groupdict().items() if value is not None}
    if any(value > _LONGEST for value in parts.values()):
        raise NotADuration(text)
    return Duration(**parts)
