"""Background work on papers."""

from celery import shared_task

from documents import printing
from sop_library.queries import published_versions


@shared_task(name="documents.print_sheet")
def print_sheet(version: str, notes: bool) -> bool:
    """Set the sheet of a published version in type, where somebody waits for it; return whether somebody did."""
    found = published_versions().filter(pk=version).first()
    return found is not None and printing.make(found, notes=notes)
