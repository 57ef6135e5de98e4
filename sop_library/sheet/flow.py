"""The flow lines of a sheet. A line is drawn between rows that follow each other; every other way is said in words."""

from dataclasses import replace

from sop_library.definition import Definition
from sop_library.sheet.parts import Page, Row


def draw(definition: Definition, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with the flow lines of each cell, and the off-page connectors between them."""
    drawn = [_Grid(definition, page).drawn() for page in pages]
    for place in range(len(drawn) - 1):
        upper, lower = drawn[place], drawn[place + 1]
        last, first = upper.rows[-1], lower.rows[0]
        if first.step.key not in definition.leads_to[last.step.key]:
            continue
        leaves, enters = _out(definition, last, upper), _in(first)
        if leaves is None or enters is None:
            continue
        drawn[place] = replace(upper, rows=_with_line(upper.rows, -1, leaves, "out"), leaves=leaves)
        rows = _with_line(lower.rows, 0, enters, _in_line(first, enters))
        drawn[place + 1] = replace(lower, rows=rows, enters=enters)
    return tuple(drawn)


def _in(row: Row) -> int | None:
    """The column the flow comes into: the first shape from the left."""
    return next((place for place, cell in enumerate(row.cells) if cell.shapes), None)


def _out(definition: Definition, row: Row, page: Page) -> int | None:
    """The column the flow leaves from: that of the lane that decides, else the last shape."""
    shapes = [place for place, cell in enumerate(row.cells) if cell.shapes]
    deciding = [place for place in shapes if row.step.decides and row.step.decides in page.columns[place].lanes]
    return deciding[-1] if deciding else shapes[-1] if shapes else None


def _in_line(row: Row, column: int) -> str:
    return "in-d" if row.cells[column].symbols[0] == "decision" else "in"


def _with_line(rows: tuple[Row, ...], place: int, column: int, line: str) -> tuple[Row, ...]:
    changed = list(rows)
    row = changed[place]
    cells = list(row.cells)
    cells[column] = replace(cells[column], lines=(*cells[column].lines, line))
    changed[place] = replace(row, cells=tuple(cells))
    return tuple(changed)


class _Grid:
    """The lines of one page while they are drawn: row and column -> lines."""

    def __init__(self, definition: Definition, page: Page) -> None:
        self.definition = definition
        self.page = page
        self.lines: dict[tuple[int, int], list[str]] = {}

    def drawn(self) -> Page:
        carried: int | None = None
        for place, row in enumerate(self.page.rows):
            entering = _in(row)
            if carried is not None:
                if entering is None:
                    self._add(place, carried, "thru")
                    carried = carried if self._leads_on(place) else None
                    continue
                self._down(place, carried, entering)
            self._across_middle(place)
            leaving = _out(self.definition, row, self.page)
            carried = leaving if leaving is not None and self._leads_on(place) else None
            if carried is not None:
                self._add(place, carried, "out")
        return replace(self.page, rows=tuple(self._row(place, row) for place, row in enumerate(self.page.rows)))

    def _leads_on(self, place: int) -> bool:
        rows = self.page.rows
        following = rows[place + 1].step.key if place + 1 < len(rows) else None
        return following is not None and following in self.definition.leads_to[rows[place].step.key]

    def _down(self, place: int, start: int, end: int) -> None:
        """From the bottom of the row above in column `start`, along the row's top, into column `end`."""
        left, right = min(start, end), max(start, end)
        if left != right:
            self._add(place, left, "hr")
            for column in range(left + 1, right):
                self._add(place, column, "h")
            self._add(place, right, "hl")
        self._add(place, end, _in_line(self.page.rows[place], end))

    def _across_middle(self, place: int) -> None:
        """Where several columns of a row do something, the line that joins them."""
        shapes = [column for column, cell in enumerate(self.page.rows[place].cells) if cell.shapes]
        if len(shapes) < 2:
            return
        left, right = shapes[0], shapes[-1]
        self._add(place, left, "mr")
        for column in range(left + 1, right):
            self._add(place, column, "m")
        self._add(place, right, "ml")

    def _add(self, place: int, column: int, line: str) -> None:
        self.lines.setdefault((place, column), []).append(line)

    def _row(self, place: int, row: Row) -> Row:
        cells = tuple(
            replace(cell, lines=tuple(self.lines.get((place, column), ()))) for column, cell in enumerate(row.cells)
        )
        return replace(row, cells=cells)
