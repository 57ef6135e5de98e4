"""Notes on a case: written, never changed, struck out where they were a mistake."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Correction, Note
from cases.operations import reasons
from cases.operations.events import append
from cases.operations.working import locked
from cases.policies import check_can_see
from cases.refusals import Stale
from cases.traces import NOTES, struck_notes


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


@transaction.atomic
def strike(*, note: Note, reason: str, by: Staff, at: datetime) -> Correction:
    """Strike out a note that was a mistake, with a reason. It stays as it was written, and goes along no more.

    Raises NotAllowed outside the SOP's lanes, Stale("struck_already"), Refusal("reason_missing").
    """
    check_can_see(case=note.case, by=by)
    case = locked(note.case)
    if note.pk in struck_notes(case):
        raise Stale("struck_already", _("Catatan ini sudah dicoret."))
    words = _("Tulis mengapa catatan ini dicoret.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    struck = Correction.objects.create(
        case=case, table=NOTES, row_id=note.pk, field="body", because=why, at=at, by=by
    )  # fmt: skip
    append(case=case, kind="note_struck", by=by, at=at)
    return struck
