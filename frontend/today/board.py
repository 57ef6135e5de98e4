"""The work that waits for one person, in the groups of the day: late, today, tomorrow and after, without a deadline."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Staff
from cases.danger_queries import danger_unrated, resting_cases
from cases.leave_queries import leave_unknown_in
from cases.models import CarriedLimit, Case, LimitClock, StepPass
from cases.queries import carried_limits_ahead, held_up, limits_ahead, work_list
from frontend.marks import Due, due, leave_words
from frontend.today.held import Held, cases_held, due_of, held_rows
from frontend.today.lengths import hours_words
from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.facts import FACTS
from sop_library.parts import Step
from sop_library.queries import definition_of
from sop_library.within import own_steps, place_of

SAFETY = "safety"
HEADINGS = {
    SAFETY: gettext_lazy("Keselamatan dahulu"), "late": gettext_lazy("Lewat waktu"), "today": gettext_lazy("Hari ini"),
    "soon": gettext_lazy("Besok dan lusa"), "later": gettext_lazy("Setelah lusa"),
    "free": gettext_lazy("Tanpa tenggat"), "waits": gettext_lazy("Menunggu keterangan atau persetujuan"),
}  # fmt: skip
NEAR = timedelta(hours=24)
"""How near the end of a limit over several steps stands on the list."""


@dataclass(frozen=True)
class Task:
    """One open step as a row of the list; or one that waits, or a limit over several steps that ends soon.

    `key` names the row on the page. `waits`: what a waiting step waits for, in words. `leave`: that the due time was
    counted without a year's cuti bersama; "" for nearly every row. `planned`: for which day a round of a step that
    recurs is planned, which is never a deadline. `within`: the SOP that a step of the case's SOP has started, where
    this step is one of it.
    """

    key: str
    due_at: datetime | None
    case: Case
    name: str
    place: str
    lane: str
    lane_number: int
    due: Due
    minutes: int | None
    when: str = ""
    danger: str = ""
    waits: str = ""
    leave: str = ""
    planned: str = ""
    within: str = ""

    @property
    def sop(self) -> str:
        return self.within or self.case.version.sop.name

    @property
    def short(self) -> str:
        """The end of the register number, as the day line shows it."""
        return self.case.number.rpartition("-")[2]


@dataclass(frozen=True)
class Group:
    """Rows under one heading. `urgent` rows have the filled button."""

    key: str
    heading: str
    tasks: tuple[Task, ...]
    urgent: bool = False

    @property
    def summary(self) -> str:
        """How many steps, and about how long where every one of them says so in minutes or hours."""
        count = len(self.tasks)
        steps = ngettext("%(count)d langkah", "%(count)d langkah", count) % {"count": count}
        minutes = [task.minutes for task in self.tasks]
        if self.key != "today" or not minutes or None in minutes:
            return steps
        total = sum(one for one in minutes if one is not None)
        return _("%(steps)s, sekitar %(length)s") % {"steps": steps, "length": hours_words(total)}


@dataclass(frozen=True)
class Board:
    """The whole list. `resting`: paused cases that must not be lost sight of, those of high risk first.

    `held`: running ones where somebody may be in danger and others have the turn.
    """

    groups: tuple[Group, ...]
    resting: tuple[Case, ...] = ()
    held: tuple[Held, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for group in self.groups for task in group.tasks)

    def count(self, *keys: str) -> int:
        """How many steps are due then; one that stands under safety first counts by its own deadline."""
        return sum((task.when or group.key) in keys for group in self.groups for task in group.tasks)

    @property
    def first(self) -> Group | None:
        """The steps that go before all others."""
        return next((group for group in self.groups if group.key == SAFETY), None)

    @property
    def others(self) -> tuple[Group, ...]:
        """The groups of the day."""
        return tuple(group for group in self.groups if group.key != SAFETY)

    @property
    def resting_in_danger(self) -> tuple[Case, ...]:
        """The paused cases of high risk."""
        return tuple(case for case in self.resting if case.risk == Case.Risk.HIGH)

    def looked_at_again(self, *, on: date) -> tuple[Case, ...]:
        """The paused cases whose day to be looked at again has come: `on` or before."""
        days = ((case, getattr(case, "look_again_on", None)) for case in self.resting)
        return tuple(case for case, day in days if day is not None and day <= on)

    @property
    def resting_quietly(self) -> tuple[Case, ...]:
        """The other paused cases this person holds."""
        return tuple(case for case in self.resting if case.risk != Case.Risk.HIGH)


def place_words(definition: Definition, step: Step) -> str:
    """Where a step stands in its sheet: "4/13"; only the place where the sheet prints no number."""
    number = (step.number or str(place_of(definition, step))).strip(" .)")
    return f"{number}/{len(own_steps(definition, step.inside))}"


def lane_of(
    definition: Definition, step: Step, held: frozenset[str], lanes: Sequence[str] = ()
) -> tuple[str, int]:  # fmt: skip
    """The lane by which this step is somebody's turn, theirs where they hold one: its name and place in the sheet.

    The place gives the colour, which is the one the lane has on the case's page.
    """
    named = [key for key in step.lanes if definition.acting_for[key] & held] or list(step.lanes) or list(lanes)
    if not named or named[0] not in definition.lanes:
        return "", 1
    lane = definition.lanes[named[0]]
    return lane.name or lane.label, list(definition.lanes).index(named[0]) + 1


def _minutes(length: Duration | None) -> int | None:
    """A deadline's length in minutes; None where it is none, or counted in days."""
    return None if length is None or length.in_days or length.in_months else length.seconds_of_day // 60


