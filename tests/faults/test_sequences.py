"""A model-based test: whatever three offices and their provinces do, in whatever order, nobody is lost or doubled.

Messages go out late and in parts, offices follow late, twice or never until the end; keys are replaced and clocks are
hours off meanwhile. What can't be done is refused in words; nothing else is ever raised.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from cases.carrying import SCOPE as EVERYTHING
from custody.models import Envelope
from custody.states import WAITING
from tests.faults.between import REFUSED, SCOPE, Between
from tests.faults.bounds import FULL, SEQUENCES, STEPS
from tests.faults.choosing import AFTER, ANSWERS, PROVINCES, TALK, choices
from tests.faults.served import ACTS, Served

pytestmark = pytest.mark.slow
T = TypeVar("T")
codes = st.sampled_from(["33.73", "35.10", "65.03"])
provinces = st.sampled_from(["33", "35", "65", "nation"])
kinds = st.sampled_from(["pelimpahan", "pelimpahan", "rujukan", "bersama"])
ALL = tuple(EVERYTHING)
ELSEWHERE = {"33.73": "35.10", "35.10": "65.03", "65.03": "33.73"}
serving = st.sampled_from(ACTS)
hours = st.integers(min_value=-5, max_value=5)
LATE = {"overtaken", "no_such_envelope"}
"""What an addressee may hear who accepts: somebody was first. Anything else, and nobody could ever take the person."""
SENDERS = {"withdraw", "reply", "telephone"}
DONE, ENOUGH = "done", 3
"""What an act came to where it was not refused; how often one sequence does what is possible before it sends anew."""


class Handoffs(RuleBasedStateMachine):
    """Any act by any office at any time, and often one that can be done. `between` is set by the test."""

    between: Between
    database: str
    came_of_it: Counter[tuple[str, str]]
    tally: Counter[tuple[str, str]]
    matters = Bundle("matters")

    def __init__(self) -> None:
        super().__init__()
        self.between.matters, self.between.origin = [], {}
        self.tried: Counter[str] = Counter()
        self.sent: list[tuple[uuid.UUID, str, str]] = []
        self.served = Served(self.between)
        for desk in self.between.desks.values():
            desk.reset()

    def attempt(self, name: str, act: Callable[[], T]) -> T | None:
        """Do it, or count why it was refused; None then. Nothing but a refusal in words is ever raised."""
        self.tried[name] += 1
        try:
            done = act()
        except REFUSED as error:
            self.tally[name, error.code] += 1
            return None
        self.tally[name, DONE] += 1
        return done

    @initialize(
        target=matters, to=st.sampled_from(["35.10", "65.03"]), kind=kinds, acts=st.tuples(*[serving] * 3),
        data=st.data(),
    )  # fmt: skip
    def two_cases_stand_between_offices(
        self, to: str, kind: str, acts: tuple[str, str, str], data: st.DataObject
    ) -> object:
        """One that was handed over, and one about which everything is still open."""
        first, second = self.between.open_case("33.73"), self.between.open_case("33.73")
        self._sent_and_accepted(first, to, kind, acts)
        self._send("33.73", second, "35.10", kind)
        self.between.relay("33.73")
        for acts_now in (*[TALK] * 4, *[PROVINCES] * 2, ANSWERS, *[AFTER] * 3):  # whichever rules it goes without
            if not self._something_possible(data, acts_now):
                self._is_sent(second, kind)
                self._something_possible(data, acts_now)
            code = data.draw(st.sampled_from(["", *ELSEWHERE]))
            if code:
                self.between.relay(code)
                self.between.follow(code, second)
        for code, matter in self.served.limits_here()[:1]:
            self._serve(code, matter, "meet")
        if data.draw(st.booleans()):
            self._consent_is_withdrawn(data)
        return multiple(first, second)

    @rule(target=matters, code=codes)
    def a_case_is_opened(self, code: str) -> object:
        return multiple() if len(self.between.matters) >= 3 else self.between.open_case(code)

    @rule(matter=matters, to=codes, kind=kinds, leads=st.booleans())
    def whoever_holds_it_sends(self, matter: uuid.UUID, to: str, kind: str, leads: bool) -> None:
        holder = self.between.holder_of(matter)
        self._send(holder, matter, ELSEWHERE[holder] if to == holder else to, kind, leads)

    @rule(code=codes, matter=matters, to=codes, kind=kinds)
    def somebody_sends(self, code: str, matter: uuid.UUID, to: str, kind: str) -> None:
        self._send(code, matter, to, kind)

    def _send(self, code: str, matter: uuid.UUID, to: str, kind: str, leads: bool = False) -> uuid.UUID | None:
        scope = ALL if len(self.sent) % 2 else SCOPE
        leads = leads and kind == "bersama"
        act = partial(self.between.send, code, matter, to, kind, scope=scope, receiver_leads=leads)
        key = self.attempt("send", act)
        if key is not None:
            self.sent.append((key, code, to))
        return key

    @rule(matter=matters, kind=kinds, data=st.data())
    def what_waits_is_talked_about(self, matter: uuid.UUID, kind: str, data: st.DataObject) -> None:
        self._something_possible(data, (*TALK, *PROVINCES)) or self._is_sent(matter, kind)

    @rule(matter=matters, kind=kinds, data=st.data())
    def what_waits_is_answered(self, matter: uuid.UUID, kind: str, data: st.DataObject) -> None:
        self._something_possible(data, ANSWERS) or self._is_sent(matter, kind)

    @rule(matter=matters, acts=st.tuples(*[serving] * 3), data=st.data())
    def what_was_taken_goes_on(self, matter: uuid.UUID, acts: tuple[str, str, str], data: st.DataObject) -> None:
        if not self._something_possible(data, AFTER):
            self._sent_and_accepted(matter, ELSEWHERE[self.between.holder_of(matter)], "pelimpahan", acts)

    @rule(data=st.data())
    def the_service_goes_on(self, data: st.DataObject) -> None:
        """Where a case is held, by an act that this sequence has tried least; what came is met where it came."""
        limits = self.served.limits_here()
        acts = [act for act in ACTS if act != "meet" or limits]
        least = min(self.tried[act] for act in acts)
        act = data.draw(st.sampled_from([one for one in acts if self.tried[one] == least]))
        matter = data.draw(st.sampled_from(self.between.matters)) if act != "meet" else None
        code, matter = (self.between.holder_of(matter), matter) if matter is not None else limits[0]
        self._serve(code, matter, act)

    def _something_possible(self, data: st.DataObject, acts: tuple[str, ...]) -> bool:
        """Do one of these acts where its state allows it, of the kinds that this sequence has tried least."""
        found = [one for one in choices(self.between) if one.act in acts]
        least = min((self.tried[one.act] for one in found), default=ENOUGH)
        if least >= ENOUGH:
            return False
        act = data.draw(st.sampled_from(sorted({one.act for one in found if self.tried[one.act] == least})))
        chosen = data.draw(st.sampled_from([one for one in found if one.act == act]))
        self.attempt(chosen.act, partial(chosen.of, self.between))
        return True

    def _is_sent(self, matter: uuid.UUID, kind: str) -> None:
        holder = self.between.holder_of(matter)
        self._send(holder, matter, ELSEWHERE[holder], kind)
        self.between.relay(holder)

    @rule(
        code=codes, number=st.integers(min_value=0, max_value=9),
        act=st.sampled_from([*ANSWERS, *TALK, *AFTER]),
    )  # fmt: skip
    def an_office_tries_anything(self, code: str, number: int, act: str) -> None:
        """Whether it may or not: what it may is drawn above."""
        key, sender, to = self.sent[number % len(self.sent)]
        name = act if code == (sender if act in SENDERS else to) else f"{act}, not theirs"
        self.attempt(name, partial(getattr(self.between, act), code, key))

    @rule(province=provinces, number=st.integers(min_value=0, max_value=9), to=codes)
    def a_console_tries_anything(self, province: str, number: int, to: str) -> None:
        key, _sender, _to = self.sent[number % len(self.sent)]
        self.attempt("assign, whether they may or not", partial(self.between.assign, province, key, to))

    @rule(matter=matters, to=codes, kind=kinds, acts=st.tuples(*[serving] * 3))
    def it_is_sent_and_accepted(self, matter: uuid.UUID, to: str, kind: str, acts: tuple[str, str, str]) -> None:
        self._sent_and_accepted(matter, to, kind, acts)

    def _sent_and_accepted(self, matter: uuid.UUID, to: str, kind: str, acts: tuple[str, str, str]) -> None:
        """The service goes on: before it leaves, before it is accepted, and by whoever comes too late for that."""
        holder = self.between.holder_of(matter)
        key, to = self._waiting(holder, matter) or (None, {holder: ELSEWHERE[holder]}.get(to, to))
        key = key or self._send(holder, matter, to, kind)
        if key is None:
            return
        self._serve(holder, matter, acts[0])
        self.between.relay(holder)
        self._serve(holder, matter, acts[1])
        self.attempt("accept", partial(self.between.accept, to, key))
        self._serve(to if len(self.sent) % 2 else holder, matter, acts[2])

    def _waiting(self, holder: str, matter: uuid.UUID) -> tuple[uuid.UUID, str] | None:
        """What the holder has sent to an office here about it and nobody has answered, and to whom."""
        with self.between.desks[holder]():
            waits = Envelope.objects.filter(matter=matter, sender__code=holder, state__in=WAITING)
            found = waits.filter(receiver__isnull=False).order_by("number").first()
        return (found.pk, found.receiver_code) if found is not None else None

    def _serve(self, code: str, matter: uuid.UUID, act: str) -> None:
        self.attempt(act, partial(self.served.act, act, code, matter))

    @rule(matter=matters)
    def it_is_carried(self, matter: uuid.UUID) -> None:
        self.between.relay(self.between.holder_of(matter))

    @rule(data=st.data())
    def consent_is_withdrawn(self, data: st.DataObject) -> None:
        self._consent_is_withdrawn(data)

    def _consent_is_withdrawn(self, data: st.DataObject) -> None:
        """At whichever office knows of it; where none does, at any, which says that there is nothing to withdraw."""
        code, matter = data.draw(st.sampled_from(self.between.consents() or [("33.73", self.between.matters[0])]))
        self.attempt("withdraw consent", partial(self.between.take_consent_back, code, matter))

    @rule(code=codes, limit=st.integers(min_value=1, max_value=4))
    def some_messages_go_out(self, code: str, limit: int) -> None:
        self.between.relay(code, limit)

    @rule(code=codes, matter=matters, twice=st.booleans())
    def an_office_follows(self, code: str, matter: uuid.UUID, twice: bool) -> None:
        self.between.follow(code, matter)
        if twice:
            assert self.between.follow(code, matter) == 0, "what was applied once is applied no more"

    @rule(code=codes, off=hours)
    def a_key_is_replaced_and_a_clock_is_wrong(self, code: str, off: int) -> None:
        self.between.desks[code].skew = timedelta(hours=off)
        self.between.rotate_key(code, self.database)

    @rule()
    def everything_is_carried_and_followed(self) -> None:
        self.between.settle()
        self.between.check_settled()
        if FULL:
            self.served.check_settled()

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        self.between.check_always()

    def teardown(self) -> None:
        self.between.settle()
        self.between.check_settled()
        self.served.check_settled()
        self.came_of_it.update(self.between.count_envelopes())


@pytest.fixture
def machine(faulty: str, between: Between) -> Iterator[type[Handoffs]]:
    Handoffs.between, Handoffs.database, Handoffs.came_of_it = between, faulty, Counter()
    Handoffs.tally = Counter()
    yield Handoffs
    del Handoffs.between, Handoffs.database, Handoffs.came_of_it, Handoffs.tally


def test_no_sequence_loses_or_doubles_anybody(machine: type[Handoffs]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=not FULL,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if FULL else [Phase.generate],
        ),
    )  # fmt: skip
    taken: Counter[str] = Counter()
    for (kind, state), count in machine.came_of_it.items():
        taken[kind] += count if state in ("accepted", "finished") else 0
    assert taken.total() >= SEQUENCES, f"sequences in which nothing happens find nothing: {dict(machine.came_of_it)}"
    assert taken["pelimpahan"] >= SEQUENCES // 3, dict(machine.came_of_it)
    often = 5 if FULL else 1
    acts = {*ANSWERS, *TALK, *AFTER, *PROVINCES, *ACTS, "send", "withdraw consent"}
    seldom = {act: machine.tally[act, DONE] for act in acts if machine.tally[act, DONE] < often}
    assert seldom == {}, f"what never succeeds tries nothing: {seldom}, {sorted(machine.tally.items())}"
    refused = {code for act, code in machine.tally if act == "accept"} - {DONE}
    assert refused <= LATE, f"an addressee who could not take the person: {refused}"
