"""What can be done about the referrals of some matters now, and by whom: read from where each of them stands."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from custody import states
from custody.models import Envelope, Part
from custody.states import WAITING
from referrals.checking import UNANSWERED
from referrals.models import Referral
from tests.faults.between import Between, Desk

ANSWERS = ("accept", "decline", "withdraw")
TALK = ("open_", "ask", "reply", "telephone")
AFTER = ("finish", "feed_back", "give_back")
PROVINCES = ("remind", "assign by a province", "assign by the ministry", "assign elsewhere")


@dataclass(frozen=True)
class Choice:
    """One act that the state of a referral allows: `by` is an office's code, or a province's or the ministry's."""

    act: str
    by: str
    key: uuid.UUID
    to: str = ""

    def of(self, between: Between) -> object:
        """Do it. Raises what the product answers where it can't be done after all."""
        if self.to:
            between.assign(self.by, self.key, self.to)
            return None
        return getattr(between, self.act)(self.by, self.key)


def choices(between: Between) -> list[Choice]:
    """Return everything that may be done about a referral now, in an order that follows from what was done before."""
    found: list[tuple[str, Choice]] = []
    for desk in between.desks.values():
        with desk():
            own = {row.pk: row for row in Referral.objects.filter(matter__in=between.matters)}
            there = {row.pk: row for row in Envelope.objects.filter(matter__in=between.matters)}
            mine = Part.objects.filter(matter__in=between.matters, office_id=desk.office.id, kind="holder")
            holds = set(mine.values_list("matter", flat=True))
        for row in own.values():
            if row.side == Referral.Side.OUT:
                found += [(row.number, one) for one in _sender(desk, row, there.get(row.pk))]
        for envelope in there.values():
            if envelope.receiver_id == desk.office.id:
                acts = _receiver(desk, envelope, own.get(envelope.pk), holds=envelope.matter in holds)
                found += [(envelope.number, one) for one in (*acts, *_consoles(between, envelope))]
    found.sort(key=lambda pair: (pair[0], pair[1].act, pair[1].by, pair[1].to))
    return [one for _number, one in found]


def _sender(desk: Desk, row: Referral, envelope: Envelope | None) -> Iterator[Choice]:
    state = cast("states.State", envelope.state if envelope is not None else "sent")
    allowed = states.verbs(side="sender", state=state)
    if row.state in UNANSWERED:
        yield Choice("telephone", desk.code, row.pk)
    for verb in allowed - ({"finish"} if row.case_id is None else set()):
        yield Choice(verb, desk.code, row.pk)


def _receiver(desk: Desk, envelope: Envelope, row: Referral | None, *, holds: bool) -> Iterator[Choice]:
    allowed = states.verbs(side="receiver", state=cast("states.State", envelope.state))
    for verb in allowed - ({"decline"} if envelope.binding else set()):
        yield Choice({"open": "open_"}.get(verb, verb), desk.code, envelope.pk)
    if row is not None and row.state in ("accepted", "finished") and envelope.consent_withdrawn_at is None:
        yield Choice("feed_back", desk.code, envelope.pk)
        if envelope.moves and holds:
            yield Choice("give_back", desk.code, envelope.pk)


def _consoles(between: Between, envelope: Envelope) -> Iterator[Choice]:
    if envelope.state not in WAITING:
        return
    province = envelope.receiver_code[:2]
    yield Choice("remind", province, envelope.pk)
    if states.following(side="province", verb="assign", state=envelope.state) is not None:
        yield Choice("assign by a province", province, envelope.pk, envelope.receiver_code)
        yield Choice("assign by the ministry", "nation", envelope.pk, envelope.receiver_code)
    for code in between.desks:
        if code not in (envelope.sender_code, envelope.receiver_code):
            yield Choice("assign elsewhere", "nation", envelope.pk, code)
