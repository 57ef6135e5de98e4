"""Hari ini: the first page after logging in."""

from django.db.models import Count, Q, Window
from django.http import HttpResponse
from django.utils import timezone

from accounts.policies import can_administer, can_oversee, is_head
from accounts.queries import opening_hours, profile
from cases.office_queries import office_counts
from cases.policies import can_take_reports
from cases.queries import waiting_reports
from frontend.casework.answering import StaffRequest, answer, reads
from frontend.navigation import entries
from frontend.referrals.today import today_between
from frontend.reports.views import waiting
from frontend.today.board import board_of
from frontend.today.closed import closed_words
from frontend.today.dayline import day_line, office_hours
from frontend.today.sentences import sentence
from sop_library.approving_queries import drafts_waiting

REPORTS_SHOWN = 5
MOST_IN_DANGER = 20


@reads
def today(request: StaffRequest) -> HttpResponse:
    """My steps by urgency and the reports that wait. htmx asks again for the part that changes, once a minute."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    board = board_of(to=request.user, now=now, zone=zone)
    reports = waiting_reports(to=request.user)
    counted = reports.annotate(
        all_waiting=Window(Count("pk")), all_in_danger=Window(Count("pk", filter=Q(in_danger=True)))
    )
    first = list(counted[: MOST_IN_DANGER + REPORTS_SHOWN])
    rows = [waiting(report, now=now) for report in first]
    reports_waiting, in_danger = (first[0].all_waiting, first[0].all_in_danger) if first else (0, 0)
    office = profile()
    between = today_between(to=request.user, now=now)
    urgent, to_answer = between["handoffs"].urgent, between["handoffs"].to_answer
    hours = opening_hours()
    head_post = office.head_post if office else ""
    oversees = can_oversee(by=request.user, head_post=head_post)
    counts = office_counts(at=now) if oversees else None
    day = now.astimezone(zone).date()
    looked_again = board.looked_at_again(on=day)
    again_quietly = [case for case in board.resting_quietly if case in looked_again]
    context = {
        "now": now,
        "day": day,
        "looked_again": looked_again,
        "again_quietly": again_quietly,
        "resting_quietly": [case for case in board.resting_quietly if case not in looked_again],
        "board": board,
        "sentence": sentence(
            board,
            reports_in_danger=in_danger,
            referrals_in_danger=len(urgent),
            referrals=between["handoffs"].waiting - len(urgent),
            office_high=counts.high_risk if counts else 0,
            looked_again=len(again_quietly),
        ),
        "line": day_line(
            tasks=[*board.tasks, *urgent, *to_answer], hours=office_hours(hours, now=now, zone=zone), now=now, zone=zone
        ),
        "closed": closed_words(hours=hours, now=now, zone=zone),
        "zone": now.astimezone(zone).tzname(),
        "reports_in_danger": [row for row in rows if row.report.in_danger][:MOST_IN_DANGER],
        "reports": [row for row in rows if not row.report.in_danger][:REPORTS_SHOWN],
        "reports_waiting": reports_waiting,
        "may_take": can_take_reports(by=request.user),
        "counts": counts,
        "drafts": drafts_waiting(to=request.user, is_head=is_head(by=request.user, head_post=head_post)),
        "administers": can_administer(by=request.user),
        **between,
        "danger_first": bool(board.first or in_danger or urgent or board.resting_in_danger or board.held),
        "profile": office,
        "rail": entries(request, reports=reports_waiting, referrals=between["handoffs"].waiting),
    }
    return answer(request, "today/today.html", context)
