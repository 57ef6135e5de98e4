"""From a definition to the rows, columns, symbols and flow lines of its official sheet. Pure; the words stay.

The form is the SOP AP of PermenPANRB 35/2012: Pelaksana columns with five symbols, then Mutu Baku. A source that prints
its table over several pages, with other columns on each, keeps its pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sop_library.definition import Definition
from sop_library.parts import Step, Then
from sop_library.sheet.flow import draw
from sop_library.sheet.marks import Symbol, read_marks
from sop_library.sheet.parts import Cell, Column, Note, Page, Row, Sheet, Way, WayKind
from sop_library.sheet.ruling import ruling
from sop_library.sheet.saying import bound_to

SAID_BY_THE_ROW = "lanes_lost"  # a row without marks says so itself


def build(definition: Definition) -> Sheet:
    """The sheet of a definition."""
    document = definition.document
    raw = {step["key"]: step for step in document["steps"]}
    notes, general = _notes(definition, raw)
    pages = []
    for number, steps in _pages(definition, raw).items():
        columns = _with_bound(definition, _columns(definition, number), steps)
        rows = tuple(_row(definition, step, raw[step.key], columns, notes.get(step.key, ())) for step in steps)
        pages.append(Page(number, columns, rows))
    return Sheet(
        definition=definition,
        document=document,
        pages=draw(definition, tuple(pages)),
        notes=general,
        has_fee=any(step.fee for step in definition.steps),
        has_remarks=any(step.remarks for step in definition.steps),
    )


def _pages(definition: Definition, raw: Mapping[str, Any]) -> dict[int, list[Step]]:
    pages: dict[int, list[Step]] = {}
    page = 1
    for step in definition.steps:
        page = raw[step.key].get("page", page)
        pages.setdefault(page, []).append(step)
    return pages


def _columns(definition: Definition, page: int) -> tuple[Column, ...]:
    printed = definition.document.get("columns") or ()
    here = [column for column in printed if column.get("page", 1) == page] or list(printed)
    if here:
        return tuple(Column(column["label"], tuple(column["lanes"]), column.get("note")) for column in here)
    named = {lane for step in definition.steps for lane in step.lanes}
    return tuple(
        Column(lane.label, (lane.key,), printed=False) for lane in definition.lanes.values() if lane.key in named
    )


def _with_bound(definition: Definition, columns: tuple[Column, ...], steps: Iterable[Step]) -> tuple[Column, ...]:
    """The columns with one more for each lane of the office that does a step here and that no column stands for."""
    bound = [step for step in steps if step.key in definition.left_open and step.lanes and not step.marks]
    apart = {lane for step in bound if not _places(definition, step, columns) for lane in step.lanes}
    more = (lane for lane in definition.lanes.values() if lane.key in apart)
    return (*columns, *(Column(lane.label, (lane.key,), printed=False) for lane in more))


def _row(
    definition: Definition, step: Step, raw: Mapping[str, Any], columns: tuple[Column, ...], notes: Iterable[Note]
) -> Row:
    placed = _places(definition, step, columns)
    cells = []
    for place, column in enumerate(columns):
        if column.label in step.marks:
            cells.append(_printed_cell(step.marks[column.label]))
        elif not step.marks and place in placed:
            cells.append(Cell(symbols=(_symbol(definition, step),)))
        else:
            cells.append(Cell())
    printed = raw.get("as_printed") or {}
    alignment = raw.get("alignment") or {}
    return Row(
        step=step,
        symbol=_symbol(definition, step),
        cells=tuple(cells),
        lanes=tuple(definition.lanes[key].label for key in step.lanes if key in definition.lanes),
        marked=bool(step.marks),
        ways=_ways(definition, step),
        notes=tuple(notes),
        as_printed=printed if alignment.get("changed") else {},
        shift=alignment.get("basis") if alignment.get("changed") else None,
    )


def bound_words(definition: Definition, step: Step) -> str:
    """Whom the office gave a step to that its source names nobody for."""
    return bound_to(", ".join(definition.lanes[key].label for key in step.lanes))


def _printed_cell(glyphs: str) -> Cell:
    symbols, words = read_marks(glyphs)
    return Cell(symbols=symbols, glyphs=glyphs, words=words)


def _places(definition: Definition, step: Step, columns: tuple[Column, ...]) -> set[int]:
    """The columns that stand for the step's lanes: those that name the lane, else those that name part of it."""
    found: set[int] = set()
    if step.kind == "rule":
        return found
    for lane in step.lanes:
        exact = {place for place, column in enumerate(columns) if lane in column.lanes}
        wider = {
            place
            for place, column in enumerate(columns)
            if any(lane in definition.acting_for.get(other, ()) for other in column.lanes)
        }
        apart = lane in definition.lanes and definition.lanes[lane].held_as is not None
        parts = frozenset[str]() if apart else definition.acting_for.get(lane, frozenset())
        narrower = {place for place, column in enumerate(columns) if parts & set(column.lanes)}
        found |= exact or wider or narrower
    return found


