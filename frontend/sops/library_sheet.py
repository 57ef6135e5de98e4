"""The official sheet of an SOP that is no version of an office: what its templates need."""

from typing import Any

from django.http import Http404

from frontend.sops import words
from library import queries
from library.models import LibraryEntry
from sop_library.definition import Definition, content_hash
from sop_library.sheet import build


def entry_or_404(owner: str, short: str) -> LibraryEntry:
    """An SOP of the library that whoever asks may see. Raises Http404."""
    found = queries.entry(f"{owner}/{short}")
    if found is None:
        raise Http404
    return found


def sheet_context(definition: Definition, *, issuer: str) -> dict[str, Any]:
    """What `sops/_header.html`, `_page.html` and `_around.html` show of a definition without faults.

    `issuer` stands in its head where the sheet itself names no office.
    """
    sheet = build(definition)
    return {
        "version": {"content_hash": content_hash(sheet.document)},
        "issuer": {"name": issuer},
        "clean": False,
        **words.sheet_words(sheet),
    }
