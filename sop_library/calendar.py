"""Office time: when a printed time runs out, counted in clock time or in this office's working days and hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from sop_library.durations import Duration
from sop_library.parts import Clock, TimeReading

Hours: TypeAlias = tuple[tuple[time, time], ...]
Interval: TypeAlias = tuple[datetime, datetime]
_LONGEST_CLOSURE = 366


class NoOpenDay(ValueError):
    """The office's calendar has no open day within a year: nothing could ever become due."""


class NaiveMoment(ValueError):
    """A moment without a time zone was given."""


@dataclass(frozen=True)
class OfficeCalendar:
    """An office's hours. `hours`: weekday (0 = Monday) -> its (open, close) intervals in local time, rising and apart.

    `holidays` are whole closed days. `unsaid_day` says how this office reads "hari" where a sheet says no more.
    """

    zone: str
    hours: Mapping[int, Hours]
    holidays: frozenset[date] = frozenset()
    unsaid_day: Literal["clock", "working"] = "clock"
    _tz: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for weekday, intervals in self.hours.items():
            edges = [edge for interval in intervals for edge in interval]
            if not 0 <= weekday <= 6 or sorted(set(edges)) != edges:
                raise ValueError(f"hours of weekday {weekday} do not rise: {intervals}")
        object.__setattr__(self, "_tz", ZoneInfo(self.zone))

    @cached_property
    def open_weekdays(self) -> frozenset[int]:
        """The weekdays with any hours."""
        return frozenset(weekday for weekday, intervals in self.hours.items() if intervals)

    def is_open_on(self, day: date) -> bool:
        """True where the office works on that day."""
        return day.weekday() in self.open_weekdays and day not in self.holidays

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The open intervals of a day as aware moments; empty on a closed day."""
        if not self.is_open_on(day):
            return ()
        return tuple(
            (datetime.combine(day, opens, self._tz), datetime.combine(day, closes, self._tz))
            for opens, closes in self.hours[day.weekday()]
        )

    def closing(self, day: date) -> datetime:
        """The closing time of an open day."""
        return self.intervals(day)[-1][1]

    def local(self, moment: datetime) -> datetime:
        """The moment on this office's clock. Raises NaiveMoment."""
        if moment.tzinfo is None:
            raise NaiveMoment(moment.isoformat())
        return moment.astimezone(self._tz)

    def due(self, reading: TimeReading, start: datetime) -> datetime | None:
        """When a time counted from `start` runs out; None where its kind makes no deadline. Tiers are the caller's.

        Raises NoOpenDay, NaiveMoment.
        """
        length = reading.deadline
        return None if length is None else self.after(start, length, reading.clock)

    def leaves_out(self, length: Duration, clock: Clock) -> bool:
        """Whether closed days are left out where a time of that length is counted: `after` goes by the same rule."""
        if clock == "unsaid":
            return self.unsaid_day == "working" and bool(length.in_days)
        return clock == "working" and bool(length.in_days or length.seconds_of_day)

    def after(self, start: datetime, length: Duration, clock: Clock) -> datetime:
        """The moment `length` after `start`, on the office's clock. Raises NoOpenDay, NaiveMoment.

        clock: runs through nights and holidays. working: whole days count from the next open day and end at closing
        time, hours run in office hours only. unsaid: days as the office's setting says, hours on the clock.
        """
        moment = self.local(start)
        working_days = clock == "working" or (clock == "unsaid" and self.unsaid_day == "working")
        if length.in_months:
            moment = _months_later(moment, length.in_months)
        if length.in_days and working_days:
            moment = self.closing(self.working_day(moment.date(), length.in_days))
        elif length.in_days:
            moment += timedelta(days=length.in_days)
        if not length.seconds_of_day:
            return moment
        if clock == "working":
            return self._working_time_later(moment, timedelta(seconds=length.seconds_of_day))
        return self.local(moment.astimezone(ZoneInfo("UTC")) + timedelta(seconds=length.seconds_of_day))

    def working_day(self, day: date, count: int) -> date:
        """The `count`-th open day after `day` (not counting `day`). Raises NoOpenDay."""
        for _ in range(count):
            day = self._next_open_day(day + timedelta(days=1))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many open days lie after `start`, up to and with `end`."""
        return sum(self.is_open_on(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments; zero where `end` is not later."""
        start, end = self.local(start), self.local(end)
        total, day = timedelta(), start.date()
        while day <= end.date():
            for opens, closes in self.intervals(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += timedelta(days=1)
        return total

    def carried(self, *, due: datetime, length: Duration, clock: Clock, since: datetime, until: datetime) -> datetime:
        """`due` moved on because nothing ran between `since` and `until`: what was left runs on from `until`.

        A due moment that had passed at `since` stays.
        """
        due, since, until = self.local(due), self.local(since), self.local(until)
        if due <= since or until <= since:
            return due
        if clock == "working" and length.seconds_of_day:
            return self._working_time_later(until, self.working_time_between(since, due))
        if length.in_days and (clock == "working" or (clock == "unsaid" and self.unsaid_day == "working")):
            left = self.working_days_between(since.date(), due.date())
            last = self.working_day(until.date(), left) if left else self._next_open_day(until.date())
            return self.closing(last)
        return self.local(due.astimezone(ZoneInfo("UTC")) + (until - since))

    def _next_open_day(self, day: date) -> date:
        for _ in range(_LONGEST_CLOSURE):
            if self.is_open_on(day):
                return day
            day += timedelta(days=1)
        raise NoOpenDay(f"no open day in the year before {day.isoformat()}")

    def _working_time_later(self, moment: datetime, left: timedelta) -> datetime:
        day = moment.date()
        while True:
            day = self._next_open_day(day)
            for opens, closes in self.intervals(day):
                begins = max(opens, moment)
                if begins + left <= closes:
                    return begins + left
                left -= max(closes - begins, timedelta())
            day += timedelta(days=1)


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month; the month's last day where there is no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def weekday_hours(days: Iterable[int], *intervals: tuple[str, str]) -> dict[int, Hours]:
    """The same hours on several weekdays: `weekday_hours(range(4), ("08:00", "12:00"), ("13:00", "16:00"))`."""
    read = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in intervals)
    return dict.fromkeys(days, read)
