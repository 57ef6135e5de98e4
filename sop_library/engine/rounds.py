"""How often the SOPs that a step starts were begun within a case, and what was done in the round that stands. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sop_library.definition import Definition
from sop_library.engine.state import Pass, State
from sop_library.parts import Inside


@dataclass(frozen=True, slots=True)
class Rounds:
    """The moments an SOP was begun at, the first one first; at least one. `over`: the last round is finished."""

    begun: tuple[datetime, ...]
    over: bool

    @property
    def count(self) -> int:
        """How often it was begun."""
        return len(self.begun)

    def at(self, moment: datetime) -> int:
        """The number of the round that ran at a moment, from 1; 0 before the first."""
        return sum(since <= moment for since in self.begun)


def rounds_of(definition: Definition, state: State) -> Mapping[Inside, Rounds]:
    """Every woven SOP that was begun, with its rounds. Going on in one, or joining one that runs, begins none."""
    begun: dict[Inside, set[datetime]] = defaultdict(set)
    newest: dict[Inside, tuple[datetime, bool]] = {}
    for one in state.passes if definition.children else ():
        for run in one.subs:
            inside = (one.step, run.key)
            if inside not in definition.children:
                continue
            since = run.started_at or one.arrived_at
            begun[inside].add(since)
            if inside not in newest or since >= newest[inside][0]:
                newest[inside] = (since, run.finished_at is not None and one.status != "cancelled")
    return {inside: Rounds(tuple(sorted(moments)), newest[inside][1]) for inside, moments in begun.items()}


def of_now(definition: Definition, rounds: Mapping[Inside, Rounds], one: Pass) -> bool:
    """Whether a pass belongs to the round that stands of every SOP it lies in; one of the sheet itself always does."""
    step = definition.by_key.get(one.step)
    inside = step.inside if step is not None and not one.live else None
    while inside is not None:
        found = rounds.get(inside)
        if found is not None and one.arrived_at < found.begun[-1]:
            return False
        inside = definition.by_key[inside[0]].inside
    return True