def _symbol(definition: Definition, step: Step) -> Symbol:
    """A step that leaves by one of several ways is a decision, whatever kind of work it is."""
    if step.kind == "decision" or (not step.choose_some and len({one.then for one in step.outcomes}) > 1):
        return "decision"
    first = definition.position[step.key] == 0
    last = step.kind == "end" or (not step.outcomes and step.then.kind == "end")
    last = last or (definition.following(step.key) is None and not definition.leads_to[step.key])
    return "terminator" if first or last else "process"


def _ways(definition: Definition, step: Step) -> tuple[Way, ...]:
    if step.outcomes:
        return tuple(
            replace(
                _way(definition, step, outcome.then),
                label=outcome.label,
                refer=outcome.refer.kind if outcome.refer else None,
            )
            for outcome in step.outcomes
            if outcome.then is not None
        )
    if step.then.kind == "steps" and step.then.targets == ("next",):
        return ()
    return (_way(definition, step, step.then),)


def _way(definition: Definition, step: Step, then: Then) -> Way:
    if then.kind == "attach":
        return Way("attach")
    targets = tuple(definition.step(key) for key in definition.targets(step, then))
    if then.kind == "end" or not targets:
        return Way("end", reason=then.reason)
    here = definition.position[step.key]
    places = [definition.position[target.key] for target in targets]
    kind: WayKind = "again" if places == [here] else "back" if min(places) < here else "forward"
    return Way(kind, targets=targets)


def _notes(definition: Definition, raw: Mapping[str, Any]) -> tuple[dict[str, list[Note]], tuple[Note, ...]]:
    """What is said beside each step, and what concerns the sheet as a whole."""
    found: dict[str, list[Note]] = {}
    general = []
    for anomaly in definition.document.get("anomalies", ()):
        note = Note("anomaly", anomaly["note"], quote=anomaly.get("quote"))
        steps = anomaly.get("step")
        keys = [steps] if isinstance(steps, str) else list(steps or ())
        if anomaly["kind"] == SAID_BY_THE_ROW:
            keys = [key for key in keys if definition.step(key).marks]
        keys.sort(key=definition.position.__getitem__)
        for place, key in enumerate(keys):
            see = definition.step(keys[0]) if place else None
            found.setdefault(key, []).append(replace(note, see=see))
        if not keys:
            general.append(note)
    for step in definition.steps:
        if step.reading or step.note:
            note = Note("reading", step.note or "", fields=_reading(step, raw[step.key]))
            found.setdefault(step.key, []).insert(0, note)
        if ruled := ruling(definition, step):
            ours = ("applies_when",) if (definition.document.get("source") or {}).get("sha256") else ()
            found.setdefault(step.key, []).insert(0, Note("ruling", ruled, fields=ours))
        if step.key in definition.left_open and step.lanes:
            found.setdefault(step.key, []).insert(0, Note("office", bound_words(definition, step)))
    return found, tuple(general)


def _reading(step: Step, raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the step's fields that are our reading, those inside its parts too."""
    inner = [part for part in ("time", "gate", "repeat") if (raw.get(part) or {}).get("reading")]
    return tuple(dict.fromkeys([*step.reading, *inner]))
