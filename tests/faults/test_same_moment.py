"""Two who act on a referral at the same moment, each in a process of its own: one is first, the other is told."""

import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, transaction

from cases.models import Case
from cases.operations import people
from cases.people import PersonData
from custody.models import Envelope, Link
from referrals.models import Referral
from tests.conftest import _entered
from tests.faults.between import Between
from tests.faults.bounds import ROUNDS
from tests.faults.killing import DONE, REFUSED_CODE, at_once

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
CHILD = PersonData(name="Anak Kedua", sex="P", age_band="A06_12")
A_WHILE = 1.5
"""Seconds that somebody's transaction stays open, for the other to come in between."""


def settled(between: Between) -> None:
    between.settle()
    between.check_settled()
    between.matters.clear()


def test_two_staff_accept_at_once_and_one_is_told(between: Between) -> None:
    for _round in range(ROUNDS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        between.relay(SALATIGA)
        codes = at_once([partial(between.accept, BANYUWANGI, key) for _one in range(2)])
        assert sorted(codes) == [DONE, REFUSED_CODE]
        with between.desks[BANYUWANGI]():
            assert Case.objects.filter(matter=matter).count() == 1
        settled(between)


def test_a_withdrawal_races_an_acceptance_and_both_offices_agree(between: Between) -> None:
    for _round in range(ROUNDS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        between.relay(SALATIGA)
        taken_back, accepted = at_once(
            [partial(between.withdraw, SALATIGA, key), partial(between.accept, BANYUWANGI, key)]
        )
        assert sorted([taken_back, accepted]) == [DONE, REFUSED_CODE]
        assert between.holder_of(matter) == (BANYUWANGI if accepted == DONE else SALATIGA)
        settled(between)


def test_a_withdrawal_races_the_relay_and_nothing_stays_out_there(between: Between) -> None:
    for _round in range(ROUNDS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        assert at_once([partial(between.withdraw, SALATIGA, key), partial(between.relay, SALATIGA)]) == [DONE, DONE]
        assert between.holder_of(matter) == SALATIGA
        settled(between)


def _child_slowly(between: Between, matter: UUID) -> None:
    """Add a second victim and take a while before it is committed."""
    desk = between.desks[SALATIGA]
    with desk(), transaction.atomic():
        case = Case.objects.get(matter=matter)
        people.add(case=case, data=CHILD, roles={"victim": ""}, by=desk.by, at=between.now(SALATIGA))
        time.sleep(A_WHILE)


def _in_between(act: Callable[[], object]) -> None:
    time.sleep(A_WHILE / 3)
    act()


@pytest.mark.parametrize("moment", ["leaving", "accepted"])
def test_a_victim_added_at_the_moment_it_leaves_or_is_accepted_is_not_lost(between: Between, moment: str) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    act: Callable[[], object] = partial(between.relay, SALATIGA)
    if moment == "accepted":
        act()
        act = partial(between.accept, BANYUWANGI, key)
    assert at_once([partial(_child_slowly, between, matter), partial(_in_between, act)]) == [DONE, DONE]
    if moment == "leaving":
        between.relay(SALATIGA)
        between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Case.objects.get(matter=matter).people.count() == 2
    settled(between)


def test_two_provinces_and_the_receiver_at_once(between: Between) -> None:
    """The receiver's province and the ministry assign to different offices while the receiver accepts: one of three."""
    for _round in range(ROUNDS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        between.relay(SALATIGA)
        codes = at_once([
            partial(between.assign, "35", key, NUNUKAN), partial(between.assign, "nation", key, NUNUKAN),
            partial(between.accept, BANYUWANGI, key),
        ])  # fmt: skip
        assert sorted(codes) == [DONE, REFUSED_CODE, REFUSED_CODE]
        settled(between)


def test_two_relays_and_two_followers_at_once_do_everything_once(between: Between) -> None:
    for _round in range(ROUNDS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        assert set(at_once([partial(between.relay, SALATIGA)] * 2)) == {DONE}
        between.accept(BANYUWANGI, key)
        assert set(at_once([partial(between.follow, SALATIGA, matter)] * 2)) == {DONE}
        settled(between)


def asked_and_handed_over(between: Between) -> tuple[object, UUID, UUID]:
    """Salatiga asks Nunukan for help and Banyuwangi to take the matter over; nobody has answered."""
    matter = between.open_case(SALATIGA)
    help_ = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    handover = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    return matter, help_, handover


@pytest.mark.parametrize("act", ["accept", "open_", "ask", "decline"])
def test_help_is_answered_while_the_matter_is_handed_over(between: Between, act: str) -> None:
    """The handover never waits for it or fails by it; help is given, or it ends with the handover."""
    for _round in range(ROUNDS):
        matter, help_, handover = asked_and_handed_over(between)
        answer = partial(getattr(between, act), NUNUKAN, help_)
        codes = at_once([answer, partial(between.accept, BANYUWANGI, handover)])
        assert codes[1] == DONE
        assert codes[0] in (DONE, REFUSED_CODE)
        assert between.holder_of(matter) == BANYUWANGI
        settled(between)
        with between.desks[NUNUKAN]():
            state = Envelope.objects.get(pk=help_).state
            given = Case.objects.filter(matter=matter, state=Case.State.RUNNING).exists()
        answered = {"accept": "accepted", "decline": "declined"}.get(act, "withdrawn")
        assert state == (answered if codes[0] == DONE else "withdrawn")
        assert given is (state == "accepted")


def test_help_that_somebody_was_looking_at_ends_as_the_sender_follows(between: Between, faulty: str) -> None:
    """PostgreSQL passes over what is locked that moment: as if its rule had not been there."""
    matter, help_, handover = asked_and_handed_over(between)
    rule = "ALTER TABLE public.custody_envelope {} TRIGGER takes_back"
    with _entered(faulty, "owner"), connection.cursor() as cursor:
        cursor.execute(rule.format("DISABLE"))
    try:
        between.accept(BANYUWANGI, handover)
    finally:
        with _entered(faulty, "owner"), connection.cursor() as cursor:
            cursor.execute(rule.format("ENABLE"))
    with between.desks[NUNUKAN]():
        assert Envelope.objects.get(pk=help_).state == "sent"
    settled(between)
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=help_).state == Envelope.objects.get(pk=help_).state == "withdrawn"
        assert Link.objects.get(matter=matter, envelope=help_, kind="withdrawn").data == {"because": "handed_over"}
