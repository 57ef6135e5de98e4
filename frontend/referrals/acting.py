"""Doing one of the small things with a referral. An error keeps what was typed; 409 says who was first."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone

from cases.refusals import Refusal, Stale
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes, show_refusal
from frontend.referrals.act_forms import ACCEPTED
from frontend.referrals.acts import ACTS
from frontend.referrals.loading import Matter, matter_or_404
from frontend.referrals.page import overtaken_words, page
from referrals.operations import feeding_back, onward, sending

Do = Callable[..., Any]
DO: Mapping[str, Do] = {
    "jawaban": lambda data, **who: sending.reply(**data, **who),
    "telepon": lambda data, **who: sending.telephone(**data, **who),
    "hasil": lambda data, **who: sending.record_answer(accepted=data["answer"] == ACCEPTED, words=data["words"], **who),
    "penarikan": lambda data, **who: sending.withdraw(**data, **who),
    "umpan-balik": lambda data, **who: feeding_back.feed_back(**data, **who),
    "balik": lambda data, **who: onward.give_back(**data, **who),
    "akhir": lambda data, **who: sending.finish(**data, **who),
}


@reads_and_writes
def act(request: StaffRequest, referral_id: uuid.UUID, what: str) -> HttpResponse:
    """Reply, telephone, withdraw, record an answer, tell how it goes, give back, finish."""
    matter = matter_or_404(request, referral_id)
    if what not in ACTS:
        raise Http404
    if request.method != "POST":
        return go_on(request, "referral", referral_id)
    if matter.referral is None:
        raise Http404
    form = ACTS[what].form(request.POST)
    if not form.is_valid():
        return page(request, matter, status=422, **{what: form})
    try:
        DO[what](form.cleaned_data, referral=matter.referral, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if isinstance(refusal, Stale):
            matter = matter_or_404(request, referral_id)
            form.add_error(None, _who_was_first(matter, refusal))
        else:
            show_refusal(form, refusal)
        return page(request, matter, status=refusal.status, **{what: form})
    messages.success(request, str(ACTS[what].said))
    return go_on(request, "referral", referral_id)


def _who_was_first(matter: Matter, refusal: Stale) -> str:
    return overtaken_words(matter, refusal, now=timezone.now())
