"""The office's own calendar: its hours, its closed days, the national holidays, its reading of a bare "hari"."""

from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from accounts.models import Closure, OfficeProfile
from accounts.queries import opening_hours
from sop_library.calendar import OfficeCalendar
from sop_library.durations import Duration
from sop_library.national_holidays import holidays_for, unknown_leave, years_around
from sop_library.parts import Clock
from tenants.current import current_office


def local_moment(moment: datetime) -> datetime:
    """A moment on the clock of the current office, whichever zone is active."""
    return moment.astimezone(ZoneInfo(current_office().zone))


def local_date(moment: datetime) -> date:
    """The day of a moment in the current office's own zone, whichever zone is active: tasks and commands run in UTC."""
    return local_moment(moment).date()


def office_calendar(*, today: date) -> OfficeCalendar:
    """The calendar of the current office, with national holidays from 2025 to two years ahead of `today`."""
    profile = OfficeProfile.objects.only("unsaid_day").get()
    unsaid_day: Literal["clock", "working"] = "clock"
    if profile.unsaid_day == OfficeProfile.UnsaidDay.WORKING:
        unsaid_day = "working"
    return replace(open_days(today=today), unsaid_day=unsaid_day)


def open_days(*, today: date) -> OfficeCalendar:
    """When the current office is open, for whoever counts no time by it: `office_calendar` in two queries."""
    closed = frozenset(Closure.objects.values_list("date", flat=True))
    national = holidays_for(years_around(today)).dates
    return OfficeCalendar(zone=current_office().zone, hours=opening_hours(), holidays=closed | national)


def leave_unknown(*, due_at: datetime | None, length: Duration | None, clock: Clock) -> int | None:
    """The year whose cuti bersama a due time reaches into without knowing it; None where no closed day was left out.

    Nearly every due time lies in a year that is known: then nothing is read.
    """
    if due_at is None or length is None:
        return None
    day = local_date(due_at)
    year = unknown_leave(day)
    return year if year is not None and office_calendar(today=day).leaves_out(length, clock) else None
