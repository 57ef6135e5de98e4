"""A matter goes on: back to the office it came from, or to the one that a province assigned.

Sending it on to a third office is `sending.send` of the case that was taken over, with `follows`: it needs a consent
that names the third office, like any other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case
from cases.operations.working import check_fresh, locked
from cases.refusals import Missing, Refusal
from custody.models import Envelope
from referrals import astray
from referrals.checking import Draft, faults_before_consent
from referrals.consenting import rests_on, stands
from referrals.models import Referral
from referrals.operations.sending import dispatch, locked_referral
from referrals.policies import check_can_send
from referrals.proposal import weigh
from referrals.regions import destination
from tenants.current import current_office


@transaction.atomic
def give_back(
    *, referral: Referral, words: str, urgency: str, seen: int | None = None, by: Staff, at: datetime
) -> Referral:
    """Send a matter that was handed over to us back to the office it came from; it moves when they accept.

    They know already whatever came along, so no more than that goes, and no new consent is asked for.
    Raises NotAllowed, Stale, Refusal("not_taken" | "referral_refused").
    """
    if referral.case is None or referral.side != Referral.Side.IN or not referral.moves:
        raise Refusal("not_taken", _("Hanya pelimpahan yang Anda terima dapat dikembalikan."))
    check_can_send(case=referral.case, by=by)
    case = locked(referral.case)
    check_fresh(case=case, seen=seen)
    weighing = weigh(case)
    draft = Draft(
        to_code=referral.other_code, to=weighing.place(referral.other_code), kind=Envelope.Kind.PELIMPAHAN, moves=True,
        reasons=["returned"], urgency=urgency, consent=None, scope=referral.scope, words=words,
        override_reason=words, follows=referral, assigned=False,
    )  # fmt: skip
    faults = faults_before_consent(draft, case=case, weighing=weighing)
    if not words.strip():
        faults.append(Missing("words", _("Tulis mengapa kasus dikembalikan.")))
    if faults or draft.to is None:
        raise Refusal("referral_refused", _("Kasus belum dapat dikembalikan."), missing=faults)
    return dispatch(case=case, draft=draft, to=draft.to, weighing=weighing, by=by, at=at)


@transaction.atomic
def redirected(*, referral: Referral, to_code: str, due: datetime, at: datetime) -> Referral | None:
    """Obey a province that assigned our unanswered referral to another regency: a binding envelope follows it there.

    The same consent's scope holds; of what was being given back, that of the yes on which it had come. None where the
    matter was assigned to ourselves, where the consent is withdrawn, or where it was done already. `due`: by when the
    province wants the answer.
    """
    row = locked_referral(referral)
    row.state, row.finished_at = Envelope.State.REDIRECTED, at
    row.save(update_fields=["state", "finished_at"])
    case, to = row.case, destination(to_code)
    if case is None or to is None or row.made_by is None or to_code == current_office().code:
        return None
    if case.state == Case.State.ENDED:
        astray.let_stay(case, by_name="", at=at)
        return None
    consent = row.consent
    if consent is None and not _came_from(row, to_code):  # a way back that goes to somebody who knows nothing yet
        consent = rests_on(row)
        if consent is None:
            return None
    if consent is not None and not stands(consent):
        return None
    if Referral.objects.filter(follows=row.pk, side=Referral.Side.OUT, binding=True).exists():
        return None
    draft = Draft(
        to_code=to_code, to=to, kind=row.kind, moves=row.moves, reasons=row.reasons, urgency=row.urgency,
        consent=consent, scope=row.scope, words=row.words or "", override_reason="", follows=row, assigned=True,
    )  # fmt: skip
    return dispatch(case=case, draft=draft, to=to, weighing=weigh(case), due=max(due, at), by=row.made_by, at=at)


def _came_from(row: Referral, code: str) -> bool:
    """Whether what is given back goes to the office that it came from, which knows already whatever goes with it."""
    if row.follows is None:
        return False
    return Referral.objects.filter(pk=row.follows, side=Referral.Side.IN, other_code=code).exists()
