"""Sheets too long to be set in type while somebody waits: made in the background, and kept for a day.

They are kept by all that they depend on: the hash of the whole SOP, the lanes given to its steps, the version's number
or the state of the draft, the notes and the emblem, in the cache that every process shares, under the office's own
name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import caches

from accounts.queries import emblem
from documents.sop_sheets import Named, draft_pdf, version_pdf
from documents.typesetter import NoTypesetter, at_hand
from sop_library.definition import content_hash
from sop_library.models import Draft, SopVersion
from sop_library.operations.binding import bound_of_draft
from sop_library.operations.publishing import as_approved
from sop_library.queries import sheet_definition_of

LONG = 60
"""Steps: a sheet with more takes more than some two seconds to set."""
KEPT_SECONDS = 24 * 60 * 60
AT_ONCE_SECONDS = 180
"""How long one sheet is asked for once, whoever asks again; after that a print that came to nothing is begun anew."""
NOT_MADE = b""
NOT_MADE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be set in type: by which name it is kept, how many steps it has, and what sets it."""

    name: str
    steps: int
    set_in_type: Callable[[], bytes]

    @property
    def is_long(self) -> bool:
        """Whether it is made in the background."""
        return self.steps > LONG


def foot_of(version: SopVersion) -> str:
    """Which version a paper on the wall is."""
    return f"Versi {version.number}"


def state_of(draft: Draft) -> str:
    """Which state of a draft a paper shows: the next edit makes another."""
    return f"Draf, ubahan ke-{draft.revision}"


def written(draft: Draft, *, at: datetime) -> Mapping[str, Any]:
    """What a draft says; while it waits for the head, with the number and dates that it waits to be signed with."""
    if draft.state == Draft.State.SUBMITTED:
        return as_approved(draft, at=at)
    document: Mapping[str, Any] = draft.document
    return document


def of_version(version: SopVersion, *, notes: bool) -> Sheet:
    """The sheet of a published version."""
    definition, bound, foot, shown = sheet_definition_of(version), version.sop.bound, foot_of(version), emblem()

    def made() -> bytes:
        return version_pdf(
            definition.document, content_hash=version.content_hash, bound=bound, foot=foot, notes=notes, emblem=shown
        )

    named = Named(version.content_hash, {}, bound).name
    return Sheet(_name(named, foot, str(notes), shown), len(definition.steps), made)


def of_draft(draft: Draft, *, at: datetime) -> Sheet:
    """The sheet of a draft as it stands, half built or not."""
    document, bound, foot, shown = written(draft, at=at), bound_of_draft(draft), state_of(draft), emblem()

    def made() -> bytes:
        return draft_pdf(document, bound=bound, emblem=shown, foot=foot)

    steps = document.get("steps")
    named = Named(content_hash(document), {}, bound).name
    return Sheet(_name(named, foot, "draft", shown), len(steps) if isinstance(steps, list) else 0, made)


def ready(sheet: Sheet) -> bytes | None:
    """The PDF, where it was made; None where it was not yet. Raises NoTypesetter where it can't be made here."""
    kept: bytes | None = caches["prints"].get(sheet.name)
    if kept == NOT_MADE:
        with at_hand():
            raise OSError("the worker that prints lacks Pango")
    return kept


def want(sheet: Sheet) -> bool:
    """Note that somebody waits for this sheet; False where that is noted already."""
    noted: bool = caches["prints"].add(_asked(sheet), value=True, timeout=AT_ONCE_SECONDS)
    return noted


def make(sheet: Sheet) -> bool:
    """Set a sheet in type that somebody waits for, and keep it; False where nobody does."""
    prints = caches["prints"]
    if not prints.get(_asked(sheet)):
        return False
    try:
        body = sheet.set_in_type()
    except NoTypesetter:
        prints.set(sheet.name, NOT_MADE, NOT_MADE_SECONDS)
    else:
        prints.set(sheet.name, body, KEPT_SECONDS)
    prints.delete(_asked(sheet))
    return True


def _asked(sheet: Sheet) -> str:
    return f"{sheet.name}:asked"


def _name(named: str, foot: str, kind: str, shown: bytes | None) -> str:
    parts = (named, foot, kind, sha256(shown).hexdigest() if shown else "")
    return f"sheet:{sha256(chr(0).join(parts).encode()).hexdigest()}"
