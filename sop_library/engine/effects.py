"""What an event brought about, in the order it happened: for the rows, the timeline and the screens above."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sop_library.engine.state import AtRest, Ending, Wait
from sop_library.explaining import Reason
from sop_library.parts import Need, Refer, Sub


@dataclass(frozen=True, slots=True)
class StepOpened:
    """A step can be worked on (again)."""

    pass_id: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepWaits:
    """A step was reached, or stopped, and waits: for other steps, facts, its gate, another SOP, or an interrupt."""

    pass_id: str
    wait: Wait
    words: str = ""
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class StepClosed:
    """A pass came to rest: done, skipped, passed over or cancelled."""

    pass_id: str
    status: AtRest
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A lane signed."""

    pass_id: str
    lane: str


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A lane's signature was taken back."""

    pass_id: str
    lane: str


@dataclass(frozen=True, slots=True)
class DueChanged:
    """A due time moved: `recounted` as another time applies now, or moved by a pause, a hold or an extension."""

    pass_id: str
    before: datetime | None
    after: datetime | None
    recounted: bool = False


@dataclass(frozen=True, slots=True)
class GateOverridden:
    """A shut gate was opened by the lane the SOP names."""

    pass_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A requirement may follow, and whoever completed the step said it will."""

    pass_id: str
    need: Need


@dataclass(frozen=True, slots=True)
class ReferralProposed:
    """An outcome proposes a referral. `region` is the value of the fact it goes by, None where unknown."""

    pass_id: str
    outcome: str
    refer: Refer
    region: str | None
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AttachProposed:
    """The person has a case already: this one is to be joined to it."""

    pass_id: str


@dataclass(frozen=True, slots=True)
class SubStarted:
    """Another SOP is to be started on the same case."""

    pass_id: str
    sub: Sub


@dataclass(frozen=True, slots=True)
class StageEntered:
    """The case came to a stage of the common spine for the first time."""

    stage: str
    pass_id: str


@dataclass(frozen=True, slots=True)
class LimitStarted:
    """A limit over several steps began to run."""

    key: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LimitMoved:
    """A limit was re-read, because a fact changed its tier or its start was put right, or it was lengthened."""

    key: str
    due_at: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class LimitMet:
    """A limit was kept; whether in time is for whoever compares `met_at` with `due_at`."""

    key: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """An interrupt came true."""

    key: str


@dataclass(frozen=True, slots=True)
class Paused:
    """Work rests."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """Work goes on."""

    since: datetime


@dataclass(frozen=True, slots=True)
class CaseEnded:
    """The case ended."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class AllDone:
    """After an end that left steps running, the last of them came to rest."""


@dataclass(frozen=True, slots=True)
class CaseReopened:
    """An ended case goes on."""

    reason: str


Effect: TypeAlias = (
    StepOpened
    | StepWaits
    | StepClosed
    | Signed
    | Unsigned
    | DueChanged
    | GateOverridden
    | Owed
    | ReferralProposed
    | AttachProposed
    | SubStarted
    | StageEntered
    | LimitStarted
    | LimitMoved
    | LimitMet
    | Interrupted
    | Paused
    | Resumed
    | CaseEnded
    | AllDone
    | CaseReopened
)
