"""Carrying to the other office what was said since: a reply, feedback, a supplement; and that it was telephoned."""

from typing import Any
from uuid import UUID

from custody import chain, envelopes
from custody.models import Envelope, Parcel
from custody.states import OVER, WAITING
from referrals import packing
from referrals.models import Exchange, Referral

TOLD = {
    Exchange.Kind.REPLY: "replied",
    Exchange.Kind.FEEDBACK: "feedback",
    Exchange.Kind.SUPPLEMENT: "supplemented",
}
"""Kind of exchange -> kind of link; its parcel's kind is the exchange's own."""


def other_office(referral: Referral, envelope: Envelope) -> UUID | None:
    """The office at the other end; None where it is not on the platform."""
    return envelope.receiver_id if referral.side == Referral.Side.OUT else envelope.sender_id


def carry(row: Referral, said: Exchange) -> None:
    """Seal what was said for the other office, once. Where consent was withdrawn, or the referral is over, it stays."""
    envelope = Envelope.objects.filter(pk=row.pk).first()
    if envelope is None or (to := other_office(row, envelope)) is None or Parcel.objects.filter(pk=said.pk).exists():
        return
    if envelope.consent_withdrawn_at is not None or envelope.state in OVER - {"finished"}:
        return
    content = packing.words_of(said) | (said.content or {})
    sealed = packing.sealed(row, said.kind, content, receiver=to, parcel=said.pk)
    envelopes.add_parcels(envelope=envelope, to=to, parcels=[sealed], at=said.at)
    data: dict[str, Any] = {"parcel": str(said.pk), "code": said.code, "seal": chain.head_of(sealed.body)}
    if said.kind == Exchange.Kind.REPLY and envelope.state == Envelope.State.ASKED:
        envelopes.do(envelope=row.pk, verb="reply", by_name=said.by_name, at=said.at, **data)
        row.state = Envelope.State.OPENED
        row.save(update_fields=["state"])
        return
    kind = TOLD[Exchange.Kind(said.kind)]
    chain.append(matter=row.matter, kind=kind, at=said.at, by_name=said.by_name, envelope=row.pk, **data)


def telephoned(row: Referral, said: Exchange) -> None:
    """Say when the other office was telephoned, once, and the latest call last."""
    envelope = Envelope.objects.filter(pk=row.pk).first()
    if envelope is None or envelope.state not in WAITING:
        return
    if envelope.telephoned_at is None or envelope.telephoned_at < said.at:
        changes = {"telephoned_at": said.at}
        envelopes.say(envelope=row.pk, kind="telephoned", changes=changes, by_name=said.by_name, at=said.at)
