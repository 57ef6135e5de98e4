"""What is done to an envelope, by the office whose role the connection has: one row changed, one link appended.

Everything runs inside the caller's transaction, together with the office's own rows. Nothing here reads a word about a
person: parcels are sealed before they come and opened after they left.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import OperationalError, transaction
from django.db.models import OuterRef, Subquery

from custody import chain, holding, states
from custody.models import Envelope, Link, Parcel
from custody.refusals import Forged, NoSuchEnvelope, Overtaken
from custody.sealing import ParcelBroken, Place, seal, unseal
from tenants.current import current_office
from tenants.models import OfficeKey

Given = ParamSpec("Given")
Done = TypeVar("Done")

SOMEBODY_WAS_FIRST = "40001"
"""How PostgreSQL's triggers say so (SQLSTATE serialization_failure)."""
EACH_WAITS = "40P01"
"""That two transactions wait for each other, of which PostgreSQL ended this one (SQLSTATE deadlock_detected)."""
ATTEMPTS = 3

TOLD = {
    "open": "opened", "ask": "asked", "reply": "replied", "accept": "accepted", "decline": "declined",
    "withdraw": "withdrawn", "finish": "finished", "assign": "assigned", "redirect": "redirected",
}  # fmt: skip

TIED = frozenset({"minimum", "letter", "file"})
"""Kinds of parcels that go with the envelope itself: its chain says what was sent, or renewed, with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeData:
    """What an envelope says when it is sent. Codes are Kemendagri codes; `receiver` None: not on the platform."""

    id: uuid.UUID
    number: str
    matter: uuid.UUID
    receiver: uuid.UUID | None
    receiver_code: str
    kind: str
    moves: bool
    reasons: Sequence[str]
    scope: Sequence[str]
    risk: str
    answer_by: datetime
    sent_at: datetime
    follows: uuid.UUID | None = None
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Sealed:
    """A parcel ready to go. `id` is its own: sent twice, it is there once."""

    id: uuid.UUID
    kind: str
    key_number: int
    body: bytes


def _side(envelope: Envelope) -> states.Side:
    me = current_office().id
    if envelope.receiver_id == me:
        return "receiver"
    if envelope.receiver_id is None:
        return "recorder"
    return "sender"


def seal_for(
    *, envelope: uuid.UUID, receiver: uuid.UUID, kind: str, content: dict[str, Any], parcel: uuid.UUID,
    key: OfficeKey | None = None,
) -> Sealed:  # fmt: skip
    """Seal content for an office that has a part in an envelope. Raises as `custody.sealing.seal` does."""
    place = Place(id=parcel, envelope=envelope, sender=current_office().id, receiver=receiver, kind=kind)
    key_number, body = seal(content, place=place, key=key)
    return Sealed(parcel, kind, key_number, body)


@transaction.atomic
def post(
    *, data: EnvelopeData, parcels: Sequence[Sealed] = (), new: bool = False, by_name: str, at: datetime
) -> Envelope:
    """Send an envelope as the current office, which must answer for the matter. Sent again, nothing happens.

    `new`: whoever sends has looked, and keeps everybody else from sending it meanwhile.
    Raises Forged where the id is taken by something else, IntegrityError where PostgreSQL's rules say no.
    """
    office = current_office()
    holding.begin(matter=data.matter, at=at)
    fields = {
        "number": data.number, "matter": data.matter, "receiver_id": data.receiver,
        "receiver_code": data.receiver_code, "kind": data.kind, "moves": data.moves, "reasons": list(data.reasons),
        "risk": data.risk, "follows": data.follows,
    }  # fmt: skip
    there = None if new else Envelope.objects.filter(pk=data.id).first()
    if there is not None:
        if there.sender_id != office.id or any(getattr(there, name) != value for name, value in fields.items()):
            raise Forged
        return there
    envelope = Envelope(
        id=data.id, sender_id=office.id, sender_code=office.code, answer_by=data.answer_by, scope=list(data.scope),
        binding=data.binding, sent_at=data.sent_at, **fields,
    )  # fmt: skip
    envelope.save(force_insert=True)
    envelope.refresh_from_db(fields=["sent_at", "answer_by"])  # PostgreSQL sets a clock right that was ahead
    if data.receiver is not None:
        _put_parcels(parcels, envelope=envelope, to=data.receiver, at=at)
    chain.append(
        matter=data.matter, kind="sent", at=at, by_name=by_name, envelope=data.id, to=data.receiver_code,
        how=data.kind, number=data.number, parcels={one.kind: chain.head_of(one.body) for one in parcels},
    )  # fmt: skip
    return envelope


def add_parcels(*, envelope: Envelope, to: uuid.UUID, parcels: Sequence[Sealed], at: datetime) -> None:
    """Add sealed parcels for the other office; one that is there already stays as it is."""
    there = set(Parcel.objects.filter(id__in=[one.id for one in parcels]).values_list("id", flat=True))
    _put_parcels([one for one in parcels if one.id not in there], envelope=envelope, to=to, at=at)


def _put_parcels(parcels: Sequence[Sealed], *, envelope: Envelope, to: uuid.UUID, at: datetime) -> None:
    me = current_office().id
    Parcel.objects.bulk_create(
        Parcel(
            id=one.id, envelope=envelope.id, sender_id=me, receiver_id=to, kind=one.kind, key_number=one.key_number,
            body=one.body, at=at,
        )
        for one in parcels
    )  # fmt: skip


def locked(envelope: uuid.UUID) -> Envelope:
    """Return the envelope, locked until the transaction ends. Raises NoSuchEnvelope."""
    found = Envelope.objects.select_for_update().filter(pk=envelope).first()
    if found is None:
        raise NoSuchEnvelope
    return found


def lets_go(act: Callable[Given, Done]) -> Callable[Given, Done]:
    """Let go of what `act` has locked and do it again where another transaction waits for that and is waited for.

    Whoever tells several offices of one matter holds its chain and comes to the next envelope, where somebody who is
    just answering waits for the chain.
    """

    @wraps(act)
    def done(*args: Given.args, **given: Given.kwargs) -> Done:
        for _attempt in range(ATTEMPTS - 1):
            try:
                return act(*args, **given)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != EACH_WAITS:
                    raise
        return act(*args, **given)

    return done


def _write(envelope: Envelope, *, changes: dict[str, Any]) -> Envelope:
    changes = {**changes, "revision": envelope.revision + 1}
    try:
        written = Envelope.objects.filter(pk=envelope.pk, revision=envelope.revision).update(**changes)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != SOMEBODY_WAS_FIRST:
            raise
        raise Overtaken(envelope.state) from error
    if not written:
        raise Overtaken(envelope.state)
    for name, value in changes.items():
        setattr(envelope, name, value)
    if {"answer_by", "risk"} & changes.keys():
        envelope.refresh_from_db(fields=["answer_by"])  # PostgreSQL sets a clock right that was ahead
    return envelope


@lets_go
@transaction.atomic
def do(
    *,
    envelope: uuid.UUID,
    verb: str,
    seen: int | None = None,
    by_name: str,
    at: datetime,
    changes: dict[str, Any] | None = None,
    **data: Any,
) -> Envelope:
    """Do one thing to an envelope as the current office, and append it to the chain.

    Args:
        verb: one of `states.ARROWS`.
        seen: the revision that whoever decides was looking at; None: whatever it is.
        changes: further columns that PostgreSQL lets this side change.
        data: codes and numbers for the chain.

    Raises NoSuchEnvelope, Overtaken.
    """
    row = locked(envelope)
    if seen is not None and seen != row.revision:
        raise Overtaken(row.state)
    after = states.following(side=_side(row), verb=verb, state=cast("states.State", row.state))
    if after is None or (verb == "decline" and row.binding):
        raise Overtaken(row.state)
    written: dict[str, Any] = {"state": after, **(changes or {})}
    if verb == "open":
        written["opened_at"] = at
    if verb == "ask":
        written |= {"asked_at": at, "opened_at": row.opened_at or at}
    if verb in ("accept", "decline"):
        written |= {"answered_at": at, "opened_at": row.opened_at or at}
    if verb == "finish":
        written["finished_at"] = at
    _write(row, changes=written)
    chain.append(matter=row.matter, kind=TOLD[verb], at=at, by_name=by_name,
                 envelope=row.pk, **data)  # fmt: skip
    return row


@lets_go
@transaction.atomic
def say(
    *, envelope: uuid.UUID, kind: str, changes: dict[str, Any], by_name: str, at: datetime, **data: Any
) -> Envelope:
    """Change columns that are no step of the handoff (telephoned, consent withdrawn, answer due later); append it."""
    row = locked(envelope)
    _write(row, changes=changes)
    chain.append(matter=row.matter, kind=kind, at=at, by_name=by_name, envelope=row.pk, **data)
    return row


def content_of(*, envelope: uuid.UUID, kind: str) -> list[tuple[datetime, dict[str, Any]]]:
    """Open the parcels of a kind that came to the current office with an envelope, oldest first.

    The minimum, the letter and the file (TIED) must be those that their sender last told the chain of.
    Raises ParcelBroken, KeyMissing. What PostgreSQL does not show yet (a file before acceptance) is not in the list.
    """
    told = Link.objects.filter(
        envelope=OuterRef("envelope"), office=OuterRef("sender"), data__parcels__has_key=kind
    ).order_by("-number")
    parcels = Parcel.objects.filter(envelope=envelope, kind=kind, receiver_id=current_office().id).annotate(
        told=Subquery(told.values(f"data__parcels__{kind}")[:1])
    )
    rows = parcels.order_by("at", "id")
    return [(one.at, _opened(one, told=one.told if kind in TIED else chain.head_of(one.body))) for one in rows]


def parcel_content(parcel: uuid.UUID, *, told: str | None) -> dict[str, Any] | None:
    """Open one parcel that came to the current office; None where it is not there (any more). Raises as above.

    `told`: the SHA-256 that the chain tells of it; None where the link was written before links told any.
    """
    found = Parcel.objects.filter(pk=parcel, receiver_id=current_office().id).first()
    return None if found is None else _opened(found, told=told or chain.head_of(found.body))


def _opened(one: Parcel, *, told: str | None) -> dict[str, Any]:
    if told != chain.head_of(one.body):
        raise ParcelBroken("not the one that the chain tells of")
    place = Place(id=one.id, envelope=one.envelope, sender=one.sender_id, receiver=current_office().id, kind=one.kind)
    return unseal(bytes(one.body), place=place, key_number=one.key_number)
