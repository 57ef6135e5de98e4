"""A referral leaves: its envelope is posted at the centre, once. Without a consent that stands it never leaves.

What it says is the case as it is when it leaves: until then no event of the case is told outside.
"""

from datetime import datetime

from cases.models import Case
from cases.operations.events import append
from custody import envelopes, holding
from custody.models import Envelope
from outbox.delivery import NeverDeliverable
from referrals import packing, refreshing
from referrals.beside import HANDED_OVER
from referrals.consenting import stands
from referrals.leading import CASE_ENDED
from referrals.models import Exchange, Referral
from referrals.regions import destination
from tenants.current import current_office


def ensure_posted(row: Referral) -> Envelope | None:
    """Post a locked referral's envelope unless it is there; None where it was taken back before it left.

    Raises NeverDeliverable where its code is no region's any more, and what `custody.envelopes.post` raises.
    """
    there = Envelope.objects.filter(pk=row.pk).first()
    if there is None:
        if row.state != Referral.QUEUED:
            return None
        if row.consent is not None and not stands(row.consent):
            stay(row, at=row.consent.withdrawn_at or row.made_at)
            return None
        if row.case is not None and row.case.state == Case.State.ENDED and not row.moves:
            row.state, row.finished_at = Envelope.State.WITHDRAWN, row.case.ended_at
            row.save(update_fields=["state", "finished_at"])
            _tell_that_it_stayed(row, case=row.case)
            return None
        held = holding.holder_of(row.matter)
        if held is not None and held.office_id != current_office().id:
            _stay_behind(row, at=max(held.since, row.made_at))
            return None
        there = _post(row)
    if row.state == Referral.QUEUED:
        row.state = there.state
        row.save(update_fields=["state", "content"])
    return there


def stay(row: Referral, *, at: datetime) -> None:
    """Keep a locked referral that has not left from leaving: its consent was withdrawn."""
    row.state, row.finished_at, row.consent_withdrawn_at = Envelope.State.WITHDRAWN, at, at
    row.save(update_fields=["state", "finished_at", "consent_withdrawn_at"])
    Exchange.objects.create(referral=row, ours=True, kind=Exchange.Kind.WITHDRAW, code="consent_withdrawn", at=at)


def _stay_behind(row: Referral, *, at: datetime) -> None:
    """Keep a locked referral from leaving because another office answers for the matter by now: it asks, if anybody.

    This office has not read the acceptance yet; what it asked for in time is taken back as it does (`beside`).
    """
    row.state, row.finished_at = Envelope.State.WITHDRAWN, at
    row.save(update_fields=["state", "finished_at"])
    if row.case is not None:
        by = row.made_by or row.case.holder or row.case.opened_by
        append(
            case=row.case, kind="referral_withdrawn", by=by, at=at, referral=str(row.pk), to=row.other_code,
            because=HANDED_OVER,
        )  # fmt: skip


def _tell_that_it_stayed(row: Referral, *, case: Case) -> None:
    """Say in the case what its end took back: nothing of it has left, so no chain ever tells."""
    ended = case.events.filter(kind="case_ended").select_related("by").order_by("-number").first()
    if ended is not None:
        append(
            case=case, kind="referral_withdrawn", by=ended.by, at=ended.at, referral=str(row.pk), to=row.other_code,
            because=CASE_ENDED,
        )  # fmt: skip


def _post(row: Referral) -> Envelope:
    to = destination(row.other_code)
    if to is None:
        raise NeverDeliverable(row.other_code)
    if row.case is None:
        raise NeverDeliverable(row.number)
    if not refreshing.is_untouched(row):
        refreshing.rise(row, due=row.answer_by)
        refreshing.minimum_changed(row)
    data = envelopes.EnvelopeData(
        id=row.pk, number=row.number, matter=row.matter, receiver=to.office, receiver_code=to.code, kind=row.kind,
        moves=row.moves, reasons=row.reasons, scope=row.scope, risk=row.risk, answer_by=row.answer_by,
        sent_at=row.made_at, follows=row.follows, binding=row.binding,
    )  # fmt: skip
    parcels = packing.first_parcels(row, receiver=to.office, case=row.case) if to.office is not None else []
    by_name = row.made_by.name if row.made_by is not None else ""
    return envelopes.post(data=data, parcels=parcels, new=True, by_name=by_name, at=row.made_at)
