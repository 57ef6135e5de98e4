"""The public service standard of an SOP on paper: A4, upright, to hang beside the counter."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from documents.letter import EMBLEM
from documents.sop_sheets import KEPT, Named
from documents.typesetter import at_hand
from sop_library.definition import Definition, parse
from sop_library.service_standard import service_standard


def standard_pdf(document: Mapping[str, Any], *, content_hash: str, emblem: bytes | None) -> bytes:
    """The standard of a published document as a tagged PDF; the same at every call. Raises NoTypesetter."""
    return _kept(Named(content_hash, document), emblem)


def as_page(definition: Definition, *, emblem: bool = False) -> str:
    """The standard as HTML, in Indonesian whoever reads the screen."""
    context = {
        "definition": definition,
        "header": definition.document.get("header") or {},
        "components": service_standard(definition),
        "emblem": EMBLEM if emblem else "",
    }
    with translation.override("id"):
        return render_to_string("documents/standard.html", context)


@lru_cache(maxsize=KEPT)
def _kept(named: Named, emblem: bytes | None) -> bytes:
    with at_hand():
        from documents.typesetting import set_in_type  # as in `documents.sop_sheets.as_pdf`

    return set_in_type(as_page(parse(named.document), emblem=emblem is not None), emblem=emblem).pdf
