"""What a move would do, case by case, without doing it: the very code that moves, with nothing written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.models import Staff
from cases.models import Case
from cases.moving import CHUNK, Decided, Road, Shift, decide
from cases.policies import lanes_of
from sop_library.models import SopVersion


@dataclass(frozen=True)
class DryCase:
    """One case: why it stays (codes of `cases.moving.WHY`), or which deadlines change."""

    key: UUID
    number: str
    reasons: tuple[str, ...]
    shifts: tuple[Shift, ...]
    carried: int


@dataclass(frozen=True)
class DryRun:
    """The whole of it. `held`: reason -> how many cases it keeps; a case may have several. `seen_by`, `hidden_from`:
    lanes that come to see these cases, or no longer do."""

    cases: tuple[DryCase, ...]
    seen_by: tuple[str, ...] = ()
    hidden_from: tuple[str, ...] = ()
    held: Mapping[str, int] = field(default_factory=dict)

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
        return sum(
            one.after is not None and (one.before is None or one.after < one.before) for one in self._shifts
        )  # fmt: skip

    @property
    def later(self) -> int:
        """How many deadlines come later."""
        return sum(one.before is not None and one.after is not None and one.after > one.before for one in self._shifts)

    @property
    def gone(self) -> int:
        """How many steps have a deadline no more."""
        return sum(one.after is None for one in self._shifts)

    @property
    def carried(self) -> int:
        """How many limits go on beside the SOP."""
        return sum(one.carried for one in self.cases)

    @property
    def _shifts(self) -> Iterator[Shift]:
        return (shift for one in self.cases for shift in one.shifts)


def open_cases(version: SopVersion) -> int:
    """How many cases run under a version."""
    return Case.objects.filter(version=version).exclude(state=Case.State.ENDED).count()


def look(*, road: Road, by: Staff, at: datetime) -> DryRun:
    """Try a move on every case it is for. Reads chunk by chunk, locks and writes nothing."""
    found, last = [], None
    ahead = Case.objects.filter(version=road.of).exclude(state=Case.State.ENDED).order_by("pk")
    while chunk := list((ahead if last is None else ahead.filter(pk__gt=last))[:CHUNK]):
        found += [_dry(one) for one in decide(chunk, road=road, by=by.pk, at=at)]
        last = chunk[-1].pk
    before, after = lanes_of(road.old), lanes_of(road.new)
    return DryRun(
        cases=tuple(sorted(found, key=lambda one: one.number)),
        seen_by=tuple(road.new.lanes[key].label for key in road.new.lanes if key in after - before),
        hidden_from=tuple(road.old.lanes[key].label for key in road.old.lanes if key in before - after),
        held=Counter(reason for one in found for reason in one.reasons),
    )


def _dry(one: Decided) -> DryCase:
    return DryCase(one.case.pk, one.case.number, one.reasons, tuple(one.shifts), len(one.carried))
