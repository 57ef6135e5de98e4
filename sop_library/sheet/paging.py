"""Which rows stand on which page: the breaks of the source, then as many rows as have room. No row is torn apart
unless it is taller than a page; then its words go on, and none is lost.
"""

from collections.abc import Sequence

from sop_library.sheet.grid import Grid
from sop_library.sheet.measured import Measured, split
from sop_library.sheet.measuring import Measure
from sop_library.sheet.routing import least_height


def pages_of(
    rows: Sequence[Measured], *, room: float, first_room: float, grid: Grid, measure: Measure, jumped_to: set[int]
) -> list[list[Measured]]:
    """The rows of each page. `room` and `first_room` are the heights for rows on later pages and on the first.

    The last row of a page keeps the room for a connector that leads on below it, the first for one that comes in.
    """
    pages: list[list[Measured]] = []
    page: list[Measured] = []
    left = first_room
    tail = 0.0

    def need(row: Measured, *, ends: bool) -> float:
        comes = row.place in jumped_to and row.part == 0
        begins = not any(one.stacks for one in page)
        height = least_height(row, grid=grid, measure=measure, comes=comes, begins=begins, ends=ends)
        return row.section_height + height

    for row in rows:
        rest: Measured | None = row
        while rest is not None:
            if page and need(rest, ends=True) + (0.0 if rest.stacks else tail) > left:
                pages.append(page)
                page, left, tail = [], room, 0.0
            part, rest = rest, None
            if need(part, ends=True) > left:
                part, rest = split(part, height=left - part.section_height)
            taken = need(part, ends=False)
            tail = need(part, ends=True) - taken if part.stacks else tail
            left -= taken
            page.append(part)
            if rest is not None:
                pages.append(page)
                page, left, tail = [], room, 0.0
    return [*pages, page] if page else pages
