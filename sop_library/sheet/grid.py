"""The columns of the table: how wide each is, so that no word is cut and every lane has its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from sop_library.sheet.laid import A3, A4, BODY, Font, Paper
from sop_library.sheet.measuring import Measure, broken, longest_word
from sop_library.sheet.parts import Column
from sop_library.sheet.saying import ACTIVITY, BRANCHES, FEE, NEEDS, OUTPUT, REMARKS, TIME

PAD_X, PAD_Y = 1.1, 1.2
NUMBER = 9.0
LANE_WIDEST, LANE_WISHED, LANE_NARROWEST = 18.0, 12.6, 9.0
TRACK = 2.4
ZONE = 15.2
MOST_TRACKS = 8
A4_LANES = 13
"""With more Pelaksana columns than this the sheet is for A3."""
LANE_FONT = Font(2.3, 2.7, bold=True)
LOWEST_HEAD, TALLEST_HEAD = 12.0, 52.0
_LEAST = {ACTIVITY: 40.0, NEEDS: 24.0, TIME: 13.5, FEE: 13.0, OUTPUT: 21.0, REMARKS: 17.0}
_LONGEST_KEPT = 34.0
"""A word wider than this may be broken: no column is made for it alone."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """The room right of the lanes: for words at a branch, for lines that jump rows, for connectors."""

    words: float = 0.0
    tracks: int = 0
    zone: bool = False

    @property
    def width(self) -> float:
        """All of it, 0 where no line needs it."""
        if not (self.tracks or self.zone):
            return self.words
        return self.words + (1.2 + self.tracks * TRACK if self.tracks else 0.0) + (ZONE if self.zone else 1.2)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of one page of the source, with the place of every lane."""

    paper: Paper
    number: float
    activity: float
    lane: float
    lanes: int
    gutter: Gutter
    texts: tuple[float, ...]
    has_fee: bool

    @property
    def widths(self) -> tuple[float, ...]:
        """Every column of the table in order."""
        gutter = (self.gutter.width,) if self.gutter.width else ()
        return (self.number, self.activity, *([self.lane] * self.lanes), *gutter, *self.texts)

    @property
    def lanes_left(self) -> float:
        """Where the first lane begins."""
        return self.paper.left + self.number + self.activity

    @property
    def lanes_right(self) -> float:
        """Where the last lane ends."""
        return self.lanes_left + self.lane * self.lanes

    def middle(self, column: int) -> float:
        """The middle of a lane."""
        return self.lanes_left + self.lane * (column + 0.5)

    @property
    def words_right(self) -> float:
        """How far words at a branch may reach."""
        return self.lanes_right + self.gutter.words

    def track(self, place: int) -> float:
        """Where a line that jumps rows runs down."""
        return self.words_right + 1.2 + TRACK * (place + 0.5)

    @property
    def zone_left(self) -> float:
        """Where connectors and ends beside the lanes begin."""
        return self.words_right + (1.2 + self.gutter.tracks * TRACK if self.gutter.tracks else 0.0) + 1.0


@dataclass(frozen=True, slots=True)
class LaneHeads:
    """The labels over the lanes: turned where they are too wide to stand upright."""

    lines: tuple[tuple[str, ...], ...]
    turned: bool
    height: float


def grid_of(
    *, columns: int, texts: Sequence[Sequence[str]], has_fee: bool, gutter: Gutter, paper: Paper, measure: Measure
) -> Grid:
    """The columns for these texts: Kegiatan, Kelengkapan, Waktu, Biaya where printed, Output, Keterangan in turn."""
    names = [ACTIVITY, NEEDS, TIME, *([FEE] if has_fee else []), OUTPUT, REMARKS]
    least = [
        max([_LEAST[name], _whole(name, measure, bold=True), *(_whole(words, measure) for words in column)])
        for name, column in zip(names, texts, strict=True)
    ]
    all_of_it = paper.right - paper.left - NUMBER - gutter.width
    lane = min(max((all_of_it - 1.28 * sum(least)) / columns, LANE_WISHED), LANE_WIDEST)
    if lane * columns + sum(least) > all_of_it:
        lane = max((all_of_it - sum(least)) / columns, LANE_NARROWEST)
    if lane * columns + sum(least) > all_of_it:
        least = [_LEAST[name] for name in names]
        lane = max(min(lane, (all_of_it - sum(least)) / columns), all_of_it * 0.45 / columns)
    rest = all_of_it - lane * columns
    if sum(least) > rest:
        least = [one * rest / sum(least) for one in least]
    weights = [sqrt(sum(len(words) for words in column)) + 0.1 for column in texts]
    spare = rest - sum(least)
    given = [one + spare * weight / sum(weights) for one, weight in zip(least, weights, strict=True)]
    return Grid(paper, NUMBER, given[0], lane, columns, gutter, tuple(given[1:]), has_fee)


def paper_for(columns: int) -> Paper:
    """A4 on its long side; A3 where so many take part that no lane would be wide enough for its symbol."""
    return A4 if columns <= A4_LANES else A3


def lane_heads(columns: Sequence[Column], *, lane: float, gutter: float, measure: Measure) -> LaneHeads:
    """The labels upright where each word has room, else turned and as tall as the longest needs.

    `gutter`: how wide the place of the branches beside them is; what stands over it has room, too.
    """
    tall = range(1, int(TALLEST_HEAD))
    beside = next((float(one) for one in tall if gutter_head(gutter, height=one, measure=measure)[0]), 0.0)
    labels = [column.label for column in columns]
    size = LANE_FONT.size
    upright = [broken(label, width=lane - 1.4, size=size, bold=True, measure=measure) for label in labels]
    widest = max((longest_word(label, size=size, bold=True, measure=measure) for label in labels), default=0.0)
    if widest <= lane - 1.4 and all(len(lines) <= 6 for lines in upright):
        height = max(len(one) for one in upright) * LANE_FONT.leading + 2
        return LaneHeads(tuple(upright), turned=False, height=max(height, beside))
    most = max(int((lane - 1.0) / LANE_FONT.leading), 1)
    height = max(LOWEST_HEAD, beside, min(widest, TALLEST_HEAD - 2.4) + 2.4)
    while True:
        turned = [broken(label, width=height - 2.4, size=size, bold=True, measure=measure) for label in labels]
        if all(len(lines) <= most for lines in turned) or height >= TALLEST_HEAD:
            return LaneHeads(tuple(turned), turned=True, height=height)
        height = min(height + 4.0, TALLEST_HEAD)


def gutter_head(width: float, *, height: float, measure: Measure) -> tuple[tuple[str, ...], bool]:
    """What stands over the branches beside the lanes, and whether it is turned; nothing where it has no room."""
    for across, tall, turned in ((width, height, False), (height, width, True)):
        lines = broken(BRANCHES, width=across - 1.4, size=LANE_FONT.size, bold=True, measure=measure)
        longest = longest_word(BRANCHES, size=LANE_FONT.size, bold=True, measure=measure)
        if longest <= across - 1.4 and len(lines) * LANE_FONT.leading <= tall - 0.6:
            return lines, turned
    return (), False


def _whole(words: str, measure: Measure, *, bold: bool = False) -> float:
    """The width a column needs so that none of these words is broken."""
    widest = longest_word(words, size=BODY.size, bold=bold, measure=measure)
    return min(widest, _LONGEST_KEPT) + 2 * PAD_X + 0.2
