"""What a sample case is: a person, a door, and the acts of its staff with the minutes between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from infra.demo.data.people import Somebody
from sop_library.facts import FactValue

Verb = Literal["do", "sign", "skip", "pause", "resume", "close", "back", "note", "consent"]


@dataclass(frozen=True)
class Act:
    """One act. `by`: user name, empty for whoever holds the lane; `after`: minutes since the act before."""

    verb: Verb
    after: float
    step: str = ""
    by: str = ""
    outcomes: tuple[str, ...] = ()
    words: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def did(step: str, after: float, *outcomes: str, by: str = "", facts: Mapping[str, FactValue] | None = None) -> Act:
    """A step is done, with all that it asks for; where several sign, all of them sign."""
    return Act("do", after, step, by, outcomes, facts=facts or {})


def signed(step: str, after: float, *, by: str) -> Act:
    """One of several signs, and the step stays open."""
    return Act("sign", after, step, by)


def skipped(step: str, after: float, why: str) -> Act:
    """An optional step is left out."""
    return Act("skip", after, step, words=why)


def went_back(step: str, after: float, why: str) -> Act:
    """A mistake is corrected: back to an earlier step."""
    return Act("back", after, step, words=why)


def paused(after: float, why: str) -> Act:
    """Work rests."""
    return Act("pause", after, words=why)


def resumed(after: float) -> Act:
    """Work goes on."""
    return Act("resume", after)


def closed(after: float, reason: str, words: str = "") -> Act:
    """The case ends early; `reason` is one of `Ending.Reason`."""
    return Act("close", after, outcomes=(reason,), words=words)


def noted(after: float, words: str, *, by: str = "") -> Act:
    """A note is added."""
    return Act("note", after, by=by, words=words)


def consented(after: float, kind: str) -> Act:
    """A consent is recorded as spoken."""
    return Act("consent", after, outcomes=(kind,))


@dataclass(frozen=True)
class Sample:
    """One sample report, and the case opened from it where `sop` is named.

    `last` is the moment of the last act (of the report itself where there is none); everything before follows from the
    minutes between the acts. `facts` is what is known from the start; forms about the same things repeat it.
    """

    key: str
    last: datetime
    by: str
    channel: str
    kinds: tuple[str, ...]
    victim: Somebody
    sop: str = ""
    door: str = ""
    acts: tuple[Act, ...] = ()
    residence: str = ""
    domicile: str = ""
    place: str = ""
    place_kind: str = "RUMAH_TANGGA"
    domestic: bool | None = True
    risk: str = ""
    story: str = ""
    reporter: Somebody | None = None
    nameless: bool = False
    relation: str = "SUAMI_ISTRI"
    in_danger: bool | None = False
    waited: float = 6
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def opened_at(self) -> datetime:
        """When the case was opened (when the report came, where it still waits)."""
        return self.last - timedelta(minutes=sum(act.after for act in self.acts))

    @property
    def received_at(self) -> datetime:
        """When the report came: `waited` minutes before the case was opened."""
        return self.opened_at - timedelta(minutes=self.waited if self.sop else 0)
