"""The flow part of a sheet: its rows on pages, with a gutter just wide enough for the lines that jump."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sop_library.sheet.drawing import Canvas, Sight, draw, spans_of
from sop_library.sheet.exits import Exits, exits_of, shorter
from sop_library.sheet.grid import MOST_TRACKS, Grid, Gutter, LaneHeads, grid_of, lane_heads, paper_for
from sop_library.sheet.laid import Paper
from sop_library.sheet.measured import Measured, columns_of, has_symbol, measure_row, numbers_of, words_of
from sop_library.sheet.measuring import Measure
from sop_library.sheet.paging import pages_of
from sop_library.sheet.parts import Column, Row, Sheet
from sop_library.sheet.routing import Routed, above_of, least_height, tracks_of, ways_of, words_wish
from sop_library.sheet.saying import RULED, told

ROUNDS = 5
HEAD_ROW = 5.6
RUNNING = 6.4
WIDEST_WORDS, WIDEST_OF_MANY, MANY_LANES = 20.0, 10.0, 8
_ENDS = {"end": "selesai", "attach": "kasus lama"}


def ruled_words(row: Row, *, own: bool, notes: bool) -> tuple[str, ...]:
    """What Keterangan says of what rules the step: its words on the office's own sheet, a mark beside a source's."""
    rules = tuple(note.text for note in row.notes if note.kind == "ruling")
    bound = tuple(note.text for note in row.notes if note.kind == "office")
    return (*bound, *(rules if own or not rules else (RULED,) if notes else ()))


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The rows of one page with what is drawn beside them. `top` is where the table begins."""

    number: int
    top: float
    grid: Grid
    columns: tuple[Column, ...]
    heads: LaneHeads
    rows: tuple[Routed, ...]
    canvas: Canvas


