"""The first page of an SOP AP (PermenPANRB 35/2012): whose it is, number and dates, who signs, and the six boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sop_library.sheet.laid import BOX, BOX_HEAD, TITLE, Align, Font, Page, Paper, Words
from sop_library.sheet.measuring import Measure, broken
from sop_library.sheet.parts import Sheet
from sop_library.sheet.saying import GOES_ON

PAD = 1.6
LABELS = 40.0
HANGING = 6.5
SIGNATURE = 17.0
ROOMY = (30.0, 26.0, 22.0, 18.0, 14.0)
EMBLEM = 22.0
Entry: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class _Paper:
    """A page that is being filled."""

    words: list[Words]
    boxes: list[tuple[float, float, float, float]]
    emblem: tuple[float, float, float, float] | None = None


def identity_pages(sheet: Sheet, *, paper: Paper, measure: Measure, emblem: bool) -> list[Page]:
    """The identity part: one page, more only where its boxes don't fit."""
    page = _Paper([], [])
    y = _head(sheet, page, paper, measure, emblem=emblem)
    pages = [page]
    half = (paper.right - paper.left) / 2
    pairs = [
        (
            [head for head, _ in pair],
            [_listed(entries, width=half - 2 * PAD, measure=measure) for _, entries in pair],
        )
        for pair in _boxes(sheet.document)
    ]
    least = _evened([_natural(columns) for _, columns in pairs], paper.bottom - y)
    for names, lists in pairs:
        heads, columns = names, lists
        while True:
            room = int((paper.bottom - y - BOX_HEAD.leading - 2 * PAD) / BOX.leading)
            most = max(len(column) for column in columns)
            if room < min(most, 2):
                page = _Paper([], [])
                pages.append(page)
                y = paper.top
                continue
            shown = [column[:room] for column in columns]
            y = _pair(page, heads, shown, y=y, half=half, paper=paper, least=least)
            columns = [column[room:] for column in columns]
            if not any(columns):
                break
            heads = [f"{head} {GOES_ON}" if column else "" for head, column in zip(heads, columns, strict=True)]
    return [
        Page(number, tuple(one.words), tuple(one.boxes), emblem=one.emblem) for number, one in enumerate(pages, start=1)
    ]


def title_of(sheet: Sheet) -> str:
    """The name of the SOP as its header prints it."""
    return (sheet.document.get("header") or {}).get("title") or sheet.definition.title


def _head(sheet: Sheet, page: _Paper, paper: Paper, measure: Measure, *, emblem: bool) -> float:
    """The office at the left, number, dates, signature and name at the right; returns where it ends."""
    half = (paper.right - paper.left) / 2
    x = paper.left + half
    y = paper.top
    for label, value in _fields(sheet.document):
        y = _field(
            page, (x, y, half), label, broken(value, width=half - LABELS - 2 * PAD, size=BOX.size, measure=measure)
        )
    y = _approval(page, (x, y, half), (sheet.document.get("header") or {}).get("approved_by") or {}, measure)
    title = broken(title_of(sheet), width=half - LABELS - 2 * PAD, size=BOX.size, bold=True, measure=measure)
    y = _field(page, (x, y, half), "Nama SOP", title, font=BOX_HEAD, role="title")
    least = paper.top + _office_height(sheet.document, half, measure, emblem=emblem)
    if y < least:
        page.boxes.append((x, y, half, least - y))
        y = least
    _office(page, sheet.document, (paper.left, paper.top, half, y - paper.top), measure, emblem=emblem)
    return y


