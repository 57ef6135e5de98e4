"""Whether an office has no usual hour in the time it is given to answer.

Its own hours stand with itself: the centre knows its address, telephone and clock alone. So what is said here is what
is usual on workdays, and never that it is closed.
"""

from datetime import datetime

from custody.models import Address
from sop_library.calendar import OfficeCalendar, weekday_hours
from sop_library.national_holidays import holidays_for, years_around

USUAL = weekday_hours(range(5), ("08:00", "16:00"))
"""Monday to Friday, as most offices of a regency work; some open earlier or on Saturdays."""


def may_be_closed(*, code: str, since: datetime, until: datetime) -> datetime | None:
    """`since` on the clock of the office of a region's code where no usual hour lies before `until`; None otherwise.

    None as well where it is not on the platform: its letter is brought there.
    """
    zone = Address.objects.filter(code=code).values_list("zone", flat=True).first()
    if zone is None:
        return None
    holidays = holidays_for(years_around(since.date())).dates
    there = OfficeCalendar(zone=zone, hours=USUAL, holidays=frozenset(holidays))
    return None if there.working_time_between(since, until) else there.local(since)
