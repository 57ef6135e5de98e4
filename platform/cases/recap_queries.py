"""A month of the office in counts: what came in, of whom, how cases ended, what was in time. No case is named.

Counted are the cases that the office carries to the nation (`Fact`, without those undone as opened by mistake), each by
the month of its report in the office's own zone, as the nation counts it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Func, Min, Q, QuerySet

from cases.models import Case, Ending, Fact, LimitClock, Role, StepPass
from sop_library.models import SopVersion
from sop_library.queries import definition_of
from tenants.current import current_office

UNDONE = "undone"


@dataclass(frozen=True)
class InTime:
    """Of what had a deadline and was done in the month: how much of it in time, and how much late."""

    kept: int
    late: int

    @property
    def all(self) -> int:
        """Everything that had a deadline."""
        return self.kept + self.late


@dataclass(frozen=True)
class Recap:
    """One month. Keys are codes and words of the SOPs; a case of several kinds of violence counts in each of them.

    `people`: (age band, sex) -> victims of the cases reported in the month; "" where it is unknown. `endings`: reason
    -> cases that ended in the month, whenever they were reported. `steps`: SOP -> steps done in the month.
    """

    month: date
    cases: int
    running: int
    by_sop: Mapping[str, int]
    by_door: Mapping[tuple[str, str], int]
    by_kind: Mapping[str, int]
    people: Mapping[tuple[str, str], int]
    endings: Mapping[str, int]
    steps: Mapping[str, InTime]
    limits: InTime


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def first_month() -> date | None:
    """The month of the earliest report of the office; None before the first."""
    earliest: date | None = _facts().aggregate(first=Min("reported_on"))["first"]
    return earliest.replace(day=1) if earliest else None


def recap_of(*, month: date) -> Recap:
    """Count a month, named by its first day, as it stands now. Eight queries, however much there is."""
    until = next_month(month)
    facts = _facts().filter(reported_on__gte=month, reported_on__lt=until)
    came = facts.order_by().values_list("case__version", "case__door", "state").annotate(Count("pk"))
    by_sop, by_door, states = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    found = list(came)
    versions = _versions({row[0] for row in found})
    for key, door, state, number in found:
        version = versions[key]
        way = definition_of(version).doors.get(door)
        by_sop[version.sop.name] += number
        by_door[version.sop.name, way.label if way else door] += number
        states[state] += number
    kinds = facts.filter(kinds__len__gt=0).annotate(kind=Func(F("kinds"), function="unnest"))
    by_kind = Counter(dict(kinds.order_by().values_list("kind").annotate(Count("pk"))))
    if unknown := facts.filter(kinds__len=0).count():
        by_kind[""] = unknown
    return Recap(
        month=month, cases=states.total(), running=states.total() - states[Case.State.ENDED], by_sop=by_sop,
        by_door=by_door, by_kind=by_kind, people=_people(facts), endings=_endings(month, until),
        steps=_steps(month, until), limits=_limits(month, until),
    )  # fmt: skip


def _facts() -> QuerySet[Fact]:
    return Fact.objects.exclude(state=UNDONE)


def _versions(keys: set[UUID]) -> dict[UUID, SopVersion]:
    return {one.pk: one for one in SopVersion.objects.filter(pk__in=keys).select_related("sop")}


def _people(facts: QuerySet[Fact]) -> dict[tuple[str, str], int]:
    victims = Role.objects.filter(kind=Role.Kind.VICTIM, ended_at=None, person__case__in=facts.values("case"))
    counted = victims.order_by().values_list("person__age_band", "person__sex").annotate(Count("pk"))
    return {(band, sex): number for band, sex, number in counted}


def _moments(month: date, until: date) -> tuple[datetime, datetime]:
    """From the first moment of the month to that of the next, on the office's own clock."""
    zone = ZoneInfo(current_office().zone)
    first, last = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (month, until))
    return first, last


def _endings(month: date, until: date) -> dict[str, int]:
    begin, end = _moments(month, until)
    ended = Ending.objects.filter(at__gte=begin, at__lt=end, reopened_at=None).exclude(reason=Ending.Reason.MISTAKEN)
    return dict(ended.order_by().values_list("reason").annotate(Count("pk")))


def _steps(month: date, until: date) -> dict[str, InTime]:
    begin, end = _moments(month, until)
    done = StepPass.objects.filter(status=StepPass.Status.DONE, done_at__gte=begin, done_at__lt=end)
    timed = done.exclude(due_at=None).exclude(case__fact__state=UNDONE)
    late = Count("pk", filter=Q(done_at__gt=F("due_at")))
    rows = timed.order_by().values_list("case__version__sop__name").annotate(number=Count("pk"), late=late)
    return {name: InTime(number - lates, lates) for name, number, lates in rows}


def _limits(month: date, until: date) -> InTime:
    begin, end = _moments(month, until)
    met = LimitClock.objects.filter(met_at__gte=begin, met_at__lt=end).exclude(case__fact__state=UNDONE)
    counted = met.aggregate(number=Count("pk"), late=Count("pk", filter=Q(met_at__gt=F("due_at"))))
    return InTime(counted["number"] - counted["late"], counted["late"])
