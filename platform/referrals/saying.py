"""Carrying to the other office what was said since: a reply, feedback, a supplement; and that it was telephoned."""

from typing import Any
from uuid import UUID, uuid5

from custody import chain, envelopes, holding
from custody.models import Envelope, Link
from custody.states import OVER, WAITING
from referrals import packing
from referrals.models import Exchange, Referral
from tenants.current import current_office

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
    if envelope is None or (to := other_office(row, envelope)) is None or _is_told(row, said):
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
    if kind == "feedback" and row.side == Referral.Side.IN and not envelope.moves:
        _to_the_holder(row, said, envelope=envelope, content=content)


def _is_told(row: Referral, said: Exchange) -> bool:
    """Whether the chain tells of it: the parcel itself goes once its receiver has read it (`forgetting`)."""
    return Link.objects.filter(envelope=row.pk, data__parcel=str(said.pk)).exists()


def _to_the_holder(row: Referral, said: Exchange, *, envelope: Envelope, content: dict[str, Any]) -> None:
    """What a helper says goes to whoever holds the matter now as well, where that is no longer who asked for help."""
    held = holding.holder_of(row.matter)
    if held is None or held.office_id in (envelope.sender_id, current_office().id):
        return
    key = uuid5(said.pk, str(held.office_id))
    sealed = packing.sealed(row, said.kind, content, receiver=held.office_id, parcel=key)
    envelopes.add_parcels(envelope=envelope, to=held.office_id, parcels=[sealed], at=said.at)
    chain.append(
        matter=row.matter, kind="feedback", at=said.at, by_name=said.by_name, envelope=row.pk, parcel=str(key),
        code=said.code, seal=chain.head_of(sealed.body),
    )  # fmt: skip


def telephoned(row: Referral, said: Exchange) -> None:
    """Say when the other office was telephoned, once, and the latest call last."""
    envelope = Envelope.objects.filter(pk=row.pk).first()
    if envelope is None or envelope.state not in WAITING:
        return
    if envelope.telephoned_at is None or envelope.telephoned_at < said.at:
        changes = {"telephoned_at": said.at}
        envelopes.say(envelope=row.pk, kind="telephoned", changes=changes, by_name=said.by_name, at=said.at)
