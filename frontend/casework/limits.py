"""Tenggat kasus: the limits that run over several steps, each with its ring."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils import formats

from cases.models import Case
from cases.progress import LimitRow, Progress
from custody import holding
from frontend.casework.closed_days import ClosedDays
from frontend.casework.wording import when_words
from frontend.marks import Due, due, leave_words


@dataclass(frozen=True)
class LimitView:
    """A limit: until when, by which words of the sheet, and if it was kept. `there`: the office that has it now.

    `extend`: its key, where whoever looks may lengthen it.
    """

    label: str
    printed: str
    until: str
    due: Due
    met: str
    in_time: bool
    leave: str
    there: str = ""
    extend: str = ""


def _moment(here: datetime) -> str:
    """A day and time in full: "Senin, 5 Januari 10.20"."""
    return f"{formats.date_format(here, 'l, j F')} {formats.time_format(here, 'TIME_FORMAT')}"


def _runs(limit: LimitRow, case: Case, there: str) -> bool:
    return limit.met_at is None and case.state != Case.State.ENDED and not there


def _beside(limit: LimitRow, case: Case, closed: ClosedDays) -> str:
    return leave_words(limit.leave_unknown) or closed.words(limit.due_at, since=case.reported_at)


def due_elsewhere(case: Case) -> str:
    """The office that leads the case now and has its limits, where this one gave the lead away; "" where it has them.

    At most three queries.
    """
    if not holding.gone().filter(matter=case.matter).exists():
        return ""
    held = holding.holder_of(case.matter)
    return holding.name_of(held.office_id) if held is not None else ""


def limits_of(
    stands: Progress, *, case: Case, there: str, now: datetime, zone: tzinfo, closed: ClosedDays
) -> list[LimitView]:
    """Every limit of the case, the nearest first. `there`: the office that has them now (`due_elsewhere`)."""
    return [
        LimitView(
            label=limit.label,
            printed=limit.printed,
            until=_moment(limit.due_at.astimezone(zone)),
            due=due(
                due_at=limit.due_at if _runs(limit, case, there) else None,
                now=now, zone=zone, opened_at=case.reported_at,
            ),
            met=when_words(limit.met_at, now=now, inside=True) if limit.met_at else "",
            in_time=limit.met_at is not None and limit.met_at <= limit.due_at,
            leave=_beside(limit, case, closed) if _runs(limit, case, there) else "",
            there=there if limit.met_at is None else "",
            extend=limit.key if limit.can_extend and _runs(limit, case, there) else "",
        )
        for limit in stands.limits
    ]  # fmt: skip
