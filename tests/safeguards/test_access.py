"""The access log: nothing shown without a row, and no row changed."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from safeguards import sealing
from safeguards.access import SHOWN_FOR, _digest, broken_at, record_access, shown_until
from safeguards.keys import forget_keys
from safeguards.models import AccessEvent

pytestmark = pytest.mark.django_db
SUBJECT = uuid.UUID(int=5)


def show(by, at, reason="contact", words=""):
    return record_access(
        by=by, at=at, subject_table="cases_case", subject_id=SUBJECT, case_id=SUBJECT, what="identity", reason=reason,
        words=words, until=at + SHOWN_FOR,
    )  # fmt: skip


def test_a_showing_lasts_ten_minutes_and_is_this_persons_alone(at_work):
    from accounts.models import Staff

    now = timezone.now()
    show(at_work, now)
    other = Staff.objects.create_user("dwi", password=None, name="Dwi Hartanto")

    assert shown_until(by=at_work, subject_id=SUBJECT, at=now + timedelta(minutes=9)) == now + SHOWN_FOR
    assert shown_until(by=at_work, subject_id=SUBJECT, at=now + timedelta(minutes=10)) is None
    assert shown_until(by=other, subject_id=SUBJECT, at=now) is None


@pytest.mark.parametrize("reason", ["  ", "Ibunya menelepon", "other: ibunya menelepon"])
def test_a_showing_needs_a_reason_and_it_is_a_code(at_work, reason):
    with pytest.raises(ValueError, match="reason"):
        show(at_work, timezone.now(), reason=reason)


def test_the_database_refuses_words_in_the_place_of_the_code(at_work):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEvent.objects.create(
            at=timezone.now(), by=at_work, subject_table="cases_case", subject_id=SUBJECT, what="identity",
            reason="Ibunya menelepon", digest=b"0" * 32,
        )  # fmt: skip


def test_what_is_typed_stands_sealed_and_the_chain_is_followed_without_the_offices_key(at_work, monkeypatch):
    show(at_work, timezone.now(), reason="other", words=" Ibunya menelepon ")
    assert AccessEvent.objects.get().words == "Ibunya menelepon"
    show(at_work, timezone.now())
    forget_keys()
    monkeypatch.setattr(sealing, "office_key", lambda **_asked: pytest.fail("the key was asked for"))

    assert broken_at() is None


def test_sealed_words_put_in_the_place_of_others_break_the_chain(at_work):
    now = timezone.now()
    show(at_work, now, reason="other", words="Ibunya menelepon")
    forged = AccessEvent(at=now, by=at_work, subject_table="t", subject_id=SUBJECT, what="identity", reason="other")
    forged.digest = _digest(bytes(AccessEvent.objects.get().digest), forged)
    forged.words = "Ayahnya menelepon"
    forged.save(force_insert=True)

    assert broken_at() == forged.number


def test_rows_of_before_the_sealing_are_followed_over_their_words(at_work):
    now = timezone.now()
    old = AccessEvent(
        at=now, by=at_work, subject_table="cases_case", subject_id=SUBJECT, what="identity", reason="other", edition=1
    )
    why = "other: Ibunya menelepon"
    parts = (old.id, now.isoformat(), at_work.pk, "cases_case", SUBJECT, None, "identity", why, "")
    old.digest = hashlib.sha256("|".join(str(part) for part in parts).encode()).digest()
    old.words = "Ibunya menelepon"
    old.save(force_insert=True)
    show(at_work, now)

    assert broken_at() is None


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
