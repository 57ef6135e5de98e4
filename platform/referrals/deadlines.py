"""By when the other office is to answer: clock time where it is urgent, working days where it can wait."""

from datetime import datetime, timedelta

from cases.calendars import local_date, office_calendar
from referrals.models import Referral
from sop_library.durations import Duration

NOW, DAY = timedelta(hours=3), timedelta(hours=24)
WORKING_DAYS = Duration(days=3)
FOR_HIGH_RISK = frozenset({Referral.Urgency.NOW.value, Referral.Urgency.DAY.value})
"""High risk never waits for working days."""


def answer_by(*, urgency: str, at: datetime) -> datetime:
    """When the answer is due, counted from `at` on the sending office's calendar.

    now: 3 hours and day: 24 hours on the clock, through nights and holidays; days: the end of the third working day.
    """
    if urgency == Referral.Urgency.NOW:
        return at + NOW
    if urgency == Referral.Urgency.DAY:
        return at + DAY
    return office_calendar(today=local_date(at)).after(at, WORKING_DAYS, "working")
