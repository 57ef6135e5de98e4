"""When a deadline must fall, computed here from nothing but the printed time, the office's hours and the holidays."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from infra.demo.check.closed_days import CLOSED, LAST
from infra.demo.check.sheets import Length

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
          "Desember")  # fmt: skip
ZONES = {"salatiga": 7, "banyuwangi": 7, "barito-utara": 7, "nunukan": 8}
"""Hours ahead of UTC: WIB, and WITA in Nunukan. None of them has summer time."""
WIB = 7
"""What the regencies opened during a check have: they are of Jawa Tengah."""

BEFORE = re.compile(r"Sebelum (?:\w+ (?P<day>\d{1,2}) (?P<month>\w+) )?(?P<hour>\d{1,2})\.(?P<minute>\d{2})")
TOMORROW = re.compile(r"Besok, (?P<hour>\d{1,2})\.(?P<minute>\d{2})")
UNTIL = re.compile(r"\w+, (?P<day>\d{1,2}) (?P<month>\w+) (?P<hour>\d{1,2})\.(?P<minute>\d{2})")
A_REQUEST = timedelta(minutes=2)
"""So long at most before it was read, a page was written: it may have been on the day before."""


class BeyondTable(ValueError):
    """The hand-written holidays do not reach that far."""


@dataclass(frozen=True)
class Hours:
    """When an office closes on each weekday (Monday is 0; a missing one is closed). `own`: its closed days."""

    closes: dict[int, time]
    own: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether the office works on that day. Raises BeyondTable."""
        if day > LAST:
            raise BeyondTable(
                f"the holidays of {day.year} are missing: infra/demo/check/closed_days.py ends with {LAST.year}; write "
                f"those of {day.year} there from the joint decree (SKB), once it stands"
            )
        return day.weekday() in self.closes and day not in CLOSED and day not in self.own


def zone_of(slug: str) -> timezone:
    """Return an office's zone."""
    return timezone(timedelta(hours=ZONES.get(slug, WIB)))


def now_in(slug: str) -> datetime:
    """This moment in an office's zone."""
    return datetime.now(zone_of(slug))


def due(length: Length, start: datetime, hours: Hours) -> datetime:
    """Return when `length` after `start` (in the office's zone) is over."""
    if length.minutes:
        return start + timedelta(minutes=length.minutes)
    day, left = start.date(), length.working_days
    while left:
        day += timedelta(days=1)
        left -= 1 if hours.is_open(day) else 0
    return datetime.combine(day, hours.closes[day.weekday()], start.tzinfo)


def shown(words: str, near: datetime) -> datetime | None:
    """Read the deadline in the words of a page ("Sebelum 10.20, sisa …"); None where they name none.

    `near` is when it was read: a page says no year, no day where it is today, and "Besok" where it is the day after.
    """
    found = BEFORE.search(words) or TOMORROW.search(words) or UNTIL.search(words)
    if found is None:
        return None
    clock = time(int(found["hour"]), int(found["minute"]))
    if found.re is TOMORROW:
        return datetime.combine(near.date() + timedelta(days=1), clock, near.tzinfo)
    if not found["day"]:
        moment = datetime.combine((near - A_REQUEST).date(), clock, near.tzinfo)
        return moment if moment >= near - A_REQUEST else moment + timedelta(days=1)
    month = MONTHS.index(found["month"]) + 1
    year = near.year + (1 if month < near.month - 6 else -1 if month > near.month + 6 else 0)
    return datetime.combine(date(year, month, int(found["day"])), clock, near.tzinfo)


def agrees(seen: datetime, length: Length, started: tuple[datetime, datetime], hours: Hours) -> bool:
    """Whether a deadline seen to the minute fits a start that lies between two moments."""
    earliest, latest = (due(length, moment, hours).replace(second=0, microsecond=0) for moment in started)
    return earliest <= seen <= latest
