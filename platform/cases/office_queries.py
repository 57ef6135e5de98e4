"""The office as a whole, in counts: for its head and its admins. Nothing here names a case or a person in one."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from accounts.models import Lane
from cases.models import Case, Report, StepPass
from cases.queries import AT_WORK, HELD_UP
from cases.states import runs_on
from tenants.current import current_office


@dataclass(frozen=True)
class LaneLoad:
    """How many open steps wait for one lane, how many are late, how many are held up until something is known or agreed
    to, and in how many cases of high risk one waits or is held up."""

    name: str
    waiting: int
    late: int
    held_up: int
    high_risk: int


@dataclass(frozen=True)
class OfficeCounts:
    """How the office stands at a moment. A step of several lanes counts once here, and in each of its lanes.

    `resting`: those of `high_risk` that are paused, and wait for no lane.
    """

    running: int
    paused: int
    high_risk: int
    resting: int
    reports: int
    in_danger: int
    waiting: int
    late: int
    held_up: int
    lanes: tuple[LaneLoad, ...]

    @property
    def steps(self) -> int:
        """The open steps and those held up."""
        return self.waiting + self.held_up

    @property
    def shared(self) -> bool:
        """Whether a step waits for several lanes at once, so that the lanes add up to more than the steps."""
        return sum(lane.waiting + lane.held_up for lane in self.lanes) > self.steps


def open_steps_due_on(*, days: Collection[date]) -> dict[date, int]:
    """How many open steps of cases at work are due on each of these days of the office; days without any are left out.

    A due time once given stays where a day is closed afterwards.
    """
    opened = StepPass.objects.filter(AT_WORK, status=StepPass.Status.OPEN)
    by_day = opened.annotate(day=TruncDate("due_at", tzinfo=ZoneInfo(current_office().zone))).filter(day__in=days)
    return dict(by_day.order_by().values_list("day").annotate(Count("pk")))


def office_counts(*, at: datetime) -> OfficeCounts:
    """Count the office's cases, waiting reports, open steps and those held up. Four queries."""
    cases = Case.objects.aggregate(
        running=Count("pk", filter=Q(state=Case.State.RUNNING)),
        paused=Count("pk", filter=Q(state=Case.State.PAUSED)),
        high_risk=Count("pk", filter=Q(risk=Case.Risk.HIGH) & (~Q(state=Case.State.ENDED) | runs_on())),
        resting=Count("pk", filter=Q(risk=Case.Risk.HIGH, state=Case.State.PAUSED)),
    )
    reports = Report.objects.filter(case=None, state=Report.State.WAITING).aggregate(
        reports=Count("pk"), in_danger=Count("pk", filter=Q(in_danger=True))
    )
    waiting: Counter[str] = Counter()
    late: Counter[str] = Counter()
    held_up: Counter[str] = Counter()
    endangered: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    steps = lates = holds = 0
    live = StepPass.objects.filter(Q(status=StepPass.Status.OPEN) | HELD_UP, AT_WORK)
    told = live.order_by().values_list("status", "lanes", "due_at", "case", "case__risk")
    for status, keys, due_at, case, risk in told:
        for key in keys if risk == Case.Risk.HIGH else ():
            endangered[key].add(case)
        if status == StepPass.Status.WAITING:  # its time stands still, so it is not late
            holds += 1
            held_up.update(set(keys))
            continue
        steps += 1
        waiting.update(set(keys))
        if due_at is not None and due_at < at:
            lates += 1
            late.update(set(keys))
    lanes = tuple(
        LaneLoad(
            lane.short or lane.label, waiting[lane.key], late[lane.key], held_up[lane.key], len(endangered[lane.key])
        )
        for lane in Lane.objects.all()
        if waiting[lane.key] or held_up[lane.key]
    )
    return OfficeCounts(
        **cases, **reports, waiting=steps, late=lates, held_up=holds,
        lanes=tuple(sorted(lanes, key=lambda lane: (-lane.high_risk, -lane.late, -lane.waiting, -lane.held_up))),
    )  # fmt: skip
