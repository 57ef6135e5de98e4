"""The access log: written before anything is shown, in the same transaction; readable, never changeable."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from safeguards.models import AccessEvent

if TYPE_CHECKING:
    from accounts.models import Staff

SHOWN_FOR = timedelta(minutes=10)
HIDDEN = "_hidden"  # ends the name of a row that closes a window before its time
CHAIN_LOCK = 7305001  # any constant: one chain an office, locks are per database and the schema is added below


def _digest(previous: bytes, event: AccessEvent) -> bytes:
    parts = (
        event.id, event.at.isoformat(), event.by_id, event.subject_table, event.subject_id, event.case_id,
        event.what, event.reason, event.until.isoformat() if event.until else "",
    )  # fmt: skip
    return hashlib.sha256(previous + "|".join(str(part) for part in parts).encode()).digest()


def record_access(
    *,
    by: "Staff",
    at: datetime,
    subject_table: str,
    subject_id: uuid.UUID,
    case_id: uuid.UUID | None,
    what: str,
    reason: str,
    until: datetime | None = None,
) -> AccessEvent:
    """Append one showing to the office's chain. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a showing needs a reason")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [CHAIN_LOCK])
        last = AccessEvent.objects.order_by("-number").first()
        event = AccessEvent(
            at=at, by=by, subject_table=subject_table, subject_id=subject_id, case_id=case_id,
            what=what, reason=reason.strip(), until=until,
        )  # fmt: skip
        event.digest = _digest(bytes(last.digest) if last else b"", event)
        event.save(force_insert=True)
    return event


def shown_until(*, by: "Staff", subject_id: uuid.UUID, at: datetime) -> datetime | None:
    """Until when this person may still see what was shown; None when nothing is open."""
    of_window = Q(until__isnull=False) | Q(what__endswith=HIDDEN)
    newest = (
        AccessEvent.objects.filter(of_window, by=by, subject_id=subject_id).order_by("-number").only("until").first()
    )
    return newest.until if newest is not None and newest.until is not None and newest.until > at else None


def broken_at() -> int | None:
    """Number of the first event whose digest does not follow from the one before; None when the chain is whole."""
    previous = b""
    for event in AccessEvent.objects.order_by("number").iterator(chunk_size=500):
        if bytes(event.digest) != _digest(previous, event):
            return event.number
        previous = bytes(event.digest)
    return None
