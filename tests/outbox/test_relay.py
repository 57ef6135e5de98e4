"""The relay: every message goes out, in order within its matter, and none is lost where something fails."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from pytest_django import DjangoDbBlocker

from onboarding import waking as waking_the_provisioner
from onboarding.tasks import carry_out_openings
from outbox import delivery, queries, relay, waking
from outbox.models import Message
from outbox.operations import post, send_again
from outbox.tasks import relay_messages, sweep
from referrals import waking as waking_others
from referrals.tasks import pass_on
from tenants.current import in_office
from tenants.models import Office

AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


class Counter:
    """A receiver that notes what came, and fails as often as told."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.fails: dict[str, int] = {}
        self.error: type[Exception] = ValueError

    def take(self, message: Message) -> None:
        name = message.payload["name"]
        if self.fails.get(name, 0) > 0:
            self.fails[name] -= 1
            raise self.error(name)
        self.came.append(name)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = Counter()
    monkeypatch.setattr(delivery, "_handlers", {"probe.told": [made.take], "side.*": [made.take]})
    return made


@pytest.fixture
def office(db: None, salatiga: Office) -> Iterator[Office]:
    with in_office(salatiga):
        yield salatiga


def told(name: str, matter: uuid.UUID, topic: str = "probe.told") -> Message:
    with transaction.atomic():
        return post(topic=topic, matter=matter, payload={"name": name}, at=AT)


ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def test_messages_go_out_in_order_and_once(office: Office, counter: Counter) -> None:
    for name in ("a", "b", "c"):
        told(name, ONE)
    told("x", OTHER)
    assert relay.relay(at=AT).sent == 4
    assert [name for name in counter.came if name != "x"] == ["a", "b", "c"]
    assert relay.relay(at=AT) == relay.Relayed()
    assert len(counter.came) == 4


def test_what_fails_holds_up_its_own_matter_and_stream_alone(office: Office, counter: Counter) -> None:
    counter.fails["a"] = 1
    told("a", ONE)
    told("b", ONE)
    told("s", ONE, topic="side.told")
    told("x", OTHER)
    first = relay.relay(at=AT)
    assert (first.sent, first.failed) == (2, 1)
    assert counter.came == ["s", "x"]
    assert relay.relay(at=AT) == relay.Relayed(), "not before its time"
    later = AT + timedelta(minutes=1)
    assert relay.relay(at=later).sent == 2
    assert counter.came == ["s", "x", "a", "b"]


def test_it_waits_longer_each_time_and_then_for_a_person(office: Office, counter: Counter) -> None:
    counter.fails["a"] = 99
    message = told("a", ONE)
    at, waits = AT, []
    for _attempt in range(relay.GIVEN_UP_AFTER):
        assert relay.relay(at=at).failed == 1
        message.refresh_from_db()
        waits.append((message.next_at - at).total_seconds())
        at = message.next_at if message.dead_at is None else at
    assert waits[:3] == sorted(waits[:3])
    assert 2 <= waits[0] < 3
    assert max(waits) <= relay.SLOWEST.total_seconds() * 1.25
    assert list(queries.dead_letters()) == [message]
    assert message.fault == "ValueError"
    assert relay.relay(at=at + timedelta(days=1)) == relay.Relayed()
    counter.fails.clear()
    assert send_again(message=message.id, at=at)
    assert not send_again(message=message.id, at=at), "once"
    assert relay.relay(at=at).sent == 1
    assert counter.came == ["a"]


def test_a_clock_that_is_ahead_holds_up_no_message(office: Office, counter: Counter) -> None:
    """Whoever wrote it, or failed to carry it, may have had a clock that is hours ahead of this relay's."""
    behind = AT - timedelta(hours=5)
    counter.fails["b"] = 1
    told("a", ONE)
    told("b", OTHER)
    assert relay.due(at=behind)
    assert queries.lag(at=behind) == timedelta()
    assert relay.relay(at=behind).sent == 1
    assert relay.relay(at=behind) == relay.Relayed(), "what failed waits by the clock of whoever tried it"
    Message.objects.filter(sent_at=None).update(next_at=AT)
    assert relay.due(at=behind)
    assert relay.relay(at=behind).sent == 1
    assert counter.came == ["a", "b"]


def test_what_can_never_be_delivered_waits_for_a_person_at_once(office: Office, counter: Counter) -> None:
    counter.fails["a"], counter.error = 1, delivery.NeverDeliverable
    told("a", ONE)
    told("b", ONE)
    assert relay.relay(at=AT).failed == 1
    assert queries.dead_letters().count() == 1
    assert relay.relay(at=AT + timedelta(days=1)).sent == 0, "order within the matter holds"


def test_what_nobody_handles_is_let_go(office: Office, counter: Counter) -> None:
    told("n", ONE, topic="case.something")
    assert queries.lag(at=AT + timedelta(minutes=5)) == timedelta(minutes=5)
    assert relay.relay(at=AT).unheard == 1
    assert queries.lag(at=AT) == timedelta()


