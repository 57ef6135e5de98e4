"""Rekap bulanan: a month of the office in counts, for its head and its admins; made to be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.policies import can_administer
from cases.calendars import local_date
from cases.models import Ending
from cases.recap_queries import Recap, first_month, next_month, recap_of
from frontend.answers import StaffRequest
from frontend.casework.wording import coded
from frontend.office.door import for_overseers
from sop_library.codes import labels

Key = TypeVar("Key")
SEXES = ("P", "L", "")


@dataclass(frozen=True)
class Line:
    """One line of a table in words."""

    words: str
    number: int
    beside: str = ""


@dataclass(frozen=True)
class Band:
    """The victims of one age band by sex, in the order of SEXES, and all of them."""

    words: str
    numbers: tuple[int, ...]

    @property
    def all(self) -> int:
        """All of the band."""
        return sum(self.numbers)


@require_safe
@for_overseers
def recap(request: StaffRequest) -> HttpResponse:
    """The month that is asked for; this month where none is, or none there was."""
    today = local_date(timezone.now())
    this = today.replace(day=1)
    first = first_month() or this
    month = _month(request.GET.get("bulan", ""), first=first, last=this) or this
    counted = recap_of(month=month)
    bands = _bands(counted)
    context = {
        "here": "recap", "tabs": can_administer(by=request.user), "month": month, "counted": counted,
        "running_on": month == this, "before": _month_before(month) if month > first else None,
        "after": next_month(month) if month < this else None,
        "sops": _lines(counted.by_sop),
        "doors": [Line(door, number, sop) for (sop, door), number in _ordered(counted.by_door)],
        "kinds": _kinds(counted.by_kind),
        "bands": bands, "victims": sum(band.all for band in bands),
        "all_bands": Band("", tuple(map(sum, zip(*(band.numbers for band in bands), strict=True)))),
        "endings": [Line(str(Ending.Reason(reason).label), number) for reason, number in _ordered(counted.endings)],
        "ended": sum(counted.endings.values()),
        "steps": sorted(counted.steps.items()),
        "done": sum(one.all for one in counted.steps.values()), "late": sum(one.late for one in counted.steps.values()),
    }  # fmt: skip
    return render(request, "office/recap.html", context)


def _month(typed: str, *, first: date, last: date) -> date | None:
    """The month of "2026-11"; None where it is none, or outside the office's own time."""
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None
    return month if first <= month <= last else None


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _ordered(counted: Mapping[Key, int]) -> list[tuple[Key, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))


def _lines(counted: Mapping[str, int]) -> list[Line]:
    return [Line(words, number) for words, number in _ordered(counted)]


def _kinds(counted: Mapping[str, int]) -> list[Line]:
    """In the ministry's order; what is unknown last."""
    codes = [*labels("violence_type"), *sorted(set(counted) - {"", *labels("violence_type")})]
    told = [Line(coded("violence_type", code), counted[code]) for code in codes if code in counted]
    return [*told, Line(_("Belum diketahui"), counted[""])] if counted.get("") else told


def _bands(counted: Recap) -> list[Band]:
    """In order of age, those nobody was in left out; what is unknown last."""
    found = []
    for code in (*labels("age_band"), ""):
        numbers = tuple(counted.people.get((code, sex), 0) for sex in SEXES)
        if any(numbers):
            found.append(Band(coded("age_band", code) or _("Belum diketahui"), numbers))
    return found
