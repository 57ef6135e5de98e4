"""What a province's console and the ministry's may do: see that a handoff waits, remind, assign. Never its content.

Every function here runs inside `tenants.roles.as_console`, so that PostgreSQL decides what it sees.
"""

import uuid
from datetime import datetime, timedelta
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet

from custody import chain, envelopes, states
from custody.models import Envelope
from custody.refusals import NoSuchEnvelope, OutOfReach, Overtaken, TooEarly
from tenants.roles import NATION

MINISTRY_AFTER = timedelta(hours=24)
"""How long after the deadline an unanswered handoff shows to the ministry, too, as one to assign."""
ASTRAY_FOR = timedelta(days=30)
"""How long a redirected handoff that nobody seals anew stays before the consoles."""
NOT_DUE = "assigned_when_due"
"""What PostgreSQL calls its own rule about the deadline."""


def in_flight(*, at: datetime) -> QuerySet[Envelope]:
    """Return the handoffs that wait and concern this console's regencies, the longest waiting first.

    Also those that a console assigned to another office and whose sender has not sealed a new one to it yet: until it
    has, nobody but the sender can do anything for the person. PostgreSQL answers whether it has, or said that it will
    not: the new one may be between two other provinces, whose handoffs this console does not see. ASTRAY_FOR after the
    deadline that the console set they are shown no more.
    """
    sealed_anew = Func(F("pk"), F("matter"), function="public.custody_sealed_anew", output_field=BooleanField())
    lately = Q(state="redirected", consent_withdrawn_at=None, answer_by__gt=at - ASTRAY_FOR)
    on_their_way = lately & ~Q(sealed_anew)
    return Envelope.objects.filter(Q(state__in=sorted(states.WAITING)) | on_their_way).order_by("answer_by")


def after_redirecting(row: Envelope) -> str:
    """Return what its sender made of a redirected handoff: "kept", "sealed_anew", or "" while it has done neither."""
    if row.state != Envelope.State.REDIRECTED:
        return ""
    kept = Func(F("pk"), function="public.custody_kept", output_field=BooleanField())
    anew = Func(F("pk"), F("matter"), function="public.custody_sealed_anew", output_field=BooleanField())
    found = Envelope.objects.filter(pk=row.pk).annotate(is_kept=kept, is_anew=anew)
    is_kept, is_anew = found.values_list("is_kept", "is_anew").get()
    return "kept" if is_kept else "sealed_anew" if is_anew else ""


def unanswered(*, at: datetime) -> QuerySet[Envelope]:
    """Return those that wait for an answer and whose deadline has passed."""
    return Envelope.objects.filter(state__in=sorted(states.WAITING), answer_by__lt=at).order_by("answer_by")


def _locked(envelope: uuid.UUID) -> Envelope:
    row = Envelope.objects.select_for_update().filter(pk=envelope).first()
    if row is None:
        raise NoSuchEnvelope
    if row.state not in states.WAITING:
        raise Overtaken(row.state)
    return row


def _write(row: Envelope, *, console: str, kind: str, by_name: str, at: datetime, changes: dict[str, object]) -> None:
    try:
        with transaction.atomic():
            rows = Envelope.objects.filter(pk=row.pk, revision=row.revision)
            updated = rows.update(revision=row.revision + 1, **changes)
    except IntegrityError as error:
        said = getattr(error.__cause__, "diag", None)
        if said is None or said.constraint_name != NOT_DUE:
            raise
        raise TooEarly from error
    if not updated:
        raise Overtaken(row.state)
    chain.append(matter=row.matter, kind=kind, at=at, by_name=by_name, envelope=row.pk, console=console)


def assigned_from(row: Envelope, *, console: str) -> datetime:
    """Return the moment after which a console may assign: the deadline, for the ministry MINISTRY_AFTER later."""
    return row.answer_by + (MINISTRY_AFTER if console == NATION else timedelta())


@envelopes.lets_go
@transaction.atomic
def remind(*, envelope: uuid.UUID, console: str, by_name: str, at: datetime) -> None:
    """Remind the receiver. Raises NoSuchEnvelope, Overtaken."""
    row = _locked(envelope)
    _write(row, console=console, kind="reminded", by_name=by_name, at=at, changes={"reminded_at": at})


@envelopes.lets_go
@transaction.atomic
def assign(
    *, envelope: uuid.UUID, to: str, console: str, answer_by: datetime, seen: int, by_name: str, at: datetime
) -> None:
    """Assign the matter to the regency of code `to`, never the sender; it can't decline.

    The sender keeps custody until it is taken.

    Never before the answer is due, by `at` and by PostgreSQL's own clock. To the receiver it was sent to, the envelope
    becomes binding. To another, it is redirected: the sender's office seals a new one to that regency, which follows
    this one. Raises NoSuchEnvelope, OutOfReach, Overtaken, TooEarly.
    """
    row = _locked(envelope)
    if row.revision != seen:
        raise Overtaken(row.state)
    if to == row.sender_code or console not in (NATION, row.receiver_code[:2]) or console not in (NATION, to[:2]):
        raise OutOfReach
    if at <= assigned_from(row, console=console):
        raise TooEarly
    changes: dict[str, object] = {"assigned_to": to, "assigned_by": console, "answer_by": answer_by}
    if to == row.receiver_code and row.receiver_id is not None:
        verb, changes["binding"] = "assign", True
    else:
        verb = "redirect"
    after = states.following(side="province", verb=verb, state=cast("states.State", row.state))
    if after is None:
        raise Overtaken(row.state)
    changes["state"] = after
    kind = {"assign": "assigned", "redirect": "redirected"}[verb]
    _write(row, console=console, kind=kind, by_name=by_name, at=at, changes=changes)
