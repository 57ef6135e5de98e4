"""The case page, its trail, and the small ways a case as a whole is changed."""

import uuid

from django.http import HttpResponse
from django.utils import timezone

from cases.models import Correction
from frontend.casework.answering import StaffRequest, answer, reads
from frontend.casework.loading import case_or_404
from frontend.casework.page import case_response
from frontend.casework.revealing import window_of
from frontend.casework.timeline import events_of, happening, showings_of
from sop_library.queries import definition_of

TRAIL_LONGEST = 1000


@reads
def case_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case."""
    return case_response(request, case_or_404(request, case_id))


@reads
def trail(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything that happened to the case, and every opening of its identities, newest first."""
    case = case_or_404(request, case_id)
    now, definition = timezone.now(), definition_of(case.version)
    lines = [happening(event, definition, now=now) for event in events_of(case)[:TRAIL_LONGEST]]
    window = window_of(request, case)
    lines += showings_of(case, now=now, opened=window.opened)
    lines.sort(key=lambda line: line.at, reverse=True)
    corrections = Correction.objects.filter(case=case).count()
    context = {"case": case, "lines": lines, "corrections": corrections} | window.shown
    return answer(request, "casework/trail.html", context)
