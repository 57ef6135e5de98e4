"""One page of the flow drawn: symbols, lines, words at branches, and connectors that name page and step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sop_library.sheet.grid import Grid
from sop_library.sheet.laid import SMALL, Drawn, Line, Point, Words
from sop_library.sheet.measured import STACK_GAP, Sized
from sop_library.sheet.measuring import Measure, broken
from sop_library.sheet.routing import (
    ABOVE,
    BELOW,
    CONNECTOR,
    ENTRY,
    Routed,
    Way,
    bottom_at,
    label_height,
    leaving,
    stub_x,
    tracks_of,
)
from sop_library.sheet.saying import ATTACH, END, page_and_step

GAP = 0.6
ZONE_SYMBOL = 5.0
CAPSULE = (12.4, 4.6)


@dataclass(slots=True)
class Canvas:
    """What is drawn on one page so far."""

    shapes: list[Drawn] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page must know of the others: on which page each row is, its number, and the letters given so far."""

    grid: Grid
    measure: Measure
    page_of: Mapping[int, int]
    numbers: Mapping[int, str]
    keys: Mapping[int, str]
    letter: Callable[[int], str]


def spans_of(rows: Sequence[Routed]) -> list[tuple[float, float, int]]:
    """For each row that lines of this page jump to: from where to where its track runs (mm), and the row's place."""
    found: dict[int, list[float]] = {}
    at = {routed.row.place: routed for routed in rows if routed.row.stacks}
    for routed in rows:
        for way, (_, y) in zip(routed.ways, _leaving_points(routed), strict=True):
            if way.kind == "track" and way.exit.target is not None:
                found.setdefault(way.exit.target, []).append(y)
    return [(min(*ys, _entry_y(at[target])), max(*ys, _entry_y(at[target])), target) for target, ys in found.items()]


def draw(rows: Sequence[Routed], sight: Sight) -> Canvas:
    """The flow of one page. The rows' places and heights are set, and every jump has a track."""
    canvas = Canvas()
    tracks = tracks_of(spans_of(rows))
    with_symbols = [routed for routed in rows if routed.row.stacks]
    for routed in with_symbols:
        _symbols(routed, canvas, sight.grid)
    for place, routed in enumerate(with_symbols):
        after = with_symbols[place + 1] if place + 1 < len(with_symbols) else None
        _ways_out(routed, after, tracks, canvas, sight)
    for routed in with_symbols:
        _comes_in(routed, with_symbols, tracks, canvas, sight)
    return canvas


def zone_top(routed: Routed) -> float:
    """The upper edge of a row's symbols: what room is left over is shared above and below."""
    spare = max(routed.height - routed.above - routed.row.zone - routed.below, 0.0)
    return routed.top + routed.above + spare / 2


def centres(routed: Routed) -> dict[int, list[tuple[Sized, float]]]:
    """Column -> its symbols with the height of their centres. The first symbols of all columns stand in one line."""
    row = routed.row
    tallest = max(row.stacks, key=lambda stack: sum(one.height for one in stack[1]))[1]
    first = max(stack[0].height for _, stack in row.stacks)
    line = zone_top(routed) + (first if len(tallest) > 1 else row.zone) / 2
    found = {}
    for column, stack in row.stacks:
        placed = [(stack[0], line)]
        for one in stack[1:]:
            before, y = placed[-1]
            placed.append((one, y + before.height / 2 + STACK_GAP + one.height / 2))
        found[column] = placed
    return found


def _symbols(routed: Routed, canvas: Canvas, grid: Grid) -> None:
    row = routed.row
    placed = centres(routed)
    for column, stack in placed.items():
        x = grid.middle(column)
        for place, (one, y) in enumerate(stack):
            canvas.shapes.append(Drawn(one.shape, x, y, one.width, one.height, row.place))
            if place:
                upper, above = stack[place - 1]
                points = ((x, above + upper.height / 2), (x, y - one.height / 2))
                canvas.lines.append(Line(points, f"in {row.key} {column} {place}", arrow=True))
    columns = sorted(placed)
    for left, right in pairwise(columns):
        one, y = placed[left][0]
        other, _ = placed[right][0]
        points = ((grid.middle(left) + one.width / 2, y), (grid.middle(right) - other.width / 2, y))
        canvas.lines.append(Line(points, f"beside {row.key} {left}", dashed=row.dashed))


