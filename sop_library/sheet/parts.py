"""What the official sheet of an SOP is made of, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sop_library.definition import Definition
from sop_library.parts import Step
from sop_library.sheet.marks import Symbol

WayKind: TypeAlias = Literal["forward", "back", "again", "end", "attach"]


@dataclass(frozen=True, slots=True)
class Column:
    """A Pelaksana column. `printed` is False where the source has no columns and the lanes stand in for them."""

    label: str
    lanes: tuple[str, ...]
    note: str | None = None
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One row in one Pelaksana column.

    `glyphs` is what the source prints there; empty where the symbols are our reading. `lines` are the flow lines to
    draw: in, in-d, out, thru, h, hl, hr (along the row's top) and m, ml, mr (along its middle).
    """

    symbols: tuple[Symbol, ...] = ()
    glyphs: str = ""
    words: str = ""
    lines: tuple[str, ...] = ()

    @property
    def shapes(self) -> bool:
        """Whether something is done here: an arrow alone only passes by."""
        return any(symbol != "arrow" for symbol in self.symbols)


@dataclass(frozen=True, slots=True)
class Way:
    """Where the flow goes from a row when it doesn't simply go to the next one. `targets` are steps."""

    kind: WayKind
    label: str = ""
    targets: tuple[Step, ...] = ()
    reason: str = ""
    refer: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is said beside a row: an oddity of the source (`anomaly`), what we decided ourselves (`reading`), what rules
    the step while it runs (`ruling`; `fields` names what we read, empty where there is no source to read), or whom the
    office gave it to where the source names nobody (`office`).

    `see` is the first step of an oddity that concerns several: the others only point there.
    """

    kind: Literal["anomaly", "reading", "ruling", "office"]
    text: str
    quote: str | None = None
    fields: tuple[str, ...] = ()
    see: Step | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. `symbol`: what stands for the step where its source prints none."""

    step: Step
    symbol: Symbol
    cells: tuple[Cell, ...]
    lanes: tuple[str, ...]
    marked: bool
    ways: tuple[Way, ...] = ()
    notes: tuple[Note, ...] = ()
    as_printed: Mapping[str, str | None] = field(default_factory=dict)
    shift: str | None = None

    @property
    def bound(self) -> bool:
        """Whether the office gave it to somebody because its source names nobody."""
        return self.step.unsaid and bool(self.lanes)

    @property
    def alternatives(self) -> bool:
        """Whether any one of several columns does it, by our reading: what joins them is drawn as a choice."""
        return not self.marked and not self.step.all_of

    @property
    def number(self) -> str:
        """The printed number without its full stop, or a dash where the source prints none."""
        return plain_number(self.step) or "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the table with its own columns. `leaves` and `enters` are the columns of the off-page connectors."""

    number: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    leaves: int | None = None
    enters: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet. `document` holds the boxes above and below the table, word for word."""

    definition: Definition
    document: Mapping[str, Any]
    pages: tuple[Page, ...]
    notes: tuple[Note, ...]
    has_fee: bool
    has_remarks: bool

    @property
    def has_source(self) -> bool:
        """Whether a source was read; an SOP that the office wrote itself has none that could print or not print."""
        return bool((self.document.get("source") or {}).get("sha256"))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all pages."""
        return tuple(row for page in self.pages for row in page.rows)


def plain_number(step: Step) -> str:
    """ "4." as it is spoken of: "4"."""
    return (step.number or "").rstrip(". ")
