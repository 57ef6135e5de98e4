"""A whole sheet laid out: identity, flow, notes. One geometry for the screen and for paper. Pure.

The form is the SOP AP of PermenPANRB 35/2012: the identity part, then the flow part on pages of its own.
"""

from sop_library.sheet.flowing import HEAD_ROW, RUNNING, Flow, FlowPage
from sop_library.sheet.grid import gutter_head
from sop_library.sheet.identity import identity_pages, title_of
from sop_library.sheet.laid import BODY, HEAD, Cell, Laid, Page, Paper, Table, TableRow, Words
from sop_library.sheet.measured import numbers_of
from sop_library.sheet.measuring import LetterMeasure, Measure, broken, lacking
from sop_library.sheet.noting import note_pages
from sop_library.sheet.parts import Sheet
from sop_library.sheet.saying import (
    ACTIVITY,
    FEE,
    LANES,
    NEEDS,
    NO_STEPS,
    NUMBER,
    OUTPUT,
    QUALITY,
    REMARKS,
    TIME,
)


class _Remembering:
    """A measure that measures each word once: a sheet says "korban" a hundred times."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._known: dict[tuple[str, float, bool], float] = {}

    def width(self, words: str, *, size: float, bold: bool = False) -> float:
        key = (words, size, bold)
        if key not in self._known:
            self._known[key] = self._measure.width(words, size=size, bold=bold)
        return self._known[key]


def lay_out(
    sheet: Sheet, *, measure: Measure | None = None, draft: bool = False, notes: bool = True, emblem: bool = False,
    foot: str = "",
) -> Laid:  # fmt: skip
    """Every page of a sheet.

    `notes` adds pages of notes behind it, `emblem` keeps room for the office's emblem, `draft` puts DRAF across each
    page; `foot` stands at the foot of each page beside the name of the SOP.
    """
    letters = _Remembering(measure or LetterMeasure())
    flow = Flow(sheet, measure=letters, first=1, notes=notes)
    paper = flow.paper
    pages = identity_pages(sheet, paper=paper, measure=letters, emblem=emblem)
    opening = _opening(sheet, paper, letters)
    flow.first, flow.opening = len(pages) + 1, sum(words.height for words in opening)
    title = title_of(sheet)
    for one in flow.pages():
        pages.append(_flow_page(one, title, sheet, opening if one.number == flow.first else (), letters))
    if not sheet.rows:
        box = Words(paper.left, paper.top, paper.right - paper.left, BODY.leading, (NO_STEPS,), BODY)
        pages.append(Page(len(pages) + 1, (box,)))
    if notes:
        pages.extend(note_pages(sheet, paper=paper, measure=letters, first=len(pages) + 1))
    return Laid(
        paper=paper, title=title, foot=foot, pages=tuple(pages), draft=draft,
        connectors={letter: flow.keys[place] for place, letter in flow.letters.items()},
        other_letters="".join(sorted(lacking(set().union(*_lines(pages))))),
    )  # fmt: skip


def _opening(sheet: Sheet, paper: Paper, measure: Measure) -> tuple[Words, ...]:
    """The sentences that stand before the table, as their source has them."""
    found = []
    y = paper.top + RUNNING
    width = paper.right - paper.left
    for condition in sheet.document.get("preconditions") or ():
        lines = broken(condition["text"], width=width, size=BODY.size, measure=measure)
        height = len(lines) * BODY.leading + 1.6
        found.append(Words(paper.left, y, width, height, lines, BODY))
        y += height
    return tuple(found)


def _flow_page(page: FlowPage, title: str, sheet: Sheet, opening: tuple[Words, ...], measure: Measure) -> Page:
    paper = page.grid.paper
    width = paper.right - paper.left
    number = (sheet.document.get("header") or {}).get("number")
    named = f"{title}  \N{MIDDLE DOT}  Nomor {number}" if number else title
    lines = broken(named, width=width, size=HEAD.size, bold=True, measure=measure)
    running = Words(paper.left, paper.top, width, HEAD.leading, lines[:1], HEAD, role="heading")
    return Page(
        number=page.number,
        words=(running, *opening, *page.canvas.words),
        table=_table(page, measure),
        shapes=tuple(page.canvas.shapes),
        lines=tuple(page.canvas.lines),
        dots=tuple(page.canvas.dots),
        said=_said(page, sheet),
    )


def _table(page: FlowPage, measure: Measure) -> Table:
    grid, heads = page.grid, page.heads
    lanes = len(page.columns)
    gutter = 1 if grid.gutter.width else 0
    quality = [NEEDS, TIME, *([FEE] if grid.has_fee else []), OUTPUT]
    lower = max(heads.height, HEAD_ROW)
    branches, turned = gutter_head(grid.gutter.width, height=lower, measure=measure) if gutter else ((), False)
    y = page.top
    rows = [
        TableRow(
            y,
            HEAD_ROW,
            (
                Cell((NUMBER,), down=2, kind="head"),
                Cell((ACTIVITY,), down=2, kind="head"),
                Cell((LANES,), across=lanes + gutter, kind="head"),
                Cell((QUALITY,), across=len(quality), kind="head"),
                Cell((REMARKS,), down=2, kind="head"),
            ),
            head=True,
        ),
        TableRow(
            y + HEAD_ROW,
            lower,
            (
                *(Cell(lines, kind="lane_head", turned=heads.turned) for lines in heads.lines),
                *([Cell(branches, kind="lane_head", turned=turned)] * gutter),
                *(Cell((name,), kind="head") for name in quality),
            ),
            head=True,
        ),
    ]
    for routed in page.rows:
        row = routed.row
        if row.section:
            every = len(grid.widths)
            rows.append(
                TableRow(
                    routed.top - row.section_height, row.section_height, (Cell(row.section, every, kind="section"),)
                )
            )
        activity, *texts = row.lines
        cells = (
            Cell((row.number,) if row.part == 0 else (), kind="number"),
            Cell(activity),
            *([Cell(kind="lane")] * (lanes + gutter)),
            *(Cell(lines) for lines in texts),
        )
        rows.append(TableRow(routed.top, routed.height, cells, key=row.key, part=row.part))
    return Table(grid.paper.left, grid.widths, tuple(rows))


def _said(page: FlowPage, sheet: Sheet) -> str:
    """The flow of a page in words, for whoever hears it."""
    steps = sheet.definition.steps
    numbers = numbers_of(sheet.definition)
    sentences = []
    for routed in page.rows:
        ways = []
        for way in routed.ways:
            if way.exit.kind == "end":
                where = "selesai"
            elif way.exit.kind == "attach":
                where = "ke kasus lama"
            else:
                target = steps[way.exit.target or 0]
                where = f"ke {numbers[target.key]}"
            ways.append(f"{where} ({way.exit.label})" if way.exit.label else where)
        if ways:
            sentences.append(f"{routed.row.number} {', '.join(ways)}")
    return f"Alur: {'; '.join(sentences)}." if sentences else ""


def _lines(pages: list[Page]) -> list[str]:
    found = [line for page in pages for words in page.words for line in words.lines]
    for page in pages:
        for row in page.table.rows if page.table else ():
            found.extend(line for cell in row.cells for line in cell.lines)
    return found