def _danger(case: Case, unrated: frozenset[uuid.UUID]) -> str:
    """The words of the mark of danger; "" where none stands."""
    if case.pk in unrated:
        return _("Dalam bahaya saat melapor")
    return str(Case.Risk.HIGH.label) if case.risk == Case.Risk.HIGH else ""


@dataclass(frozen=True, kw_only=True)
class _Look:
    """Who looks at the list, and when; what is known of all rows at once."""

    to: Staff
    now: datetime
    zone: tzinfo
    unrated: frozenset[uuid.UUID]


def _task(step_pass: StepPass, look: _Look) -> Task:
    case = step_pass.case
    definition = definition_of(case.version)
    step = definition.step(step_pass.step)
    lane, number = lane_of(definition, step, look.to.lane_keys(), step_pass.lanes)
    waits = _waits(step_pass, step) if step_pass.status == StepPass.Status.WAITING else ""
    due_at = None if waits else step_pass.due_at
    plan = _plan(step_pass)
    return Task(
        key=str(step_pass.pk), due_at=due_at, case=case, name=step.name, place=place_words(definition, step), lane=lane,
        lane_number=number, minutes=_minutes(step.time.deadline), waits=waits,
        due=due(due_at=due_at, now=look.now, zone=look.zone, opened_at=step_pass.opened_at),
        when="waits" if waits else _planned_key(plan, look) if plan and due_at is None else _key(due_at, look),
        danger=_danger(case, look.unrated), planned=_planned_words(plan, look) if plan else "", within=step.sop_name,
    )  # fmt: skip


def _plan(step_pass: StepPass) -> datetime | None:
    """When a round of a step that recurs is planned."""
    planned: str | None = getattr(step_pass, "planned", None)
    return datetime.fromisoformat(planned) if planned else None


def _planned_key(plan: datetime, look: _Look) -> str:
    """The group of a planned round: of its day, or of today once that has come. A plan is never late."""
    return _key(max(plan, look.now), look)


def _planned_words(plan: datetime, look: _Look) -> str:
    day = formats.date_format(plan.astimezone(look.zone), "j F")
    return _("Direncanakan %(day)s") % {"day": day}


def _waits(step_pass: StepPass, step: Step) -> str:
    """What a step waits for, in words: the gate's own, or the names of the facts."""
    wait = step_pass.engine["wait"]
    if wait["kind"] == "gate" and step.gate is not None:
        return step.gate.words
    return _("Menunggu keterangan: %(facts)s.") % {"facts": ", ".join(_(FACTS[name].label) for name in wait["facts"])}


