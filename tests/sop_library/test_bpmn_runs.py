"""SpiffWorkflow walks the same paths through an SOP's BPMN as our own engine does through the SOP."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from sop_library.bpmn.drawing import draw
from sop_library.bpmn.expressions import variable
from sop_library.bpmn.joining import meeting
from sop_library.definition import Definition
from sop_library.engine import Pass, State
from sop_library.engine.events import Complete
from sop_library.walking import Path, paths, walk
from tests.sop_library.generated import definitions
from tests.sop_library.sheets import at, office
from tests.sop_library.spiff import Run, begin, specs_of
from tests.sop_library.walks import SOPS, definition

CALENDAR = office()
START = at("2026-03-05 09:00")


class Pair:
    """One case run by both engines: what SpiffWorkflow says can be worked on next is worked on in both.

    Ours asks for the facts on which a step turns, and ends what it waits for, before SpiffWorkflow goes on: an arrow
    of BPMN asks its condition at once.
    """

    def __init__(self, found: Definition, specs: Any, path: Path) -> None:
        self.run: Run | None = None
        self.order: list[str] = []
        self.state = State()
        behind: list[Complete] = []
        way = {"door": path.door, "choices": path.choices}
        for stride in walk(found, start=START, calendar=CALENDAR, pick=self.pick, **way):
            self.state = stride.state
            if isinstance(stride.event, Complete):
                behind.append(stride.event)
            if self.asking:
                continue
            if self.run is None:
                self.run = begin(found, specs, path.door, **passed_by(stride.state))
            self.run.tell(**passed_by(stride.state))
            for event in behind:
                step = event.pass_id.partition("#")[0]
                self.order.append(step)
                self.run.complete(step, **decided(step, event))
            behind.clear()
            self.run.run_on()

    @property
    def asking(self) -> bool:
        """True while ours waits for something that is no arrow of BPMN: a fact, a gate, another SOP."""
        return any(one.wait is not None and one.wait.kind in ("facts", "gate", "sub") for one in self.state.live)

    def pick(self, passes: Sequence[Pass]) -> Pass | None:
        """The first open pass that SpiffWorkflow has open too; it may still wait for a branch that meets there."""
        if self.asking or self.run is None:
            return None
        extra = [key for key in self.run.ready if key not in [one.step for one in self.state.live]]
        assert not extra, f"SpiffWorkflow has {extra} open, and we have {self.state.live}"
        return next((one for one in passes if one.step in self.run.ready), None)


def passed_by(state: State) -> dict[str, Any]:
    """Which steps the case passed by, as the arrows ask for it."""
    newest = {one.step: one.status for one in state.passes}
    return {variable("lewati", key): status in ("passed_over", "skipped") for key, status in newest.items()}


def decided(step: str, event: Complete) -> dict[str, Any]:
    return {variable("hasil", step): list(event.outcomes), variable("lanjutan", step): list(event.subs)}


def steps_done(state: State) -> list[str]:
    """The steps worked on, in the order in which they were done."""
    rows = [one for one in state.passes if one.status == "done"]
    return [one.step for one in sorted(rows, key=lambda one: one.done_at or START)]


@pytest.mark.parametrize("sop", SOPS)
def test_spiff_does_the_same_steps_in_the_same_order(sop: str) -> None:
    found = definition(sop)
    specs = specs_of(found)
    for path in paths(found):
        pair = Pair(found, specs, path)
        alone = list(walk(found, start=START, calendar=CALENDAR, door=path.door, choices=path.choices))[-1].state
        assert pair.run is not None
        assert pair.run.done == pair.order == steps_done(pair.state) == steps_done(alone), path
        assert pair.run.ended
        assert pair.state.ended is not None


def comes_round_to_a_meeting(found: Definition) -> bool:
    """True where the flow can come back to before branches that meet, from where they meet.

    By BPMN's own rule an inclusive gateway does not wait for a token that could as well come to it by an arrow on which
    one stands already, and round a loop every token could: such a gateway lets the first branch through alone. Ours
    waits going forward only. Of a thousand generated SOPs one is like that, and of the nine none.
    """
    return any(key in reached_from(found, key) for key in meeting(found) if len(found.leading_here[key]) > 1)


def reached_from(found: Definition, start: str) -> set[str]:
    seen: set[str] = set()
    edge = [key for key in found.leads_to[start] if key != start]
    while edge:
        key = edge.pop()
        if key not in seen:
            seen.add(key)
            edge.extend(found.leads_to[key])
    return seen


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=definitions(most=6))
def test_spiff_does_the_same_steps_of_whatever_sop(found: Definition) -> None:
    """But for what an interrupt starts: a BPMN sub-process beside the flow, which does not go on into it."""
    assume(not found.interrupts and not comes_round_to_a_meeting(found))
    specs = specs_of(found)
    tasks = {node.id.removeprefix("langkah_") for node in draw(found).nodes}
    for path in paths(found):
        pair = Pair(found, specs, path)
        assert pair.run is not None
        assert pair.run.ended
        assert pair.state.ended is not None
        assert sorted(pair.run.done) == sorted(key for key in steps_done(pair.state) if key in tasks), path


@pytest.mark.parametrize("sop", SOPS)
def test_none_of_the_nine_is_excused(sop: str) -> None:
    assert not definition(sop).interrupts
    assert not comes_round_to_a_meeting(definition(sop))
