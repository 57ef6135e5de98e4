"""Background work on papers."""

from celery import shared_task
from django.utils import timezone

from documents import printing
from sop_library.models import Draft
from sop_library.queries import published_versions


@shared_task(name="documents.print_sheet")
def print_sheet(version: str, notes: bool) -> bool:
    """Set the sheet of a published version in type, where somebody waits for it; return whether somebody did."""
    found = published_versions().filter(pk=version).first()
    return found is not None and printing.make(printing.of_version(found, notes=notes))


@shared_task(name="documents.print_draft")
def print_draft(draft: str) -> bool:
    """Set the sheet of a draft in type as it stands, where somebody waits for it; return whether somebody did."""
    found = Draft.objects.filter(pk=draft).first()
    return found is not None and printing.make(printing.of_draft(found, at=timezone.now()))
