"""The sweeps go through every office of the country each half minute: an idle one costs next to nothing."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from outbox import delivery, tasks, waking
from outbox.models import Message
from outbox.operations import post
from referrals import tasks as referral_tasks
from tenants.current import in_office
from tenants.models import Office

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
OF_AN_IDLE_OFFICE = 3
"""Statements: in, the one question whether anything waits, out."""


@pytest.mark.parametrize("sweep", [tasks.sweep, referral_tasks.sweep], ids=["outbox", "following"])
def test_an_idle_office_is_asked_one_question(sweep: Callable[[], int]) -> None:
    offices = Office.objects.count()
    assert offices >= 4
    sweep()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert sweep() == 0
    assert len(asked) <= 1 + OF_AN_IDLE_OFFICE * offices, [one["sql"][:80] for one in asked]


def test_a_backlog_of_one_office_holds_up_no_other(
    salatiga: Office, banyuwangi: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep carries out so much of it, and sends the office's own relay for the rest."""
    came: list[str] = []
    woken: list[str] = []
    monkeypatch.setattr(delivery, "_handlers", {"probe.told": [lambda message: came.append(message.payload["name"])]})
    monkeypatch.setattr(waking, "hint", lambda _task, **_how: woken.append(connection.schema_name))
    monkeypatch.setattr(tasks, "SWEPT", 3)
    for office, count in ((salatiga, 5), (banyuwangi, 2)):
        with in_office(office), transaction.atomic():
            for number in range(count):
                name = f"{office.slug} {number}"
                post(topic="probe.told", matter=uuid.uuid4(), payload={"name": name}, at=AT)
    woken.clear()
    assert tasks.sweep() == 5
    assert woken == [salatiga.schema_name]
    assert {name.partition(" ")[0] for name in came} == {"salatiga", "banyuwangi"}
    with in_office(salatiga):
        assert Message.objects.filter(sent_at=None).count() == 2
