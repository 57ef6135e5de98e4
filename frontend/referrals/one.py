"""One referral: looked at, and the window on what was written about it."""

import uuid

from django.http import HttpResponse
from django.utils import timezone

from cases.policies import can_take_reports
from cases.refusals import Refusal
from custody.models import Envelope
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads, reads_and_writes, show_refusal
from frontend.casework.revealing import RevealForm
from frontend.referrals.loading import matter_or_404
from frontend.referrals.page import page
from referrals import news
from referrals.operations import receiving, showing


@reads
def referral_page(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """One referral. The receiver's first look is noted in the chain, as on a paper that is signed for.

    What Hari ini told whoever is concerned is read with it.
    """
    matter = matter_or_404(request, referral_id)
    if matter.referral is not None and request.method == "GET":
        news.read(referral=matter.referral, by=request.user)
    if matter.incoming and request.method == "GET" and matter.state == Envelope.State.SENT:
        if can_take_reports(by=request.user):
            receiving.open_(envelope=matter.id, by=request.user, at=timezone.now())
        matter = matter_or_404(request, referral_id)
    return page(request, matter)


@reads_and_writes
def referral_identity(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Open what was written about the referral for ten minutes, with a reason; or close it again."""
    matter = matter_or_404(request, referral_id)
    if request.method != "POST":
        return go_on(request, "referral", referral_id)
    now = timezone.now()
    if "tutup" in request.POST:
        showing.hide(envelope=matter.id, case=matter.case, by=request.user, at=now)
        return go_on(request, "referral", referral_id)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return page(request, matter, status=422, reveal=form)
    try:
        showing.show(envelope=matter.id, case=matter.case, **form.cleaned_data, by=request.user, at=now)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return page(request, matter, status=refusal.status, reveal=form)
    return go_on(request, "referral", referral_id)
