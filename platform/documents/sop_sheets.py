"""An SOP sheet on paper: the layout's geometry as a tagged PDF. The drawing lies below, the words are set over it.

Pure but for the typesetting: what is printed follows from the layout, the emblem, and nothing else.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from documents.letter import EMBLEM
from documents.typesetter import at_hand
from sop_library.bindings import Bound, with_bound
from sop_library.definition import Definition, parse
from sop_library.sheet import build
from sop_library.sheet.grid import LANE_FONT
from sop_library.sheet.half_built import sheet_of
from sop_library.sheet.laid import (
    BODY,
    BOX,
    BOX_HEAD,
    HEAD,
    SMALL,
    TITLE,
    Cell,
    Font,
    Laid,
    Page,
    Table,
    TableRow,
    Words,
)
from sop_library.sheet.layout import lay_out
from sop_library.sheet.saying import DRAFT, page_of
from sop_library.sheet.svg import foot_of, without_words

STYLE = Path(__file__).with_name("sop_sheet.css")
LETTERS = Path(__file__).with_name("sop_sheet_letters.css")
DRAWING = "drawing:"
KEPT = 24
"""How many sheets a process keeps in print; one takes some 50 kB."""
KEPT_LAID = 8
"""How many layouts; one is drawn page by page, and may hold some 200 steps."""
_FONTS: Mapping[Font, str] = {
    BODY: "body", HEAD: "head", SMALL: "small", BOX: "box", BOX_HEAD: "box-head", TITLE: "title", LANE_FONT: "lane",
}  # fmt: skip
_TAGS = {"title": "h1", "heading": "h2"}


def as_pdf(laid: Laid, *, emblem: bytes | None = None) -> bytes:
    """The sheet as a tagged PDF with its fonts. Raises NoTypesetter where this machine can't set type."""
    with at_hand():
        from documents.typesetting import set_in_type  # WeasyPrint takes a second and 80 MB: only whoever prints pays

    drawings = {str(page.number): without_words(laid, page) for page in laid.pages}
    styles = (STYLE, LETTERS) if laid.other_letters else (STYLE,)
    page = as_page(laid, emblem=emblem is not None)
    return set_in_type(page, emblem=emblem, styles=styles, drawings=drawings, other_letters=laid.other_letters).pdf


def draft_pdf(
    document: Mapping[str, Any], *, bound: Bound | None = None, emblem: bytes | None = None, foot: str = ""
) -> bytes:  # fmt: skip
    """A document that is still being written, half built or not, as PDF with DRAF across it and the pages it will have.

    Raises NoTypesetter.
    """
    sheet = sheet_of(document, bound=bound)
    return as_pdf(lay_out(sheet, draft=True, notes=False, emblem=emblem is not None, foot=foot), emblem=emblem)


def as_page(laid: Laid, *, emblem: bool = False) -> str:
    """The sheet as HTML, every box at its place."""
    context = {
        "title": laid.title,
        "paper": laid.paper.name,
        "draft": DRAFT if laid.draft else "",
        "pages": [_page(laid, page, emblem=emblem) for page in laid.pages],
    }
    with translation.override("id"):
        return render_to_string("documents/sop_sheet.html", context)


def version_pdf(
    document: Mapping[str, Any], *, content_hash: str, bound: Bound, foot: str, notes: bool, emblem: bytes | None
) -> bytes:  # fmt: skip
    """The sheet of a published document; the same pages at every call. Raises NoTypesetter.

    `bound`: the lanes that the office gave to steps whose source names none. A process keeps the last ones it made, by
    all that they depend on: the hash stands for the whole document.
    """
    return _kept(Named(content_hash, document, bound), foot, notes, emblem)


def version_laid(
    document: Mapping[str, Any], *, content_hash: str, bound: Bound, foot: str, notes: bool, emblem: bool
) -> Laid:  # fmt: skip
    """The sheet of a published document laid out for the screen; a process keeps the last ones, named by their hash.

    `emblem` keeps room for the office's, as its PDF does.
    """
    return _laid(Named(content_hash, document, bound), foot, notes, emblem)


