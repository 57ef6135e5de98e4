"""ISO 8601 durations in whole numbers ("PT30M", "P3D"), as an SOP document writes them."""

import re
from dataclasses import dataclass
from functools import lru_cache

_SHAPE = re.compile(
    r"P(?=.)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+)S)?)?"
)
LONGEST_YEARS = 100
"""A printed time, in years. No service lasts longer than a life, and what is counted from today by such times, one
after the other, stays among the dates there are. Every reader of a length goes by this bound."""
_LONGEST_TEXT = 40
_DAYS_OF = {"years": 365, "months": 30, "weeks": 7, "days": 1}
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


class TooLong(NotADuration):
    """A duration of more than LONGEST_YEARS."""


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
    """The duration written as `text`, for example "P3D". Raises NotADuration, TooLong where it passes the bound."""
    found = _SHAPE.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        raise NotADuration(text)
    length = Duration(**{name: int(value) for name, value in found.groupdict().items() if value is not None})
    days = sum(getattr(length, name) * each for name, each in _DAYS_OF.items()) + length.seconds_of_day / 86_400
    if days > LONGEST_YEARS * 366:
        raise TooLong(text)
    return length
