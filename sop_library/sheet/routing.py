"""The flow lines of one page: every way out gets a height of its own, every target a track of its own.

Lines run down in the middle of a lane only from one row to the next; a line that jumps rows leaves to the right, runs
down or up a track beside the lanes, and comes back above its row. So no two lines of different targets ever lie on one
another; where they cross, they cross at a right angle, and lines that meet carry a dot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import sqrt

from sop_library.sheet.exits import Exit
from sop_library.sheet.grid import Grid
from sop_library.sheet.laid import SMALL
from sop_library.sheet.measured import Measured, Sized, label_lines
from sop_library.sheet.measuring import Measure, in_two_lines

ABOVE, ABOVE_FIRST = 2.6, 2.2
BELOW = 1.4
ENTRY = 2.4
CONNECTOR = 5.2
IN_LANE = 2 * SMALL.leading + CONNECTOR + 2.6
"""A connector in its lane, with its two lines of words."""
BESIDE = CONNECTOR + 1.2
STUB = 2.2
LINE_BELOW_LABEL = 0.7


@dataclass(frozen=True, slots=True)
class Way:
    """One way out with how it is drawn on this page.

    straight: down to the next row · off_below, end_below: below the symbol, in its lane · track: beside the lanes to
    another row of the page · off, end: to a connector or an end beside the lanes. `aside`: from the side of its symbol.
    """

    exit: Exit
    kind: str
    words: tuple[str, ...]
    height: float
    aside: bool = False


@dataclass(slots=True)
class Routed:
    """One row of a page with its ways out and what comes in; its place is set once all heights are known."""

    row: Measured
    ways: tuple[Way, ...] = ()
    comes_straight: bool = False
    entry: bool = False
    comes_off: tuple[int, ...] = ()
    lettered_above: bool = False
    top: float = 0.0
    height: float = 0.0
    above: float = 0.0
    sources: list[tuple[float, float]] = field(default_factory=list)

    @property
    def below(self) -> float:
        """The room under the symbols for what leaves there."""
        return BELOW + sum(way.height for way in self.ways if not way.aside)


def least_height(
    row: Measured, *, grid: Grid, measure: Measure, comes: bool, begins: bool, ends: bool
) -> float:  # fmt: skip
    """The most that a row may need, whatever becomes of its lines: pages are made by this.

    `comes`: lines jump to it; `begins`, `ends`: it is the first or the last row of its page.
    """
    if not row.stacks:
        return row.words_height
    count = len(row.exits.drawn)
    below = BELOW
    for place, way in enumerate(row.exits.drawn):
        last = place == count - 1
        leads_aside = not last or (way.kind == "step" and not row.exits.straight)
        if place == 0 and leads_aside and _beside(row, way, grid=grid, measure=measure) is not None:
            continue
        kind = "straight" if last and row.exits.straight else "end_below" if last and way.kind != "step" else "off"
        below += _way_height(kind, label_lines(way.shown, width=_room(row, grid, count - 1 - place), measure=measure))
    above = ABOVE + (ENTRY + IN_LANE if begins else BESIDE if comes else 0.0)
    below += IN_LANE if ends and row.exits.straight else 0.0
    return max(row.words_height, above + row.zone + below)


def ways_of(
    row: Measured, *, grid: Grid, measure: Measure, here: Mapping[int, int], lettered: set[int]
) -> tuple[Way, ...]:
    """How each way out of a row is drawn. `here`: the places of the rows with symbols on this page."""
    ways = []
    count = len(row.exits.drawn)
    for place, way in enumerate(row.exits.drawn):
        last = place == count - 1
        straight = last and row.exits.straight
        kind = _kind(way, last=last, straight=straight, here=here, lettered=lettered)
        lines = label_lines(way.shown, width=_room(row, grid, count - 1 - place), measure=measure)
        beside = None
        if place == 0 and kind in ("track", "off", "end"):
            beside = _beside(row, way, grid=grid, measure=measure)
        lines = lines if beside is None else beside
        ways.append(Way(way, kind, lines, _way_height(kind, lines), beside is not None))
    return tuple(ways)


def words_wish(row: Measured, *, grid: Grid, measure: Measure) -> float:
    """How far right of the middle of its lane the words at this row's branches reach when each takes two lines."""
    if row.leaves is None:
        return 0.0
    wish, count = 0.0, len(row.exits.drawn)
    for place, way in enumerate(row.exits.drawn):
        beside = place == 0 and count > 1 and _side_is_free(row)
        before = leaving(row).width / 2 + 0.9 if beside else STUB * (count - 1 - place) + 0.8
        wish = max(wish, before + in_two_lines(way.shown, size=SMALL.size, measure=measure) + 0.1)
    return wish


