"""Who assigns a handoff that nobody answers, and when: PostgreSQL reads the deadline by its own clock."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from custody import chain, console
from custody.models import Envelope, Link, Parcel
from custody.refusals import OutOfReach, Overtaken, TooEarly
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console
from tests.custody.conftest import AT
from tests.custody.test_envelopes import do, holder

Send = Callable[..., Envelope]
pytestmark = pytest.mark.django_db


@pytest.fixture
def send_now(send: Send) -> Callable[[timedelta], Envelope]:
    """Send a handoff whose deadline is so far from now; before now where it is negative."""

    def sent(off: timedelta) -> Envelope:
        due = timezone.now() + off
        return send(sent_at=due - timedelta(days=1), answer_by=due)

    return sent


def assign(envelope: Envelope, by: str, at: datetime, to: str = "35.10") -> None:
    with as_console(connection, by):
        console.assign(
            envelope=envelope.id, to=to, console=by, answer_by=at + timedelta(days=1), seen=0, by_name="Prov", at=at
        )


def forge(envelope: Envelope, by: str, **changes: object) -> int:
    """Write past the operation, as somebody with a console's login would."""
    with as_console(connection, by), transaction.atomic():
        return Envelope.objects.filter(pk=envelope.pk).update(revision=1, **changes)


@pytest.mark.parametrize(("by", "after"), [("35", timedelta()), ("nation", console.MINISTRY_AFTER)])
def test_nobody_assigns_while_the_receiver_has_time(send: Send, by: str, after: timedelta) -> None:
    sent = send()
    due = sent.answer_by + after
    for early in (AT, due - timedelta(minutes=1), due):
        with pytest.raises(TooEarly):
            assign(sent, by, early)
    assign(sent, by, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("by", "off"),
    [("35", timedelta(hours=1)), ("nation", timedelta(hours=1)), ("nation", timedelta(hours=-23))],
)
@pytest.mark.parametrize(
    "changes",
    [
        {"state": "assigned", "binding": True, "assigned_to": "35.10"},
        {"state": "redirected", "assigned_to": "35.11"},
        {"binding": True},
        {"assigned_to": "35.11"},
    ],
)
def test_postgresql_reads_its_own_clock_whoever_writes(
    send_now: Callable[[timedelta], Envelope], by: str, off: timedelta, changes: dict[str, object]
) -> None:
    sent = send_now(off)
    with pytest.raises(IntegrityError, match="not due yet"):
        forge(sent, by, assigned_by=by, **changes)


def test_a_console_whose_clock_is_ahead_is_told_so(send_now: Callable[[timedelta], Envelope]) -> None:
    sent = send_now(timedelta(hours=1))
    with pytest.raises(TooEarly):
        assign(sent, "35", timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("by", ["33", "35", "nation"])
def test_no_console_moves_a_deadline_to_assign_at_once(send_now: Callable[[timedelta], Envelope], by: str) -> None:
    sent = send_now(timedelta(hours=1))
    with pytest.raises(IntegrityError, match="by assigning alone"):
        forge(sent, by, answer_by=sent.sent_at)
    with pytest.raises(IntegrityError, match="by assigning alone"):
        forge(sent, by, reminded_at=timezone.now(), answer_by=sent.sent_at)
    assert forge(sent, by, reminded_at=timezone.now()) == 1, "reminding it may"


def test_the_senders_province_assigns_at_no_time(send_now: Callable[[timedelta], Envelope]) -> None:
    sent = send_now(timedelta(days=-9))
    with pytest.raises(IntegrityError, match="the receiver's province"):
        forge(sent, "33", assigned_by="33", state="assigned", binding=True, assigned_to="35.10")
    assert forge(sent, "65", assigned_by="65", state="assigned", binding=True, assigned_to="35.10") == 0


def test_assigned_anew_only_once_the_new_deadline_is_over(send: Send) -> None:
    sent = send()
    late = sent.answer_by + timedelta(seconds=1)
    assign(sent, "35", late)
    with as_console(connection, "nation"):
        for at, refused in ((late + timedelta(days=1), True), (late + timedelta(days=2, seconds=1), False)):
            act = {"envelope": sent.id, "to": "35.11", "console": "nation", "answer_by": at, "seen": 1}
            if refused:
                with pytest.raises(TooEarly):
                    console.assign(**act, by_name="Menteri", at=at)
            else:
                console.assign(**act, by_name="Menteri", at=at)
        assert Envelope.objects.get(pk=sent.pk).state == "redirected"


def test_the_receivers_province_assigns_and_the_sender_keeps_the_person_until_taken(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    sent = send()
    later = AT + timedelta(days=2)
    with as_console(connection, "65"):
        assert not console.in_flight(at=later).exists()
    with as_console(connection, "33"):
        assert [one.id for one in console.unanswered(at=later)] == [sent.id]
        console.remind(envelope=sent.id, console="33", by_name="Prov", at=later)
        with pytest.raises(OutOfReach):
            console.assign(
                envelope=sent.id, to="35.10", console="33", answer_by=later, seen=1, by_name="Prov", at=later
            )
    with as_console(connection, "35"):
        console.assign(envelope=sent.id, to="35.10", console="35", answer_by=later, seen=1, by_name="Prov", at=later)
        with pytest.raises(Overtaken):
            console.assign(
                envelope=sent.id, to="35.10", console="35", answer_by=later, seen=1, by_name="Prov", at=later
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Parcel.objects.exists()
    assert holder(salatiga, matter) == salatiga.id
    with pytest.raises(Overtaken):
        do(banyuwangi, sent, "decline")
    do(banyuwangi, sent, "accept")
    assert holder(salatiga, matter) == banyuwangi.id
    with in_office(salatiga):
        assert chain.faults(matter=matter) == []
        assert list(Link.objects.values_list("kind", flat=True)) == ["sent", "reminded", "assigned", "accepted"]
