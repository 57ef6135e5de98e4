"""The case page, its trail, and the small ways a case as a whole is changed."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from frontend.casework.answering import StaffRequest, answer, reads
from frontend.casework.loading import case_or_404
from frontend.casework.page import case_response
from frontend.casework.revealing import window_of
from frontend.casework.trailing import Place, page_of


@reads
def case_page(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case."""
    return case_response(request, case_or_404(request, case_id))


@reads
def trail(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything that happened to the case and every opening or print of what is sealed, newest first, in pages."""
    case = case_or_404(request, case_id)
    window, after = window_of(request, case), request.GET.get("sebelum", "")
    page = page_of(case, after=after, now=timezone.now(), opened=window.opened)
    here = reverse("trail", args=[case.pk])
    context = {
        "case": case,
        "lines": page.lines,
        "until": page.lines[-1].when if page.lines else "",
        "older": f"{here}?sebelum={page.older}" if page.older else "",
        "newest": here if Place.read(after) else "",
    }
    return answer(request, "casework/trail.html", context | window.shown)
