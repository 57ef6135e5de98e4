"""What changed, marked on the sheet itself: beside each row and box a word with its sign, and a line of its own kind.

Pure: it lays marks over a sheet that is laid out already, so that a marked sheet is the sheet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

from sop_library.comparing.differing import Differences, Entry
from sop_library.comparing.telling import QUIET
from sop_library.sheet.laid import Change, Laid, Mark, Page, Table, TableRow, Words
from sop_library.sheet.saying import CHANGES

TAG, TAG_HEIGHT, BAR = 11.2, 3.2, 0.8
LEGEND_TOP, LEGEND_STEP = 4.2, 46.0
_LONGEST = 11
"""How many letters a tag holds."""
_AREAS: Mapping[str, str] = {
    "step": "number", "text": "activity", "section": "activity",
    "lanes": "lanes", "decides": "lanes", "kind": "lanes", "marks": "lanes", "outcomes": "lanes", "then": "lanes",
    "choose": "lanes", "after": "lanes", "needs": "needs", "printed_needs": "needs", "printed_forms": "needs",
    "time": "time", "fee": "fee", "outputs": "output", "printed_output": "output", "remarks": "remarks",
    "optional": "remarks", "gate": "remarks", "repeat": "remarks", "applies_when": "remarks",
}  # fmt: skip
"""The field of a step -> the part of its row where it is printed; what is printed nowhere is told in words alone."""
_BOXES: Mapping[str, str] = {
    "legal_basis": "Dasar Hukum", "qualifications": "Kualifikasi Pelaksana", "related": "Keterkaitan",
    "equipment": "Peralatan/Perlengkapan", "note": "Peringatan", "records": "Pencatatan dan Pendataan",
    "title": "Nama SOP", "number": "Nomor SOP", "created": "Tanggal Pembuatan", "revised": "Tanggal Revisi",
    "effective": "Tanggal Efektif", "approved_by": "Disahkan oleh", "decree": "No. SK",
}  # fmt: skip


def marked(laid: Laid, found: Differences) -> Laid:
    """The sheet of the newer document with a mark at all that differs on it, and on each such page what they mean."""
    entries = {entry.key: entry for entry in found.steps if entry.after is not None and _told(entry)}
    boxes = set(_changed_boxes(found))
    first = next((page.number for page in laid.pages if page.table), 0)
    later = {key: steps for key, steps in found.gone.items() if key}
    return replace(
        laid,
        pages=tuple(
            _page(page, laid, entries, found.gone if page.number == first else later, boxes) for page in laid.pages
        ),
    )


def _told(entry: Entry) -> bool:
    return entry.kinds != ("changed",) or any(change.field not in QUIET for change in entry.changes)


def _page(
    page: Page, laid: Laid, entries: Mapping[str, Entry], gone: Mapping[str, tuple[Entry, ...]], boxes: set[str]
) -> Page:  # fmt: skip
    marks = [*_rows(page.table, entries, gone, laid.paper.left)] if page.table else [*_framed(page, boxes)]
    if not marks:
        return page
    kinds = {mark.kind for mark in marks}
    legend = []
    for place, kind in enumerate(kind for kind in CHANGES if kind in kinds):
        x = laid.paper.left + place * LEGEND_STEP
        sign, meaning = CHANGES[kind]
        legend.append(Mark(x, LEGEND_TOP, TAG, TAG_HEIGHT, kind, sign))
        legend.append(Mark(x + TAG + 1.0, LEGEND_TOP, 0.0, TAG_HEIGHT, kind, meaning, plain=True))
    return replace(page, marks=(*legend, *marks))


def _rows(
    table: Table, entries: Mapping[str, Entry], gone: Mapping[str, tuple[Entry, ...]], left: float
) -> Iterator[Mark]:
    edges = list(accumulate(table.widths, initial=table.x))
    areas = _areas(table, edges)
    before = gone.get("", ())
    for row in table.rows:
        if row.key and row.part == 0 and before:
            yield from _removed(before, row.y, left, edges[-1])
            before = ()
        if row.key in entries:
            yield from _row(row, entries[row.key], areas, left, edges[-1])
        if row.key and row.key in gone and not _goes_on(row, table):
            yield from _removed(gone[row.key], row.y + row.height, left, edges[-1])


def _row(
    row: TableRow, entry: Entry, areas: Mapping[str, tuple[float, float]], left: float, right: float
) -> Iterator[Mark]:  # fmt: skip
    kinds: list[Change] = ["added"] if "added" in entry.kinds else [kind for kind in entry.kinds if kind != "removed"]
    y = row.y + row.height / 2 - TAG_HEIGHT * len(kinds) / 2
    for kind in kinds:
        yield Mark(left - BAR - 0.4 - TAG, y, TAG, TAG_HEIGHT, kind, CHANGES[kind][0])
        y += TAG_HEIGHT
    yield Mark(left - BAR / 2 - 0.2, row.y + 0.3, 0.0, row.height - 0.6, kinds[0])
    if kinds == ["added"]:
        yield Mark(left + 0.5, row.y + 0.5, right - left - 1.0, row.height - 1.0, "added")
        return
    shown = {_AREAS[change.field] for change in entry.changes if change.field in _AREAS}
    for area in sorted(shown & areas.keys()):
        x, end = areas[area]
        yield Mark(x + 0.5, row.y + 0.5, end - x - 1.0, row.height - 1.0, "changed")


def _removed(gone: tuple[Entry, ...], y: float, left: float, right: float) -> Iterator[Mark]:
    numbers = [str((entry.before or {}).get("step") or "").rstrip(". ") for entry in gone]
    words = f"\N{MINUS SIGN} no. {', '.join(numbers)}"
    if not all(numbers) or len(words) > _LONGEST:
        words = f"\N{MINUS SIGN} {len(gone)} langkah"
    yield Mark(left - BAR - 0.4 - TAG, y - TAG_HEIGHT / 2, TAG, TAG_HEIGHT, "removed", words)
    yield Mark(left - BAR, y, right - left + BAR, 0.0, "removed")


def _goes_on(row: TableRow, table: Table) -> bool:
    """Whether more of this step stands in a later row of the page."""
    return any(other.key == row.key and other.part > row.part for other in table.rows)


def _areas(table: Table, edges: list[float]) -> dict[str, tuple[float, float]]:
    """The parts of a row from the left: where each begins and ends."""
    lanes, quality = table.rows[0].cells[2].across, table.rows[0].cells[3].across
    first = 2 + lanes
    names = ["needs", "time", *(["fee"] if quality == 4 else []), "output", "remarks"]
    found = {"number": (edges[0], edges[1]), "activity": (edges[1], edges[2]), "lanes": (edges[2], edges[first])}
    return found | {name: (edges[first + place], edges[first + place + 1]) for place, name in enumerate(names)}


def _changed_boxes(found: Differences) -> Iterator[str]:
    for change in found.boxes:
        if change.field == "header":
            yield from _parts_of(change.before, change.after)
        elif change.field in _BOXES:
            yield _BOXES[change.field]


def _parts_of(before: Any, after: Any) -> Iterator[str]:
    old, new = (one if isinstance(one, Mapping) else {} for one in (before, after))
    for field in {*old, *new}:
        if old.get(field) != new.get(field) and field in _BOXES:
            yield _BOXES[field]


def _framed(page: Page, boxes: set[str]) -> Iterator[Mark]:
    """A frame round each box of the identity part that differs, with its word in the corner."""
    for words in page.words:
        head = words.lines[0].removesuffix(" (lanjutan)") if words.lines else ""
        if head not in boxes:
            continue
        box = _box_of(words, page, wide=words.role != "heading")
        if box is not None:
            x, y, width, height = box
            yield Mark(x + 0.5, y + 0.5, width - 1.0, height - 1.0, "changed")
            yield Mark(x + width - TAG - 0.9, y + 0.9, TAG, TAG_HEIGHT, "changed", CHANGES["changed"][0])


def _box_of(words: Words, page: Page, *, wide: bool) -> tuple[float, float, float, float] | None:
    """The box that these words head; a label's box together with the one right of it."""
    for x, y, width, height in page.boxes:
        if x <= words.x < x + width and y <= words.y < y + height:
            right = next((one for one in page.boxes if abs(one[0] - x - width) < 0.1 and abs(one[1] - y) < 0.1), None)
            return (x, y, width + right[2], height) if wide and right else (x, y, width, height)
    return None
