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

from tests.faults.between import REFUSED, Between
from tests.faults.bounds import FULL, SEQUENCES, STEPS

pytestmark = pytest.mark.slow
codes = st.sampled_from(["33.73", "35.10", "65.03"])
provinces = st.sampled_from(["33", "35", "65", "nation"])
kinds = st.sampled_from(["pelimpahan", "pelimpahan", "rujukan", "bersama"])
whose = st.sampled_from(["sender", "sender", "receiver", "receiver", "33.73", "35.10", "65.03"])
hours = st.integers(min_value=-5, max_value=5)


class Handoffs(RuleBasedStateMachine):
    """Any act by any office at any time. `between` is set by the test."""

    between: Between
    database: str
    came_of_it: Counter[tuple[str, str]]
    matters = Bundle("matters")
    referrals = Bundle("referrals")

    def __init__(self) -> None:
        super().__init__()
        self.between.matters, self.between.origin = [], {}
        self.ends: dict[uuid.UUID, tuple[str, str]] = {}
        for desk in self.between.desks.values():
            desk.reset()

    @initialize(target=matters)
    def there_is_a_case(self) -> uuid.UUID:
        return self.between.open_case("33.73")

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
            key = self.between.send(code, matter, to, kind, receiver_leads=leads and kind == "bersama")
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

    @rule(target=referrals, matter=matters, to=codes, kind=kinds)
    def it_is_sent_and_accepted(self, matter: uuid.UUID, to: str, kind: str) -> object:
        holder = self.between.holder_of(matter)
        key = self._sent(holder, matter, to, kind, False)
        if isinstance(key, uuid.UUID):
            self.between.relay(holder)
            with suppress(*REFUSED):
                self.between.accept(to, key)
        return key

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

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        self.between.check_always()

    def teardown(self) -> None:
        self.between.settle()
        self.between.check_settled()
        self.came_of_it.update(self.between.count_envelopes())


@pytest.fixture
def machine(faulty: str, between: Between) -> Iterator[type[Handoffs]]:
    Handoffs.between, Handoffs.database, Handoffs.came_of_it = between, faulty, Counter()
    yield Handoffs
    del Handoffs.between, Handoffs.database, Handoffs.came_of_it


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
