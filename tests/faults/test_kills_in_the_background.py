"""Kills in what no person waits for: the platform's reminder, what follows a handover, and what the centre forgets."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.conf import settings

from cases.models import Case, Person
from cases.operations import people
from cases.people import PersonData
from custody.envelopes import TIED
from custody.models import Envelope, Link, Parcel
from referrals import forgetting, reminding
from referrals.models import Exchange, Referral
from tests.faults.between import BEGIN, Between
from tests.faults.test_kills import BANYUWANGI, SALATIGA, Act, each_point, sent

pytestmark = pytest.mark.slow
LATER = BEGIN + timedelta(days=settings.PARCELS_KEPT_DAYS + 40)
SITI = PersonData(name="Siti Aminah", sex="P", age_band="A25_44")


def at_desk(between: Between, code: str, act: Act) -> Act:
    def acting() -> object:
        with between.desks[code]():
            return act()

    return acting


def links(between: Between, key: UUID, kind: str) -> int:
    with between.desks[SALATIGA]():
        return Link.objects.filter(envelope=key, kind=kind).count()


def test_a_reminder_that_was_killed_anywhere_is_told_once(between: Between) -> None:
    keys: list[UUID] = []

    def reminding_() -> Act:
        keys.append(sent(between))
        between.relay(SALATIGA)
        return at_desk(between, BANYUWANGI, reminder())

    def reminder() -> Callable[[], int]:
        with between.desks[BANYUWANGI]():
            due = Envelope.objects.values_list("answer_by", flat=True).get(pk=keys[-1])
        return partial(reminding.remind, at=due + timedelta(minutes=1))

    def once(_code: int) -> None:
        assert links(between, keys[-1], "nudged") <= 1
        at_desk(between, BANYUWANGI, reminder())()
        at_desk(between, BANYUWANGI, reminder())()
        assert links(between, keys[-1], "nudged") == 1
        between.accept(BANYUWANGI, keys[-1])
        between.settle()
        between.check_settled()

    assert each_point(reminding_, once) > 3


def joint(between: Between) -> UUID:
    """A matter that both handle, and a victim whom Salatiga has added since: the relay is about to carry her."""
    between.matters.clear()
    matter = between.open_case(SALATIGA)
    key = between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        people.add(case=case, data=SITI, roles={"victim": ""}, by=desk.by, at=between.now(SALATIGA))
    return key


@pytest.mark.parametrize("who", ["relay", "follow"])
def test_a_supplement_that_was_killed_anywhere_comes_once(between: Between, who: str) -> None:
    keys: list[UUID] = []

    def telling() -> Act:
        keys.append(joint(between))
        if who == "relay":
            return partial(between.relay, SALATIGA)
        between.relay(SALATIGA)
        return partial(between.follow, BANYUWANGI, between.matters[0])

    def once(_code: int) -> None:
        between.settle()
        assert links(between, keys[-1], "supplemented") == 1
        with between.desks[BANYUWANGI]():
            assert Exchange.objects.filter(referral=keys[-1], kind="supplement").count() == 1
            assert Person.objects.filter(case__matter=between.matters[0]).count() == 2
        between.check_settled()

    assert each_point(telling, once) > 10


def test_forgetting_that_was_killed_anywhere_loses_nothing(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "kept_since", lambda: BEGIN)
    keys: list[UUID] = []

    def all_of_it() -> int:
        return forgetting.forget_parcels(at=LATER) + forgetting.forget_what_was_read(at=LATER)

    def forget() -> Act:
        keys.append(sent(between))
        between.relay(SALATIGA)
        between.ask(BANYUWANGI, keys[-1])
        between.settle()
        between.reply(SALATIGA, keys[-1])
        between.settle()
        between.accept(BANYUWANGI, keys[-1])
        between.settle()
        return at_desk(between, SALATIGA, all_of_it)

    def whole(_code: int) -> None:
        with between.desks[BANYUWANGI]():
            row = Referral.objects.get(pk=keys[-1])
            assert row.content, "the receiver has the file"
            assert row.came.keys() == {"minimum", "letter"}
        at_desk(between, SALATIGA, all_of_it)()
        with between.desks[SALATIGA]():
            there = Parcel.objects.filter(envelope=keys[-1])
            assert not there.filter(kind__in=TIED).exists()
            assert not there.filter(kind="question").exists()
            assert Exchange.objects.get(referral=keys[-1], kind="question").words
        between.check_settled()

    assert each_point(forget, whole) > 3
