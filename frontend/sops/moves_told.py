"""The moves of an SOP's cases as its history tells them: who moved how many, when, and who took how many back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from cases.models import CaseMove, Move, MoveBack
from sop_library.models import Sop


@dataclass(frozen=True)
class TakenBack:
    """One time that cases of a move were taken back: how many, when, by whom, and why."""

    count: int
    at: datetime
    by: str
    why: str | None


@dataclass(frozen=True)
class ToldMove:
    """One move. `went`: how many cases it moved, also those taken back since; `held`: how many stayed."""

    move: Move
    went: int
    held: int
    back: tuple[TakenBack, ...]


def moves_told(sop: Sop) -> list[ToldMove]:
    """Every move of this SOP, the latest first. Two queries, however many there are."""
    outcome = CaseMove.Outcome
    moves = list(
        Move.objects.filter(sop=sop)
        .select_related("of", "to", "by")
        .annotate(
            went=Count("cases", filter=Q(cases__outcome__in=[outcome.MOVED, outcome.REVERTED])),
            held=Count("cases", filter=Q(cases__outcome=outcome.HELD)),
        )
        .order_by("-at")
    )
    back = _taken_back(moves)
    return [ToldMove(one, one.went, one.held, tuple(back[one.pk])) for one in moves]


def _taken_back(moves: Sequence[Move]) -> dict[UUID, list[TakenBack]]:
    found: dict[UUID, list[TakenBack]] = defaultdict(list)
    came = Count("move__cases", filter=Q(move__cases__reverted_at=F("at")))
    for one in MoveBack.objects.filter(move__in=moves).select_related("by").annotate(came=came).order_by("-at"):
        found[one.move_id].append(TakenBack(one.came, one.at, one.by.name, one.why))
    return found
