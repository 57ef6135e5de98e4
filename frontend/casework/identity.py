"""Opening and closing the identities of a case: with a reason, for ten minutes, each with its row in the log."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.models import Case
from cases.operations import identities
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes, show_refusal
from frontend.casework.loading import case_or_404
from frontend.casework.page import case_response
from frontend.casework.revealing import RevealForm, window_of


@reads_and_writes
def show(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Open who the case is about and what happened, for ten minutes."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        if request.htmx and "tetap" in request.POST:
            return _in_place(request, case, form, status=422)
        return case_response(request, case, forms={"reveal": form}, status=422)
    try:
        identities.show(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        if request.htmx and "tetap" in request.POST:
            return _in_place(request, case, form, status=refusal.status)
        return case_response(request, case, forms={"reveal": form}, status=refusal.status)
    if request.htmx and "tetap" in request.POST:
        return _in_place(request, case, RevealForm(initial={"reason": "check"}), reopened=True)
    return _back(request, case_id, changed="opened_now")


def asked_beside(request: StaffRequest, case: Case) -> tuple[RevealForm, int]:
    """Open it from inside a form that stays as it is: the question with what was wrong, and the answer's status."""
    form = RevealForm(request.POST)
    if not form.is_valid():
        return form, 422
    try:
        identities.show(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return form, refusal.status
    return RevealForm(initial={"reason": "form"}), 200


def _in_place(
    request: StaffRequest, case: Case, form: RevealForm, *, reopened: bool = False, status: int = 200
) -> HttpResponse:
    """The form that opens the window again beside what somebody was typing, which stays as it is."""
    context = {"case": case, "reveal": form, "reopened": reopened, **window_of(request, case).shown}
    return render(request, "casework/_reopen.html#isi", context, status=status)


@reads_and_writes
def hide(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Close it again before its time."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    identities.hide(case=case, by=request.user, at=timezone.now())
    return _back(request, case_id, changed="closed_now")


def _back(request: StaffRequest, case_id: uuid.UUID, *, changed: str) -> HttpResponse:
    """Where the person came from: a page of this case that asked for the window, else the case.

    `changed` ("opened_now" or "closed_now") tells the part that htmx swaps where the focus belongs.
    """
    to = request.POST.get("kembali", "")
    here = f"/kasus/{case_id}/"
    if to.startswith(here) and to.isascii() and to.isprintable() and "//" not in to:
        return go_on(request, to)
    if request.htmx:
        return case_response(request, case_or_404(request, case_id), forms={changed: True})
    return go_on(request, "case", case_id)
