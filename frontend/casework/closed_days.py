"""Time that runs on through nights and holidays may run out while the office is closed: then that is said, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import formats
from django.utils.translation import gettext as _

from cases.calendars import open_days
from sop_library.calendar import OfficeCalendar

LONGEST_CLOSURE = 31
"""Days; an office that is closed for longer is told the day alone."""


@dataclass
class ClosedDays:
    """What is said on one page at one moment. The calendar is read once, and only where a due time needs it."""

    now: datetime

    @cached_property
    def _calendar(self) -> OfficeCalendar:
        return open_days(today=self.now.date())

    def words(self, due_at: datetime | None, *, since: datetime | None) -> str:
        """What stands beside a due time on a day the office is closed; "" for all others.

        A time that runs out on the day it began needs no calendar: whoever works then is there.
        """
        if due_at is None or due_at <= self.now or (since is not None and due_at - since < timedelta(hours=1)):
            return ""
        calendar = self._calendar
        day = calendar.local(due_at).date()
        if (since is not None and calendar.local(since).date() == day) or calendar.is_open_on(day):
            return ""
        said = _("Waktu ini berjalan terus pada hari libur dan habis %(day)s, saat kantor tutup.") % {
            "day": formats.date_format(day, "l, j F")
        }
        last = self._last_closing(due_at)
        if last is None:
            return said
        if last <= self.now:
            return said + " " + _("Kantor tidak buka lagi sebelum itu.")
        moment = {"day": formats.date_format(last, "l, j F"), "time": formats.time_format(last, "TIME_FORMAT")}
        return said + " " + _("Kantor terakhir buka sebelum itu: %(day)s, sampai %(time)s.") % moment

    def _last_closing(self, due_at: datetime) -> datetime | None:
        day = self._calendar.local(due_at).date()
        for _ahead in range(LONGEST_CLOSURE):
            day -= timedelta(days=1)
            if self._calendar.is_open_on(day):
                return self._calendar.closing(day)
        return None
