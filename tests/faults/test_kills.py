"""Handoffs whose processes are killed between any two of their steps: tried again, each ends in one office alone."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from custody.models import Envelope, Link
from referrals.models import Referral
from tests.faults.between import Between
from tests.faults.bounds import HANDOFFS, STRIDE
from tests.faults.killing import BROKE, DONE, KILLED, REFUSED_CODE, in_a_process

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI = "33.73", "35.10"
Act = Callable[[], object]


class Killer:
    """Kills what it runs at a random one of its points, then lets it be tried again, as staff or a worker would."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.points: dict[str, int] = {}
        self.counted: Counter[tuple[str, str]] = Counter()

    def __call__(self, name: str, act: Act) -> None:
        most = self.points.get(name)
        if most is None:
            code, self.points[name] = in_a_process(act)
        else:
            code, _passed = in_a_process(act, kill_at=self.random.randint(1, most))
        assert code != BROKE, f"{name} broke"
        self.counted[name, {KILLED: "killed", DONE: "done", REFUSED_CODE: "refused"}[code]] += 1
        if code == KILLED:
            again, _passed = in_a_process(act)
            assert again in (DONE, REFUSED_CODE), f"{name} broke when it was tried again"


def test_processes_killed_between_any_two_steps_of_many_handoffs(between: Between) -> None:
    kill, chance = Killer(20261123), random.Random(3)  # noqa: S311 - chance, not secrecy
    answers: Counter[str] = Counter()
    for _number in range(HANDOFFS):
        matter = between.open_case(SALATIGA)
        kind = chance.choice(["pelimpahan", "pelimpahan", "rujukan", "bersama"])
        answer = chance.choice(["accept", "accept", "accept", "decline", "withdraw"])
        key = between.send(SALATIGA, matter, BANYUWANGI, kind)
        kill("relay", partial(between.relay, SALATIGA))
        by = SALATIGA if answer == "withdraw" else BANYUWANGI
        kill(answer, partial(getattr(between, answer), by, key))
        kill("follow", partial(between.follow, SALATIGA, matter))
        between.settle()
        with between.desks[BANYUWANGI]():
            state = Envelope.objects.values_list("state", flat=True).get(pk=key)
        expected = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[answer]
        assert state == expected, "what was tried again after a kill came about"
        moved = answer == "accept" and kind == "pelimpahan"
        assert between.holder_of(matter) == (BANYUWANGI if moved else SALATIGA)
        answers[f"{kind} {state}"] += 1
        between.check_settled()
        between.matters.clear()
    killed = sum(count for (_name, how), count in kill.counted.items() if how == "killed")
    assert killed >= 2 * HANDOFFS, dict(kill.counted)
    assert len(answers) >= 5, dict(answers)


def each_point(act: Callable[[], Act], check: Callable[[int], None]) -> int:
    """Kill an act at its first point, or every STRIDE-th, each time a new one, until it is through; return how many."""
    for point in range(1, 1000, STRIDE):
        code, _passed = in_a_process(act(), kill_at=point)
        assert code in (KILLED, DONE)
        check(code)
        if code == DONE:
            return point
    raise AssertionError("it never comes to its end")


def sent(between: Between) -> UUID:
    """A referral of a new matter, which is the only one looked at."""
    between.matters.clear()
    return between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)


def test_the_worker_killed_between_posting_and_marking_posts_once(between: Between) -> None:
    keys: list[UUID] = []

    def relaying() -> Act:
        keys.append(sent(between))
        return partial(between.relay, SALATIGA)

    def posted_once(_code: int) -> None:
        with between.desks[SALATIGA]():
            there = Envelope.objects.filter(pk=keys[-1]).exists()
            state = Referral.objects.values_list("state", flat=True).get(pk=keys[-1])
            assert (state != "queued") is there, "posted and marked, or neither"
        between.relay(SALATIGA)
        with between.desks[SALATIGA]():
            assert Link.objects.filter(envelope=keys[-1], kind="sent").count() == 1
        between.check_settled()

    assert each_point(relaying, posted_once) > 10


def test_the_web_killed_anywhere_in_an_acceptance_leaves_it_whole_or_undone(between: Between) -> None:
    keys: list[UUID] = []

    def accepting() -> Act:
        keys.append(sent(between))
        between.relay(SALATIGA)
        return partial(between.accept, BANYUWANGI, keys[-1])

    def whole_or_undone(code: int) -> None:
        [matter] = between.matters
        with between.desks[BANYUWANGI]():
            state = Envelope.objects.values_list("state", flat=True).get(pk=keys[-1])
        assert between.holder_of(matter) == (BANYUWANGI if state == "accepted" else SALATIGA)
        between.check_always()
        again, _passed = in_a_process(partial(between.accept, BANYUWANGI, keys[-1]))
        assert again == (REFUSED_CODE if state == "accepted" else DONE), code
        between.settle()
        between.check_settled()

    assert each_point(accepting, whole_or_undone) > 20