def _leaving_points(routed: Routed) -> list[Point]:
    """Where the line of each way out turns to the side or goes on down: below its symbol, in its own height."""
    row = routed.row
    if not row.stacks:
        return []
    _, y = centres(routed)[row.leaves or 0][-1]
    top = zone_top(routed) + row.zone + BELOW
    found = []
    for way in routed.ways:
        if way.aside:
            found.append((0.0, y))
            continue
        words = label_height(way.words)
        if way.kind in ("off", "end"):
            line = top + max(words, CONNECTOR / 2 + GAP)
        elif way.kind in ("off_below", "end_below"):
            line = top + words
        else:
            line = top + way.height - 0.4
        found.append((top, line))
        top += way.height
    return found


def _ways_out(routed: Routed, after: Routed | None, tracks: Mapping[int, int], canvas: Canvas, sight: Sight) -> None:
    row, grid = routed.row, sight.grid
    symbol, (middle_x, middle_y) = leaving(row), (grid.middle(row.leaves or 0), 0.0)
    middle_y = centres(routed)[row.leaves or 0][-1][1]
    for place, (way, (top, line)) in enumerate(zip(routed.ways, _leaving_points(routed), strict=True)):
        if way.aside:
            start: tuple[Point, ...] = ((middle_x + symbol.width / 2, line),)
            _say(way, (start[0][0] + GAP, line - label_height(way.words)), canvas, sight)
        else:
            x = stub_x(row, grid, routed.ways, place)
            start = ((x, bottom_at(symbol, (middle_x, middle_y), x)), (x, line))
            _say(way, (x + GAP, top), canvas, sight)
        _one_way(routed, way, start, after, tracks, canvas, sight)


def _one_way(
    routed: Routed, way: Way, start: tuple[Point, ...], after: Routed | None, tracks: Mapping[int, int],
    canvas: Canvas, sight: Sight,
) -> None:  # fmt: skip
    grid, (x, y) = sight.grid, start[-1]
    target = way.exit.target
    if way.kind == "straight" and after is not None:
        goal = grid.middle(after.row.enters or 0)
        foot = (goal, _symbol_top(after))
        points = (start[0], foot) if abs(goal - x) < 0.01 else (*start, (goal, y), foot)
        canvas.lines.append(Line(points, after.row.key, arrow=True))
    elif way.kind == "track" and target is not None:
        canvas.lines.append(Line((*start, (grid.track(tracks[target]), y)), sight.keys[target]))
    elif way.kind == "off" and target is not None:
        _connector(target, (grid.zone_left + ZONE_SYMBOL / 2, y), canvas, sight)
        canvas.lines.append(Line((*start, (grid.zone_left, y)), f"off {routed.row.key} {target}", arrow=True))
    elif way.kind == "off_below" and target is not None:
        centre = y + 2.0 + CONNECTOR / 2
        canvas.shapes.append(Drawn("offpage", x, centre, ZONE_SYMBOL, CONNECTOR, None, sight.letter(target)))
        points = (start[0], (x, centre - CONNECTOR / 2))
        canvas.lines.append(Line(points, f"off {routed.row.key} {target}", arrow=True))
        said = page_and_step(sight.page_of[target], sight.numbers[target])
        _small(said, (x - grid.lane / 2, centre + CONNECTOR / 2 + 0.3), grid.lane, canvas, center=True)
    elif way.kind in ("end", "end_below"):
        _end(way, start, f"end {routed.row.key} {way.exit.kind} {way.exit.label}", canvas, sight)


def _end(way: Way, start: tuple[Point, ...], net: str, canvas: Canvas, sight: Sight) -> None:
    grid, (x, y) = sight.grid, start[-1]
    said = END if way.exit.kind == "end" else ATTACH
    if way.kind == "end":
        width, height = CAPSULE
        centre = (grid.zone_left + width / 2, y)
        points: tuple[Point, ...] = (*start, (grid.zone_left, y))
    else:
        width, height = min(CAPSULE[0], max(grid.lane - 0.8, 6.0)), CAPSULE[1]
        centre = (x, y + 2.0 + height / 2)
        points = (start[0], (x, centre[1] - height / 2))
    canvas.shapes.append(Drawn("terminator", *centre, width, height))
    canvas.lines.append(Line(points, net, arrow=True))
    box = (centre[0] - width / 2, centre[1] - SMALL.leading / 2)
    _small((said,), box, width, canvas, center=True)


