"""Handoffs whose processes are killed between any two of their steps: tried again, each ends in one office alone."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from custody.models import Envelope, Link
from outbox.models import Message
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


class Handoff:
    """One handoff through the Killer: sent, perhaps asked about or assigned, answered; a help is brought to its end."""

    def __init__(self, between: Between, kill: Killer, chance: random.Random) -> None:
        self.between, self.kill, self.chance = between, kill, chance
        self.matter = between.open_case(SALATIGA)
        self.kind = chance.choice(["pelimpahan", "pelimpahan", "rujukan", "bersama"])
        kill("send", between.sending(SALATIGA, self.matter, BANYUWANGI, self.kind))
        with between.desks[SALATIGA]():
            [self.key] = Referral.objects.filter(matter=self.matter).values_list("pk", flat=True)
        kill("relay", partial(between.relay, SALATIGA))

    def is_talked_about(self) -> str:
        """Which answers may follow: a question and its reply hold up none, what was assigned is accepted."""
        between, kill = self.between, self.kill
        what = self.chance.choice(["nothing", "ask", "assign"])
        if what == "ask":
            kill("ask", partial(between.ask, BANYUWANGI, self.key))
            kill("follow", partial(between.follow, SALATIGA, self.matter))
            kill("reply", partial(between.reply, SALATIGA, self.key))
            between.relay(SALATIGA)
        elif what == "assign":
            kill("assign", partial(between.assign, "35", self.key, BANYUWANGI))
            return "accept"
        return self.chance.choice(["accept", "accept", "accept", "decline", "withdraw"])

    def is_answered(self, answer: str) -> str:
        """The state that it should have come to."""
        between, kill = self.between, self.kill
        kill(answer, partial(getattr(between, answer), SALATIGA if answer == "withdraw" else BANYUWANGI, self.key))
        kill("follow", partial(between.follow, SALATIGA, self.matter))
        if answer != "accept" or self.kind == "pelimpahan":
            return {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[answer]
        kill("finish", partial(between.finish, self.chance.choice([SALATIGA, BANYUWANGI]), self.key))
        return "finished"


def test_processes_killed_between_any_two_steps_of_many_handoffs(between: Between) -> None:
    kill, chance = Killer(20261123), random.Random(3)  # noqa: S311 - chance, not secrecy
    answers: Counter[str] = Counter()
    for _number in range(HANDOFFS):
        handoff = Handoff(between, kill, chance)
        answer = handoff.is_talked_about()
        expected = handoff.is_answered(answer)
        between.settle()
        with between.desks[BANYUWANGI]():
            state = Envelope.objects.values_list("state", flat=True).get(pk=handoff.key)
        assert state == expected, "what was tried again after a kill came about"
        moved = answer == "accept" and handoff.kind == "pelimpahan"
        assert between.holder_of(handoff.matter) == (BANYUWANGI if moved else SALATIGA)
        answers[f"{handoff.kind} {state}"] += 1
        between.check_settled()
        between.matters.clear()
    killed = Counter({name: count for (name, how), count in kill.counted.items() if how == "killed"})
    assert killed.total() >= 3 * HANDOFFS, dict(kill.counted)
    assert {"send", "relay", "ask", "reply", "assign", "accept", "follow", "finish"} <= set(killed), dict(kill.counted)
    assert len(answers) >= 4, dict(answers)


def test_a_sending_that_was_killed_anywhere_and_tried_again_makes_one_referral(between: Between) -> None:
    """Whoever presses the button again has the page from before: what was sent already is told, and not sent twice."""
    acts: list[Act] = []

    def sending() -> Act:
        between.matters.clear()
        acts.append(between.sending(SALATIGA, between.open_case(SALATIGA), BANYUWANGI, "rujukan"))
        return acts[-1]

    def once(_code: int) -> None:
        with between.desks[SALATIGA]():
            there = Referral.objects.filter(matter=between.matters[0]).count()
            assert Message.objects.filter(matter=between.matters[0], topic="referral.sent").count() == there
        again, _passed = in_a_process(acts[-1])
        assert again == (REFUSED_CODE if there else DONE)
        between.settle()
        with between.desks[SALATIGA]():
            assert Referral.objects.filter(matter=between.matters[0], state="sent").count() == 1
            assert Envelope.objects.filter(matter=between.matters[0]).count() == 1

    assert each_point(sending, once) > 10


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
