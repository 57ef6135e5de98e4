"""The work that waits for one person, in the groups of the day: late, today, tomorrow and after, without a deadline."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Lane, Staff
from cases.danger_queries import danger_unrated, resting_cases
from cases.models import Case, StepPass
from cases.queries import work_list
from frontend.casework.wording import number_words, opening_number
from frontend.marks import Due, due
from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.parts import Step
from sop_library.queries import definition_of

SAFETY = "safety"


@dataclass(frozen=True)
class Task:
    """One open step as a row of the list."""

    step_pass: StepPass
    case: Case
    name: str
    place: str
    lane: str
    lane_number: int
    due: Due
    minutes: int | None
    when: str = ""
    danger: str = ""

    @property
    def sop(self) -> str:
        return self.case.version.sop.name

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
    """The whole list. `resting`: paused cases that must not be lost sight of, those of high risk first."""

    groups: tuple[Group, ...]
    resting: tuple[Case, ...] = ()

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

    @property
    def resting_quietly(self) -> tuple[Case, ...]:
        """The other paused cases this person holds."""
        return tuple(case for case in self.resting if case.risk != Case.Risk.HIGH)


def hours_words(minutes: int) -> str:
    """A sum of minutes as people say it: "1 jam 40 menit"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d menit", "%(count)d menit", rest) % {"count": rest}
    said = ngettext("%(count)d jam", "%(count)d jam", hours) % {"count": hours}
    if not rest:
        return said
    left = ngettext("%(count)d menit", "%(count)d menit", rest) % {"count": rest}
    return _("%(hours)s %(minutes)s") % {"hours": said, "minutes": left}


def place_words(definition: Definition, step: Step) -> str:
    """Where a step stands in its sheet: "4/13"; only the place where the sheet prints no number."""
    number = (step.number or str(definition.position[step.key] + 1)).strip(" .)")
    return f"{number}/{len(definition.steps)}"


def lane_of(definition: Definition, step_pass: StepPass, held: frozenset[str], order: Sequence[str]) -> tuple[str, int]:
    """The lane by which this pass is somebody's turn, theirs where they hold one: its name and place in the office.

    The office's `order` and not the sheet's gives the colour: one list shows several SOPs.
    """
    step = definition.step(step_pass.step)
    named = (
        [key for key in step.lanes if definition.acting_for[key] & held] or list(step.lanes) or list(step_pass.lanes)
    )
    if not named or named[0] not in definition.lanes:
        return "", 1
    lane = definition.lanes[named[0]]
    return lane.name or lane.label, order.index(named[0]) + 1 if named[0] in order else 1


def _minutes(length: Duration | None) -> int | None:
    """A deadline's length in minutes; None where it is none, or counted in days."""
    return None if length is None or length.in_days or length.in_months else length.seconds_of_day // 60


def _danger(case: Case, unrated: frozenset[uuid.UUID]) -> str:
    """The words of the mark of danger; "" where none stands."""
    if case.pk in unrated:
        return _("Dalam bahaya saat melapor")
    return str(Case.Risk.HIGH.label) if case.risk == Case.Risk.HIGH else ""


def _task(
    step_pass: StepPass, *, held: frozenset[str], unrated: frozenset[uuid.UUID], order: Sequence[str], now: datetime,
    zone: tzinfo,
) -> Task:  # fmt: skip
    case = step_pass.case
    definition = definition_of(case.version)
    step = definition.step(step_pass.step)
    lane, number = lane_of(definition, step_pass, held, order)
    return Task(
        step_pass=step_pass, case=case, name=step.name, place=place_words(definition, step), lane=lane,
        lane_number=number, minutes=_minutes(step.time.deadline),
        due=due(due_at=step_pass.due_at, now=now, zone=zone, opened_at=step_pass.opened_at),
        when=_key(step_pass, now=now, zone=zone), danger=_danger(case, unrated),
    )  # fmt: skip


def _key(step_pass: StepPass, *, now: datetime, zone: tzinfo) -> str:
    if step_pass.due_at is None:
        return "free"
    if step_pass.due_at < now:
        return "late"
    today = now.astimezone(zone).date()
    day = step_pass.due_at.astimezone(zone).date()
    if day == today:
        return "today"
    return "soon" if day <= today + timedelta(days=2) else "later"


