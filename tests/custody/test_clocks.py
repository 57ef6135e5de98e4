"""An office whose clock is ahead: what it sends is sent now, and is due as long after as it meant."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from custody.models import Envelope, Link
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console

Send = Callable[..., Envelope]
pytestmark = pytest.mark.django_db
THREE_HOURS = timedelta(hours=3)


def sent_by_a_clock(send: Send, ahead: timedelta, **more: object) -> tuple[datetime, Envelope]:
    """Sent by a clock that is so much ahead of ours, to be answered within three hours; and that clock's moment."""
    at = timezone.now() + ahead
    return at, send(**({"sent_at": at, "answer_by": at + THREE_HOURS} | more))


@pytest.mark.parametrize("hours", [1, 5, 24 * 400])
def test_a_clock_that_is_ahead_puts_no_deadline_off(send: Send, banyuwangi: Office, hours: int) -> None:
    _at, sent = sent_by_a_clock(send, timedelta(hours=hours))
    with in_office(banyuwangi):
        row = Envelope.objects.get(pk=sent.pk)
    assert row.sent_at <= timezone.now()
    assert row.answer_by - row.sent_at == THREE_HOURS
    assert (sent.sent_at, sent.answer_by) == (row.sent_at, row.answer_by), "whoever sends knows what was kept"


@pytest.mark.parametrize("minutes", [-5 * 60, 0, 3])
def test_a_clock_that_is_a_little_off_or_behind_is_believed(send: Send, minutes: int) -> None:
    at, sent = sent_by_a_clock(send, timedelta(minutes=minutes))
    assert (sent.sent_at, sent.answer_by) == (at, at + THREE_HOURS)


def test_sent_again_by_a_clock_that_is_ahead_it_is_there_once(send: Send, salatiga: Office) -> None:
    _at, sent = sent_by_a_clock(send, timedelta(hours=5), id=uuid.uuid4(), number="RJK-1")
    _at, again = sent_by_a_clock(send, timedelta(hours=5), id=sent.pk, number="RJK-1")
    assert again.answer_by == sent.answer_by
    with in_office(salatiga):
        assert Link.objects.filter(kind="sent").count() == 1


def test_a_province_s_deadline_stands_whatever_the_sender_s_clock(send: Send, nunukan: Office) -> None:
    """A redirected referral is sealed anew by the sender; by when it is answered the province said."""
    old = send()
    due = timezone.now() + timedelta(hours=6)
    with as_console(connection, "nation"):
        changes = {"state": "redirected", "assigned_to": nunukan.code, "assigned_by": "nation", "answer_by": due}
        Envelope.objects.filter(pk=old.pk).update(revision=1, **changes)
    at = timezone.now() + timedelta(hours=5)
    sent = send(receiver=nunukan, binding=True, follows=old.pk, sent_at=at, answer_by=due)
    assert sent.sent_at < at
    assert sent.answer_by == due