def test_what_a_newer_version_wrote_waits_for_it(office: Office, counter: Counter) -> None:
    """While one worker is older than the rest: it neither carries out nor throws away what it does not know."""
    new = told("n", ONE, topic="probe.new")
    told("a", ONE)
    told("x", OTHER)
    gone = told("g", OTHER, topic="probe.gone")
    Message.objects.filter(pk=gone.pk).update(dead_at=AT, attempts=12)
    assert relay.relay(at=AT) == relay.Relayed(sent=1)
    assert counter.came == ["x"], "in order within the matter, also behind what is not known here"
    assert set(Message.objects.filter(sent_at=None).values_list("topic", flat=True)) == {
        "probe.new", "probe.told", "probe.gone",
    }  # fmt: skip
    assert queries.dead_letters().get() == gone, "what was given up still waits for a person"
    assert queries.lag(at=AT + timedelta(minutes=5)) == timedelta(minutes=5)
    delivery.handler("probe.new")(counter.take)
    assert relay.due(at=AT)
    assert relay.relay(at=AT).sent == 2
    assert counter.came == ["x", "n", "a"]
    new.refresh_from_db()
    assert new.sent_at == AT


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_message_that_always_takes_too_long_holds_up_nobody_else(
    office: Office, counter: Counter, error: type[Exception]
) -> None:
    """A statement or a lock that takes too long is raised as a database that is gone would be; this one is there."""
    counter.fails["a"], counter.error = 99, error
    slow = told("a", ONE)
    told("x", OTHER)
    assert relay.relay(at=AT) == relay.Relayed(sent=1, failed=1)
    assert counter.came == ["x"]
    slow.refresh_from_db()
    assert (slow.attempts, slow.fault) == (1, error.__name__)
    for _attempt in range(relay.GIVEN_UP_AFTER):
        slow.refresh_from_db()
        relay.relay(at=slow.next_at)
    assert queries.dead_letters().get() == slow


def test_a_statement_that_times_out_takes_back_what_it_did_and_no_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(message: Message) -> None:
        Message.objects.create(topic="probe.half", stream="probe", matter=OTHER, payload={})
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(5)")

    came: list[str] = []
    handlers = {"probe.slow": [slow], "probe.told": [lambda message: came.append(message.payload["name"])]}
    monkeypatch.setattr(delivery, "_handlers", handlers)
    told("a", ONE, topic="probe.slow")
    told("x", OTHER)
    assert relay.relay(at=AT) == relay.Relayed(sent=1, failed=1)
    assert came == ["x"]
    assert not Message.objects.filter(topic="probe.half").exists()


def test_a_database_that_is_gone_raises_and_counts_against_no_message(
    office: Office, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.fails["a"], counter.error = 1, OperationalError
    message = told("a", ONE)
    monkeypatch.setattr(relay.connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError), transaction.atomic():
        relay.relay(at=AT)
    message.refresh_from_db()
    assert message.attempts == 0
    monkeypatch.undo()
    assert message.sent_at is None


def test_what_a_handler_wrote_goes_with_its_failure(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(message: Message) -> None:
        Message.objects.create(topic="probe.half", stream="probe", matter=OTHER, payload={})
        raise ValueError("then it broke")

    monkeypatch.setattr(delivery, "_handlers", {"probe.told": [half]})
    told("a", ONE)
    assert relay.relay(at=AT).failed == 1
    assert not Message.objects.filter(topic="probe.half").exists()


def test_two_relays_at_once_send_each_message_once(
    committed_db: str, salatiga: Office, counter: Counter, django_db_blocker: DjangoDbBlocker
) -> None:
    matters = [uuid.uuid4() for _one in range(30)]
    with in_office(salatiga):
        for number in range(4):
            for matter in matters:
                with transaction.atomic():
                    Message.objects.create(
                        topic="probe.told", stream="probe", matter=matter, next_at=AT, written_at=AT,
                        payload={"name": f"{matter}#{number}"},
                    )  # fmt: skip

    def run() -> None:
        with django_db_blocker.unblock():
            try:
                with in_office(salatiga):
                    for _time in range(20):
                        relay.relay(at=AT)
            finally:
                connection.close()

    threads = [threading.Thread(target=run) for _one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counter.came) == 120
    for matter in matters:
        assert [name for name in counter.came if name.startswith(str(matter))] == [f"{matter}#{n}" for n in range(4)]


def test_posting_wakes_the_relay_once_a_transaction(
    committed_db: str, salatiga: Office, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    waked: list[object] = []
    monkeypatch.setattr(relay_messages, "apply_async", lambda **options: waked.append(options))
    with in_office(salatiga):
        with transaction.atomic():
            told("a", ONE)
            told("b", ONE)
            assert not waked
        assert len(waked) == 1
        with transaction.atomic():
            told("n", ONE, topic="case.nobody_cares")
        assert len(waked) == 1


def test_a_broker_that_is_gone_stops_no_work_and_the_sweep_makes_up_for_it(
    committed_db: str, salatiga: Office, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    def gone(**options: object) -> None:
        tried.append(options)
        raise ConnectionError

    monkeypatch.setattr(relay_messages, "apply_async", gone)
    monkeypatch.setattr(waking, "_quiet_until", 0.0)
    with in_office(salatiga):
        told("a", ONE)
        told("b", ONE)
    assert len(tried) == 1, "not asked again for a while"
    monkeypatch.setattr(carry_out_openings, "apply_async", gone)
    monkeypatch.setattr(pass_on, "apply_async", gone)
    with transaction.atomic():
        waking_the_provisioner.wake_after_commit()
        waking_others.wake_after_commit(office=salatiga.pk, matter=salatiga.pk)
    assert len(tried) == 1, "nor for anybody else"
    assert counter.came == []
    connection.set_schema_to_public()
    assert sweep() == 2
    assert counter.came == ["a", "b"]