def board_of(*, to: Staff, now: datetime, zone: tzinfo) -> Board:
    """The open steps whose turn is this person's, where somebody may be in danger first; a fixed number of queries."""
    held, passes = to.lane_keys(), list(_passes(to))
    order = list(Lane.objects.values_list("key", flat=True)) if passes else []
    unrated = danger_unrated(cases={step_pass.case_id for step_pass in passes})
    rows: dict[str, list[Task]] = {SAFETY: [], "late": [], "today": [], "soon": [], "later": [], "free": []}
    for step_pass in passes:
        task = _task(step_pass, held=held, unrated=unrated, order=order, now=now, zone=zone)
        rows[SAFETY if task.danger else task.when].append(task)
    headings = {
        SAFETY: _("Keselamatan dahulu"), "late": _("Lewat waktu"), "today": _("Hari ini"), "soon": _("Besok dan lusa"),
        "later": _("Setelah lusa"), "free": _("Tanpa tenggat"),
    }  # fmt: skip
    groups = tuple(
        Group(key, headings[key], tuple(found), urgent=key in (SAFETY, "late")) for key, found in rows.items() if found
    )
    return Board(groups, resting=tuple(resting_cases(to=to).defer("version__definition", "flow")))


def _passes(to: Staff) -> Iterable[StepPass]:
    return work_list(to=to).defer("case__version__definition", "case__flow", "engine")


def sentence(board: Board, *, reports_in_danger: int = 0) -> str:
    """What the day asks for, in words: safety before deadlines."""
    first = len(board.first.tasks) if board.first else 0
    danger = first + len(board.resting_in_danger) + reports_in_danger
    if not danger:
        return _day_words(board)
    return _("%(safety)s %(day)s") % {
        "safety": ngettext(
            "%(count)s hal menyangkut orang yang dalam bahaya atau berisiko tinggi. Mulai dari sana.",
            "%(count)s hal menyangkut orang yang dalam bahaya atau berisiko tinggi. Mulai dari sana.",
            danger,
        )
        % {"count": opening_number(danger)},
        "day": _rest_words(board),
    }  # fmt: skip


def _rest_words(board: Board) -> str:
    """How many steps wait today, where something else comes first."""
    late = board.count("late")
    waiting = late + board.count("today")
    if not waiting:
        return _("Tidak ada tenggat hari ini.")
    said = {"count": opening_number(waiting), "late": number_words(late)}
    if not late:
        return (
            ngettext("%(count)s langkah menunggu Anda hari ini.", "%(count)s langkah menunggu Anda hari ini.", waiting)
            % said
        )
    return (
        ngettext(
            "%(count)s langkah menunggu Anda hari ini, %(late)s sudah lewat waktu.",
            "%(count)s langkah menunggu Anda hari ini, %(late)s sudah lewat waktu.",
            waiting,
        )
        % said
    )


def _day_words(board: Board) -> str:
    """What the day asks for where nobody is known to be in danger."""
    late, free = board.count("late"), board.count("free")
    waiting = late + board.count("today")
    if not waiting:
        if free:
            return ngettext(
                "Tidak ada tenggat hari ini. %(count)s langkah tanpa tenggat bisa Anda lanjutkan.",
                "Tidak ada tenggat hari ini. %(count)s langkah tanpa tenggat bisa Anda lanjutkan.",
                free,
            ) % {"count": opening_number(free)}
        return _("Tidak ada langkah untuk hari ini.")
    said = {"count": opening_number(waiting), "late": opening_number(late), "few": number_words(waiting)}
    if not late:
        return (
            ngettext("%(count)s langkah menunggu Anda hari ini.", "%(count)s langkah menunggu Anda hari ini.", waiting)
            % said
        )
    if late == waiting:
        return (
            ngettext(
                "%(count)s langkah menunggu Anda dan sudah lewat waktu. Mulai dari sana.",
                "%(count)s langkah menunggu Anda, semuanya sudah lewat waktu. Mulai dari yang paling atas.",
                waiting,
            )
            % said
        )
    return (
        ngettext(
            "%(count)s langkah menunggu Anda hari ini. %(late)s sudah lewat waktu, jadi mulai dari sana.",
            "%(count)s langkah menunggu Anda hari ini. %(late)s sudah lewat waktu, jadi mulai dari sana.",
            late,
        )
        % said
    )
