"""A laid out sheet as SVG: attributes alone, no style, no script, so that it may stand on any of our pages.

`as_svg` is a whole page or all of them; `without_words` is one page's frames, symbols and lines, for words to lie over.
"""

import re
from base64 import b64encode
from itertools import accumulate
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from sop_library.sheet.grid import LANE_FONT, PAD_X, PAD_Y
from sop_library.sheet.laid import BODY, HEAD, SMALL, Cell, Drawn, Font, Laid, Line, Mark, Page, Point, Table, Words
from sop_library.sheet.saying import DRAFT, page_of

FAMILY = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"
INK, RULE, PAPER, GHOST, HEADS = "#000", "#000", "#fff", "#d9d9d9", "#f0f0f0"
MARKS = {
    "added": ("#1c6b3f", ""), "changed": ("#8a4a00", "1.6 0.8"), "moved": ("#3a3f8f", "0.4 0.7"),
    "removed": ("#9a3324", "2.6 0.7 0.5 0.7"),
}  # fmt: skip
HEADED = frozenset({"head", "lane_head", "section"})
THIN, FLOW = 0.2, 0.3
ASCENT = 0.79
"""Where the foot of a letter stands below the top of its line, by its size."""
BETWEEN_PAGES = 6.0
ARROW = 1.9
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_svg(laid: Laid, page: int | None = None, *, emblem: bytes | None = None) -> str:
    """One page (counted from 1), or all of them one under the other. Raises IndexError for a page it lacks.

    `emblem`: the office's as PNG, drawn where the layout keeps room for it; it lies inside, so that the picture is
    whole wherever it stands.
    """
    if page is not None and not 1 <= page <= len(laid.pages):
        raise IndexError(page)
    pages = laid.pages if page is None else (laid.pages[page - 1],)
    step = laid.paper.height + BETWEEN_PAGES
    height = step * len(pages) - BETWEEN_PAGES
    parts = [_open(laid.paper.width, height, f"SOP {laid.title}", " ".join(one.said for one in pages if one.said))]
    for place, one in enumerate(pages):
        parts.append(f'<g transform="translate(0 {_n(place * step)})">')
        parts.extend(_page(one, laid, words=True))
        if one.emblem is not None and emblem is not None:
            parts.append(_emblem(one.emblem, emblem))
        parts.append("</g>")
    parts.append("</svg>")
    return "\n".join(parts)


def without_words(laid: Laid, page: Page) -> str:
    """Everything drawn on one page, without the words."""
    opened = _open(laid.paper.width, laid.paper.height, "Alur", page.said)
    return "\n".join([opened, *_page(page, laid, words=False), "</svg>"])


def _emblem(place: tuple[float, float, float, float], picture: bytes) -> str:
    x, y, width, height = place
    return (
        f'<image x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'href="data:image/png;base64,{b64encode(picture).decode()}"/>'
    )


def _open(width: float, height: float, title: str, said: str) -> str:
    described = f"<desc>{_legal(said)}</desc>" if said else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" font-family={quoteattr(FAMILY)} fill="{INK}">'
        f"<title>{_legal(title)}</title>{described}"
    )


def _page(page: Page, laid: Laid, *, words: bool) -> list[str]:
    paper = laid.paper
    parts = [f'<rect width="{_n(paper.width)}" height="{_n(paper.height)}" fill="{PAPER}"/>'] if words else []
    if laid.draft and words:
        x, y = paper.width / 2, paper.height / 2
        parts.append(
            f'<text x="{_n(x)}" y="{_n(y + 18)}" font-size="64" font-weight="700" fill="{GHOST}" text-anchor="middle" '
            f'transform="rotate(-28 {_n(x)} {_n(y)})">{DRAFT}</text>'
        )
    parts.extend(_frame(*box) for box in page.boxes)
    if page.table is not None:
        parts.extend(_table(page.table, words=words))
    parts.extend(_mark(mark) for mark in page.marks)
    parts.extend(_behind(said) for said in page.words if said.role == "label")
    parts.extend(_drawing(page, words=words))
    if not words:
        return parts
    parts.extend(_words(said) for said in page.words)
    line = paper.bottom + 6.0
    parts.append(_text(paper.left, line, foot_of(laid), SMALL))
    parts.append(_text(paper.right, line, page_of(page.number, len(laid.pages)), SMALL, anchor="end"))
    return parts


