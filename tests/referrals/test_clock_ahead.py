"""A sender whose clock is ahead: what turns high is answered as soon as by a right one, and reminded of in time."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.utils import timezone

from cases.models import Case
from cases.operations import incidents
from custody.models import Envelope, Link
from referrals import deadlines, reminding
from referrals.models import Referral
from tests.faults.between import Between, furnish

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI = "33.73", "35.10"
A_DAY = timedelta(days=1)


@pytest.fixture
def between(db: None, salatiga: object, monkeypatch: pytest.MonkeyPatch) -> Between:
    """The offices by the right time, but for Salatiga: its clock is a day ahead."""
    made = Between(furnish())
    monkeypatch.setattr("tests.faults.between.BEGIN", timezone.now() - timedelta(minutes=30))
    made.desks[SALATIGA].skew = A_DAY
    return made


def sent_and_rated_high(between: Between) -> UUID:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.settle()
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        incidents.rate_risk(case=case, risk="high", by=desk.by, at=between.now(SALATIGA))
    between.settle()
    return key


def test_what_turns_high_by_a_clock_that_is_ahead_is_answered_within_three_hours(between: Between) -> None:
    key = sent_and_rated_high(between)
    with between.desks[SALATIGA]():
        row, own = Envelope.objects.get(pk=key), Referral.objects.get(pk=key)
    assert row.risk == "high"
    assert row.answer_by - timezone.now() <= deadlines.NOW
    assert own.answer_by == row.answer_by, "whoever sent it reads the same"


def test_its_receiver_is_reminded_once_half_of_the_three_hours_is_over(between: Between) -> None:
    key = sent_and_rated_high(between)
    with between.desks[BANYUWANGI]():
        due = Envelope.objects.get(pk=key).answer_by
        assert reminding.remind(at=due - timedelta(hours=2)) == 0
        assert reminding.remind(at=due - timedelta(minutes=80)) == 1
        said = Link.objects.get(envelope=key, kind="nudged").data["stage"]
    assert said in ("half", "hour"), "an office that is closed has no working hour left"


def test_postgresql_counts_the_three_hours_that_the_product_does() -> None:
    migration = import_module("custody.migrations.0012_high_risk_is_answered_soon")
    hours = int(deadlines.NOW / timedelta(hours=1))
    assert f"interval '{hours} hours'" in migration.SOON
