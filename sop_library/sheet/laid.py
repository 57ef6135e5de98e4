"""A sheet laid out: what stands where on each page, in millimetres from its upper left corner. Frozen values."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
Shape: TypeAlias = Literal["terminator", "process", "decision", "offpage"]
Change: TypeAlias = Literal["added", "removed", "changed", "moved"]
Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper on its long side."""

    name: str
    width: float
    height: float

    @property
    def left(self) -> float:
        """Where the words begin: this edge is punched."""
        return 13.0

    @property
    def right(self) -> float:
        """Where they end."""
        return self.width - 10.0

    @property
    def top(self) -> float:
        """The first line of a page."""
        return 10.0

    @property
    def bottom(self) -> float:
        """The last line above the foot of a page."""
        return self.height - 13.0


A4 = Paper("A4", 297.0, 210.0)
A3 = Paper("A3", 420.0, 297.0)


@dataclass(frozen=True, slots=True)
class Font:
    """A size in millimetres with the distance from line to line."""

    size: float
    leading: float
    bold: bool = False


BODY = Font(2.65, 3.2)
HEAD = Font(2.65, 3.2, bold=True)
SMALL = Font(2.1, 2.45)
BOX = Font(2.9, 3.6)
BOX_HEAD = Font(2.9, 3.6, bold=True)
TITLE = Font(3.9, 4.9, bold=True)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of words in a box. `turned`: read from below; `ring`: what role they play for whoever hears the page."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    font: Font
    align: Align = "left"
    middle: bool = False
    turned: bool = False
    role: Literal["text", "title", "heading", "label"] = "text"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of the five symbols at its centre. `row` is the place of its step in the sheet; `letter` of a connector."""

    shape: Shape
    x: float
    y: float
    width: float
    height: float
    row: int | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A flow line. `net` names the step that it leads to: lines of one net may meet, others only cross."""

    points: tuple[Point, ...]
    net: str
    arrow: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: its words, and how many columns and rows it takes."""

    lines: tuple[str, ...] = ()
    across: int = 1
    down: int = 1
    kind: Literal["text", "number", "lane", "head", "lane_head", "section"] = "text"
    turned: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table as it is printed. `key` is its step; empty for headings; `part` counts from 0."""

    y: float
    height: float
    cells: tuple[Cell, ...]
    key: str = ""
    part: int = 0
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one page: the widths of its columns and its rows from above."""

    x: float
    widths: tuple[float, ...]
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> float:
        """All columns together."""
        return sum(self.widths)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that differs from an older sheet: a tag with words, or without them a frame, or a line where one side
    is 0. `plain`: words alone, as the legend has them.
    """

    x: float
    y: float
    width: float
    height: float
    kind: Change
    words: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `boxes` are ruled frames; `said` is the flow of this page in words, for whoever can't see it."""

    number: int
    words: tuple[Words, ...] = ()
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    table: Table | None = None
    shapes: tuple[Drawn, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Point, ...] = ()
    said: str = ""
    emblem: tuple[float, float, float, float] | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A whole sheet. `foot` stands below each page at the left; `draft` puts DRAF across every page."""

    paper: Paper
    title: str
    foot: str
    pages: tuple[Page, ...]
    draft: bool = False
    connectors: dict[str, str] = field(default_factory=dict)
    """Letter of an off-page connector -> key of the step that it leads to."""
    other_letters: str = ""
    """Those that the letter font lacks, each once."""