def _limit(clock: LimitClock, look: _Look) -> Task | None:
    """A limit as a row for whoever holds the case, or a lane that can still meet it; None for everyone else."""
    case = clock.case
    definition = definition_of(case.version)
    limit = next((one for one in definition.limits if one.key == clock.key), None)
    if limit is None:
        return None
    steps = [definition.step(key) for key in limit.until]
    held = look.to.lane_keys()
    mine = [step for step in steps if definition.lanes_of(step) & held]
    if case.holder_id != look.to.pk and not mine:
        return None
    lane, number = lane_of(definition, (mine or steps)[0], held)
    return Task(
        key=str(clock.pk), due_at=clock.due_at, case=case, name=_("Tenggat kasus: %(limit)s") % {"limit": limit.label},
        place="", lane=lane, lane_number=number, minutes=None, when=_key(clock.due_at, look),
        due=due(due_at=clock.due_at, now=look.now, zone=look.zone, opened_at=case.reported_at),
        danger=_danger(case, look.unrated),
    )  # fmt: skip


def _carried(limit: CarriedLimit, look: _Look) -> Task | None:
    """A limit of an office before as a row for whoever holds the case; where nobody does, for all who may see it."""
    case = limit.case
    if case.holder_id != look.to.pk and not getattr(limit, "nobodys", False):
        return None
    named = _("Tenggat dari %(office)s: %(limit)s") % {"office": limit.office_name, "limit": limit.label}
    return Task(
        key=str(limit.pk), due_at=limit.due_at, case=case, name=named, place="", lane="", lane_number=1, minutes=None,
        when=_key(limit.due_at, look), danger=_danger(case, look.unrated),
        due=due(due_at=limit.due_at, now=look.now, zone=look.zone, opened_at=case.reported_at),
    )  # fmt: skip


def _key(due_at: datetime | None, look: _Look) -> str:
    if due_at is None:
        return "free"
    if due_at < look.now:
        return "late"
    today = look.now.astimezone(look.zone).date()
    day = due_at.astimezone(look.zone).date()
    if day == today:
        return "today"
    return "soon" if day <= today + timedelta(days=2) else "later"


def board_of(*, to: Staff, now: datetime, zone: tzinfo) -> Board:
    """What waits for this person, where somebody may be in danger first; a fixed number of queries.

    Their open steps; steps of theirs that wait until something is known or agreed to; limits over several steps that
    end within a day, of this SOP and of an office before; cases in danger they hold while others have the turn.
    """
    passes = [*work_list(to=to), *held_up(to=to)]
    clocks = list(limits_ahead(to=to, until=now + NEAR))
    carried = list(carried_limits_ahead(to=to, until=now + NEAR))
    kept = cases_held(to=to)
    listed: list[StepPass | LimitClock | CarriedLimit] = [*passes, *clocks, *carried]
    cases = {one.pk for one in kept} | {one.case_id for one in listed}
    look = _Look(to=to, now=now, zone=zone, unrated=danger_unrated(cases=cases))
    rows: dict[str, list[Task]] = {name: [] for name in HEADINGS}
    limits = [*(_limit(clock, look) for clock in clocks), *(_carried(one, look) for one in carried)]
    tasks = [task for task in (*limits, *(_task(step_pass, look) for step_pass in passes)) if task is not None]
    unknown = leave_unknown_in([*((task.case, task.due_at) for task in tasks), *((one, due_of(one)) for one in kept)])
    for task in tasks:
        year = unknown.get((task.case.pk, task.due_at)) if task.due_at is not None else None
        rows[SAFETY if task.danger else task.when].append(replace(task, leave=leave_words(year)))
    for name in ("late", "today"):
        rows[name].sort(key=lambda task: task.due_at or now)
    groups = tuple(
        Group(key, str(HEADINGS[key]), tuple(found), urgent=key in (SAFETY, "late"))
        for key, found in rows.items()
        if found
    )
    return Board(
        groups, resting=tuple(resting_cases(to=to).defer("flow")),
        held=held_rows(
            kept, marks={case.pk: _danger(case, look.unrated) for case in kept},
            besides={task.case.pk for task in rows[SAFETY]}, now=now, zone=zone, unknown=unknown,
        ),
    )  # fmt: skip
