"""Running cases where somebody may be in danger and the turn is another lane's: whoever holds one keeps it in sight."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Prefetch, Q

from accounts.models import Staff
from cases.danger_queries import held_in_danger
from cases.models import Case, StepPass
from cases.queries import HELD_UP
from frontend.marks import Due, due
from sop_library.queries import definition_of

LIVE = Q(status=StepPass.Status.OPEN) | HELD_UP


@dataclass(frozen=True)
class Held:
    """Such a case as a row. `waits_for`: the lanes whose turn it is, in words. `nobodys`: nobody holds it."""

    case: Case
    danger: str
    waits_for: str
    nobodys: bool
    due: Due


def cases_held(*, to: Staff) -> list[Case]:
    """The cases this person holds or nobody does, with `live`: their steps that wait for somebody. Two queries."""
    live = StepPass.objects.filter(LIVE).defer("engine").order_by("due_at", "opened_at")
    found = held_in_danger(to=to).defer("version__definition", "flow")
    return list(found.prefetch_related(Prefetch("passes", queryset=live, to_attr="live")))


def held_rows(
    cases: Iterable[Case], *, marks: dict[uuid.UUID, str], besides: set[uuid.UUID], now: datetime, zone: tzinfo
) -> tuple[Held, ...]:
    """Those with a mark of danger that are not on the list already (`besides`)."""
    return tuple(_row(case, marks[case.pk], now, zone) for case in cases if marks[case.pk] and case.pk not in besides)


def _row(case: Case, danger: str, now: datetime, zone: tzinfo) -> Held:
    live: list[StepPass] = case.live  # type: ignore[attr-defined]  # prefetched
    lanes = definition_of(case.version).lanes
    keys = dict.fromkeys(key for one in live for key in one.lanes if key in lanes)
    first = next(iter(live), None)
    return Held(
        case=case, danger=danger, waits_for=", ".join(lanes[key].name or lanes[key].label for key in keys),
        nobodys=case.nobodys,  # type: ignore[attr-defined]  # annotated
        due=due(
            due_at=first.due_at if first else None, now=now, zone=zone, opened_at=first.opened_at if first else None
        ),
    )  # fmt: skip
