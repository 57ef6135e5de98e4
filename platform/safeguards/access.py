"""The access log: written before anything is shown, in the same transaction; readable, never changeable."""

import hashlib
import re
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from safeguards.fields import Sealed
from safeguards.models import AccessEvent

if TYPE_CHECKING:
    from accounts.models import Staff

SHOWN_FOR = timedelta(minutes=10)
REMEMBERED_FOR = timedelta(hours=1)
HIDDEN = "_hidden"  # ends the name of a row that closes a window before its time
CODE = re.compile(r"[a-z_]{1,20}")
WORDS = AccessEvent._meta.get_field("words")
CHAIN_LOCK = 7305001  # any constant: one chain an office, locks are per database and the schema is added below


def _digest(previous: bytes, event: AccessEvent) -> bytes:
    """What the row's digest must be. The words are taken as they stand, sealed; in edition 1 they must be opened."""
    why = event.reason
    if event.edition == AccessEvent.Edition.OVER_WORDS:
        why += f": {event.words}" if event.words else ""
    else:
        sealed = event.__dict__["words"]
        why += f"|{event.edition}|{sealed.data.hex() if isinstance(sealed, Sealed) else sealed}"
    parts = (
        event.id, event.at.isoformat(), event.by_id, event.subject_table, event.subject_id, event.case_id,
        event.what, why, event.until.isoformat() if event.until else "",
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
    words: str = "",
    until: datetime | None = None,
) -> AccessEvent:
    """Append one showing to the office's chain. `reason` is a code, `words` what was typed beside it, kept sealed.

    Raises ValueError without a reason, or where it is no code: words never stand in clear.
    """
    if not CODE.fullmatch(reason):
        raise ValueError("a showing needs a reason, and it is a code")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [CHAIN_LOCK])
        last = AccessEvent.objects.order_by("-number").first()
        event = AccessEvent(
            at=at, by=by, subject_table=subject_table, subject_id=subject_id, case_id=case_id,
            what=what, reason=reason, until=until,
        )  # fmt: skip
        if words.strip():
            event.words = Sealed(WORDS.sealed(event, words.strip()))
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


def has_seen(*, by: "Staff", subject_id: uuid.UUID, at: datetime) -> bool:
    """Whether what a case or report keeps sealed was shown to this person within the last hour, or is open now.

    Who corrects must have seen what stands there: an empty box of a page never opened would wipe out a name unread.
    """
    return AccessEvent.objects.filter(by=by, subject_id=subject_id, until__gt=at - REMEMBERED_FOR).exists()


def broken_at() -> int | None:
    """Number of the first event whose digest does not follow from the one before; None when the chain is whole."""
    previous = b""
    for event in AccessEvent.objects.order_by("number").iterator(chunk_size=500):
        if bytes(event.digest) != _digest(previous, event):
            return event.number
        previous = bytes(event.digest)
    return None
