"""A deadline that moves at the sender's moves at the receiver's: with the file until acceptance, after it behind."""

import uuid
from datetime import datetime, timedelta

import pytest

from cases.models import CarriedLimit, Case, LimitClock
from cases.operations import dating
from tests.faults.between import Between
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA, waiting

pytestmark = pytest.mark.django_db
EARLIER = timedelta(hours=3)


@pytest.fixture
def key(between: Between) -> uuid.UUID:
    """A handover from Salatiga that waits in Banyuwangi's inbox."""
    return waiting(between)


def put_right(between: Between) -> datetime:
    """Salatiga's report came in earlier than was written; return when its limit is due now."""
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=between.matters[0])
        dating.correct(
            report=case.reports.get(), received_at=case.reported_at - EARLIER, channel="datang", reason="Salah ketik",
            by=desk.by, at=between.now(),
        )  # fmt: skip
        due: datetime = LimitClock.objects.get(case=case).due_at
    return due


def owed(between: Between, code: str) -> list[tuple[str, datetime]]:
    with between.desks[code]():
        rows = CarriedLimit.objects.filter(case__matter=between.matters[0])
        return list(rows.values_list("office_name", "due_at"))


def test_while_it_waits_the_file_is_renewed(between: Between, key: uuid.UUID) -> None:
    due = put_right(between)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    assert owed(between, BANYUWANGI) == [("Kota Salatiga", due)]


def test_what_the_file_came_too_early_for_follows_it(between: Between, key: uuid.UUID) -> None:
    due = put_right(between)
    between.accept(BANYUWANGI, key)
    assert owed(between, BANYUWANGI) == [("Kota Salatiga", due + EARLIER)]
    between.relay(SALATIGA)
    between.settle()
    assert owed(between, BANYUWANGI) == [("Kota Salatiga", due)]


def test_given_back_nobody_is_given_their_own_deadline_as_another_s(between: Between, key: uuid.UUID) -> None:
    between.accept(BANYUWANGI, key)
    between.settle()
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    between.check_settled()
    assert all(office != "Kota Salatiga" for office, _due in owed(between, SALATIGA))
    assert [office for office, _due in owed(between, BANYUWANGI)] == ["Kota Salatiga"]
