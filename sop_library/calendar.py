"""Office time: when a printed time runs out, counted in clock time or in this office's working days and hours."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from sop_library.durations import Duration
from sop_library.parts import Clock, TimeReading

Hours: TypeAlias = tuple[tuple[time, time], ...]
Interval: TypeAlias = tuple[datetime, datetime]
_LONGEST_CLOSURE = 366
_AT_A_STRIDE = 8
"""Weeks. What is further off is not counted day by day."""
END = datetime(9000, 1, 1, tzinfo=UTC)
"""No time runs on past this moment, however often it is lengthened: the calendar of dates ends soon after."""


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
        time, hours run in office hours only. unsaid: days as the office's setting says, hours on the clock. Never later
        than END.
        """
        moment = self.local(start)
        try:
            return min(self._after(moment, length, clock), self.local(END))
        except OverflowError:
            return self.local(END)

    def _after(self, moment: datetime, length: Duration, clock: Clock) -> datetime:
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
        """The `count`-th open day after `day` (not counting `day`). Raises NoOpenDay, OverflowError."""
        while (weeks := (count - 1) // max(len(self.open_weekdays), 1)) > _AT_A_STRIDE:
            count -= self._open_in(weeks, after=day)[0]
            day += timedelta(weeks=weeks)
        for _ in range(count):
            day = self._next_open_day(day + timedelta(days=1))
        return day

    @cached_property
    def _closures(self) -> tuple[date, ...]:
        """The holidays on which the office would be open, rising."""
        return tuple(sorted(day for day in self.holidays if day.weekday() in self.open_weekdays))

    @cached_property
    def _hours_of(self) -> Mapping[int, timedelta]:
        """Open weekday -> how long the office is open on it."""
        monday = date(2024, 1, 1)
        days = (monday + timedelta(days=ahead) for ahead in self.open_weekdays)
        return {
            day.weekday(): sum(
                (
                    datetime.combine(day, closes) - datetime.combine(day, opens)
                    for opens, closes in self.hours[day.weekday()]
                ),
                timedelta(),
            )
            for day in days
        }

    def _open_in(self, weeks: int, *, after: date) -> tuple[int, timedelta]:
        """How many days, and how long, the office is open in so many weeks from the day that follows `after`."""
        first, last = (bisect_right(self._closures, edge) for edge in (after, after + timedelta(weeks=weeks)))
        closed = [self._hours_of[day.weekday()] for day in self._closures[first:last]]
        hours = sum(self._hours_of.values(), timedelta())
        return weeks * len(self._hours_of) - len(closed), weeks * hours - sum(closed, timedelta())

    def working_days_between(self, start: date, end: date) -> int:
        """How many open days lie after `start`, up to and with `end`."""
        weeks = max((end - start).days, 0) // 7
        count, _hours = self._open_in(weeks, after=start)
        start += timedelta(weeks=weeks)
        return count + sum(self.is_open_on(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments; zero where `end` is not later."""
        start, end = self.local(start), self.local(end)
        weeks = max((end - start).days - 1, 0) // 7
        _days, total = self._open_in(weeks, after=start.date())
        passed, day = start.date() + timedelta(weeks=weeks), start.date()
        while day <= end.date():
            for opens, closes in self.intervals(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day = (passed if day == start.date() else day) + timedelta(days=1)
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
        day, week = moment.date(), sum(self._hours_of.values(), timedelta())
        while True:
            day = self._next_open_day(day)
            for opens, closes in self.intervals(day):
                begins = max(opens, moment)
                if begins + left <= closes:
                    return begins + left
                left -= max(closes - begins, timedelta())
            if (weeks := left // week - 1) > _AT_A_STRIDE:
                left -= self._open_in(weeks, after=day)[1]
                day += timedelta(weeks=weeks)
            day += timedelta(days=1)


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month; the month's last day where there is no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if year >= END.year:
        raise OverflowError(year)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def weekday_hours(days: Iterable[int], *intervals: tuple[str, str]) -> dict[int, Hours]:
    """The same hours on several weekdays: `weekday_hours(range(4), ("08:00", "12:00"), ("13:00", "16:00"))`."""
    read = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in intervals)
    return dict.fromkeys(days, read)
