"""Where a case stands in its SOP: passes of steps, facts, pauses, endings. Only `advance` makes the next one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from sop_library.durations import Duration
from sop_library.facts import FactValue

AtRest: TypeAlias = Literal["done", "skipped", "passed_over", "cancelled"]
Status: TypeAlias = Literal["waiting", "open"] | AtRest
WaitKind: TypeAlias = Literal["join", "facts", "gate", "sub", "interrupt"]
LIVE: frozenset[Status] = frozenset({"waiting", "open"})


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a pass waits. `facts` are those that must be known first; `on` is the pass of the interrupt it waits for."""

    kind: WaitKind
    facts: tuple[str, ...] = ()
    on: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """That a lane signed."""

    lane: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A while in which a pass could not be worked on; `until` None while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """That a time was lengthened."""

    amount: Duration
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """That a shut gate was opened by the lane the SOP names, and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SubRun:
    """Another SOP started by a pass."""

    key: str
    wait: bool
    finished_at: datetime | None = None
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass of one step. `wave` rises with every loop back: arrivals of an older wave never open a step again.

    `counted` is the length and clock from which `due_at` was made: it is made anew only where another one applies.
    Of the needs that may follow, `owed` names those promised when the step was done, `lacking` those merely not there.
    `papers_from`: after somebody came back, the number of the first pass whose papers are still this one's; else 0: a
    round of a loop leaves papers of its own.
    """

    id: str
    step: str
    number: int
    wave: int
    status: Status
    arrived_at: datetime
    came_from: tuple[str, ...] = ()
    opened_at: datetime | None = None
    due_at: datetime | None = None
    counted: str = ""
    planned_at: datetime | None = None
    done_at: datetime | None = None
    by: str | None = None
    lane: str | None = None
    outcomes: tuple[str, ...] = ()
    reason: str = ""
    signed: tuple[SignOff, ...] = ()
    wait: Wait | None = None
    held: tuple[Held, ...] = ()
    extended: tuple[Extension, ...] = ()
    overridden: Overridden | None = None
    subs: tuple[SubRun, ...] = ()
    owed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    papers_from: int = 0

    @property
    def live(self) -> bool:
        """Open or waiting."""
        return self.status in LIVE


@dataclass(frozen=True, slots=True)
class Rest:
    """That work on the case rested; `until` None while it lasts."""

    since: datetime
    by: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BranchEnd:
    """That one branch of the flow came to an end, and the reason the SOP gives."""

    pass_id: str
    reason: str
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """That the case ended. `cancelled` are the passes that it cut off, at once or later: reopening takes them up."""

    at: datetime
    by: str
    kind: Literal["completed", "early", "attached"]
    reason: str
    cancelled: tuple[str, ...] = ()
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LimitRun:
    """A time limit over several steps, running since `started_at`."""

    key: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    counted: str = ""
    extended: tuple[Extension, ...] = ()


@dataclass(frozen=True)
class State:
    """One case in its SOP. `by_id` keeps every pass ever opened, in order; `latest` and `live` are its indexes.

    `came_back`: the waves in which somebody came back to a step, or took up an ended case.
    """

    by_id: Mapping[str, Pass] = field(default_factory=dict)
    latest: Mapping[str, str] = field(default_factory=dict)
    live_ids: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    door: str | None = None
    entered_at: datetime | None = None
    reported_at: datetime | None = None
    waves: int = 0
    came_back: frozenset[int] = frozenset()
    stages: tuple[str, ...] = ()
    pauses: tuple[Rest, ...] = ()
    endings: tuple[Ending, ...] = ()
    branch_ends: tuple[BranchEnd, ...] = ()
    limits: tuple[LimitRun, ...] = ()
    raised: frozenset[str] = frozenset()

    @property
    def passes(self) -> tuple[Pass, ...]:
        """Every pass, in the order they were opened."""
        return tuple(self.by_id.values())

    @property
    def live(self) -> tuple[Pass, ...]:
        """The passes open or waiting now."""
        return tuple(self.by_id[key] for key in self.live_ids)

    @property
    def open(self) -> tuple[Pass, ...]:
        """The passes somebody can work on now."""
        return tuple(found for found in self.live if found.status == "open")

    @property
    def paused(self) -> Rest | None:
        """The pause that lasts, or None."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    @property
    def ended(self) -> Ending | None:
        """The ending that stands, or None."""
        return self.endings[-1] if self.endings and self.endings[-1].reopened_at is None else None


def indexes(passes: Iterable[Pass]) -> tuple[dict[str, Pass], dict[str, str], tuple[str, ...]]:
    """`by_id`, `latest` and `live_ids` of passes in the order they were opened."""
    by_id = {one.id: one for one in passes}
    latest = {one.step: one.id for one in sorted(by_id.values(), key=lambda one: one.number)}
    return by_id, latest, tuple(key for key, one in by_id.items() if one.live)
