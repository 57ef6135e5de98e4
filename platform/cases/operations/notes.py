"""Notes on a case."""

from datetime import datetime

from django.db import transaction

from accounts.models import Staff
from cases.models import Case, Note
from cases.operations.events import append
from cases.policies import check_can_see


def write(*, case: Case, body: str, by: Staff, at: datetime) -> Note:
    """Write a note inside an operation that appends its own event."""
    note = Note(case=case, at=at, by=by)
    note.body = body
    note.save(force_insert=True)
    return note


@transaction.atomic
def add(*, case: Case, body: str, by: Staff, at: datetime) -> Note:
    """Add a note. Raises NotAllowed for someone outside the SOP's lanes."""
    check_can_see(case=case, by=by)
    note = write(case=case, body=body, by=by, at=at)
    append(case=case, kind="note_added", by=by, at=at)
    return note
