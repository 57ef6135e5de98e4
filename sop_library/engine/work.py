"""The working copy of a state while one event is applied. Everything that changes, changes here, and leaves a trace."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sop_library.calendar import OfficeCalendar
from sop_library.conditions import Scope
from sop_library.definition import Definition
from sop_library.engine.effects import Effect
from sop_library.engine.refusals import Refused
from sop_library.engine.state import LIVE, BranchEnd, Ending, LimitRun, Pass, Rest, State, Status
from sop_library.facts import FACTS, FactValue
from sop_library.parts import Step


@dataclass(frozen=True, slots=True)
class Arrival:
    """That the flow comes to a step; see `flow.arrive`."""

    step: str
    wave: int
    came_from: tuple[str, ...]
    through: frozenset[str] = frozenset()
    anew: bool = False
    urgent: bool = False


class Work:
    """One event being applied at `now`, on behalf of `by`."""

    def __init__(
        self, *, definition: Definition, state: State, now: datetime, calendar: OfficeCalendar, by: str
    ) -> None:
        self.definition = definition
        self.now = now
        self.calendar = calendar
        self.by = by
        self.effects: list[Effect] = []
        self.arrivals: deque[Arrival] = deque()
        self.arriving = False
        self.before = state
        self.by_id = dict(state.by_id)
        self.latest = dict(state.latest)
        self.live_ids = dict.fromkeys(state.live_ids)
        self.facts: Mapping[str, FactValue] = state.facts
        self.door = state.door
        self.entered_at = state.entered_at
        self.reported_at = state.reported_at
        self.waves = state.waves
        self.came_back = state.came_back
        self.stages = state.stages
        self.rests: tuple[Rest, ...] = state.pauses
        self.endings: tuple[Ending, ...] = state.endings
        self.branch_ends: tuple[BranchEnd, ...] = state.branch_ends
        self.limits: tuple[LimitRun, ...] = state.limits
        self.raised = state.raised

    def finished(self) -> State:
        """The new state."""
        return State(
            by_id=self.by_id,
            latest=self.latest,
            live_ids=tuple(self.live_ids),
            facts=self.facts,
            door=self.door,
            entered_at=self.entered_at,
            reported_at=self.reported_at,
            waves=self.waves,
            came_back=self.came_back,
            stages=self.stages,
            pauses=self.rests,
            endings=self.endings,
            branch_ends=self.branch_ends,
            limits=self.limits,
            raised=self.raised,
        )

    @property
    def scope(self) -> Scope:
        """What conditions are judged against now."""
        return Scope(self.facts, self.definition.jurisdiction)

    @property
    def ended(self) -> bool:
        """True where an ending stands."""
        return bool(self.endings) and self.endings[-1].reopened_at is None

    def step_of(self, one: Pass) -> Step:
        """The step a pass is of."""
        return self.definition.by_key[one.step]

    def live(self) -> list[Pass]:
        """The passes open or waiting, oldest first."""
        return [self.by_id[key] for key in self.live_ids]

    def newest(self, step: str) -> Pass | None:
        """The newest pass of a step."""
        key = self.latest.get(step)
        return None if key is None else self.by_id[key]

    def put(self, one: Pass, **changes: Any) -> Pass:
        """Keep a pass as changed. A pass that has come to rest never changes again."""
        changed = replace(one, **changes)
        self.by_id[changed.id] = changed
        if changed.status in LIVE:
            self.live_ids[changed.id] = None
        else:
            self.live_ids.pop(changed.id, None)
        return changed

    def new_pass(self, step: Step, *, wave: int, came_from: tuple[str, ...]) -> Pass:
        """The next pass of a step, waiting until it is settled what becomes of it."""
        last = self.newest(step.key)
        number = 1 if last is None else last.number + 1
        status: Status = "waiting"
        one = Pass(
            id=f"{step.key}#{number}",
            step=step.key,
            number=number,
            wave=wave,
            status=status,
            arrived_at=self.now,
            came_from=came_from,
            papers_from=(last.papers_from or last.number) if last is not None and wave in self.came_back else 0,
        )
        self.by_id[one.id] = one
        self.live_ids[one.id] = None
        self.latest[step.key] = one.id
        return one

    def new_wave(self, *, came_back: bool = False) -> int:
        """A number above every wave so far. `came_back`: somebody came back, so that papers left before still stand."""
        self.waves += 1
        if came_back:
            self.came_back |= {self.waves}
        return self.waves

    def tell(self, effect: Effect) -> None:
        """Note what happened."""
        self.effects.append(effect)

    def fact_labels(self, names: tuple[str, ...]) -> str:
        """Facts as they read on screen."""
        return ", ".join(FACTS[name].label for name in names)

    def refuse(self, code: str, step: Step | None = None, **params: str) -> Refused:
        """The refusal `code`, about a step where one is given."""
        return Refused(code, {"step": step.name, **params} if step else params)
