"""The official sheet of an SOP that is no version of an office: what its templates need."""

from typing import Any

from frontend.sops import words
from sop_library.definition import Definition, content_hash
from sop_library.sheet import build


def sheet_context(definition: Definition, *, issuer: str) -> dict[str, Any]:
    """What `sops/_header.html`, `_page.html` and `_around.html` show of a definition without faults.

    `issuer` stands in its head where the sheet itself names no office.
    """
    sheet = build(definition)
    document = sheet.document
    return {
        "sheet": sheet,
        "version": {"content_hash": content_hash(document)},
        "document": document,
        "issuer": {"name": issuer},
        "clean": False,
        "boxes": words.boxes(document),
        "contacts": words.contacts(document),
        "pages": words.told_pages(sheet),
        "legend": words.legend(sheet),
        "limits": [words.told_limit(definition, limit) for limit in document.get("limits", ())],
        "doors": [words.told_door(definition, key) for key in definition.doors],
        "narrative": [words.told_narrative(definition, entry) for entry in document.get("narrative", ())],
    }
