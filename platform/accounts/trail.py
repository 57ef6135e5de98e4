"""Writing the office's trail: in the transaction of the change it tells of."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import OfficeEvent, Staff


def record(
    kind: OfficeEvent.Kind, *, by: Staff, at: datetime | None, subject: Staff | None = None, **data: Any
) -> OfficeEvent:
    """Write that `by` made this change, now where `at` is None. `data` is keys and codes, never a name or a word."""
    return OfficeEvent.objects.create(kind=kind, by=by, at=at or timezone.now(), subject=subject, data=data)
