"""Time limits of an office before, which came along with a case: shown beside this SOP's own, and met by hand."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cases.models import CarriedLimit, Case
from frontend.casework.limits import due_elsewhere
from frontend.casework.set_back import SetBack, set_back_of
from frontend.casework.wording import when_words
from frontend.marks import Due, due


@dataclass(frozen=True)
class Owed:
    """A limit that came along. `met`: when it was said to be met, "" where it still runs; `who`: by whom here.

    `back`: when, by whom and why it was set to run again. `there`: the office that has it now, "" where this one.
    """

    row: CarriedLimit
    due: Due
    met: str
    in_time: bool
    who: str
    back: tuple[SetBack, ...]
    there: str


def owed(case: Case, *, opened: bool, now: datetime, zone: tzinfo) -> list[Owed]:
    """Every limit that came along with the case, the nearest first. One query where none came."""
    rows = list(CarriedLimit.objects.filter(case=case).select_related("met_by").order_by("due_at", "id"))
    if not rows:
        return []

    def said(moment: str) -> str:
        return when_words(datetime.fromisoformat(moment), now=now, inside=True)

    back = set_back_of(case, table=CarriedLimit._meta.db_table, said=said, opened=opened, now=now)
    there = due_elsewhere(case)
    return [_owed(row, tuple(back.get(row.pk, ())), case=case, there=there, now=now, zone=zone) for row in rows]


def _owed(
    row: CarriedLimit, back: tuple[SetBack, ...], *, case: Case, there: str, now: datetime, zone: tzinfo
) -> Owed:  # fmt: skip
    runs = row.met_at is None and case.state != Case.State.ENDED and not there
    return Owed(
        row=row, due=due(due_at=row.due_at if runs else None, now=now, zone=zone, opened_at=case.reported_at),
        met=when_words(row.met_at, now=now, inside=True) if row.met_at else "",
        in_time=row.met_at is not None and row.met_at <= row.due_at, who=row.met_by.name if row.met_by else "",
        back=back, there=there if row.met_at is None else "",
    )  # fmt: skip
