"""What was sent is forgotten at the centre once both offices have their own, and never before."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cases.models import Case
from config.celery import app
from custody import chain
from custody.envelopes import TIED
from custody.models import Envelope, Parcel
from frontend.referrals.wording import minimum_lines
from outbox.models import Message
from referrals import forgetting, lettering
from referrals.models import Referral
from referrals.operations import receiving
from referrals.tasks import forget_parcels
from tenants.current import in_office
from tenants.models import Office
from tenants.tasks import SCHEMA_HEADER
from tests.faults.between import BEGIN, Between, furnish

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI = "33.73", "35.10"
LATER = BEGIN + timedelta(days=settings.PARCELS_KEPT_DAYS + 1)


@pytest.fixture
def between(db: None, salatiga: object, monkeypatch: pytest.MonkeyPatch) -> Between:
    monkeypatch.setattr(forgetting, "kept_since", lambda: BEGIN)
    return Between(furnish())


@pytest.fixture
def key(between: Between) -> uuid.UUID:
    sent = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    return sent


def forgotten(between: Between, at: datetime = LATER, code: str = SALATIGA) -> int:
    with between.desks[code]():
        return forgetting.forget_parcels(at=at)


def kinds_left(between: Between, key: uuid.UUID) -> set[str]:
    with between.desks[SALATIGA]():
        return set(Parcel.objects.filter(envelope=key, kind__in=TIED).values_list("kind", flat=True))


def test_an_accepted_one_is_forgotten_after_its_time_once_it_was_followed(between: Between, key: uuid.UUID) -> None:
    assert forgotten(between) == 0, "it waits for an answer"
    between.accept(BANYUWANGI, key)
    assert forgotten(between, LATER + timedelta(days=60)) == 0, "its sender has not heard of the answer yet"
    between.settle()
    assert forgotten(between, LATER - timedelta(days=2)) == 0, "its time is not over"
    assert forgotten(between, code=BANYUWANGI) == 0, "nobody forgets for another"
    assert kinds_left(between, key) == {"minimum", "file", "letter"}
    assert forgotten(between) == 3
    assert kinds_left(between, key) == set()
    assert forgotten(between) == 0


def test_afterwards_both_read_and_do_what_they_could_before(between: Between, key: uuid.UUID) -> None:
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        desk = between.desks[BANYUWANGI].by
        before = receiving.preview_of(Envelope.objects.get(pk=key)).minimum
        letter = lettering.readable(key, by=desk)
    assert forgotten(between) == 3
    with between.desks[BANYUWANGI]():
        after = receiving.preview_of(Envelope.objects.get(pk=key)).minimum
        assert after == before
        assert minimum_lines(after)
        again = lettering.readable(key, by=desk)
        assert letter is not None
        assert again is not None
        assert again.letter == letter.letter
    with between.desks[SALATIGA]():
        own = lettering.readable(key, by=between.desks[SALATIGA].by)
        assert own is not None
        assert own.letter.number == letter.letter.number
    for code in (SALATIGA, BANYUWANGI):
        with between.desks[code]():
            assert chain.faults(matter=between.matters[0]) == []
    between.feed_back(BANYUWANGI, key)
    back = between.give_back(BANYUWANGI, key)
    between.settle()
    between.accept(SALATIGA, back)
    between.settle()
    between.check_settled()
    assert between.holder_of(between.matters[0]) == SALATIGA


def test_what_is_still_to_be_carried_keeps_its_parcels(between: Between, key: uuid.UUID) -> None:
    """Also what was given up, since a person may send it again."""
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[SALATIGA]():
        Message.objects.create(
            topic="referral.parcel", stream="referral", matter=between.matters[0], payload={}, dead_at=BEGIN
        )
    assert forgotten(between) == 0
    with between.desks[SALATIGA]():
        Message.objects.filter(dead_at=BEGIN).delete()
    assert forgotten(between) == 3


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_what_came_to_nothing_is_gone_at_once_and_what_stayed_of_it_later(
    between: Between, key: uuid.UUID, end: str
) -> None:
    with between.desks[SALATIGA]():
        left = Parcel.objects.get(envelope=key, kind="minimum")
    getattr(between, end)(BANYUWANGI if end == "decline" else SALATIGA, key)
    between.settle()
    assert kinds_left(between, key) == set()
    with between.desks[SALATIGA]():
        left.save(force_insert=True)
    assert forgotten(between) == 1


def test_what_was_kept_goes_with_the_consent(between: Between, key: uuid.UUID) -> None:
    between.accept(BANYUWANGI, key)
    between.settle()
    assert forgotten(between) == 3
    between.take_consent_back(SALATIGA, between.matters[0])
    between.settle()
    with between.desks[BANYUWANGI]():
        assert receiving.preview_of(Envelope.objects.get(pk=key)).minimum == {}
        assert lettering.readable(key, by=between.desks[BANYUWANGI].by) is None
        assert Referral.objects.get(pk=key).came is None
        assert Case.objects.exists(), "what this office learnt itself stays"


# what was accepted before offices kept what came with it ---------------------------


@pytest.fixture
def before(between: Between, key: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It was accepted, and a month later offices began to keep what came with it; returns when."""
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        Referral.objects.filter(pk=key).update(came=None)
    monkeypatch.setattr(forgetting, "kept_since", lambda: LATER)
    return LATER


