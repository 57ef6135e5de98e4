"""A model-based test: whatever three offices and their provinces do, in whatever order, nobody is lost or doubled.

Messages go out late and in parts, offices follow late, twice or never until the end; keys are replaced and clocks are
hours off meanwhile. What can't be done is refused in words; nothing else is ever raised.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

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
from tests.faults.served import ACTS, Served

pytestmark = pytest.mark.slow
codes = st.sampled_from(["33.73", "35.10", "65.03"])
provinces = st.sampled_from(["33", "35", "65", "nation"])
kinds = st.sampled_from(["pelimpahan", "pelimpahan", "rujukan", "bersama"])
whose = st.sampled_from(["sender", "sender", "receiver", "receiver", "33.73", "35.10", "65.03"])
ALL = tuple(EVERYTHING)
ELSEWHERE = {"33.73": "35.10", "35.10": "65.03", "65.03": "33.73"}
serving = st.sampled_from(ACTS)
hours = st.integers(min_value=-5, max_value=5)


class Handoffs(RuleBasedStateMachine):
    """Any act by any office at any time. `between` is set by the test."""

    between: Between
    database: str
    came_of_it: Counter[tuple[str, str]]
    acts_done: Counter[str]
    matters = Bundle("matters")
    referrals = Bundle("referrals")

    def __init__(self) -> None:
        super().__init__()
        self.between.matters, self.between.origin = [], {}
        self.ends: dict[uuid.UUID, tuple[str, str]] = {}
        self.served = Served(self.between)
        for desk in self.between.desks.values():
            desk.reset()

    @initialize(target=matters, to=st.sampled_from(["35.10", "65.03"]), kind=kinds, acts=st.tuples(*[serving] * 3))
    def there_is_a_case_that_was_handed_over(self, to: str, kind: str, acts: tuple[str, str, str]) -> uuid.UUID:
        matter = self.between.open_case("33.73")
        self._sent_and_accepted(matter, to, kind, acts)
        return matter

    @rule(target=matters, code=codes)
    def a_case_is_opened(self, code: str) -> object:
        return multiple() if len(self.between.matters) >= 3 else self.between.open_case(code)

    @rule(target=referrals, matter=matters, to=codes, kind=kinds, leads=st.booleans())
    def whoever_holds_it_sends(self, matter: uuid.UUID, to: str, kind: str, leads: bool) -> object:
        return self._sent(self.between.holder_of(matter), matter, to, kind, leads)

    @rule(target=referrals, code=codes, matter=matters, to=codes, kind=kinds)
    def somebody_sends(self, code: str, matter: uuid.UUID, to: str, kind: str) -> object:
        return self._sent(code, matter, to, kind, False)

    def _sent(self, code: str, matter: uuid.UUID, to: str, kind: str, leads: bool) -> object:
        try:
            scope = ALL if len(self.ends) % 2 else SCOPE
            key = self.between.send(code, matter, to, kind, scope=scope, receiver_leads=leads and kind == "bersama")
        except REFUSED:
            return multiple()
        self.ends[key] = (code, to)
        return key

    @rule(target=referrals, code=whose, key=referrals)
    def it_is_given_back(self, code: str, key: uuid.UUID) -> object:
        if code in ("sender", "receiver"):
            code = self.ends[key][code == "receiver"]
        try:
            back = self.between.give_back(code, key)
        except REFUSED:
            return multiple()
        self.ends[back] = (code, self.ends[key][0])
        return back

    @rule(
        code=whose, key=referrals,
        act=st.sampled_from(
            ["withdraw", "reply", "telephone", "finish", "feed_back", "open_", "ask", "accept", "accept", "decline"]
        ),
    )  # fmt: skip
    def an_office_acts(self, code: str, key: uuid.UUID, act: str) -> None:
        if code in ("sender", "receiver"):
            code = self.ends[key][code == "receiver"]
        with suppress(*REFUSED):
            getattr(self.between, act)(code, key)

    @rule(target=referrals, matter=matters, to=codes, kind=kinds, acts=st.tuples(*[serving] * 3))
    def it_is_sent_and_accepted(self, matter: uuid.UUID, to: str, kind: str, acts: tuple[str, str, str]) -> object:
        return self._sent_and_accepted(matter, to, kind, acts)

    def _sent_and_accepted(self, matter: uuid.UUID, to: str, kind: str, acts: tuple[str, str, str]) -> object:
        """The service goes on: before it leaves, before it is accepted, and by whoever comes too late for that."""
        holder = self.between.holder_of(matter)
        key, to = self._waiting(holder, matter) or (None, {holder: ELSEWHERE[holder]}.get(to, to))
        sent = key or self._sent(holder, matter, to, kind, False)
        if not isinstance(sent, uuid.UUID):
            return sent
        self._serve(holder, matter, acts[0])
        self.between.relay(holder)
        self._serve(holder, matter, acts[1])
        with suppress(*REFUSED):
            self.between.accept(to, sent)
        self._serve(to if len(self.ends) % 2 else holder, matter, acts[2])
        return multiple() if key else sent

    def _waiting(self, holder: str, matter: uuid.UUID) -> tuple[uuid.UUID, str] | None:
        """What the holder has sent about it and nobody has answered, and to whom."""
        with self.between.desks[holder]():
            found = Envelope.objects.filter(matter=matter, sender__code=holder, state__in=WAITING).first()
        return (found.pk, found.receiver_code) if found is not None else None

    def _serve(self, code: str, matter: uuid.UUID, act: str) -> None:
        with suppress(*REFUSED):
            self.served.act(act, code, matter)

    @rule(key=referrals)
    def it_is_carried(self, key: uuid.UUID) -> None:
        self.between.relay(self.ends[key][0])

    @rule(province=provinces, key=referrals, to=codes)
    def a_province_assigns(self, province: str, key: uuid.UUID, to: str) -> None:
        with suppress(*REFUSED):
            self.between.assign(province, key, to)

    @rule(province=provinces, key=referrals)
    def a_province_reminds(self, province: str, key: uuid.UUID) -> None:
        with suppress(*REFUSED):
            self.between.remind(province, key)

    @rule(code=codes, matter=matters)
    def consent_is_withdrawn(self, code: str, matter: uuid.UUID) -> None:
        with suppress(*REFUSED):
            self.between.take_consent_back(code, matter)

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
        self.acts_done.update(self.served.done)


@pytest.fixture
def machine(faulty: str, between: Between) -> Iterator[type[Handoffs]]:
    Handoffs.between, Handoffs.database, Handoffs.came_of_it = between, faulty, Counter()
    Handoffs.acts_done = Counter()
    yield Handoffs
    del Handoffs.between, Handoffs.database, Handoffs.came_of_it, Handoffs.acts_done


def test_no_sequence_loses_or_doubles_anybody(machine: type[Handoffs]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=not FULL,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if FULL else [Phase.generate],
        ),
    )  # fmt: skip
    accepted = sum(count for (_kind, state), count in machine.came_of_it.items() if state in ("accepted", "finished"))
    assert accepted >= SEQUENCES, f"sequences in which nothing happens find nothing: {dict(machine.came_of_it)}"
    assert machine.came_of_it["pelimpahan", "accepted"] >= SEQUENCES // 3, dict(machine.came_of_it)
    assert sum(machine.acts_done.values()) >= SEQUENCES, dict(machine.acts_done)
