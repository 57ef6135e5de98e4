"""A consent withdrawn, after a page that says what follows: what is held up, and which referral is called back."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.models import Case, Consent, StepPass
from cases.operations import consents
from custody.states import WAITING
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.asking import asked
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404
from frontend.casework.parties import party_of
from frontend.casework.timeline import step_title
from frontend.formbuild import SheetForm
from referrals.consenting import still_rests
from referrals.models import Referral
from referrals.renewing import TAKEN
from sop_library.conditions import fact_tests
from sop_library.queries import definition_of


class WithdrawForm(SheetForm):
    """Nothing to ask: consent is withdrawn without a reason."""


@reads_and_writes
def consent_withdraw(request: StaffRequest, case_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """Withdraw a consent, once it was read what follows."""
    case = case_or_404(request, case_id)
    consent = Consent.objects.filter(case=case, pk=consent_id).select_related("person").first()
    if consent is None:
        raise Http404
    consent.case = case
    if request.method != "POST" and consent.refuses:
        messages.info(request, _("Persetujuan ini sudah ditarik atau memang tidak diberikan."))
        return go_on(request, "consents", case.pk)
    ask = Ask(_("Tarik persetujuan"), " ".join(_told(consent)), _("Tarik persetujuan"), _("Persetujuan ditarik."))

    def act(_data: Mapping[str, Any]) -> Consent:
        return consents.withdraw(consent=consent, by=request.user, at=timezone.now())

    form = WithdrawForm(request.POST if request.method == "POST" else None)
    return asked(request, case, ask, form, act, to="consents")


def _told(consent: Consent) -> Iterator[str]:
    """Which consent it is, what follows from withdrawing it, and how a mistake is mended."""
    party = party_of(consent.person) if consent.person is not None else None
    said = {
        "kind": consent.get_kind_display(),
        "who": f"{party.parts}, {party.who}" if party else _("tanpa disebut siapa"),
        "when": formats.date_format(timezone.localtime(consent.at), "DATETIME_FORMAT"),
    }
    yield _("%(kind)s: %(who)s, dinyatakan %(when)s.") % said
    if steps := _steps_on(consent):
        yield _("Yang tertahan sampai ada persetujuan baru: %(steps)s.") % {"steps": "; ".join(steps)}
    if consent.kind == Consent.Kind.REFERRAL:
        yield from _referrals_on(consent)
    yield _("Bila keliru ditarik, catat lagi lewat “Catat jawaban”.")


def _steps_on(consent: Consent) -> list[str]:
    """The steps still to be done that start only with this kind of consent, as the sheet names them."""
    case, name = consent.case, f"consent.{consent.kind}"
    definition = definition_of(case.version)
    gated = [
        step.key
        for step in definition.steps
        if step.gate is not None and any(test.fact == name for test in fact_tests(step.gate.when))
    ]
    if not gated or case.state == Case.State.ENDED:
        return []
    ended = (StepPass.Status.DONE, StepPass.Status.SKIPPED)
    live = StepPass.objects.filter(case=case, former=False, step__in=gated)
    over = set(live.filter(status__in=ended).values_list("step", flat=True))
    over -= set(live.exclude(status__in=[*ended, StepPass.Status.CANCELLED]).values_list("step", flat=True))
    return [step_title(definition, key) for key in gated if key not in over]


def _no_longer_resting(consent: Consent) -> list[Referral]:
    """The referrals that would rest on nothing once this consent is withdrawn: tried, and undone at once."""
    with transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=Greatest("at", Value(timezone.now())))
        rows = Referral.objects.filter(case=consent.case, consent_withdrawn_at=None).select_related("consent")
        found = [row for row in rows.order_by("made_at") if not still_rests(row)]
        transaction.set_rollback(True)
    return found


def _referrals_on(consent: Consent) -> Iterator[str]:
    """What becomes of each referral that rests on nothing any more, also of one on another yes: withdrawn is a no."""
    for row in _no_longer_resting(consent):
        said = {"number": row.number, "office": row.other_name}
        if row.state in TAKEN:
            yield _("%(office)s diberi tahu (%(number)s), dan tidak ada lagi yang dibagikan dengannya.") % said
        elif row.consent is not None and row.state in {*WAITING, Referral.QUEUED}:
            yield _("Rujukan %(number)s ke %(office)s ditarik kembali.") % said
