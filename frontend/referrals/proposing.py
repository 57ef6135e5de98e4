"""Proposing a referral from the case page: what speaks for and against, the form, one look back, then it goes."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.carrying import minimum_of
from cases.models import Case, Consent
from cases.operations import consents
from cases.refusals import Refusal
from cases.sharing import refusals_of
from custody.models import Envelope
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.loading import case_or_404, seen_in
from frontend.casework.parties import people_of
from frontend.casework.wording import stage_words, when_words
from frontend.formbuild import SafeText, SheetForm
from frontend.referrals.consent_words import consent_lines, refusals_words
from frontend.referrals.proposal_form import NEW_CONSENT, THEY_LEAD, WE_LEAD, ProposalForm, initial_of
from frontend.referrals.wording import minimum_lines, scope_words, withheld_words
from referrals import queries
from referrals.consenting import stands, was_told_gone
from referrals.deadlines import answer_by
from referrals.likely_closed import may_be_closed
from referrals.models import Referral
from referrals.operations import keeping, sending
from referrals.policies import can_send, check_can_send
from referrals.proposal import Weighing, weigh
from referrals.regions import destination

NOT_TYPED = {"csrfmiddlewaretoken", "aksi", "oleh"}


class KeepForm(SheetForm):
    """Why the person is served here although the SOP proposes another office."""

    prefix = "disini"
    reason = SafeText(label=gettext_lazy("Mengapa ditangani di sini?"), longest=300, lines=True, rows=2)


def _form(request: StaffRequest, case: Case, weighing: Weighing, data: Any = None) -> ProposalForm:
    said = Consent.objects.filter(case=case, kind=Consent.Kind.REFERRAL).exclude(receiver="")
    refused = bool(refusals_of(case))
    return ProposalForm(
        data, case=case, own=request.office.code, weighing=weighing, people=people_of(case), refused=refused,
        standing=[one for one in said if stands(one) and not was_told_gone(one)], now=timezone.now(),
        initial=initial_of(weighing, case, to=request.GET.get("ke", "")[:5], refused=refused),
    )  # fmt: skip


def _refused(case: Case) -> dict[str, Any]:
    """What is said above all else: who refused that their data be shared."""
    words = refusals_words(refusals_of(case), people=people_of(case), now=timezone.now())
    return {"refused": words}


def _page(
    request: StaffRequest, case: Case, weighing: Weighing, form: ProposalForm, *, keep: KeepForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    proposed = weighing.suggested is not None or weighing.by_step is not None
    undecided = proposed or queries.came_back(case) is not None
    context = {
        "case": case, "weighing": weighing, "form": form, "seen": case.revision, "stage": stage_words(case.stage),
        "keep": keep or (KeepForm() if undecided else None), "may_send": can_send(case=case, by=request.user),
        **_refused(case),
    }  # fmt: skip
    return answer(request, "referrals/new.html", context, status=status)


@reads_and_writes
def referral_new(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The proposal; checked, then shown once more as the other office will get it; then sent."""
    case = case_or_404(request, case_id)
    weighing = weigh(case)
    if request.method != "POST":
        return _page(request, case, weighing, _form(request, case, weighing))
    form = _form(request, case, weighing, request.POST)
    action = request.POST.get("aksi", "tinjau")
    if action == "ubah":
        form.is_valid()
        form.errors.clear()
        return _page(request, case, weighing, form)
    if not form.is_valid():
        return _page(request, case, weighing, form, status=422)
    try:
        if action == "kirim":
            referral = _send(request, case, form)
            messages.success(request, _("Rujukan %(number)s dikirim.") % {"number": referral.number})
            return go_on(request, "referral", referral.pk)
        _try(request, case, form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, case, weighing, form, status=refusal.status)
    return _review(request, case, form)


