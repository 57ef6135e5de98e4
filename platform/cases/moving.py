"""What a move makes of a chunk of cases: read in two statements, decided in memory. Nothing is written here."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cases import running
from cases.calendars import local_date, office_calendar
from cases.models import Case
from cases.moving_rows import Passes, read, shared_with_others
from sop_library.definition import Definition
from sop_library.engine.effects import DueChanged, LimitMoved, LimitStarted
from sop_library.engine.state import LimitRun, State
from sop_library.models import SopVersion
from sop_library.moving import Held, Moved, Plan, from_json, moved
from sop_library.moving.moving import REASONS
from sop_library.queries import definition_of

logger = logging.getLogger(__name__)
CHUNK = 200
"""How many cases one transaction moves."""


def _(msgid: str) -> str:
    return msgid


WHY: Mapping[str, str] = {
    **REASONS,
    "elsewhere": _("Kasus ini sekarang dipegang kantor lain."),
    "ended": _("Kasus ini sudah selesai."),
    "other_version": _("Kasus ini tidak lagi memakai versi itu."),
    "busy": _("Kasus ini sedang dikerjakan seseorang. Coba pindahkan lagi nanti."),
    "called_off": _("Pemindahan dihentikan sebelum sampai kasus ini."),
    "worked_on": _("Sudah dikerjakan sesudah pindah, jadi tidak dapat dikembalikan."),
}
"""Why a case stays where it is, in the words of the screen."""


@dataclass(frozen=True)
class Road:
    """From which version to which, and how."""

    of: SopVersion
    to: SopVersion
    plan: Plan

    @property
    def old(self) -> Definition:
        """What the version they leave says."""
        return definition_of(self.of)

    @property
    def new(self) -> Definition:
        """What the version they come to says."""
        return definition_of(self.to)

    @property
    def renames(self) -> bool:
        """Whether any step is called otherwise or has no counterpart, so that passes at rest are written, too."""
        return any(old != new for old, new in self.plan.steps.items())

    @property
    def looks_ahead_only(self) -> bool:
        """Whether a case with no step that waits is moved by what is open in it alone: every step goes by its key, no
        time is counted again, and nothing can come in from outside the flow."""
        return not self.renames and self.plan.deadlines == "keep" and not self.new.interrupts


@dataclass(frozen=True)
class Shift:
    """What becomes of one deadline, of a step or, as `limit`, over several. `before` None: it is new; both the same: it
    stays. `stays`: "untimed" where it was to be counted again and the new version gives no time, "carried" where it is
    unknown there and goes on beside the SOP (`key` is the old version's then)."""

    key: str
    limit: bool
    before: datetime | None
    after: datetime | None
    stays: str = ""

    @property
    def changes(self) -> bool:
        """Whether the due time is another one."""
        return self.before != self.after


@dataclass(frozen=True)
class Stand:
    """A step at which a case stands. `to`: the step of the new version at which it goes on, None where it can't."""

    step: str
    to: str | None


@dataclass(frozen=True)
class Decided:
    """What becomes of one case. `reasons`: codes of WHY; empty where it moves. `shared`: another office hears of it."""

    case: Case
    rows: Passes
    before: State
    reasons: tuple[str, ...] = ()
    moved: Moved | None = None
    shared: bool = False

    @property
    def shifts(self) -> Iterator[Shift]:
        """The deadlines that change."""
        for effect in self.moved.effects if self.moved else ():
            if isinstance(effect, DueChanged):
                yield Shift(effect.pass_id.partition("#")[0], False, effect.before, effect.after)
            elif isinstance(effect, LimitMoved):
                yield Shift(effect.key, True, effect.before, effect.due_at)
            elif isinstance(effect, LimitStarted):
                yield Shift(effect.key, True, None, effect.due_at)

    @property
    def carried(self) -> tuple[LimitRun, ...]:
        """The limits that go on beside the SOP."""
        return self.moved.carried if self.moved else ()

    def stands(self, plan: Plan) -> Iterator[Stand]:
        """Where it stands and goes on, by the steps that are open; those that wait where none is."""
        live = [one for one in self.before.live if one.status == "open"] or self.before.live
        ids = self.moved.ids if self.moved else {}
        for one in live:
            yield Stand(one.step, ids[one.id].partition("#")[0] if one.id in ids else plan.steps.get(one.step))

    def deadlines(self, plan: Plan) -> Iterator[Shift]:
        """Every deadline that runs, before or after, and what becomes of it."""
        if self.moved is None:
            return
        done, names = self.moved, {new: old for old, new in self.moved.ids.items()}
        for one in done.state.live:
            before = self.before.by_id[names[one.id]].due_at if one.id in names else None
            if before is not None or one.due_at is not None:
                yield Shift(one.step, False, before, one.due_at, "untimed" if one.id in done.untimed else "")
        stood = {plan.limits.get(run.key): run.due_at for run in self.before.limits}
        for run in done.state.limits:
            if run.met_at is None:
                stays = "untimed" if run.key in done.untimed else ""
                yield Shift(run.key, True, stood.get(run.key), run.due_at, stays)
        for run in done.carried:
            yield Shift(run.key, True, run.due_at, run.due_at, "carried")


def road(*, of: SopVersion, to: SopVersion, plan: Mapping[str, Any]) -> Road:
    """The road of a kept plan. Raises sop_library.moving.PlanBroken."""
    return Road(of, to, from_json(dict(plan), old=definition_of(of), new=definition_of(to)))


def decide(cases: Sequence[Case], *, road: Road, by: UUID | None, at: datetime) -> list[Decided]:
    """What becomes of each case, in the order given; no more statements for many. `by` None: nobody moves it yet.

    A case that can't be decided is held: it stops none of the others.
    """
    rows = _rows(cases, road=road)
    shared = shared_with_others([one.matter for one in cases])
    calendar = office_calendar(today=local_date(at))
    old, new = road.old, road.new
    found = []
    for case in cases:
        own = rows.get(case.pk, {})
        if reasons := tuple(_outside(case, road=road, others=shared.left)):
            found.append(Decided(case, own, State(), reasons))
            continue
        try:
            state = running.state_of(case.flow, [one.engine for one in own.values()])
            done = moved(state=state, plan=road.plan, old=old, new=new, now=at, calendar=calendar, by=str(by or ""))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others go on
            logger.error("case %s can't be moved: %s", case.pk, type(error).__name__)  # noqa: TRY400 - no text of an error that may name somebody
            found.append(Decided(case, own, State(), ("engine",)))
            continue
        if isinstance(done, Held):
            found.append(Decided(case, own, state, done.reasons))
        else:
            found.append(Decided(case, own, state, moved=done, shared=case.matter in shared.every))
    return found


def _rows(cases: Sequence[Case], *, road: Road) -> Mapping[UUID, Passes]:
    """The passes of the cases. Where nothing of a case turns on what it did before, only what runs in it is read."""
    keys = [one.pk for one in cases]
    if not road.looks_ahead_only:
        return read(keys)
    found = read(keys, rest=False)
    waiting = [key for key, own in found.items() if any(one.engine.get("status") == "waiting" for one in own.values())]
    return {**found, **read(waiting)} if waiting else found


def _outside(case: Case, *, road: Road, others: frozenset[UUID]) -> Iterator[str]:
    if case.state == Case.State.ENDED:
        yield "ended"
    if case.version_id != road.of.pk:
        yield "other_version"
    if case.matter in others:
        yield "elsewhere"