def tracks_of(spans: Sequence[tuple[float, float, int]]) -> dict[int, int]:
    """Target -> its track: spans that overlap never share one. First fit by where they begin, O(n log n)."""
    free: list[int] = []
    busy: list[tuple[float, int]] = []
    used = 0
    found = {}
    for low, high, target in sorted(spans):
        while busy and busy[0][0] < low:
            heappush(free, heappop(busy)[1])
        if free:
            track = heappop(free)
        else:
            track, used = used, used + 1
        found[target] = track
        heappush(busy, (high, track))
    return found


def above_of(routed: Routed) -> float:
    """The room over the symbols of a row for what comes in."""
    if not routed.row.stacks:
        return 0.0
    height = ABOVE if routed.comes_straight or routed.entry or routed.comes_off else ABOVE_FIRST
    if routed.lettered_above:
        height += IN_LANE
    if routed.entry:
        height += BESIDE if routed.comes_off and not routed.lettered_above else ENTRY
    return height


def stub_x(row: Measured, grid: Grid, ways: Sequence[Way], place: int) -> float:
    """Where a way out leaves its symbol from below: the last in the middle, those before it right of it."""
    below = [at for at, way in enumerate(ways) if not way.aside]
    symbol = leaving(row)
    step = min(STUB, (symbol.width / 2 - 0.9) / max(len(below) - 1, 1))
    return grid.middle(row.leaves or 0) + step * (len(below) - 1 - below.index(place))


def leaving(row: Measured) -> Sized:
    """The symbol that the flow leaves from: the last in its lane."""
    return next(stack[-1] for column, stack in row.stacks if column == row.leaves)


def bottom_at(symbol: Sized, middle: tuple[float, float], x: float) -> float:
    """The lower edge of a symbol at `x`: a diamond's runs up from its corner, a capsule's round its ends."""
    away = abs(x - middle[0])
    if symbol.shape == "decision":
        return middle[1] + symbol.height / 2 * max(1 - away / (symbol.width / 2), 0.0)
    if symbol.shape == "terminator":
        radius = symbol.height / 2
        over = max(away - (symbol.width / 2 - radius), 0.0)
        return middle[1] + sqrt(radius**2 - min(over, radius) ** 2)
    return middle[1] + symbol.height / 2


def _kind(way: Exit, *, last: bool, straight: bool, here: Mapping[int, int], lettered: set[int]) -> str:
    if way.kind != "step":
        return "end_below" if last else "end"
    target = way.target if way.target is not None else -1
    if straight:
        return "straight" if target in here else "off_below"
    return "track" if target in here and target not in lettered else "off"


def _way_height(kind: str, lines: tuple[str, ...]) -> float:
    words = label_height(lines)
    if kind in ("off", "end"):
        return max(words, CONNECTOR / 2 + 0.6) + CONNECTOR / 2 + 0.4
    if kind == "off_below":
        return words + IN_LANE
    if kind == "end_below":
        return words + CONNECTOR + 2.4
    return max(words, ENTRY)


def label_height(lines: tuple[str, ...]) -> float:
    """How much the words at a branch take over their line."""
    return len(lines) * SMALL.leading + LINE_BELOW_LABEL if lines else 0.0


def _room(row: Measured, grid: Grid, side: int) -> float:
    """How wide the words at a branch may be: from its line to the tracks."""
    return min(grid.words_right - grid.middle(row.leaves or 0) - STUB * side - 0.8, 34.0)


def _side_is_free(row: Measured) -> bool:
    """Whether no symbol of the row stands right of the one that the flow leaves from."""
    return bool(row.stacks) and row.leaves == max(column for column, _ in row.stacks)


def _beside(row: Measured, way: Exit, *, grid: Grid, measure: Measure) -> tuple[str, ...] | None:
    """The words of a way that leaves from the side of its symbol; None where it must leave from below."""
    lines = label_lines(way.shown, width=_room_aside(row, grid), measure=measure) if _side_is_free(row) else None
    return lines if lines is not None and len(lines) <= 2 else None


def _room_aside(row: Measured, grid: Grid) -> float:
    return min(grid.words_right - grid.middle(row.leaves or 0) - leaving(row).width / 2 - 0.9, 40.0)
