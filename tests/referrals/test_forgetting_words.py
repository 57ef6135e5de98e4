"""What was said is taken off the centre by whoever has read and kept it, and by nobody else."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings as ours
from django.utils import timezone

from custody.envelopes import TIED
from custody.models import Link, Parcel
from outbox.models import Message
from outbox.relay import relay
from referrals import forgetting
from referrals.models import Exchange
from referrals.tasks import forget_parcels
from tests.faults.between import BEGIN, Between, furnish
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
LATER = BEGIN + timedelta(days=ours.PARCELS_KEPT_DAYS + 1)


@pytest.fixture
def between(db: None, salatiga: object) -> Between:
    return Between(furnish())


@pytest.fixture
def key(between: Between) -> UUID:
    """Asked and answered; Salatiga has followed the question, Banyuwangi not yet the reply."""
    sent = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    between.ask(BANYUWANGI, sent)
    between.settle()
    between.reply(SALATIGA, sent)
    between.relay(SALATIGA)
    return sent


def forgotten(between: Between, code: str, at: datetime = LATER) -> int:
    with between.desks[code]():
        return forgetting.forget_what_was_read(at=at)


def left(between: Between) -> set[str]:
    with between.desks[SALATIGA]():
        return set(Parcel.objects.exclude(kind__in=TIED).values_list("kind", flat=True))


def test_each_office_takes_off_what_it_has_read(between: Between, key: UUID) -> None:
    assert forgotten(between, SALATIGA, BEGIN + timedelta(days=1)) == 0, "not so soon"
    assert forgotten(between, BANYUWANGI) == 0, "it has not read the reply"
    assert left(between) == {"question", "reply"}
    assert forgotten(between, SALATIGA) == 1
    assert left(between) == {"reply"}
    between.settle()
    assert forgotten(between, BANYUWANGI) == 1
    assert left(between) == set()
    with between.desks[BANYUWANGI]():
        assert [one.words for one in Exchange.objects.order_by("at")] == ["Apakah aman malam ini?", "Aman."]
    with between.desks[SALATIGA]():
        assert Exchange.objects.get(kind="question").words == "Apakah aman malam ini?"
    between.check_settled()


def test_carried_again_it_is_told_no_second_time(between: Between, key: UUID) -> None:
    between.settle()
    assert forgotten(between, BANYUWANGI) == 1
    desk = between.desks[SALATIGA]
    with desk():
        Message.objects.filter(topic="referral.parcel").update(sent_at=None)
        assert relay(at=timezone.now() + timedelta(days=1)).failed == 0
        assert Link.objects.filter(envelope=key, kind="replied").count() == 1
        assert not Parcel.objects.filter(kind="reply").exists()


def test_what_did_not_open_stays(between: Between, key: UUID) -> None:
    with between.desks[SALATIGA]():
        Exchange.objects.filter(ours=False).update(unreadable=True)
    assert forgotten(between, SALATIGA) == 0


def test_postgresql_lets_a_receiver_delete_nothing_else(between: Between, key: UUID) -> None:
    there = between.desks[BANYUWANGI]
    with there():
        everything = Parcel.objects.filter(envelope=key)
        assert set(everything.values_list("kind", flat=True)) >= {"minimum", "reply"}
        everything.filter(kind__in=TIED).delete()
        assert everything.filter(kind="minimum").exists()
        Parcel.objects.filter(kind="question").delete()
    with between.desks[SALATIGA]():
        assert Parcel.objects.filter(envelope=key, kind__in=TIED).count() == 3


def test_the_evening_s_task_does_it(between: Between, key: UUID, settings) -> None:
    settings.PARCELS_KEPT_DAYS = 1
    with between.desks[SALATIGA]():
        assert forget_parcels() == 1
    assert left(between) == {"reply"}