@dataclass(slots=True)
class _Group:
    """One page of the source, which may take several of ours."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Row, str | None], ...]
    gutter: Gutter


@dataclass(frozen=True, slots=True)
class _Set:
    """The rows of one of our pages, measured for the grid that its group has in this round."""

    number: int
    group: _Group
    grid: Grid
    heads: LaneHeads
    rows: list[Measured]


class Flow:
    """The flow part of a sheet while it is laid out. `first` is the number of its first page."""

    def __init__(self, sheet: Sheet, *, measure: Measure, first: int, opening: float = 0.0, notes: bool = True) -> None:
        self.sheet = sheet
        self.ruled = {row.step.key: ruled_words(row, own=not sheet.has_source, notes=notes) for row in sheet.rows}
        self.measure = measure
        self.first = first
        self.opening = opening
        definition = sheet.definition
        self.exits = exits_of(definition, {row.step.key: has_symbol(row) for row in sheet.rows})
        self.places = definition.position
        self.numbers = numbers_of(definition)
        self.paper: Paper = paper_for(max((len(columns_of(page)) for page in sheet.pages), default=1))
        self.into: dict[int, list[int]] = {}
        for key, exits in self.exits.items():
            for way in exits.drawn:
                if way.target is not None:
                    self.into.setdefault(way.target, []).append(self.places[key])
        self.jumped_to = {target for target, sources in self.into.items() if sources != [target - 1]}
        self.letters: dict[int, str] = {}
        self.keys = {place: key for key, place in self.places.items()}
        self.called = {place: self._number(place) for place in self.keys}

    def pages(self) -> list[FlowPage]:
        """The pages, in at most ROUNDS rounds: each gives the gutter what the one before found lacking."""
        groups = self._groups()
        for left in reversed(range(ROUNDS)):
            sets = self._sets(groups)
            page_of = {row.place: one.number for one in sets for row in one.rows if row.part == 0}
            routed = [(one, self._routed(one, page_of, last=not left)) for one in sets]
            wanted = [self._gutter(group, [pair for pair in routed if pair[0].group is group]) for group in groups]
            if not left or all(gutter == group.gutter for gutter, group in zip(wanted, groups, strict=True)):
                break
            for gutter, group in zip(wanted, groups, strict=True):
                group.gutter = gutter if left > 1 else replace(gutter, zone=True)
        return [self._drawn(one, rows, page_of) for one, rows in routed]

    def _groups(self) -> list[_Group]:
        groups, section = [], None
        for page in self.sheet.pages:
            rows = []
            for row in page.rows:
                begins = row.step.section if row.step.section != section else None
                section = row.step.section
                rows.append((self.places[row.step.key], row, begins))
            groups.append(_Group(columns_of(page), tuple(rows), Gutter()))
        return groups

    def _told(self, step: str) -> tuple[str, ...]:
        return self.ruled[step] + tuple(
            told(way.label, f"langkah {self._number(way.target)}" if way.target is not None else _ENDS[way.kind])
            for way in self.exits[step].told
        )

    def _number(self, place: int) -> str:
        step = self.sheet.definition.steps[place]
        printed = self.numbers[step.key]
        return printed if printed != "\N{EN DASH}" else f"({place + 1})"

    def _sets(self, groups: Sequence[_Group]) -> list[_Set]:
        found: list[_Set] = []
        for group in groups:
            first = self.first + len(found)
            grid, heads, pages = self._measured(group)
            found.extend([_Set(first + place, group, grid, heads, rows) for place, rows in enumerate(pages)])
        return found

    def _measured(self, group: _Group) -> tuple[Grid, LaneHeads, list[list[Measured]]]:
        fee = self.sheet.has_fee
        texts = [
            (row.step.text, *words_of(row.step, fee=fee, told=self._told(row.step.key))) for _, row, _ in group.rows
        ]
        grid = grid_of(
            columns=len(group.columns), texts=list(zip(*texts, strict=True)), has_fee=fee, gutter=group.gutter,
            paper=self.paper, measure=self.measure,
        )  # fmt: skip
        heads = lane_heads(group.columns, lane=grid.lane, gutter=grid.gutter.width, measure=self.measure)
        room = self.paper.bottom - self._top(heads, opening=0.0)
        opening = self.opening if group.rows and group.rows[0][0] == 0 else 0.0
        rows = [
            self._row(place, row, section, group=group, grid=grid, room=room - (0.0 if place else opening))
            for place, row, section in group.rows
        ]
        pages = pages_of(
            rows, room=room, first_room=room - opening, grid=grid, measure=self.measure, jumped_to=self.jumped_to
        )
        return grid, heads, pages

    def _row(
        self, place: int, row: Row, section: str | None, *, group: _Group, grid: Grid, room: float
    ) -> Measured:  # fmt: skip
        """A row that fits on a page: what stands at its branches is shortened until it does."""
        key = row.step.key
        while True:
            made = measure_row(
                row, grid=grid, columns=group.columns, exits=self.exits[key], number=self.numbers[key], place=place,
                section=section, told=self._told(key), measure=self.measure,
            )  # fmt: skip
            bare = replace(made, lines=())
            need = least_height(bare, grid=grid, measure=self.measure, comes=True, begins=True, ends=True)
            fewer = shorter(self.exits[key]) if made.section_height + need > room else None
            if fewer is None:
                return made
            self.exits[key] = fewer

    def _top(self, heads: LaneHeads, *, opening: float) -> float:
        """Where the rows of a page begin: below its heading, what opens it, and the heads of its columns."""
        return self.paper.top + RUNNING + opening + HEAD_ROW + max(heads.height, HEAD_ROW)

    def _opens(self, rows: Sequence[Measured]) -> float:
        return self.opening if rows[0].place == 0 and rows[0].part == 0 else 0.0

    def _routed(self, one: _Set, page_of: Mapping[int, int], *, last: bool) -> list[Routed]:
        """The rows of a page with their ways and heights; lines that find no track are given a letter."""
        top = self._top(one.heads, opening=self._opens(one.rows))
        most = min(MOST_TRACKS, one.group.gutter.tracks) if last else MOST_TRACKS
        lettered: set[int] = set()
        while True:
            routed = self._with_ways(one.grid, one.rows, page_of, lettered)
            y = top
            for row in routed:
                y += row.row.section_height
                row.top = y
                y += row.height
            over = {target for target, track in tracks_of(spans_of(routed)).items() if track >= most}
            if not over:
                return routed
            lettered |= over

    def _with_ways(
        self, grid: Grid, rows: list[Measured], page_of: Mapping[int, int], lettered: set[int]
    ) -> list[Routed]:
        here = {row.place: place for place, row in enumerate(rows) if row.stacks}
        first = next((row.place for row in rows if row.stacks), None)
        found = []
        for row in rows:
            one = Routed(row)
            found.append(one)
            if row.stacks:
                one.ways = ways_of(row, grid=grid, measure=self.measure, here=here, lettered=lettered)
                self._what_comes(one, page_of, lettered, first=row.place == first)
            one.above = above_of(one)
            one.height = max(row.words_height, one.above + row.zone + one.below if row.stacks else 0.0)
        return found

    def _what_comes(self, one: Routed, page_of: Mapping[int, int], lettered: set[int], *, first: bool) -> None:
        place = one.row.place
        off = []
        for source in self.into.get(place, ()):
            if page_of[source] != page_of[place]:
                off.append(source)
            elif self._straight(source) == place:
                one.comes_straight = True
            elif place in lettered:
                off.append(source)
            else:
                one.entry = True
        one.comes_off = tuple(sorted(off))
        one.lettered_above = bool(off) and first and not one.comes_straight
        one.entry = one.entry or bool(off and not one.lettered_above)

    def _straight(self, place: int) -> int | None:
        exits: Exits = self.exits[self.sheet.definition.steps[place].key]
        return exits.drawn[-1].target if exits.straight else None

    def _gutter(self, group: _Group, pages: list[tuple[_Set, list[Routed]]]) -> Gutter:
        """What this group's lines need, never less than it has."""
        tracks, zone, words = group.gutter.tracks, group.gutter.zone, group.gutter.words
        for page, rows in pages:
            used = tracks_of(spans_of(rows))
            tracks = max(tracks, 1 + max(used.values(), default=-1))
            for one in rows:
                zone = zone or any(way.kind in ("off", "end") for way in one.ways)
                zone = zone or bool(one.comes_off and not one.lettered_above)
                words = max(words, self._words(one, page.grid))
        return Gutter(words, tracks, zone)

    def _words(self, one: Routed, grid: Grid) -> float:
        """How far the words at this row's branches reach over the last lane when each takes two lines."""
        if one.row.leaves is None:
            return 0.0
        free = grid.lanes_right - grid.middle(one.row.leaves)
        wish = words_wish(one.row, grid=grid, measure=self.measure)
        return min(max(wish - free, 0.0), WIDEST_WORDS if grid.lanes <= MANY_LANES else WIDEST_OF_MANY)

    def _letter(self, place: int) -> str:
        if place not in self.letters:
            self.letters[place] = letter_of(len(self.letters))
        return self.letters[place]

    def _drawn(self, one: _Set, rows: list[Routed], page_of: Mapping[int, int]) -> FlowPage:
        sight = Sight(
            grid=one.grid, measure=self.measure, page_of=page_of, letter=self._letter, numbers=self.called,
            keys=self.keys,
        )  # fmt: skip
        top = self.paper.top + RUNNING + self._opens(one.rows)
        return FlowPage(one.number, top, one.grid, one.group.columns, one.heads, tuple(rows), draw(rows, sight))


def letter_of(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
