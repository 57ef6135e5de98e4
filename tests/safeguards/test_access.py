"""The access log: nothing shown without a row, and no row changed."""

import uuid
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from safeguards.access import SHOWN_FOR, broken_at, record_access, shown_until
from safeguards.models import AccessEvent

pytestmark = pytest.mark.django_db
SUBJECT = uuid.UUID(int=5)


def show(by, at, reason="contact"):
    return record_access(
        by=by, at=at, subject_table="cases_case", subject_id=SUBJECT, case_id=SUBJECT, what="identity", reason=reason,
        until=at + SHOWN_FOR,
    )  # fmt: skip


def test_a_showing_lasts_ten_minutes_and_is_this_persons_alone(at_work):
    from accounts.models import Staff

    now = timezone.now()
    show(at_work, now)
    other = Staff.objects.create_user("dwi", password=None, name="Dwi Hartanto")

    assert shown_until(by=at_work, subject_id=SUBJECT, at=now + timedelta(minutes=9)) == now + SHOWN_FOR
    assert shown_until(by=at_work, subject_id=SUBJECT, at=now + timedelta(minutes=10)) is None
    assert shown_until(by=other, subject_id=SUBJECT, at=now) is None


def test_a_showing_needs_a_reason(at_work):
    with pytest.raises(ValueError, match="reason"):
        show(at_work, timezone.now(), reason="  ")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE safeguards_accessevent SET reason = 'x'", "DELETE FROM safeguards_accessevent"],
)
def test_the_database_refuses_to_change_the_log(at_work, statement):
    show(at_work, timezone.now())
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessEvent.objects.count() == 1


def test_a_row_missing_from_the_chain_shows(at_work):
    now = timezone.now()
    events = [show(at_work, now + timedelta(seconds=second)) for second in range(3)]
    assert broken_at() is None

    chain = list(AccessEvent.objects.order_by("number"))
    forged = AccessEvent(
        at=now, by=at_work, subject_table="cases_case", subject_id=SUBJECT, what="identity", reason="contact",
        digest=bytes(chain[1].digest),
    )  # fmt: skip
    forged.save(force_insert=True)

    assert broken_at() == forged.number
    assert forged.number > events[-1].number
