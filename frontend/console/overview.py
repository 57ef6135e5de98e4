"""What a console sees first: its regencies and the handoffs that wait. The ministry sees the provinces."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from custody import console
from custody.console import MINISTRY_AFTER
from frontend.console.door import ConsoleRequest, at_console, in_reach
from frontend.console.regions import LABELS, codes_of, furthest_first, place_name, province_rows, rows_of, shares
from frontend.console.waiting import line
from onboarding.seats import console_name
from tenants.registry.source import provinces
from tenants.roles import NATION

SHOWN = 10


@require_safe
@at_console
def overview(request: ConsoleRequest) -> HttpResponse:
    """The province's regencies, or for the ministry all provinces."""
    return _nation(request) if request.seat.console == NATION else _province(request, request.seat.console)


@require_safe
@at_console
def province(request: ConsoleRequest, code: str) -> HttpResponse:
    """One province, for the ministry and for that province itself."""
    if code not in provinces() or not in_reach(request, code):
        raise Http404
    return _province(request, code)


def _nation(request: ConsoleRequest) -> HttpResponse:
    now = timezone.now()
    beyond = console.unanswered(at=now - MINISTRY_AFTER)
    rows = sorted(province_rows(), key=lambda row: (-row.serving, -row.open))
    context = {
        "now": now,
        "place": console_name(NATION),
        "provinces": rows,
        "open": sum(row.open for row in rows),
        "serving": sum(row.serving for row in rows),
        "every": sum(row.regencies for row in rows),
        "late": beyond.count(),
        "lines": [line(one, seat=request.seat, at=now) for one in beyond[:SHOWN]],
    }
    return render(request, "console/nation.html", context)


def _province(request: ConsoleRequest, code: str) -> HttpResponse:
    now = timezone.now()
    rows = rows_of(*codes_of(code), today=timezone.localdate(now))
    own, regencies = rows[0], rows[1:]
    stage = request.GET.get("tahap", "")
    here = [row for row in (own, *regencies) if row.state != "absent"]
    shown = furthest_first([row for row in regencies if row.state == stage] if stage in LABELS else here)
    waiting = console.in_flight(at=now).filter(Q(sender_code__startswith=code) | Q(receiver_code__startswith=code))
    lines = [line(one, seat=request.seat, at=now) for one in waiting]
    context = {
        "now": now,
        "code": code,
        "place": place_name(code),
        "rows": shown,
        "absent": [] if stage in LABELS else [row for row in (own, *regencies) if row.state == "absent"],
        "own_absent": own.state == "absent",
        "regencies_absent": sum(row.state == "absent" for row in regencies),
        "every": len(regencies),
        "serving": sum(row.state == "serving" for row in regencies),
        "quiet": sum(row.quiet for row in regencies),
        "shares": shares(regencies),
        "stages": list(LABELS.items()),
        "stage": stage,
        "late": sum(one.late for one in lines),
        "lines": lines[:SHOWN],
        "more": max(0, len(lines) - SHOWN),
    }
    return render(request, "console/province.html", context)
