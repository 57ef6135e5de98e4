"""Background work on an office's SOPs."""

from celery import shared_task
from django.utils import timezone

from sop_library.operations.naming import take_up_names as take_up


@shared_task(name="sop_library.take_up_names")
def take_up_names() -> int:
    """Give every SOP of this office the name and service of the version that is in force by now; return how many."""
    return take_up(at=timezone.now())