def _comes_in(routed: Routed, rows: Sequence[Routed], tracks: Mapping[int, int], canvas: Canvas, sight: Sight) -> None:
    row, grid = routed.row, sight.grid
    x, top, y = grid.middle(row.enters or 0), _symbol_top(routed), _entry_y(routed)
    net = row.key
    if routed.lettered_above:
        head = top - ABOVE - (ENTRY if routed.entry else 0.0) - CONNECTOR / 2 - 0.2
        canvas.shapes.append(Drawn("offpage", x, head, ZONE_SYMBOL, CONNECTOR, None, sight.letter(row.place)))
        canvas.lines.append(Line(((x, head + CONNECTOR / 2), (x, top)), net, arrow=True))
        said = _from_where(routed, sight, grid.lane)
        upper = head - CONNECTOR / 2 - 0.3 - SMALL.leading * len(said)
        _small(said, (x - grid.lane / 2, upper), grid.lane, canvas, center=True)
    if not routed.entry:
        return
    joins = routed.lettered_above or routed.comes_straight
    begin = x
    if row.place in tracks:
        begin = grid.track(tracks[row.place])
        ys = [
            line
            for one in rows
            for way, (_, line) in zip(one.ways, _leaving_points(one), strict=True)
            if way.kind == "track" and way.exit.target == row.place
        ]
        low, high = min(*ys, y), max(*ys, y)
        canvas.lines.append(Line(((begin, low), (begin, high)), net))
        canvas.dots.extend((begin, one) for one in {*ys} if low < one < high)
        if low < y < high or (routed.comes_off and not routed.lettered_above):
            canvas.dots.append((begin, y))
    if routed.comes_off and not routed.lettered_above:
        _connector(row.place, (grid.zone_left + ZONE_SYMBOL / 2, y), canvas, sight, _from_where(routed, sight, 8.0))
        begin = grid.zone_left
    points = ((begin, y), (x, y)) if joins else ((begin, y), (x, y), (x, top))
    canvas.lines.append(Line(points, net, arrow=not joins))
    if joins:
        canvas.dots.append((x, y))


def _connector(target: int, centre: Point, canvas: Canvas, sight: Sight, said: tuple[str, ...] | None = None) -> None:
    x, y = centre
    canvas.shapes.append(Drawn("offpage", x, y, ZONE_SYMBOL, CONNECTOR, None, sight.letter(target)))
    words = page_and_step(sight.page_of[target], sight.numbers[target]) if said is None else said
    _small(words, (x + ZONE_SYMBOL / 2 + 0.9, y - SMALL.leading * len(words) / 2), 8.4, canvas)


def _from_where(routed: Routed, sight: Sight, width: float) -> tuple[str, ...]:
    """The pages and steps that lead here from elsewhere; a list longer than two lines ends with an ellipsis."""
    by_page: dict[int, list[str]] = {}
    for place in routed.comes_off:
        by_page.setdefault(sight.page_of[place], []).append(sight.numbers[place])
    if len(by_page) == 1:
        (page, numbers), *_ = by_page.items()
        said = broken(f"no. {', '.join(numbers)}", width=width, size=SMALL.size, measure=sight.measure)
        lines = (f"hlm. {page}", *said)
    else:
        words = "; ".join(f"hlm. {page} no. {', '.join(numbers)}" for page, numbers in by_page.items())
        lines = broken(words, width=width, size=SMALL.size, measure=sight.measure)
    return lines if len(lines) <= 2 else (lines[0], lines[1].rstrip(",;") + "\N{HORIZONTAL ELLIPSIS}")


def _say(way: Way, at: Point, canvas: Canvas, sight: Sight) -> None:
    if way.words:
        width = max(sight.measure.width(line, size=SMALL.size) for line in way.words)
        height = SMALL.leading * len(way.words)
        canvas.words.append(Words(*at, width, height, way.words, SMALL, role="label"))


def _small(lines: tuple[str, ...], at: Point, width: float, canvas: Canvas, *, center: bool = False) -> None:
    canvas.words.append(
        Words(*at, width, SMALL.leading * len(lines), lines, SMALL, align="center" if center else "left")
    )


def _symbol_top(routed: Routed) -> float:
    first, y = centres(routed)[routed.row.enters or 0][0]
    return y - first.height / 2


def _entry_y(routed: Routed) -> float:
    """The height at which lines come in from the side, above every symbol of the row."""
    return zone_top(routed) - ABOVE
