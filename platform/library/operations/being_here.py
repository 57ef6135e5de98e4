"""Who else of a console has a draft of the library open, and at which part: told to each other, kept for moments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Staff
from library.models import ShelfDraft
from sop_library.operations.drafts import HERE_FOR

MOST = 40
"""So many people are kept of one draft."""
LONGEST_PART = 140


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the draft open at `part` ("" for none). The consoles' staff are known here by name alone."""

    staff: Staff
    part: str
    seen_at: datetime


@transaction.atomic
def be_here(*, draft: ShelfDraft, part: str, by: Staff, at: datetime) -> tuple[Present, ...]:
    """Say that this person has the draft open at `part`; return who else has, latest first. No revision of it."""
    row = ShelfDraft.objects.select_for_update().only("here").get(pk=draft.pk)
    still = [one for one in row.here if _is_here(one, at) and one["by"] != str(by.pk)]
    own = {"by": str(by.pk), "name": by.name, "part": part[:LONGEST_PART], "at": at.isoformat()}
    draft.here = row.here = [*still, own][-MOST:]
    row.save(update_fields=["here"])
    return others_here(draft=draft, by=by, at=at)


def others_here(*, draft: ShelfDraft, by: Staff, at: datetime) -> tuple[Present, ...]:
    """Who else has the draft open, latest first."""
    there = [one for one in draft.here if _is_here(one, at) and one["by"] != str(by.pk)]
    found = [Present(Staff(name=one["name"]), one["part"], datetime.fromisoformat(one["at"])) for one in there]
    return tuple(sorted(found, key=lambda one: one.seen_at, reverse=True))


def _is_here(one: dict[str, Any], at: datetime) -> bool:
    return datetime.fromisoformat(one["at"]) > at - HERE_FOR
