"""Sheets too long to be set in type while somebody waits: made in the background, and kept for a day.

They are kept by all that they depend on: the hash of the whole SOP, the lanes given to its steps, the version's number,
the notes and the emblem, in the cache that every process shares, under the office's own name.
"""

from hashlib import sha256

from django.core.cache import caches

from accounts.queries import emblem
from documents.sop_sheets import Named, version_pdf
from documents.typesetter import NoTypesetter, at_hand
from sop_library.models import SopVersion
from sop_library.queries import sheet_definition_of

LONG = 60
"""Steps: a sheet with more takes more than some two seconds to set."""
KEPT_SECONDS = 24 * 60 * 60
AT_ONCE_SECONDS = 180
"""How long one sheet is asked for once, whoever asks again; after that a print that came to nothing is begun anew."""
NOT_MADE = b""
NOT_MADE_SECONDS = 60


def foot_of(version: SopVersion) -> str:
    """Which version a paper on the wall is."""
    return f"Versi {version.number}"


def is_long(version: SopVersion) -> bool:
    """Whether the sheet of this version is made in the background."""
    return len(sheet_definition_of(version).steps) > LONG


def ready(version: SopVersion, *, notes: bool) -> bytes | None:
    """The PDF, where it was made; None where it was not yet. Raises NoTypesetter where it can't be made here."""
    kept: bytes | None = caches["prints"].get(_key(version, notes=notes))
    if kept == NOT_MADE:
        with at_hand():
            raise OSError("the worker that prints lacks Pango")
    return kept


def want(version: SopVersion, *, notes: bool) -> bool:
    """Note that somebody waits for this sheet; False where that is noted already."""
    noted: bool = caches["prints"].add(_asked(version, notes=notes), value=True, timeout=AT_ONCE_SECONDS)
    return noted


def make(version: SopVersion, *, notes: bool) -> bool:
    """Set a sheet in type that somebody waits for, and keep it; False where nobody does."""
    prints = caches["prints"]
    if not prints.get(_asked(version, notes=notes)):
        return False
    key = _key(version, notes=notes)
    try:
        body = version_pdf(
            sheet_definition_of(version).document, content_hash=version.content_hash, bound=version.sop.bound,
            foot=foot_of(version), notes=notes, emblem=emblem(),
        )  # fmt: skip
    except NoTypesetter:
        prints.set(key, NOT_MADE, NOT_MADE_SECONDS)
    else:
        prints.set(key, body, KEPT_SECONDS)
    prints.delete(_asked(version, notes=notes))
    return True


def _asked(version: SopVersion, *, notes: bool) -> str:
    return f"{_key(version, notes=notes)}:asked"


def _key(version: SopVersion, *, notes: bool) -> str:
    shown = emblem()
    named = Named(version.content_hash, {}, version.sop.bound).name
    parts = (named, foot_of(version), str(notes), sha256(shown).hexdigest() if shown else "")
    return f"sheet:{sha256(chr(0).join(parts).encode()).hexdigest()}"
