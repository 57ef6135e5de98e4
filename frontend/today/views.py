"""Hari ini: the first page after logging in."""

from django.http import HttpResponse
from django.utils import timezone

from cases.policies import can_take_reports
from cases.queries import waiting_reports
from frontend.casework.answering import StaffRequest, answer, reads
from frontend.reports.views import waiting
from frontend.today.board import board_of, sentence
from frontend.today.dayline import day_line, office_hours

REPORTS_SHOWN = 5


@reads
def today(request: StaffRequest) -> HttpResponse:
    """My steps by urgency and the reports that wait. htmx asks again for the part that changes, once a minute."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    board = board_of(to=request.user, now=now, zone=zone)
    reports = waiting_reports(to=request.user)
    context = {
        "now": now,
        "board": board,
        "sentence": sentence(board),
        "line": day_line(tasks=board.tasks, hours=office_hours(now, zone), now=now, zone=zone),
        "zone": now.astimezone(zone).tzname(),
        "reports": [waiting(report, now=now) for report in reports[:REPORTS_SHOWN]],
        "reports_waiting": reports.count(),
        "may_take": can_take_reports(by=request.user),
    }
    return answer(request, "today/today.html", context)
