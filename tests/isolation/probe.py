"""What a probe says of one route and method: how it is visited, who gets in and what they read, who does not and why.

The outcomes are stated for every kind of visitor, never left to a default that lets somebody in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.isolation.things import CaseThings, Things
from tests.isolation.world import Side

MEMBERS = ("worker", "colleague", "stranger", "laneless", "chief")
VISITORS = (*MEMBERS, "newcomer", "former", "anonymous")
"""worker: holds the lane whose turn it is · colleague: another lane of the same SOP · stranger: a lane of another SOP ·
laneless: none · chief: admin of the office, no lane · newcomer: has a one-time password · former: account closed,
cookie kept · anonymous."""


Words = Callable[[Side], list[str]]


@dataclass(frozen=True)
class In:
    """Gets in, with the probe's status, and reads what the probe says is there, or what `says` says instead."""

    says: Words | None = None


@dataclass(frozen=True)
class Empty:
    """Gets in and finds nothing: a list without rows. `why` they may come at all."""

    why: str


@dataclass(frozen=True)
class Kept:
    """Does not get in. `says`: what the answer must say; a reason on the screen or a problem's code, an address."""

    status: int
    says: str = ""


Outcome = In | Empty | Kept
LOGIN = Kept(302, "/masuk/?next=")
OWN_PASSWORD = Kept(302, "/sandi/")
NOT_FOUND = Kept(404, "")
NOT_ADMIN = Kept(403, "hanya untuk admin kantor")
NO_LANE = Kept(403, "belum ditetapkan sebagai pelaksana")
API_LOGIN = Kept(401, "not_authenticated")
API_PASSWORD = Kept(403, "password_not_own")
API_NO_LANE = Kept(403, "urn:rangkul:problem:no_lane")
API_NOT_TURN = Kept(403, "urn:rangkul:problem:not_your_lane")

Access = Mapping[str, Outcome]


def access(*, door: Mapping[str, Outcome], **members: Outcome) -> Access:
    """The outcome for every visitor; raises where one is forgotten."""
    stated = {**door, **members}
    if set(stated) != set(VISITORS):
        raise ValueError(f"not stated for {sorted(set(VISITORS) ^ set(stated))}")
    return stated


SCREEN = {"newcomer": OWN_PASSWORD, "former": LOGIN, "anonymous": LOGIN}
API = {"newcomer": API_PASSWORD, "former": API_LOGIN, "anonymous": API_LOGIN}


def everyone(*, why: str, door: Mapping[str, Outcome] = SCREEN) -> Access:
    """Every member of the office; `why` must be said."""
    if not why:
        raise ValueError("say why everyone may")
    return access(door=door, **dict.fromkeys(MEMBERS, In()))


def anybody(*, why: str) -> Access:
    """Everybody who finds the address, logged in or not; `why` must be said."""
    if not why:
        raise ValueError("say why anybody may")
    return dict.fromkeys(VISITORS, In())


ADMINS = access(door=SCREEN, chief=In(), worker=NOT_ADMIN, colleague=NOT_ADMIN, stranger=NOT_ADMIN, laneless=NOT_ADMIN)
NOT_OVERSEER = Kept(403, "hanya untuk kepala kantor dan admin kantor")
OVERSEERS = access(
    door=SCREEN, chief=In(), worker=NOT_OVERSEER, colleague=NOT_OVERSEER, stranger=NOT_OVERSEER, laneless=NOT_OVERSEER
)
"""Who sees the office as a whole, in counts: its admins and its head."""
IN_THE_SOP = access(door=SCREEN, worker=In(), colleague=In(), stranger=NOT_FOUND, laneless=NOT_FOUND, chief=NOT_FOUND)
"""The case is there for whoever works in a lane of its SOP; for everyone else it is not found."""
HOLDS_A_LANE = access(door=SCREEN, worker=In(), colleague=In(), stranger=In(), laneless=NO_LANE, chief=NO_LANE)
REPORT = access(door=SCREEN, worker=In(), colleague=In(), stranger=In(), laneless=NOT_FOUND, chief=NOT_FOUND)
"""A waiting report is there for whoever holds a lane."""
API_IN_THE_SOP = access(door=API, worker=In(), colleague=In(), stranger=NOT_FOUND, laneless=NOT_FOUND, chief=NOT_FOUND)
API_TURN = {**API_IN_THE_SOP, "colleague": API_NOT_TURN}
API_HOLDS_A_LANE = access(door=API, worker=In(), colleague=In(), stranger=In(), laneless=API_NO_LANE, chief=API_NO_LANE)


def turn(says: str) -> Access:
    """Only the lane whose turn it is; the refusal names it."""
    return {**IN_THE_SOP, "colleague": Kept(403, says)}


def some(_side: Side) -> list[str]:
    """No particular words."""
    return []


def nothing(_things: Things) -> dict[str, Any]:
    """No parameters; an empty body."""
    return {}


@dataclass(frozen=True)
class Probe:
    """One route by one method.

    `url` and `body` are made from the things of whichever office is visited, so the same probe visits both. `says` is
    what the right person reads, besides the status. `changes`: tables that a post must change, in its own office alone.
    `part`: htmx gets a part of the page instead of the whole, and this is what stands in it.
    `kept`: a visitor's browser may keep it for a while, for it shows everybody the same.
    """

    route: str
    method: str
    access: Access
    url: Callable[[Things], dict[str, Any]] = nothing
    query: Callable[[Things], str] | None = None
    body: Callable[[Things], dict[str, Any]] | None = None
    status: int = 200
    says: Words = field(default=lambda side: [side.marker])
    changes: tuple[str, ...] = ()
    part: Words | None = None
    api: bool = False
    kept: bool = False
    note: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.method, self.route, self.note) if part)

    @property
    def first(self) -> str:
        """Whoever gets in first."""
        return next(name for name in VISITORS if isinstance(self.access[name], In))


def case(name: str, *more: str) -> Callable[[Things], dict[str, Any]]:
    """The parameters `case_id` of one of the cases and, where named, others of the same case."""
    named: dict[str, Callable[[CaseThings], Any]] = {
        "person_id": lambda one: one.people["victim"],
        "incident_id": lambda one: one.incident,
        "consent_id": lambda one: one.consent,
        "filled_id": lambda one: one.filled,
        "note_id": lambda one: one.note,
    }

    def made(things: Things) -> dict[str, Any]:
        of = things.cases[name]
        found: dict[str, Any] = {"case_id": of.id}
        for one in more:
            found |= {one: named[one](of)} if one in named else {"pass_id": of.passes[one]}
        return found

    return made


NOT_OTHERS = ("fresh", "running", "beside", "paused", "ended")
SEES_CASES = {"worker": NOT_OTHERS, "reader": NOT_OTHERS, "colleague": NOT_OTHERS, "stranger": ("other",)}


def hidden_from(side: Side, who: str) -> list[str]:
    """What this visitor must not read anywhere in their own office: cases of other SOPs, what is sealed, reports."""
    seen = SEES_CASES.get(who, ())
    words = [one.number for name, one in side.things.cases.items() if name not in seen]
    if not seen:
        words += side.things.codes
    return words if who == "reader" else [*words, side.person_mark, side.story_mark]


def numbers(*names: str) -> Words:
    """Register numbers of some of the cases."""
    return lambda side: [side.things.cases[name].number for name in names]


def waiting_code(side: Side) -> list[str]:
    """The code of the report that waits."""
    return [side.things.codes[0]]
