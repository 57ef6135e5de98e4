"""Background tasks run in their office, or say that they need none, or fail where somebody sees it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection

from accounts.models import Lane
from config.celery import app as ours
from tenants.current import current_office, in_office
from tenants.models import Office
from tenants.tasks import OfficeCelery, TaskWithoutOffice, for_every_office

seen: list[tuple[str, str, str]] = []
done = threading.Event()


def where() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_schema()::text")
        row: tuple[str, str] = cursor.fetchone()
    return row


@pytest.fixture
def app() -> Iterator[OfficeCelery]:
    """An application of our own with two tasks: one of an office, one of the platform."""
    seen.clear()
    done.clear()
    application = OfficeCelery("trial", set_as_current=False, broker="memory://")
    application.conf.update(task_ignore_result=True, broker_connection_retry_on_startup=True)

    @application.task(name="trial.note", shared=False)
    def note(word: str) -> str:
        seen.append((word, *where()))
        return current_office().code

    @application.task(name="trial.count", shared=False, without_office=True)
    def count() -> int:
        seen.append(("count", *where()))
        return Office.objects.count()

    @application.task(name="trial.fail", shared=False)
    def fail() -> None:
        seen.append(("fail", *where()))
        raise OSError("the disk is gone")

    @application.task(name="trial.last", shared=False)
    def last() -> None:
        done.set()

    application.finalize()
    yield application
    application.close()
    ours.set_current()  # a worker in a thread makes its application everybody's
    ours.set_default()


@pytest.fixture
def eager(app: OfficeCelery) -> OfficeCelery:
    app.conf.update(task_always_eager=True, task_eager_propagates=True, task_store_eager_result=False)
    return app


def send(app: OfficeCelery, name: str, *args: Any, **options: Any) -> Any:
    return app.tasks[name].apply_async(args, **options)


@pytest.mark.django_db
def test_a_task_runs_in_the_office_that_sent_it(eager: OfficeCelery, salatiga: Office, banyuwangi: Office) -> None:
    for office in (salatiga, banyuwangi, salatiga):
        with in_office(office):
            assert send(eager, "trial.note", "a").get() == office.code
    assert [row[1:] for row in seen] == [
        ("office_r3373", "r3373"), ("office_r3510", "r3510"), ("office_r3373", "r3373"),
    ]  # fmt: skip
    assert connection.schema_name == "public"


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["apply_async", "apply", "delay"])
def test_a_task_sent_outside_any_office_fails_at_the_sender_s(eager: OfficeCelery, way: str) -> None:
    task = eager.tasks["trial.note"]
    with pytest.raises(TaskWithoutOffice, match=r"trial\.note was sent outside any office"):
        task.delay("a") if way == "delay" else getattr(task, way)(["a"])
    assert seen == []


@pytest.mark.django_db
def test_a_task_that_arrives_without_its_office_fails(eager: OfficeCelery, salatiga: Office) -> None:
    task = eager.tasks["trial.note"]
    with pytest.raises(TaskWithoutOffice, match="came without an office"):
        task("a")
    with in_office(salatiga):
        assert task("a") == "33.73"


@pytest.mark.django_db
def test_a_task_for_an_office_there_is_not_fails(eager: OfficeCelery, salatiga: Office) -> None:
    with in_office(salatiga), pytest.raises(TaskWithoutOffice, match="r9999, which is no office"):
        send(eager, "trial.note", "a", headers={"_schema_name": "r9999"})
    assert seen == []


@pytest.mark.django_db
def test_a_task_of_the_platform_runs_in_none(eager: OfficeCelery, salatiga: Office) -> None:
    with in_office(salatiga):
        assert send(eager, "trial.count").get() == 4
        assert connection.tenant == salatiga
    assert seen == [("count", "rangkul_web", "public")]


@pytest.mark.django_db
def test_a_task_that_fails_leaves_no_office_behind(eager: OfficeCelery, salatiga: Office) -> None:
    with in_office(salatiga), pytest.raises(OSError, match="disk"):
        send(eager, "trial.fail")
    assert connection.schema_name == "public"


@pytest.mark.django_db
def test_one_message_fans_out_to_every_office(eager: OfficeCelery) -> None:
    fan_out = eager.tasks[for_every_office.name]
    assert fan_out.apply_async(["trial.note", "a"]).get() == 4
    assert {row[2] for row in seen} == {"r3373", "r3510", "r6503", "r6205"}


@pytest.mark.django_db
def test_a_fan_out_may_be_spread(app: OfficeCelery, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(app.tasks["trial.note"], "apply_async", lambda **options: sent.append(options))
    assert app.tasks[for_every_office.name].apply(["trial.note", "a"], {"spread_seconds": 60}).get() == 4
    assert {options["headers"]["_schema_name"] for options in sent} == {"r3373", "r3510", "r6503", "r6205"}
    assert all(options["countdown"] is None or 0 < options["countdown"] < 60 for options in sent)


def test_through_a_broker_to_a_worker(
    app: OfficeCelery, committed_db: str, salatiga: Office, banyuwangi: Office
) -> None:
    """The memory broker and a worker's thread, which has a connection of its own."""
    with in_office(salatiga):
        send(app, "trial.note", "first")
        send(app, "trial.fail")
        send(app, "trial.count")
    with in_office(banyuwangi):
        Lane.objects.create(key="a", label="A")
        send(app, "trial.note", "second")
        app.send_task("trial.note", ["by name"])
    app.send_task("trial.note", ["lost"], headers={"_schema_name": "public"})
    with in_office(banyuwangi):
        send(app, "trial.last")
    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="CRITICAL", shutdown_timeout=10):
        assert done.wait(timeout=20)
    assert seen == [
        ("first", "office_r3373", "r3373"),
        ("fail", "office_r3373", "r3373"),
        ("count", "rangkul_web", "public"),
        ("second", "office_r3510", "r3510"),
        ("by name", "office_r3510", "r3510"),
    ]


def test_the_platform_s_own_application_carries_offices() -> None:
    ours.loader.import_default_modules()
    assert isinstance(ours, OfficeCelery)
    assert ours.tasks["tenants.for_every_office"].without_office is True
    scheduled = {entry["task"] for entry in ours.conf.beat_schedule.values()}
    assert all(ours.tasks[name].without_office for name in scheduled), "beat runs in no office"
    fanned = [entry["args"][0] for entry in ours.conf.beat_schedule.values() if entry["task"] == for_every_office.name]
    assert set(fanned) <= set(ours.tasks)
