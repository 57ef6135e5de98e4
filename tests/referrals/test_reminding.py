"""The platform reminds whoever is asked, before and at the deadline: once each, and the sender reads it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cases.models import Event
from config.celery import app
from custody import chain
from custody.models import Envelope, Link
from custody.refusals import Overtaken
from referrals import following, reminding
from referrals.models import Referral
from referrals.tasks import remind
from tenants.current import in_office
from tenants.tasks import SCHEMA_HEADER
from tests.faults.between import Between, furnish

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
SENT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
"""A Monday, 09.00 in Salatiga and Banyuwangi."""


@pytest.fixture
def between(db: None, salatiga: object, monkeypatch: pytest.MonkeyPatch) -> Between:
    made = Between(furnish())
    monkeypatch.setattr("tests.faults.between.BEGIN", SENT)
    return made


@pytest.fixture
def waits(between: Between) -> Envelope:
    """A referral that Banyuwangi is to answer within 24 hours."""
    key = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    with between.desks[BANYUWANGI]():
        return Envelope.objects.get(pk=key)


def reminded(between: Between, at: datetime, code: str = BANYUWANGI) -> int:
    with between.desks[code]():
        return reminding.remind(at=at)


def stages(between: Between) -> list[str]:
    with between.desks[SALATIGA]():
        return [link.data["stage"] for link in Link.objects.filter(kind="nudged").order_by("number")]


def test_at_half_of_the_time_one_working_hour_before_and_at_the_deadline(between: Between, waits: Envelope) -> None:
    due = waits.answer_by
    assert reminded(between, waits.sent_at + timedelta(hours=11, minutes=59)) == 0
    assert reminded(between, waits.sent_at + timedelta(hours=12, minutes=1)) == 1
    assert reminded(between, due - timedelta(minutes=62)) == 0, "once"
    assert reminded(between, due - timedelta(minutes=58)) == 1
    assert reminded(between, due - timedelta(minutes=1)) == 0
    assert reminded(between, due) == 1
    for later in (timedelta(), timedelta(days=3)):
        assert reminded(between, due + later) == 0, "from then on it is for people to chase"
    assert stages(between) == ["half", "hour", "due"]


def test_whoever_was_away_says_what_is_so_by_then_and_nothing_twice(between: Between, waits: Envelope) -> None:
    assert reminded(between, waits.answer_by + timedelta(hours=2)) == 1
    assert reminded(between, waits.sent_at + timedelta(hours=13)) == 0, "a clock that goes back reminds of nothing"
    assert stages(between) == ["due"]


def test_only_the_receiver_s_own_office_reminds_and_only_of_what_waits(between: Between, waits: Envelope) -> None:
    for code in (SALATIGA, NUNUKAN):
        assert reminded(between, waits.answer_by, code) == 0
    between.accept(BANYUWANGI, waits.pk)
    assert reminded(between, waits.answer_by) == 0
    assert stages(between) == []


def test_another_deadline_is_reminded_of_anew(between: Between, waits: Envelope) -> None:
    assert reminded(between, waits.answer_by) == 1
    between.assign("35", waits.pk, BANYUWANGI)
    with between.desks[BANYUWANGI]():
        anew = Envelope.objects.get(pk=waits.pk)
    assert reminded(between, anew.answer_by - timedelta(minutes=45)) == 0, "half of the new time is not over"
    assert reminded(between, anew.answer_by) == 1
    assert stages(between) == ["due", "due"]


def test_an_officer_who_is_just_answering_is_not_overtaken_by_it(between: Between, waits: Envelope) -> None:
    assert reminded(between, waits.answer_by) == 1
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=waits.pk).revision == waits.revision


def test_postgresql_takes_no_second_one_and_none_by_another(between: Between, waits: Envelope) -> None:
    due = str(int(waits.answer_by.timestamp()))
    told = {"matter": waits.matter, "kind": "nudged", "at": SENT, "envelope": waits.pk}
    with between.desks[SALATIGA](), pytest.raises(IntegrityError, match="does not say so"), transaction.atomic():
        chain.append(**told, stage="half", due=due)
    for said in ({"stage": "half", "due": "0"}, {"stage": "whenever", "due": due}, {"stage": "half"}, {"due": due}, {}):
        with between.desks[BANYUWANGI](), pytest.raises(IntegrityError, match="does not say so"), transaction.atomic():
            chain.append(**told, **said)
    with between.desks[BANYUWANGI]():
        chain.append(**told, stage="half", due=due)
        with pytest.raises(IntegrityError, match="nudged_once_a_stage"), transaction.atomic():
            chain.append(**told, stage="half", due=due)


def test_the_sender_reads_it_in_its_case(between: Between, waits: Envelope) -> None:
    reminded(between, waits.answer_by)
    with between.desks[SALATIGA]():
        assert following.behind() == [waits.matter]
        for _again in range(2):
            following.follow(waits.matter, at=waits.answer_by)
        told = Event.objects.get(kind="referral_nudged")
        assert (told.data["referral"], told.data["stage"]) == (str(waits.pk), "due")
        assert Referral.objects.get().state == "sent"
        assert chain.faults(matter=waits.matter) == []


def test_the_task_runs_in_the_receiver_s_office(between: Between, waits: Envelope) -> None:
    del waits
    sent = app.tasks[remind.name]
    done = {
        code: sent.apply(headers={SCHEMA_HEADER: desk.office.schema_name}).get() for code, desk in between.desks.items()
    }
    assert done == {SALATIGA: 0, BANYUWANGI: 1, NUNUKAN: 0}
    with in_office(between.desks[BANYUWANGI].office):
        assert remind() == 0


def test_one_that_can_t_be_said_holds_up_no_other(
    between: Between, waits: Envelope, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    tried: list[UUID] = []

    def first_fails(key: UUID, stage: str, *, at: datetime) -> bool:
        tried.append(key)
        if len(tried) == 1:
            raise Overtaken("sent")
        return said(key, stage, at=at)

    said = reminding._say
    monkeypatch.setattr(reminding, "_say", first_fails)
    assert reminded(between, waits.answer_by + timedelta(days=1)) == 1
    assert len(set(tried)) == 2
    assert stages(between) == ["due"]
    assert "Overtaken" in caplog.text
    assert reminded(between, waits.answer_by + timedelta(days=1)) == 1, "and it is tried again"
