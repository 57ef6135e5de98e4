"""Consent withdrawn travels after the envelope (UU 27/2022 art. 40): nothing more goes, and what went is taken back."""

from datetime import datetime
from uuid import UUID

from cases.models import Event
from custody import envelopes
from custody.models import Envelope, Parcel
from custody.states import WAITING
from referrals import posting
from referrals.consenting import stands
from referrals.models import Referral
from tenants.current import current_office


def follow(*, event: UUID | str) -> None:
    """Let every referral of the event's case whose consent no longer stands be obeyed at the centre, each once."""
    told = Event.objects.select_related("by").get(id=event)
    rows = (
        Referral.objects.select_for_update(of=("self",))
        .filter(case=told.case_id, side=Referral.Side.OUT, consent__isnull=False, consent_withdrawn_at=None)
        .select_related("consent")
        .order_by("made_at")
    )
    for row in rows:
        if row.consent is not None and not stands(row.consent):
            _obey(row, by_name=told.by.name, at=row.consent.withdrawn_at or told.at)


def _obey(row: Referral, *, by_name: str, at: datetime) -> None:
    """Nobody took it yet: it is withdrawn. Somebody has: they are told, and hide what they hold."""
    envelope = Envelope.objects.select_for_update().filter(pk=row.pk).first()
    if envelope is None:
        if row.state == Referral.QUEUED:
            posting.stay(row, at=at)
        return
    envelopes.say(
        envelope=row.pk, kind="consent_withdrawn", changes={"consent_withdrawn_at": at, "scope": []}, by_name=by_name,
        at=at,
    )  # fmt: skip
    Parcel.objects.filter(envelope=row.pk, sender=current_office().id).delete()
    row.consent_withdrawn_at = at
    if envelope.state in WAITING:
        envelopes.do(envelope=row.pk, verb="withdraw", by_name=by_name, at=at)
        row.state, row.finished_at = Envelope.State.WITHDRAWN, at
    row.save(update_fields=["consent_withdrawn_at", "state", "finished_at"])
