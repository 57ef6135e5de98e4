"""What was set back on a case, as its pages say it: who and when at once, why only in an open window."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Correction
from cases.operations.taking_back import BECAUSE
from frontend.casework.wording import when_words


@dataclass(frozen=True)
class SetBack:
    """That a row stands as before again. `before`: what it was said to be, in an open window with why.

    `reason` is "" while the window is shut.
    """

    who: str
    when: str
    before: str
    reason: str


def set_back_of(
    case: Case, *, table: str, said: Callable[[str], str], opened: bool, now: datetime
) -> dict[uuid.UUID, list[SetBack]]:
    """Row -> what was set back in it, newest first. `said` puts what stood there into words. One query."""
    found: dict[uuid.UUID, list[SetBack]] = defaultdict(list)
    every = Correction.objects.filter(case=case, table=table).select_related("by", "because").order_by("-at")
    whys = {(row.row_id, row.at): row for row in every if row.field == BECAUSE}
    for row in every:
        if row.field == BECAUSE:
            continue
        why = whys.get((row.row_id, row.at)) if opened else None
        before = ": ".join(part for part in (said(row.before or ""), (why.before or "") if why else "") if part)
        reason = row.because.words if opened and row.because is not None else ""
        when = when_words(row.at, now=now, inside=True)
        found[row.row_id].append(SetBack(row.by.name, when, before, reason))
    return found