def _fields(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    header = document.get("header") or {}
    fields = [
        ("Nomor SOP", header.get("number")),
        ("Tanggal Pembuatan", header.get("created")),
        ("Tanggal Revisi", header.get("revised")),
        ("Tanggal Efektif", header.get("effective")),
    ]
    if header.get("decree") or header.get("decree_label"):
        fields.insert(0, ((header.get("decree_label") or "No. SK").rstrip(": "), header.get("decree")))
    return [(label, value or "") for label, value in fields]


def _field(
    page: _Paper, place: tuple[float, float, float], label: str, lines: tuple[str, ...], *, font: Font = BOX,
    role: Any = "text",
) -> float:  # fmt: skip
    x, y, width = place
    height = max(len(lines), 1) * font.leading + 2 * PAD
    page.boxes.extend([(x, y, LABELS, height), (x + LABELS, y, width - LABELS, height)])
    page.words.append(Words(x + PAD, y + PAD, LABELS - 2 * PAD, height - 2 * PAD, (label,), BOX))
    if lines:
        page.words.append(
            Words(x + LABELS + PAD, y + PAD, width - LABELS - 2 * PAD, height - 2 * PAD, lines, font, role=role)
        )
    return y + height


def _approval(page: _Paper, place: tuple[float, float, float], by: Mapping[str, Any], measure: Measure) -> float:
    """Who signs: the post, room for the signature and the stamp, the name with rank and NIP or room for them."""
    x, y, width = place
    inner = width - LABELS - 2 * PAD
    post = broken(by.get("post") or "", width=inner, size=BOX.size, measure=measure)
    name = broken(by.get("name") or "", width=inner, size=BOX.size, bold=True, measure=measure)
    rank = broken(by.get("rank") or "", width=inner, size=BOX.size, measure=measure)
    under = (*rank, f"NIP {by.get('nip') or ''}".rstrip())
    blocks: list[tuple[tuple[str, ...], Font, Align]] = [
        (post or ("",), BOX, "center"),
        (name or ("",), BOX_HEAD, "center"),
        (under, BOX, "center"),
    ]
    height = sum(len(lines) * font.leading for lines, font, _ in blocks) + SIGNATURE + 2 * PAD
    page.boxes.extend([(x, y, LABELS, height), (x + LABELS, y, width - LABELS, height)])
    page.words.append(Words(x + PAD, y + PAD, LABELS - 2 * PAD, height - 2 * PAD, ("Disahkan oleh",), BOX))
    at = y + PAD
    for number, (lines, font, align) in enumerate(blocks):
        tall = len(lines) * font.leading
        if any(lines):
            page.words.append(Words(x + LABELS + PAD, at, inner, tall, lines, font, align=align))
        at += tall + (SIGNATURE if number == 0 else 0.0)
    return y + height


def _office_lines(document: Mapping[str, Any], width: float, measure: Measure) -> list[tuple[tuple[str, ...], Font]]:
    header = document.get("header") or {}
    inner = width - 8.0
    return [
        (broken(words, width=inner, size=font.size, bold=font.bold, measure=measure), font)
        for words, font in ((header.get("office"), TITLE), (header.get("unit"), BOX_HEAD), (header.get("address"), BOX))
        if words
    ]


def _office_height(document: Mapping[str, Any], width: float, measure: Measure, *, emblem: bool) -> float:
    blocks = _office_lines(document, width, measure)
    words = sum(len(lines) * font.leading + 1.4 for lines, font in blocks)
    return words + (EMBLEM + 3.0 if emblem else 0.0) + 4 * PAD


def _office(
    page: _Paper, document: Mapping[str, Any], box: tuple[float, float, float, float], measure: Measure, *, emblem: bool
) -> None:
    x, y, width, height = box
    page.boxes.append(box)
    blocks = _office_lines(document, width, measure)
    at = y + (height - _office_height(document, width, measure, emblem=emblem)) / 2 + 2 * PAD
    if emblem:
        page.emblem = (x + (width - EMBLEM) / 2, at, EMBLEM, EMBLEM)
        at += EMBLEM + 3.0
    for lines, font in blocks:
        tall = len(lines) * font.leading
        page.words.append(Words(x + 4.0, at, width - 8.0, tall, lines, font, align="center"))
        at += tall + 1.4


def _boxes(document: Mapping[str, Any]) -> list[tuple[tuple[str, list[Entry]], tuple[str, list[Entry]]]]:
    """The six boxes as the form pairs them."""
    return [
        (
            ("Dasar Hukum", _entries(document.get("legal_basis"))),
            ("Kualifikasi Pelaksana", _entries(document.get("qualifications"))),
        ),
        (
            ("Keterkaitan", _entries(document.get("related"))),
            ("Peralatan/Perlengkapan", _entries(document.get("equipment"))),
        ),
        (
            ("Peringatan", _entries(document.get("note"))),
            ("Pencatatan dan Pendataan", _entries(document.get("records"))),
        ),
    ]


def _entries(box: object) -> list[Entry]:
    if isinstance(box, str):
        return [("", box)]
    if not isinstance(box, Sequence):
        return []
    return [
        ("", one) if isinstance(one, str) else (str(one.get("number") or ""), _with_basis(one))
        for one in box
        if isinstance(one, str | Mapping)
    ]


def _with_basis(entry: Mapping[str, Any]) -> str:
    return "\n".join(words for words in (str(entry.get("text") or ""), str(entry.get("basis") or "")) if words)


def _listed(entries: list[Entry], *, width: float, measure: Measure) -> list[Entry]:
    """One number and one line each: what follows the first line of an entry hangs under its words."""
    hanging = HANGING if any(number for number, _ in entries) else 0.0
    rows: list[Entry] = []
    for number, words in entries:
        lines = broken(words, width=width - hanging, size=BOX.size, measure=measure) or ("",)
        rows.extend((number if not place else "", line) for place, line in enumerate(lines))
    return rows


def _pair(
    page: _Paper, heads: list[str], columns: list[list[Entry]], *, y: float, half: float, paper: Paper, least: float
) -> float:
    height = max(_natural(columns), least)
    for place, (head, rows) in enumerate(zip(heads, columns, strict=True)):
        x = paper.left + half * place
        page.boxes.append((x, y, half, height))
        if head:
            page.words.append(
                Words(x + PAD, y + PAD, half - 2 * PAD, BOX_HEAD.leading, (head,), BOX_HEAD, role="heading")
            )
        top = y + PAD + BOX_HEAD.leading
        hanging = HANGING if any(number for number, _ in rows) else 0.0
        for number, line, at in _blocks(rows):
            here = top + at * BOX.leading
            if number:
                page.words.append(Words(x + PAD, here, hanging, BOX.leading, (number,), BOX))
            page.words.append(
                Words(x + PAD + hanging, here, half - 2 * PAD - hanging, len(line) * BOX.leading, line, BOX)
            )
    return y + height


def _natural(columns: list[list[Entry]]) -> float:
    return max(len(column) for column in columns) * BOX.leading + BOX_HEAD.leading + 2 * PAD


def _evened(heights: list[float], room: float) -> float:
    """The least height of a pair of boxes: an empty one leaves room to be filled by hand, as far as the page has it."""
    for least in ROOMY:
        if sum(max(height, least) for height in heights) <= room:
            return least
    return 0.0


def _blocks(rows: list[Entry]) -> list[tuple[str, tuple[str, ...], int]]:
    """The rows put together again by entry: number, lines, and the row it begins at."""
    found: list[tuple[str, list[str], int]] = []
    for place, (number, line) in enumerate(rows):
        if number or not found:
            found.append((number, [line], place))
        else:
            found[-1][1].append(line)
    return [(number, tuple(lines), place) for number, lines, place in found]
