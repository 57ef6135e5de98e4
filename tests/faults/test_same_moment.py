"""Two who act on a referral at the same moment, each in a process of its own: one is first, the other is told."""

from functools import partial

import pytest

from cases.models import Case
from tests.faults.between import Between
from tests.faults.bounds import ROUNDS
from tests.faults.killing import DONE, REFUSED_CODE, at_once

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"


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