def foot_of(laid: Laid) -> str:
    """What stands at the foot of every page beside its number."""
    return " \N{MIDDLE DOT} ".join(words for words in (laid.title, laid.foot) if words)


def _frame(x: float, y: float, width: float, height: float, fill: str = "none") -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}" stroke="{RULE}" '
        f'stroke-width="{THIN}"/>'
    )


def _behind(words: Words) -> str:
    """Paper behind the words at a branch: the border of a lane does not run through them."""
    return (
        f'<rect x="{_n(words.x - 0.2)}" y="{_n(words.y)}" width="{_n(words.width + 0.4)}" '
        f'height="{_n(words.height)}" fill="{PAPER}"/>'
    )


def _table(table: Table, *, words: bool) -> list[str]:
    edges = list(accumulate(table.widths, initial=table.x))
    parts = []
    taken: dict[int, int] = {}
    for place, row in enumerate(table.rows):
        column = 0
        inside = []
        for cell in row.cells:
            while taken.get(column, 0) > place:
                column += 1
            x, width = edges[column], edges[column + cell.across] - edges[column]
            height = sum(one.height for one in table.rows[place : place + cell.down])
            for at in range(column, column + cell.across):
                taken[at] = place + cell.down
            inside.append(_frame(x, row.y, width, height, HEADS if cell.kind in HEADED else "none"))
            if words and cell.lines:
                inside.append(_words(words_in(cell, x, row.y, width, height)))
            column += cell.across
        name = f" data-step={quoteattr(row.key)}" if row.key else ""
        parts.append(f"<g{name}>{''.join(inside)}</g>")
    return parts


def words_in(cell: Cell, x: float, y: float, width: float, height: float) -> Words:
    """The words of a cell where they stand in its box."""
    font = font_of(cell)
    if cell.kind in ("head", "lane_head"):
        return Words(x, y, width, height, cell.lines, font, "center", middle=True, turned=cell.turned)
    align: Literal["left", "center"] = "center" if cell.kind == "number" else "left"
    return Words(x + PAD_X, y + PAD_Y, width - 2 * PAD_X, height, cell.lines, font, align)


def font_of(cell: Cell) -> Font:
    """The font of a cell's words."""
    if cell.kind == "lane_head":
        return LANE_FONT
    return HEAD if cell.kind in ("head", "section") else BODY


def _words(words: Words) -> str:
    font = words.font
    anchor = "middle" if words.align == "center" else "start"
    if words.turned:
        return _turned(words)
    tall = len(words.lines) * font.leading
    top = words.y + (words.height - tall) / 2 if words.middle else words.y
    x = words.x + words.width / 2 if words.align == "center" else words.x
    parts = []
    for place, line in enumerate(words.lines):
        if line:
            parts.append(_text(x, top + place * font.leading + _foot(font), line, font, anchor=anchor))
    return "".join(parts)


def _turned(words: Words) -> str:
    """Lines read from below, side by side, in the middle of their cell."""
    font = words.font
    x, y = words.x + words.width / 2, words.y + words.height / 2
    first = -len(words.lines) * font.leading / 2 + _foot(font)
    lines = "".join(
        _text(0, first + place * font.leading, line, font, anchor="middle") for place, line in enumerate(words.lines)
    )
    return f'<g transform="translate({_n(x)} {_n(y)}) rotate(-90)">{lines}</g>'


def _foot(font: Font) -> float:
    return (font.leading - font.size) / 2 + font.size * (ASCENT + 0.06)


def _text(x: float, y: float, line: str, font: Font, *, anchor: str = "start") -> str:
    weight = ' font-weight="700"' if font.bold else ""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{font.size}"{weight}{at}>{_legal(line)}</text>'


