"""The rows of a sheet with their words broken into lines and their symbols sized, before any page is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sop_library.definition import Definition
from sop_library.parts import Step
from sop_library.sheet.exits import Exits
from sop_library.sheet.grid import PAD_X, PAD_Y, Grid
from sop_library.sheet.laid import BODY, SMALL, Shape
from sop_library.sheet.marks import Symbol
from sop_library.sheet.measuring import Measure, broken
from sop_library.sheet.parts import Column, Page, Row, plain_number
from sop_library.sheet.saying import GOES_ON, UNBOUND, cell_words

STACK_GAP = 2.6
NARROWEST_SYMBOL = 2.0


@dataclass(frozen=True, slots=True)
class Sized:
    """One symbol with its size."""

    shape: Shape
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: its cells' lines in the order of the grid's text columns, and its symbols by column.

    `stacks` has for each column that does something its symbols from above. `zone` is the height they need.
    """

    place: int
    key: str
    number: str
    lines: tuple[tuple[str, ...], ...]
    stacks: tuple[tuple[int, tuple[Sized, ...]], ...]
    enters: int | None
    leaves: int | None
    dashed: bool
    exits: Exits
    section: tuple[str, ...] = ()
    part: int = 0

    @property
    def zone(self) -> float:
        """How tall its symbols are together."""
        return max((_stacked(stack) for _, stack in self.stacks), default=0.0)

    @property
    def words_height(self) -> float:
        """How tall its words are."""
        return max((len(lines) for lines in self.lines), default=0) * BODY.leading + 2 * PAD_Y

    @property
    def section_height(self) -> float:
        """How tall the heading over it is, 0 where none begins here."""
        return len(self.section) * BODY.leading + 1.6 if self.section else 0.0


def columns_of(page: Page) -> tuple[Column, ...]:
    """The columns of a page of the source; one more where some step is nobody's yet, so that its symbol has a place."""
    if page.columns and all(_done_by_someone(row) for row in page.rows):
        return page.columns
    return (*page.columns, Column(UNBOUND, (), printed=False))


def has_symbol(row: Row) -> bool:
    """A rule of the sheet is a sentence and no work."""
    return row.step.kind != "rule"


def numbers_of(definition: Definition) -> Mapping[str, str]:
    """Step key -> the number its row is called by: as printed; counted where the sheet numbers nothing."""
    printed = {step.key: plain_number(step) for step in definition.steps}
    if any(printed.values()):
        return {key: number or "\N{EN DASH}" for key, number in printed.items()}
    return {step.key: str(place) for place, step in enumerate(definition.steps, start=1)}


def measure_row(
    row: Row, *, grid: Grid, columns: tuple[Column, ...], exits: Exits, number: str, place: int, section: str | None,
    told: tuple[str, ...], measure: Measure,
) -> Measured:  # fmt: skip
    """A row with its words broken and its symbols sized for this grid."""
    stacks = _stacks(row, columns, grid)
    doing = [column for column, _ in stacks]
    deciding = [column for column in doing if row.step.decides and row.step.decides in columns[column].lanes]
    texts = (row.step.text, *words_of(row.step, fee=grid.has_fee, told=told))
    widths = (grid.activity, *grid.texts)
    lines = tuple(
        broken(words, width=width - 2 * PAD_X, size=BODY.size, measure=measure)
        for words, width in zip(texts, widths, strict=True)
    )
    heading = broken(section or "", width=grid.number + grid.activity - 2 * PAD_X, size=BODY.size, measure=measure)
    leaves = (deciding or doing)[-1] if doing else None
    return Measured(
        place=place, key=row.step.key, number=number, lines=lines, stacks=stacks,
        enters=doing[0] if doing else None, leaves=leaves, dashed=row.alternatives,
        exits=_without_an_end_twice(exits, stacks, leaves), section=heading,
    )  # fmt: skip


def words_of(step: Step, *, fee: bool, told: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The cells after Pelaksana: as printed, else what the step itself asks for and leaves behind."""
    needs = cell_words(step.printed_needs) or "\n".join(_listed([need.label for need in step.needs]))
    output = cell_words(step.printed_output) or "\n".join(_listed([one.label for one in step.outputs]))
    time = step.time.printed or (str(step.time.amount) if step.time.amount else "")
    remarks = "\n".join([*([step.remarks] if step.remarks else []), *told])
    return (needs, time, *([step.fee or ""] if fee else []), output, remarks)


def split(row: Measured, *, height: float) -> tuple[Measured, Measured | None]:
    """The part of a row's words that fits on `height` millimetres, and what goes on over the page."""
    fits = max(int((height - 2 * PAD_Y) / BODY.leading), 1)
    if all(len(lines) <= fits for lines in row.lines):
        return row, None
    first = replace(row, lines=tuple(lines[:fits] for lines in row.lines))
    rest = [lines[fits:] for lines in row.lines]
    rest[0] = (GOES_ON, *rest[0])
    return first, replace(
        row, lines=tuple(rest), stacks=(), exits=Exits(), enters=None, leaves=None, section=(), part=row.part + 1
    )


def label_lines(label: str, *, width: float, measure: Measure) -> tuple[str, ...]:
    """The words at a branch, in a place that is `width` wide."""
    return broken(label, width=max(width, 5.0), size=SMALL.size, measure=measure)


def _without_an_end_twice(exits: Exits, stacks: tuple[tuple[int, tuple[Sized, ...]], ...], leaves: int | None) -> Exits:
    """A step drawn as a terminator is the end itself: no second one is drawn under it."""
    last = next((stack[-1].shape for column, stack in stacks if column == leaves), None)
    if last != "terminator" or not exits.drawn:
        return exits
    if exits.drawn[-1].kind == "end" and not exits.drawn[-1].label:
        return replace(exits, drawn=exits.drawn[:-1])
    return exits


def _stacks(row: Row, columns: tuple[Column, ...], grid: Grid) -> tuple[tuple[int, tuple[Sized, ...]], ...]:
    if not has_symbol(row):
        return ()
    found = []
    for place, cell in enumerate(row.cells):
        shapes = [symbol for symbol in cell.symbols if symbol != "arrow"]
        if shapes:
            found.append((place, tuple(_sized(symbol, grid.lane) for symbol in shapes)))
    if not found:
        found.append((len(columns) - 1, (_sized(row.symbol, grid.lane),)))
    return tuple(found)


def _sized(symbol: Symbol, lane: float) -> Sized:
    room = max(lane - 2.4, NARROWEST_SYMBOL)
    if symbol == "decision":
        return Sized("decision", wide := min(room, 12.0), min(7.6, wide * 0.9))
    if symbol == "terminator":
        return Sized("terminator", wide := min(room - 0.6, 11.0), min(5.0, wide * 0.6))
    return Sized("process" if symbol == "process" else "offpage", wide := min(room - 0.6, 10.5), min(5.4, wide * 0.7))


def _stacked(stack: tuple[Sized, ...]) -> float:
    return sum(one.height for one in stack) + STACK_GAP * (len(stack) - 1)


def _done_by_someone(row: Row) -> bool:
    return not has_symbol(row) or any(cell.shapes for cell in row.cells)


def _listed(labels: list[str]) -> list[str]:
    return labels if len(labels) < 2 else [f"- {label}" for label in labels]
