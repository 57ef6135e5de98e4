"""The office as a whole, in counts: for its head and its admins. Nothing here names a case or a person in one."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from accounts.models import Lane
from cases.models import Case, Report, StepPass
from tenants.current import current_office


@dataclass(frozen=True)
class LaneLoad:
    """How many open steps wait for one lane, and how many of them are late."""

    name: str
    waiting: int
    late: int


@dataclass(frozen=True)
class OfficeCounts:
    """How the office stands at a moment. A step of several lanes counts once here, and in each of its lanes."""

    running: int
    paused: int
    high_risk: int
    reports: int
    in_danger: int
    waiting: int
    late: int
    lanes: tuple[LaneLoad, ...]


def open_steps_due_on(*, days: Collection[date]) -> dict[date, int]:
    """How many open steps of running cases are due on each of these days of the office; days without any are left out.

    A due time once given stays where a day is closed afterwards.
    """
    opened = StepPass.objects.filter(status=StepPass.Status.OPEN, case__state=Case.State.RUNNING)
    by_day = opened.annotate(day=TruncDate("due_at", tzinfo=ZoneInfo(current_office().zone))).filter(day__in=days)
    return dict(by_day.order_by().values_list("day").annotate(Count("pk")))


def office_counts(*, at: datetime) -> OfficeCounts:
    """Count the office's cases, waiting reports and open steps. Four queries."""
    cases = Case.objects.aggregate(
        running=Count("pk", filter=Q(state=Case.State.RUNNING)),
        paused=Count("pk", filter=Q(state=Case.State.PAUSED)),
        high_risk=Count("pk", filter=Q(risk=Case.Risk.HIGH) & ~Q(state=Case.State.ENDED)),
    )
    reports = Report.objects.filter(case=None, state=Report.State.WAITING).aggregate(
        reports=Count("pk"), in_danger=Count("pk", filter=Q(in_danger=True))
    )
    waiting: Counter[str] = Counter()
    late: Counter[str] = Counter()
    steps = lates = 0
    opened = StepPass.objects.filter(status=StepPass.Status.OPEN, case__state=Case.State.RUNNING)
    for keys, due_at in opened.order_by().values_list("lanes", "due_at"):
        steps += 1
        waiting.update(set(keys))
        if due_at is not None and due_at < at:
            lates += 1
            late.update(set(keys))
    lanes = tuple(
        LaneLoad(lane.short or lane.label, waiting[lane.key], late[lane.key])
        for lane in Lane.objects.all()
        if waiting[lane.key]
    )
    return OfficeCounts(
        **cases, **reports, waiting=steps, late=lates,
        lanes=tuple(sorted(lanes, key=lambda lane: (-lane.late, -lane.waiting))),
    )  # fmt: skip
