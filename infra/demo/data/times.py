"""Moments for sample cases, so that some steps are late, some due today and some in the next days, whenever it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sop_library.calendar import OfficeCalendar

MORNING = time(9, 20)
AFTERNOON = time(13, 40)


@dataclass(frozen=True)
class Times:
    """The moment the samples are made, in one office's calendar."""

    now: datetime
    calendar: OfficeCalendar

    def ago(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Return a moment before now."""
        return self.now - timedelta(days=days, hours=hours, minutes=minutes)

    def days_back(self, days: int, at: time = AFTERNOON) -> datetime:
        """Return a clock time on an open day, `days` open days before today; never later than a moment ago."""
        day = self.calendar.local(self.now).date()
        while days > 0:
            day -= timedelta(days=1)
            days -= self.calendar.is_open_on(day)
        moment = datetime.combine(day, at, self.calendar.local(self.now).tzinfo)
        return min(moment, self.ago(minutes=7))

    def in_last(self, month: int, day: int, at: time) -> datetime:
        """Return a clock time on a day of the last such month (1 to 12) that is over."""
        today = self.calendar.local(self.now).date()
        year = today.year if month < today.month else today.year - 1
        return datetime(year, month, day, at.hour, at.minute, tzinfo=self.calendar.local(self.now).tzinfo)

    def started_for(self, *, working_days: int, due_in: int) -> datetime:
        """Return when a step of so many working days began, for it to be due on the `due_in`-th open day from today.

        `due_in` 0 is today, or the next open day once today's closing time is near.
        """
        due = self.calendar.working_day(self._last_over(), due_in + 1)
        day = due
        for _day in range(working_days):
            day = self._open_day_before(day)
        moment = datetime.combine(day, MORNING, self.calendar.local(self.now).tzinfo)
        return min(moment, self.ago(minutes=7))

    def _last_over(self) -> date:
        today = self.calendar.local(self.now).date()
        still_open = self.calendar.is_open_on(today) and self.calendar.closing(today) > self.now + timedelta(minutes=30)
        return today - timedelta(days=1) if still_open else today

    def _open_day_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.calendar.is_open_on(day):
            day -= timedelta(days=1)
        return day
