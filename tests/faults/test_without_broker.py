"""Nobody is waked, an office's schema is away, messages come late: the sweeps make up for it, in simulated minutes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
import time_machine
from django.db import connection, transaction
from psycopg import sql

from cases.models import Case
from custody.models import Envelope, Link
from outbox import tasks as outbox_tasks
from outbox import waking as outbox_waking
from outbox.models import Message
from outbox.tasks import relay_messages
from referrals import tasks
from referrals.operations import receiving
from referrals.tasks import pass_on
from tests import databases
from tests.cases.conftest import MONDAY
from tests.faults.between import Between

SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"


def swept(seconds: float) -> int:
    """What the two sweeps do so many seconds after the beginning of the day."""
    connection.set_schema_to_public()
    with time_machine.travel(MONDAY + timedelta(hours=2, seconds=seconds), tick=False):
        return outbox_tasks.sweep() + tasks.sweep()


@pytest.mark.parametrize("gone", [10, 60, 300])
def test_a_broker_that_is_gone_loses_nothing(between: Between, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def nobody_there(**options: object) -> None:
        asked.append(options)
        raise ConnectionError

    monkeypatch.undo()  # here everybody tries to wake the others
    monkeypatch.setattr(outbox_waking, "_quiet_until", 0.0)
    for task in (relay_messages, pass_on):
        monkeypatch.setattr(task, "apply_async", nobody_there)
    keys = []
    for _one in range(3):
        matter = between.open_case(SALATIGA)
        keys.append(between.send(SALATIGA, matter, BANYUWANGI))
    with between.desks[BANYUWANGI]():
        assert not {one.envelope.pk for one in receiving.inbox(at=between.now())} & set(keys)
    assert asked, "nobody was to be waked at all"
    assert swept(gone) > 0
    with between.desks[BANYUWANGI]():
        assert set(keys) <= {one.envelope.pk for one in receiving.inbox(at=between.now())}
    for key in keys:
        between.accept(BANYUWANGI, key)
    assert swept(2 * gone) > 0
    with between.desks[SALATIGA]():
        assert set(Case.objects.filter(matter__in=between.matters).values_list("state", flat=True)) == {"ended"}
    between.settle()
    between.check_settled()


@contextmanager
def away(database: str, schema: str) -> Iterator[None]:
    """The schema has another name for the length of the block, as while a backup of it is put back."""
    there, gone = sql.Identifier(schema), sql.Identifier(f"{schema}_away")
    rename = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
    connection.close()
    with psycopg.connect(databases.owner_url(database), autocommit=True) as owner:
        owner.execute(rename.format(there, gone))
        try:
            yield
        finally:
            connection.close()
            owner.execute(rename.format(gone, there))


def test_a_receiver_whose_schema_is_missing_holds_up_nobody_and_finds_its_inbox_later(
    between: Between, faulty: str
) -> None:
    lost, other = between.open_case(SALATIGA), between.open_case(SALATIGA)
    key, other_key = between.send(SALATIGA, lost, NUNUKAN), between.send(SALATIGA, other, BANYUWANGI)
    with away(faulty, between.desks[NUNUKAN].office.schema_name):
        assert swept(30) > 0
        with between.desks[SALATIGA]():
            assert Envelope.objects.filter(pk__in=[key, other_key]).count() == 2
        between.accept(BANYUWANGI, other_key)
        assert swept(60) > 0
        assert between.holder_of(other) == BANYUWANGI
        assert between.holder_of(lost) == SALATIGA
    with between.desks[NUNUKAN]():
        assert [one.envelope.pk for one in receiving.inbox(at=between.now())] == [key]
    between.accept(NUNUKAN, key)
    between.settle()
    between.check_settled()


def test_messages_twice_late_and_out_of_order_say_what_they_say_once(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.ask(BANYUWANGI, key)
    between.reply(SALATIGA, key)
    between.telephone(SALATIGA, key)
    with between.desks[SALATIGA](), transaction.atomic():
        numbers = list(Message.objects.filter(matter=matter, stream="referral").values_list("number", flat=True))
        rows = list(Message.objects.filter(number__in=numbers))
        for row, number in zip(rows, reversed(numbers), strict=True):
            Message.objects.create(
                number=number + 1_000_000, topic=row.topic, stream=row.stream, matter=row.matter, payload=row.payload
            )
    for _again in range(2):
        between.settle()
        with between.desks[SALATIGA]():
            Message.objects.filter(matter=matter).update(sent_at=None, attempts=0)
    between.settle()
    between.check_settled()
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).state == "opened"
        assert [words["words"] for _at, words in _replies(key)] == ["Aman."]
        told = Counter(Link.objects.filter(envelope=key).values_list("kind", flat=True))
    assert told == {"sent": 1, "asked": 1, "replied": 1, "telephoned": 1}, "what came twice is told once"


def _replies(key: object) -> list[tuple[object, dict[str, object]]]:
    from custody import envelopes

    return envelopes.content_of(envelope=key, kind="reply")  # type: ignore[arg-type]