def _drawing(page: Page, *, words: bool) -> list[str]:
    parts = [_line(line) for line in page.lines]
    parts.extend(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="0.55"/>' for x, y in page.dots)
    for shape in page.shapes:
        parts.append(_shape(shape))
        if words and shape.letter:
            parts.append(_text(shape.x, shape.y + 0.6, shape.letter, SMALL, anchor="middle"))
    return parts


def _line(line: Line) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    dashes = ' stroke-dasharray="1.2 0.9"' if line.dashed else ""
    drawn = f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="{FLOW}"{dashes}/>'
    return drawn + (_head(line) if line.arrow else "")


def _head(line: Line) -> str:
    """The head of an arrow at the end of its last stretch."""
    (x0, y0), (x, y) = line.points[-2:]
    length = max(abs(x - x0) + abs(y - y0), 0.001)
    along, across = ((x - x0) / length, (y - y0) / length), (-(y - y0) / length, (x - x0) / length)
    back = (x - along[0] * ARROW, y - along[1] * ARROW)
    left = (back[0] + across[0] * ARROW * 0.42, back[1] + across[1] * ARROW * 0.42)
    right = (back[0] - across[0] * ARROW * 0.42, back[1] - across[1] * ARROW * 0.42)
    points = " ".join(f"{_n(px)},{_n(py)}" for px, py in ((x, y), left, right))
    return f'<polygon points="{points}"/>'


def _shape(shape: Drawn) -> str:
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    ink = f'fill="{PAPER}" stroke="{INK}" stroke-width="0.35"'
    if shape.shape in ("process", "terminator"):
        round_ = f' rx="{_n(h / 2)}"' if shape.shape == "terminator" else ""
        return f'<rect x="{_n(x - w / 2)}" y="{_n(y - h / 2)}" width="{_n(w)}" height="{_n(h)}"{round_} {ink}/>'
    corners: tuple[Point, ...]
    if shape.shape == "decision":
        corners = ((x, y - h / 2), (x + w / 2, y), (x, y + h / 2), (x - w / 2, y))
    else:
        corners = (
            (x - w / 2, y - h / 2),
            (x + w / 2, y - h / 2),
            (x + w / 2, y + h * 0.14),
            (x, y + h / 2),
            (x - w / 2, y + h * 0.14),
        )
    return f'<polygon points="{" ".join(f"{_n(px)},{_n(py)}" for px, py in corners)}" {ink}/>'


def _mark(mark: Mark) -> str:
    """A tag on paper of its own, a frame or a bar: each kind has its word, its colour and its way of being dashed."""
    colour, dashes = MARKS[mark.kind]
    middle = mark.y + mark.height / 2 + SMALL.size * 0.36
    if mark.plain:
        return _text(mark.x, middle, mark.words, SMALL)
    dashed = f' stroke-dasharray="{dashes}"' if dashes and not mark.words else ""
    width = 0.25 if mark.words else 0.6
    box = (
        f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}" '
        f'fill="{PAPER if mark.words else "none"}" stroke="{colour}" stroke-width="{width}"{dashed}/>'
    )
    if not mark.words:
        if mark.width and mark.height:
            return box
        end = (mark.x + mark.width, mark.y + mark.height)
        return (
            f'<line x1="{_n(mark.x)}" y1="{_n(mark.y)}" x2="{_n(end[0])}" y2="{_n(end[1])}" stroke="{colour}" '
            f'stroke-width="0.8"{dashed}/>'
        )
    words = (
        f'<text x="{_n(mark.x + mark.width / 2)}" y="{_n(middle)}" font-size="{SMALL.size}" font-weight="700" '
        f'text-anchor="middle" fill="{colour}">{_legal(mark.words)}</text>'
    )
    return box + words


def _legal(words: str) -> str:
    """Words as XML has them; a control character, which no XML may hold, shows as the sign for one."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words))


def _n(value: float) -> str:
    """Two digits behind the point, none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
