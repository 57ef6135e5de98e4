"""What holds for every sheet that was laid out, asked of the geometry itself."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from sop_library.sheet.exits import SHORTER, Exit, Exits, exits_of
from sop_library.sheet.laid import Drawn, Laid, Line, Page
from sop_library.sheet.measured import has_symbol
from sop_library.sheet.parts import Sheet

NEAR = 0.05


def elements(drawn: str) -> Iterator[ET.Element]:
    """Every element of a drawing of ours; fails where it is no XML."""
    return ET.fromstring(drawn).iter()  # noqa: S314 - our own drawing, read back


def check(sheet: Sheet, laid: Laid) -> None:
    """All of it."""
    rows_stand_alone(sheet, laid)
    words_are_whole(sheet, laid)
    for page in laid.pages:
        lines_lie_apart(page)
        lines_miss_symbols(page)
    exits_are_drawn(sheet, laid)


def rows_stand_alone(sheet: Sheet, laid: Laid) -> None:
    """Every step has one row that begins it, in the order of the sheet; rows follow each other and end on the page."""
    begun = [row.key for page in laid.pages if page.table for row in page.table.rows if row.key and row.part == 0]
    assert begun == [row.step.key for row in sheet.rows]
    for page in laid.pages:
        y = 0.0
        for row in page.table.rows if page.table else ():
            assert row.y >= y - NEAR
            y = row.y + row.height
        assert y <= laid.paper.bottom + NEAR
        for shape in page.shapes:
            assert shape.x - shape.width / 2 > 0
            assert shape.x + shape.width / 2 < laid.paper.right + NEAR


def words_are_whole(sheet: Sheet, laid: Laid) -> None:
    """The words of Kegiatan, put together again from all its lines and pages, are the step's own."""
    found: dict[str, str] = {}
    for page in laid.pages:
        for drawn in page.table.rows if page.table else ():
            if drawn.key:
                lines = drawn.cells[1].lines[1:] if drawn.part else drawn.cells[1].lines
                found[drawn.key] = found.get(drawn.key, "") + "".join(lines)
    for row in sheet.rows:
        assert spelled(found[row.step.key]) == spelled(row.step.text)


def spelled(words: str) -> str:
    """What a text says, without blanks and without the hyphens that may part it at the end of a line."""
    return "".join(words.split()).replace("-", "")


def lines_lie_apart(page: Page) -> None:
    """No two lines run over one another: they may only cross, or meet at their ends."""
    for one, other in combinations(list(_stretches(page)), 2):
        if one[0] != other[0] or abs(one[1] - other[1]) > NEAR:
            continue
        overlap = min(one[3], other[3]) - max(one[2], other[2])
        assert overlap <= NEAR, (page.number, one, other)


def lines_miss_symbols(page: Page) -> None:
    """No line runs through a symbol."""
    for way, at, low, high in _stretches(page):
        for shape in page.shapes:
            middle, across = (shape.y, at - shape.x) if way == "down" else (shape.x, at - shape.y)
            reach = _reach(shape, abs(across), down=way == "down")
            overlap = min(high, middle + reach) - max(low, middle - reach)
            assert reach <= 0 or overlap <= NEAR, (page.number, way, at, low, high, shape)


def _reach(shape: Drawn, away: float, *, down: bool) -> float:
    """How far a symbol reaches to either side of its middle, on a line that passes its middle at a distance."""
    across, along = (shape.width, shape.height) if down else (shape.height, shape.width)
    if shape.shape == "decision":
        return (0.9 - away / (across / 2)) * along / 2
    if away >= 0.9 * across / 2:
        return 0.0
    if shape.shape != "terminator":
        return 0.85 * along / 2
    radius = shape.height / 2
    straight = shape.width / 2 - radius
    if down:
        return 0.85 * max(radius**2 - max(away - straight, 0.0) ** 2, 0.0) ** 0.5
    return 0.85 * (straight + max(radius**2 - away**2, 0.0) ** 0.5)


def exits_are_drawn(sheet: Sheet, laid: Laid) -> None:
    """Every way out begins at its symbol: as a line of its target's, or to a letter that stands at its target too."""
    definition = sheet.definition
    steps = definition.steps
    exits: dict[str, Exits] = exits_of(definition, {row.step.key: has_symbol(row) for row in sheet.rows})
    page_of = {
        row.key: page for page in laid.pages if page.table for row in page.table.rows if row.key and row.part == 0
    }
    letters = {key: letter for letter, key in laid.connectors.items()}
    for key, ways in exits.items():
        page, place = page_of[key], definition.position[key]
        nets = {line.net for line in page.lines for shape in page.shapes if shape.row == place and _leaves(line, shape)}
        said = spelled("".join("".join(words.lines) for words in page.words))
        for way in ways.drawn:
            assert spelled(way.shown) in said or _told_whole(laid, key, way, said)
            if way.target is None:
                assert way.kind == "attach" or way.label or _ends(page, place) or f"end {key} end " in nets
                continue
            target = steps[way.target].key
            if target in nets:
                assert page_of[target] is page
                continue
            assert f"off {key} {way.target}" in nets, (key, target)
            shown = [shape for shape in page_of[target].shapes if shape.letter == letters[target]]
            assert shown, (key, target)


def _told_whole(laid: Laid, key: str, way: Exit, said: str) -> bool:
    """Whether fewer words stand at the branch and all of them in the row's Keterangan, as where a page has no room."""
    rows = [row for page in laid.pages if page.table for row in page.table.rows if row.key == key]
    remarks = spelled("".join(line for row in rows for line in row.cells[-1].lines))
    return spelled(way.label) in remarks and any(spelled(replace(way, longest=one).shown) in said for one in SHORTER)


def _stretches(page: Page) -> Iterator[tuple[str, float, float, float]]:
    for line in page.lines:
        for (x0, y0), (x1, y1) in zip(line.points, line.points[1:], strict=False):
            assert abs(x0 - x1) < NEAR or abs(y0 - y1) < NEAR, line
            if abs(x0 - x1) < NEAR and abs(y0 - y1) > NEAR:
                yield "down", x0, min(y0, y1), max(y0, y1)
            elif abs(x0 - x1) > NEAR:
                yield "across", y0, min(x0, x1), max(x0, x1)


def _leaves(line: Line, shape: Drawn) -> bool:
    x, y = line.points[0]
    return abs(x - shape.x) <= shape.width / 2 + NEAR and 0 <= y - shape.y <= shape.height / 2 + NEAR


def _ends(page: Page, place: int) -> bool:
    return any(shape.row == place and shape.shape == "terminator" for shape in page.shapes)
