"""Rows that never change and were a mistake: a correction that names the row takes it out of use."""

from uuid import UUID

from django.db.models import QuerySet

from cases.models import Case, Correction, Note

NOTES = "cases_note"
"""How corrections name a note."""


def standing_notes(case: Case) -> QuerySet[Note]:
    """The notes of a case that nobody struck out."""
    struck = Correction.objects.filter(case=case, table=NOTES).values("row_id")
    return Note.objects.filter(case=case).exclude(pk__in=struck)


def struck_notes(case: Case) -> dict[UUID, Correction]:
    """The notes of a case that were struck out, each with who did it, when and why. One query."""
    rows = Correction.objects.filter(case=case, table=NOTES).select_related("by", "because")
    return {row.row_id: row for row in rows}