def _send(request: StaffRequest, case: Case, form: ProposalForm) -> Referral:
    """Record the consent where it is a new one, and send, in one transaction."""
    data, at = form.cleaned_data, timezone.now()
    kind = Envelope.Kind.BERSAMA.value if data["kind"] in (THEY_LEAD, WE_LEAD) else data["kind"]
    with transaction.atomic():
        check_can_send(case=case, by=request.user)
        consent = form.standing.get(data["consent"])
        if data["consent"] == NEW_CONSENT:
            consent = consents.record(
                case=case, person=form.people.get(data["person"]), kind=Consent.Kind.REFERRAL, given=True,
                way=data["way"], note=data["note"], scope=data["scope"], receiver=data["to"],
                asked_again=bool(data.get("asked_again")), by=request.user, at=at,
            )  # fmt: skip
        return sending.send(
            case=case, to_code=data["to"], kind=kind, receiver_leads=data["kind"] == THEY_LEAD,
            reasons=data["reasons"], urgency=data["urgency"], consent=consent, scope=data["scope"],
            words=data["words"], override_reason=data["override_reason"], seen=seen_in(request), by=request.user,
            at=at,
        )  # fmt: skip


def _try(request: StaffRequest, case: Case, form: ProposalForm) -> None:
    """Send it and take that back: every fault is told before the look back. Raises Refusal."""
    with transaction.atomic():
        _send(request, case, form)
        transaction.set_rollback(True)
    case.refresh_from_db()


def _review(request: StaffRequest, case: Case, form: ProposalForm) -> HttpResponse:
    """What goes, to whom, as they will read it; everything typed travels along unseen."""
    data = form.cleaned_data
    typed = [
        (key, value) for key, values in request.POST.lists() if key not in NOT_TYPED and key != "seen"
        for value in values
    ]  # fmt: skip
    to, now = destination(data["to"]), timezone.now()
    due_at = answer_by(urgency=data["urgency"], at=now)
    context = {
        "closed": may_be_closed(code=data["to"], since=now, until=due_at),
        "case": case, "typed": typed, "seen": request.POST.get("seen", ""), "to": to,
        "kind": dict(form.fields["kind"].choices)[data["kind"]],  # type: ignore[attr-defined]  # a choice
        "reasons": [str(words) for code, words in form.fields["reasons"].choices if code in data["reasons"]],  # type: ignore[attr-defined]  # choices
        "urgency": Referral.Urgency(data["urgency"]).label, "shares": scope_words(data["scope"]),
        "withheld": withheld_words(data["scope"]), "minimum": minimum_lines(minimum_of(case)), "data": data,
        "moves": data["kind"] in (Envelope.Kind.PELIMPAHAN, THEY_LEAD), "high": case.risk == Case.Risk.HIGH,
        "consent": _consent_of(request, form), **_refused(case),
    }  # fmt: skip
    return answer(request, "referrals/review.html", context)


def _consent_of(request: StaffRequest, form: ProposalForm) -> list[str]:
    """What the referral would rest on: a consent that stands, or the one that sending records."""
    data, now = form.cleaned_data, timezone.now()
    standing = form.standing.get(data["consent"])
    if standing is None:
        return consent_lines(
            person=form.people.get(data["person"]), way=data["way"], by=request.user.name, note=data["note"],
            when=_("saat rujukan dikirim"), over=bool(data.get("asked_again")),
        )  # fmt: skip
    return consent_lines(
        person=form.people.get(str(standing.person_id)), way=standing.way, by=standing.by.name, note="",
        when=when_words(standing.at, now=now, inside=True), over=False,
    )  # fmt: skip


@reads_and_writes
def keep_here(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Decide to serve here although the SOP proposes another office."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return go_on(request, "referral_new", case_id)
    form = KeepForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            keeping.keep_here(case=case, **form.cleaned_data, seen=seen_in(request), by=request.user, at=timezone.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Tercatat: kasus ditangani di sini."))
            return go_on(request, "case", case_id)
    weighing = weigh(case)
    return _page(request, case, weighing, _form(request, case, weighing), keep=form, status=status)
