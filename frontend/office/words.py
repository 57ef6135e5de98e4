"""The office's hours as one sentence."""

from collections.abc import Mapping
from itertools import groupby

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.queries import Intervals


def hours_words(hours: Mapping[int, Intervals]) -> str:
    """ "Buka Senin-Kamis 07.30-16.00, Jumat 07.30-11.30." with dashes as printed; says so where no day is open."""
    runs = [
        (intervals, [day for day, _same in run])
        for intervals, run in groupby(((day, hours.get(day, ())) for day in range(7)), key=lambda pair: pair[1])
    ]
    said = [f"{_days(days)} {_intervals(intervals)}" for intervals, days in runs if intervals]
    if not said:
        return _("Jam kerja belum diisi, jadi tenggat belum dapat dihitung.")
    return _("Buka %(hours)s.") % {"hours": ", ".join(said)}


def _days(days: list[int]) -> str:
    first, last = str(WEEKDAYS[days[0]]), str(WEEKDAYS[days[-1]])
    return first if len(days) == 1 else f"{first}\N{EN DASH}{last}"


def _intervals(intervals: Intervals) -> str:
    shown = [
        f"{formats.time_format(opens, 'TIME_FORMAT')}\N{EN DASH}{formats.time_format(closes, 'TIME_FORMAT')}"
        for opens, closes in intervals
    ]
    return _(" dan ").join(shown)
