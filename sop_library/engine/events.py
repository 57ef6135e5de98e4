"""What can happen to a case. `by` is whoever did it, `lanes` the lanes that person holds in this office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sop_library.durations import Duration
from sop_library.facts import FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """A case comes in by a door. `reported_at` is when the report was received; None: now."""

    door: str
    by: str
    lanes: frozenset[str] = frozenset()
    reported_at: datetime | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """A case comes from another office, half done: it begins at `step`; the steps `credited` were done there."""

    door: str
    step: str
    credited: tuple[str, ...]
    by: str
    lanes: frozenset[str] = frozenset()
    reported_at: datetime | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """A step is done. The sets name what the case holds by now: keys of needs (documents), forms and outputs.

    `promised`: keys of needs that are said to follow. A need in neither set is not there yet, and nobody promised it.
    """

    pass_id: str
    by: str
    lanes: frozenset[str]
    outcomes: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    subs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One lane of several signs. `lane` None: the first unsigned lane the person holds."""

    pass_id: str
    by: str
    lanes: frozenset[str]
    lane: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsign:
    """A signature is taken back while its step is open. `lane` None: the one this person gave last.

    By whoever gave it; `as_head`: the head of the office takes back anybody's.
    """

    pass_id: str
    by: str
    lane: str | None = None
    as_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """An optional step is left out."""

    pass_id: str
    by: str
    lanes: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A shut gate is opened for an urgent case."""

    pass_id: str
    by: str
    lanes: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """A step's time, or the limit over several steps named `limit`, is lengthened.

    `amount` None: by as much as the SOP allows at once.
    """

    by: str
    lanes: frozenset[str]
    reason: str
    pass_id: str = ""
    limit: str | None = None
    amount: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoBack:
    """A mistake is corrected: the flow returns to `step`, which gets a new pass."""

    step: str
    by: str
    lanes: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Work on the case rests."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Work goes on."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChanged:
    """Facts became known or changed; None forgets one."""

    by: str
    facts: Mapping[str, FactValue | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubFinished:
    """An SOP that this case had started is finished."""

    pass_id: str
    sub: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The case ends early."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cease:
    """What runs on after a case's end ends with it: nobody here will do it."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """An ended case goes on: at `step`, or where an early end had cut it off. `reported_at`: a new report's, if any."""

    by: str
    reason: str
    step: str | None = None
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDated:
    """It was put right when the report came in: `reported_at` instead of `before`."""

    by: str
    before: datetime
    reported_at: datetime


Event: TypeAlias = (
    Enter
    | TakeOver
    | Complete
    | Sign
    | Unsign
    | Skip
    | Override
    | Extend
    | GoBack
    | Pause
    | Resume
    | FactChanged
    | SubFinished
    | Close
    | Cease
    | Reopen
    | ReportDated
)
