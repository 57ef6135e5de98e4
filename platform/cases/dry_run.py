"""What a move would do, case by case, without doing it: the very code that moves, with nothing written."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from cases.models import Case
from cases.moving import CHUNK, Decided, Road, Shift, Stand, decide
from cases.policies import lanes_of
from sop_library.models import SopVersion
from sop_library.moving import Plan


@dataclass(frozen=True)
class DryCase:
    """One case: where it stands and goes on, why it stays (codes of `cases.moving.WHY`), each deadline that runs."""

    key: UUID
    number: str
    reasons: tuple[str, ...]
    stands: tuple[Stand, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class DryRun:
    """The whole of it, as of `at`. `held`: reason -> how many cases it keeps; a case may have several. `seen_by`,
    `hidden_from`: lanes that come to see these cases, or no longer do."""

    cases: tuple[DryCase, ...]
    seen_by: tuple[str, ...] = ()
    hidden_from: tuple[str, ...] = ()
    held: Mapping[str, int] = field(default_factory=dict)
    at: datetime | None = None

    def late_by(self, shift: Shift) -> bool:
        """Whether the move itself would make this deadline late: it runs now, and would have passed at once."""
        if self.at is None or shift.after is None:
            return False
        return shift.changes and shift.after <= self.at

    @property
    def late_at_once(self) -> int:
        """How many deadlines would be late the moment the cases move."""
        return self._count(self.late_by)

    @property
    def moving(self) -> int:
        """How many cases move."""
        return sum(not one.reasons for one in self.cases)

    @property
    def staying(self) -> int:
        """How many stay."""
        return len(self.cases) - self.moving

    @property
    def earlier(self) -> int:
        """How many deadlines come earlier, or are new."""
        return self._count(
            lambda one: one.after is not None and (one.before is None or one.after < one.before)
        )  # fmt: skip

    @property
    def later(self) -> int:
        """How many deadlines come later."""
        return self._count(lambda one: one.before is not None and one.after is not None and one.after > one.before)

    @property
    def same(self) -> int:
        """How many deadlines stay as they are."""
        return self._count(lambda one: not one.changes and not one.stays)

    @property
    def untimed(self) -> int:
        """How many were to be counted again and stay, as the new version gives them no time."""
        return self._count(lambda one: one.stays == "untimed")

    @property
    def carried(self) -> int:
        """How many limits go on beside the SOP."""
        return self._count(lambda one: one.stays == "carried")

    def _count(self, wanted: Callable[[Shift], bool]) -> int:
        return sum(wanted(shift) for one in self.cases for shift in one.shifts)


def versions_at_work(*, to: SopVersion) -> list[tuple[SopVersion, int]]:
    """The other versions of an SOP by which cases run, and how many; those with most first."""
    running = Case.objects.filter(version__sop=to.sop_id).exclude(state=Case.State.ENDED).exclude(version=to)
    counted = dict(running.order_by().values_list("version").annotate(Count("pk")))
    versions = SopVersion.objects.filter(pk__in=counted).select_related("sop").defer("definition").order_by("-number")
    return sorted(((one, counted[one.pk]) for one in versions), key=lambda pair: -pair[1])


def busiest_version(*, to: SopVersion) -> SopVersion | None:
    """The other version by which most cases run; None where no case does."""
    return next((version for version, _count in versions_at_work(to=to)), None)


def look(*, road: Road, at: datetime) -> DryRun:
    """Try a move on every case it is for. Reads chunk by chunk, locks and writes nothing."""
    found, last = [], None
    ahead = Case.objects.filter(version=road.of).exclude(state=Case.State.ENDED).order_by("pk")
    while chunk := list((ahead if last is None else ahead.filter(pk__gt=last))[:CHUNK]):
        found += [_dry(one, road.plan) for one in decide(chunk, road=road, by=None, at=at)]
        last = chunk[-1].pk
    before, after = lanes_of(road.old), lanes_of(road.new)
    return DryRun(
        cases=tuple(sorted(found, key=lambda one: one.number)),
        seen_by=tuple(road.new.lanes[key].label for key in road.new.lanes if key in after - before),
        hidden_from=tuple(road.old.lanes[key].label for key in road.old.lanes if key in before - after),
        held=Counter(reason for one in found for reason in one.reasons),
        at=at,
    )


def _dry(one: Decided, plan: Plan) -> DryCase:
    return DryCase(
        one.case.pk, one.case.number, one.reasons, tuple(one.stands(plan)), tuple(one.deadlines(plan))
    )  # fmt: skip
