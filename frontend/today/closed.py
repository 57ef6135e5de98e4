"""A day on which the office is closed: why, and when it opens again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.queries import Intervals, closures
from sop_library.national_holidays import holidays_for, years_around

LOOKED_AHEAD = 31


def closed_words(*, hours: Mapping[int, Intervals], now: datetime, zone: tzinfo) -> str:
    """ "Kantor tutup hari ini (Minggu), buka lagi Senin 07.30."; "" on a day the office works. One query."""
    today = now.astimezone(zone).date()
    own = dict(closures(since=today).values_list("date", "name"))
    national = holidays_for(years_around(today)).names

    def works(day: date) -> bool:
        return bool(hours.get(day.weekday())) and day not in own and day not in national

    if works(today):
        return ""
    why = own.get(today) or national.get(today) or date_format(today, "l")
    days = (today + timedelta(days=count) for count in range(1, LOOKED_AHEAD))
    opens = next((day for day in days if works(day)), None)
    if opens is None:
        return _("Kantor tutup hari ini (%(why)s).") % {"why": why}
    near = opens - today < timedelta(days=7)
    return _("Kantor tutup hari ini (%(why)s), buka lagi %(day)s %(time)s.") % {
        "why": why, "day": date_format(opens, "l" if near else "l, j F"),
        "time": time_format(hours[opens.weekday()][0][0], "TIME_FORMAT"),
    }  # fmt: skip
