"""The chain of a matter: appended to here, tied by PostgreSQL, checked by whoever may read it."""

import hashlib
import itertools
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from custody.models import Custody, Link
from tenants.current import current_office

SEALS = "SELECT number, previous, digest, computed FROM public.custody_seals(%s)"
"""Of every link, also of those that an office whose part is over does not read any more."""
DIGESTS = """
    SELECT l.number, l.previous, l.digest, public.custody_digest(l)
    FROM public.custody_link l WHERE l.matter = %s ORDER BY l.number
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: at which link, and what is wrong with it."""

    number: int
    what: str


def append(
    *,
    matter: uuid.UUID,
    kind: str,
    at: datetime,
    by_name: str = "",
    envelope: uuid.UUID | None = None,
    console: str = "",
    **data: Any,
) -> None:
    """Append a link, as the current office or as a console. `data` holds codes and numbers only."""
    Link.objects.create(
        matter=matter, number=0, office_id=None if console else current_office().id, console=console,
        envelope=envelope, kind=kind, at=at, by_name=by_name, data=data, previous=b"", digest=b"",
    )  # fmt: skip


def faults(*, matter: uuid.UUID) -> list[Fault]:
    """Check the whole chain of a matter in which the current office has a part; an empty list means that it holds."""
    custody = Custody.objects.get(matter=matter)
    with connection.cursor() as cursor:
        cursor.execute(SEALS, [matter])
        rows = cursor.fetchall()
    found: list[Fault] = []
    before, expected = b"", 1
    for number, previous, digest, computed in rows:
        if number != expected:
            found.append(Fault(number, "a link is missing before it"))
        if bytes(previous) != before:
            found.append(Fault(number, "it is not tied to the one before"))
        if bytes(digest) != bytes(computed):
            found.append(Fault(number, "it was changed"))
        before, expected = bytes(digest), number + 1
    if custody.length != len(rows) or bytes(custody.head) != before:
        found.append(Fault(len(rows), "the end was cut off"))
    return found


def holds(*, matter: uuid.UUID) -> bool:
    """Whether what the current office may read of a chain holds: all of it with a part in the matter, else its own."""
    if Custody.objects.filter(matter=matter).exists():
        return not faults(matter=matter)
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS, [matter])
        rows = cursor.fetchall()
    tied = all(
        bytes(after[1]) == bytes(before[2]) for before, after in itertools.pairwise(rows) if after[0] == before[0] + 1
    )
    return tied and all(bytes(digest) == bytes(computed) for _number, _previous, digest, computed in rows)


def fingerprint(link: Link) -> str:
    """Return the short form of a link's seal for the screen: "9f2c…a71e"."""
    text = bytes(link.digest).hex()
    return f"{text[:4]}…{text[-4:]}"


def head_of(content: bytes | memoryview) -> str:
    """Return the SHA-256 of some content, in hex: what a link says of a parcel."""
    return hashlib.sha256(content).hexdigest()
