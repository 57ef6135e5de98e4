"""Running cases where somebody may be in danger and the turn is another lane's: whoever holds one keeps it in sight."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Prefetch, Q

from accounts.models import Staff
from cases.danger_queries import held_in_danger
from cases.leave_queries import Dues
from cases.models import Case, StepPass
from cases.queries import HELD_UP
from frontend.marks import Due, due, leave_words
from sop_library.queries import definition_of

LIVE = Q(status=StepPass.Status.OPEN) | HELD_UP


@dataclass(frozen=True)
class Held:
    """Such a case as a row. `waits_for`: the lanes whose turn it is, in words. `nobodys`: nobody holds it.

    `leave`: that the due time was counted without a year's cuti bersama.
    """

    case: Case
    danger: str
    waits_for: str
    nobodys: bool
    due: Due
    leave: str = ""


def cases_held(*, to: Staff) -> list[Case]:
    """The cases this person holds or nobody does, with `live`: their steps that wait for somebody. Two queries."""
    live = StepPass.objects.filter(LIVE).defer("engine").order_by("due_at", "opened_at")
    found = held_in_danger(to=to).defer("version__definition", "flow")
    return list(found.prefetch_related(Prefetch("passes", queryset=live, to_attr="live")))


def held_rows(
    cases: Iterable[Case], *, marks: dict[uuid.UUID, str], besides: set[uuid.UUID], now: datetime, zone: tzinfo,
    unknown: Dues,
) -> tuple[Held, ...]:  # fmt: skip
    """Those with a mark of danger that are not on the list already (`besides`). `unknown`: `leave_unknown_in`."""
    return tuple(
        _row(case, marks[case.pk], now, zone, unknown) for case in cases if marks[case.pk] and case.pk not in besides
    )


def due_of(case: Case) -> datetime | None:
    """When the first step of such a case is due that waits for somebody."""
    live: list[StepPass] = case.live  # type: ignore[attr-defined]  # prefetched
    return live[0].due_at if live else None


def _row(case: Case, danger: str, now: datetime, zone: tzinfo, unknown: Dues) -> Held:
    live: list[StepPass] = case.live  # type: ignore[attr-defined]  # prefetched
    lanes = definition_of(case.version).lanes
    keys = dict.fromkeys(key for one in live for key in one.lanes if key in lanes)
    first, due_at = next(iter(live), None), due_of(case)
    return Held(
        case=case, danger=danger, waits_for=", ".join(lanes[key].name or lanes[key].label for key in keys),
        nobodys=case.nobodys,  # type: ignore[attr-defined]  # annotated
        due=due(
            due_at=due_at, now=now, zone=zone, opened_at=first.opened_at if first else None
        ),
        leave=leave_words(unknown.get((case.pk, due_at)) if due_at is not None else None),
    )  # fmt: skip