def kept(between: Between) -> int:
    with between.desks[BANYUWANGI]():
        return forgetting.keep_what_came()


def test_it_is_kept_by_its_receiver_before_its_sender_forgets(
    between: Between, key: uuid.UUID, before: datetime
) -> None:
    month = timedelta(days=settings.PARCELS_KEPT_DAYS)
    assert forgotten(between, before + timedelta(hours=1)) == 0, "the first evening"
    assert kinds_left(between, key) == {"minimum", "file", "letter"}
    assert kept(between) == 1
    assert kept(between) == 0, "once"
    assert forgotten(between, before + month + timedelta(hours=1)) == 3
    with between.desks[BANYUWANGI]():
        assert lettering.received(key) is not None
        assert minimum_lines(receiving.preview_of(Envelope.objects.get(pk=key)).minimum)


def test_one_that_can_t_be_kept_holds_up_no_other(
    between: Between, key: uuid.UUID, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    del before
    other = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, other)
    opened = receiving.came_with

    def lost(envelope: Envelope) -> dict[str, object]:
        if envelope.pk == key:
            raise Envelope.DoesNotExist
        return opened(envelope)

    monkeypatch.setattr(receiving, "came_with", lost)
    with between.desks[BANYUWANGI]():
        Referral.objects.filter(pk=other).update(came=None)
    assert kept(between) == 1
    with between.desks[BANYUWANGI]():
        assert Referral.objects.get(pk=other).came
        assert Referral.objects.get(pk=key).came is None
    monkeypatch.undo()
    assert kept(between) == 1, "it is tried again the next evening"


def test_what_came_to_nothing_before_is_forgotten_all_the_same(
    between: Between, key: uuid.UUID, before: datetime
) -> None:
    with between.desks[SALATIGA]():
        Referral.objects.filter(pk=key).update(state="withdrawn")
    assert forgotten(between, before + timedelta(hours=1)) == 3


def test_nothing_is_kept_once_its_consent_was_withdrawn(between: Between, key: uuid.UUID, before: datetime) -> None:
    del before
    between.take_consent_back(SALATIGA, between.matters[0])
    between.settle()
    assert kept(between) == 0
    with between.desks[BANYUWANGI]():
        assert Referral.objects.get(pk=key).came is None


def test_since_when_they_are_kept_the_office_s_own_tables_say(salatiga: Office) -> None:
    with in_office(salatiga):
        assert forgetting.kept_since() <= timezone.now()


def test_the_evening_s_task_keeps_before_it_forgets(between: Between, key: uuid.UUID, before: datetime) -> None:
    del before
    app.tasks[forget_parcels.name].apply(headers={SCHEMA_HEADER: between.desks[BANYUWANGI].office.schema_name}).get()
    with between.desks[BANYUWANGI]():
        assert "letter" in (Referral.objects.get(pk=key).came or {})
