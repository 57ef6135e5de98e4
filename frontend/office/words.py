"""The office's hours as one sentence, and what a line of its trail says."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.models import OfficeEvent, OfficeProfile, Staff
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


def trail_words(event: OfficeEvent, *, lanes: Mapping[str, str]) -> str:
    """What exactly a change was about, as far as it says so; `lanes` gives the words of a lane's key."""
    match event.kind:
        case OfficeEvent.Kind.LANES_CHANGED:
            given, released = _list(event, "held", lanes), _list(event, "released", lanes)
            said = [_("ditambah %(lanes)s") % {"lanes": given}] if given else []
            said += [_("dilepas %(lanes)s") % {"lanes": released}] if released else []
            return "; ".join(said)
        case OfficeEvent.Kind.STAFF_ADDED:
            return _("sebagai admin kantor") if event.data["admin"] else ""
        case OfficeEvent.Kind.PASSWORD_RESET:
            return _("oleh pengelola platform") if event.data.get("by_platform") else ""
        case OfficeEvent.Kind.STAFF_CHANGED:
            return _fields(Staff, event)
        case OfficeEvent.Kind.PROFILE_CHANGED:
            return _fields(OfficeProfile, event)
        case OfficeEvent.Kind.CLOSURE_ADDED | OfficeEvent.Kind.CLOSURE_DROPPED:
            return formats.date_format(date.fromisoformat(event.data["date"]), "DATE_FORMAT")
        case _:
            return ""


def _list(event: OfficeEvent, name: str, lanes: Mapping[str, str]) -> str:
    return ", ".join(lanes.get(key, key) for key in event.data[name])


def _fields(model: type[Staff | OfficeProfile], event: OfficeEvent) -> str:
    labels = {field.name: field.verbose_name for field in model._meta.fields}
    return ", ".join(str(labels[name]) for name in event.data["fields"])
