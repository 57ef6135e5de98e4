"""SpiffWorkflow walks the same paths through an SOP's BPMN as our own engine does through the SOP."""

from collections.abc import Sequence
from typing import Any

import pytest

from sop_library.bpmn.expressions import variable
from sop_library.definition import Definition
from sop_library.engine import Pass, State
from sop_library.engine.events import Complete
from sop_library.walking import Path, paths, walk
from tests.sop_library.sheets import at, office
from tests.sop_library.spiff import Run, begin, specs_of
from tests.sop_library.walks import SOPS, definition

CALENDAR = office()
START = at("2026-03-05 09:00")


class Pair:
    """One case run by both engines: what SpiffWorkflow says can be worked on next is worked on in both."""

    def __init__(self, found: Definition, specs: Any, path: Path) -> None:
        self.run: Run | None = None
        self.order: list[str] = []
        self.state = State()
        way = {"door": path.door, "choices": path.choices}
        for stride in walk(found, start=START, calendar=CALENDAR, pick=self.pick, **way):
            self.state = stride.state
            if self.run is None:
                self.run = begin(found, specs, path.door)
            self.run.tell(**passed_by(stride.state))
            self.run.run_on()
            if isinstance(stride.event, Complete):
                step = stride.event.pass_id.partition("#")[0]
                self.order.append(step)
                self.run.complete(step, **decided(step, stride.event))

    def pick(self, passes: Sequence[Pass]) -> Pass | None:
        """The first open pass that SpiffWorkflow has open too; it may still wait for a branch that meets there.

        An SOP that ours waits for ends first: in SpiffWorkflow it has ended already.
        """
        assert self.run is not None
        if any(one.wait is not None and one.wait.kind == "sub" for one in self.state.live):
            return None
        unseen = [one for one in passes if one.step not in self.run.ready]
        extra = [key for key in self.run.ready if key not in [one.step for one in self.state.live]]
        assert not extra, f"SpiffWorkflow has {extra} open, and we have {self.state.live}"
        return next((one for one in passes if one not in unseen), None)


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