class Named:
    """A document that is known by its hash, and by what is bound in it, so that equal ones are one."""

    __slots__ = ("bound", "document", "name")

    def __init__(self, name: str, document: Mapping[str, Any], bound: Bound | None = None) -> None:
        self.name = f"{name} {json.dumps(bound, sort_keys=True)}" if bound else name
        self.document = document
        self.bound = bound or {}

    def read(self) -> Definition:
        """What it says, with what is bound in it."""
        return with_bound(parse(self.document), self.bound)

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name == self.name


@lru_cache(maxsize=KEPT_LAID)
def _laid(named: Named, foot: str, notes: bool, emblem: bool) -> Laid:
    return lay_out(build(named.read()), notes=notes, emblem=emblem, foot=foot)


@lru_cache(maxsize=KEPT)
def _kept(named: Named, foot: str, notes: bool, emblem: bytes | None) -> bytes:
    sheet = build(named.read())
    return as_pdf(lay_out(sheet, notes=notes, emblem=emblem is not None, foot=foot), emblem=emblem)


def _page(laid: Laid, page: Page, *, emblem: bool) -> dict[str, Any]:
    paper = laid.paper
    width = paper.right - paper.left
    line = paper.bottom + 6.0 - SMALL.size
    foot = Words(paper.left, line, width * 0.75, SMALL.leading, (foot_of(laid),), SMALL)
    number = page_of(page.number, len(laid.pages))
    last = Words(paper.right - 40.0, line, 40.0, SMALL.leading, (number,), SMALL, align="right")
    letters = [
        Words(
            one.x - one.width / 2,
            one.y - SMALL.leading / 2 - 0.4,
            one.width,
            SMALL.leading,
            (one.letter,),
            SMALL,
            "center",
        )
        for one in page.shapes
        if one.letter
    ]
    return {
        "drawing": f"{DRAWING}{page.number}",
        "said": page.said or "Garis dan bingkai halaman ini.",
        "middle": _mm(paper.height / 2 - 32.0),
        "emblem": {"src": EMBLEM, "place": _place(*page.emblem)} if page.emblem and emblem else None,
        "words": [_words(one) for one in (*page.words, *letters, foot, last)],
        "table": _table(page.table) if page.table else None,
    }


def _words(words: Words) -> dict[str, Any]:
    y = words.y
    if words.middle:
        y += (words.height - len(words.lines) * words.font.leading) / 2
    return {
        "tag": _TAGS.get(words.role, "p"),
        "font": _FONTS[words.font],
        "align": words.align,
        "place": _place(words.x, y, words.width, words.height),
        "lines": words.lines,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "place": f"left:{_mm(table.x)}mm;top:{_mm(table.rows[0].y)}mm;width:{_mm(table.width)}mm",
        "widths": [_mm(width) for width in table.widths],
        "heads": [_row(row, table) for row in table.rows if row.head],
        "rows": [_row(row, table) for row in table.rows if not row.head],
    }


def _row(row: TableRow, table: Table) -> dict[str, Any]:
    return {
        "height": _mm(row.height),
        "anchor": f"langkah-{row.key}" if row.key and not row.part else "",
        "cells": [_cell(cell, place, row, table) for place, cell in enumerate(row.cells)],
    }


def _cell(cell: Cell, place: int, row: TableRow, table: Table) -> dict[str, Any]:
    turned = ""
    if cell.turned and cell.lines:
        lane = table.widths[2 + place]  # only heads under Pelaksana are turned, and those begin at the third column
        turned = f"width:{_mm(row.height)}mm;margin-left:{_mm((lane - row.height) / 2)}mm"
    return {
        "tag": "th" if cell.kind == "section" or (row.key and place == 1) else "td",
        "kind": cell.kind if cell.kind in ("number", "section") else "",
        "font": "lane" if cell.kind == "lane_head" else "head",
        "across": cell.across,
        "down": cell.down,
        "lines": cell.lines,
        "turned": turned,
    }


def _place(x: float, y: float, width: float, height: float) -> str:
    return f"left:{_mm(x)}mm;top:{_mm(y)}mm;width:{_mm(width)}mm;height:{_mm(height)}mm"


def _mm(value: float) -> str:
    return f"{value:.2f}"
