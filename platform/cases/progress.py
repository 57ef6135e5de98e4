"""How a case stands in its SOP, for screens and the API: rows in the order of the sheet, a panel for each open pass.

Pure reading, no words of HTML. A time that is no deadline is `due_at=None` here and stays so.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from accounts.models import Staff
from cases import running
from cases.calendars import leave_unknown
from cases.case_facts import to_state
from cases.each_victim import Victim, asks_each, victims_of
from cases.models import Case, FilledForm, LimitClock, StepPass
from cases.need_rows import NeedRow, ShortRow, form_key, need_rows, short_rows
from cases.policies import can_work
from cases.queries import forms_for, is_of, passes_of, standing_forms
from cases.sign_rows import SignRow, enough, sign_rows
from cases.versions import StepWords, words_for
from sop_library.conditions import Scope, asked, evaluate, outcomes_in
from sop_library.definition import Definition
from sop_library.engine.deadlines import reading_in
from sop_library.engine.reach import Around, led_around
from sop_library.engine.rounds import Rounds, of_now, rounds_of
from sop_library.engine.state import State
from sop_library.explaining import Reason, explain
from sop_library.facts import FACTS, FactKind
from sop_library.parts import Extendable, Inside, Lane, Outcome, Output, Step, TimeReading
from sop_library.queries import definition_of
from sop_library.retelling import CREDITED

RowState = Literal["done", "now", "waiting", "skipped", "passed", "ahead"]


@dataclass(frozen=True)
class OutputRow:
    """An output to leave behind: its form and whether it was filled in this pass, or the words given."""

    output: Output
    form_key: str | None
    filled: FilledForm | None
    given: bool
    applies: bool | None


@dataclass(frozen=True)
class OutcomeRow:
    """A way the step can end, whether the facts suggest it, and why."""

    outcome: Outcome
    suggested: bool | None
    why: tuple[Reason, ...]
    leads_to: tuple[Step, ...]
    ends: bool


@dataclass(frozen=True)
class Panel:
    """All that a staff member needs for one open or waiting pass.

    `enough`: whether the signatures suffice once this person completes it. `leave_unknown`: the year whose cuti
    bersama its due time reaches into without knowing it.
    """

    step: Step
    row: StepPass
    mine: bool
    lanes: tuple[Lane, ...]
    needs: tuple[NeedRow, ...]
    outputs: tuple[OutputRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    signs: tuple[SignRow, ...]
    facts_asked: tuple[FactKind, ...]
    facts_to_state: tuple[FactKind, ...]
    gate_shut: bool
    waits_for: str
    can_skip: bool
    can_extend: bool
    enough: bool
    leave_unknown: int | None = None


@dataclass(frozen=True)
class Row:
    """One step with all its passes: of the sheet, or of an SOP that a step of it started. `place`: in its own sheet.

    `earlier`: how many of its passes, the first ones, are of an earlier round of the SOP it lies in; all else that
    it says is of the round that stands. `state`: `skipped` was left out by a person, `passed` by the flow, `ahead` may
    still come. `around` says what led the flow around a step it never came to.
    """

    step: Step
    place: int
    state: RowState
    passes: tuple[StepPass, ...]
    panels: tuple[Panel, ...]
    lanes: tuple[Lane, ...]
    around: Around | None = None
    earlier: int = 0

    @property
    def passes_now(self) -> tuple[StepPass, ...]:
        """Its passes in the round that stands."""
        return self.passes[self.earlier :]


@dataclass(frozen=True)
class LimitRow:
    """A time limit over several steps, as it runs. `can_extend`: by whoever looks."""

    key: str
    label: str
    printed: str
    due_at: datetime
    met_at: datetime | None
    leave_unknown: int | None = None
    can_extend: bool = False


@dataclass(frozen=True)
class FormerRow:
    """A pass of a step that the version of now knows no more. `step` None: its own version knows no such key."""

    step_pass: StepPass
    step: Step | None


@dataclass(frozen=True)
class Progress:
    """The whole of it. `words`: every version the case ran under; `former`: what was done before it moved.

    `rounds`: how often each SOP that a step starts was begun.
    """

    definition: Definition
    words: StepWords
    state: State
    rows: tuple[Row, ...]
    limits: tuple[LimitRow, ...]
    jurisdiction: tuple[Reason, ...]
    jurisdiction_met: bool | None
    short: tuple[ShortRow, ...]
    came_later: tuple[ShortRow, ...]
    standing: tuple[FilledForm, ...]
    former: tuple[FormerRow, ...] = ()
    rounds: Mapping[Inside, Rounds] = field(default_factory=dict)

    @property
    def sheet(self) -> tuple[Row, ...]:
        """The steps of the sheet itself, without those of SOPs that it starts."""
        return tuple(row for row in self.rows if row.step.inside is None)

    @property
    def done(self) -> int:
        """How many steps of the sheet were done."""
        return sum(row.state == "done" for row in self.sheet)

    @property
    def left_out(self) -> int:
        """How many steps of the sheet were left out on the way, by a person or by the flow."""
        return sum(row.state in ("skipped", "passed") for row in self.sheet)

    @property
    def ahead(self) -> int:
        """How many steps of the sheet may still come."""
        return sum(row.state == "ahead" and row.step.worked for row in self.sheet)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels of all live passes, in the order of the sheet."""
        return tuple(panel for row in self.rows for panel in row.panels)


@dataclass(frozen=True)
class _Context:
    case: Case
    definition: Definition
    words: StepWords
    state: State
    scope: Scope
    by: Staff
    standing: list[FilledForm]
    victims: list[Victim]


def _output_row(context: _Context, row: StepPass, output: Output, forms: Mapping[str, FilledForm]) -> OutputRow:
    key = form_key(context.definition, output.form)
    filled = forms.get(key) if key else None
    given = any(one.key == output.key for one in row.outputs.all())
    return OutputRow(
        output=output,
        form_key=key,
        filled=filled,
        given=given or (filled is not None and is_of(filled, row)),
        applies=True if output.when is None else evaluate(output.when, context.scope),
    )


def _outcome_row(context: _Context, step: Step, outcome: Outcome) -> OutcomeRow:
    suggested = None if outcome.suggested_when is None else evaluate(outcome.suggested_when, context.scope)
    targets = context.definition.targets(step, outcome.then) if outcome.then else ()
    return OutcomeRow(
        outcome=outcome,
        suggested=suggested,
        why=explain(outcome.suggested_when, context.scope) if outcome.suggested_when is not None else (),
        leads_to=tuple(context.definition.step(key) for key in targets),
        ends=outcome.then is not None and outcome.then.kind == "end",
    )


def _panel(context: _Context, step: Step, row: StepPass) -> Panel:
    one = context.state.by_id[f"{row.step}#{row.number}"]
    wanted = [*step.records, *(one.wait.facts if one.wait else ())]
    wanted += [need.subject for need in step.needs if need.kind == "fact"]
    wanted += _deciding(context, step)
    unknown = [name for name in dict.fromkeys(wanted) if name not in context.state.facts]
    extendable = step.time.extendable
    forms = forms_for(row, context.standing)
    return Panel(
        step=step,
        row=row,
        mine=can_work(step_pass=row, by=context.by),
        lanes=tuple(context.definition.lanes[key] for key in step.lanes),
        needs=tuple(
            found
            for need in step.needs
            for found in need_rows(
                row,
                need,
                definition=context.definition,
                forms=forms,
                facts=context.state.facts,
                scope=context.scope,
                victims=context.victims,
            )
        ),
        outputs=tuple(_output_row(context, row, output, forms) for output in step.outputs),
        outcomes=tuple(_outcome_row(context, step, outcome) for outcome in step.outcomes),
        signs=sign_rows(context.definition, step, row, held=context.by.lane_keys()),
        enough=enough(context.definition, step, row, held=context.by.lane_keys()),
        facts_asked=tuple(FACTS[name] for name in unknown),
        facts_to_state=tuple(FACTS[name] for name in to_state(context.definition, context.state, one)),
        gate_shut=one.wait is not None and one.wait.kind == "gate",
        waits_for=one.wait.kind if one.wait else "",
        can_skip=step.optional,
        can_extend=extendable is not None and len(one.extended) < extendable.times and _lengthens(context, extendable),
        leave_unknown=_leave_unknown(context.scope, row.due_at, step.time),
    )


def _leave_unknown(scope: Scope, due_at: datetime | None, reading: TimeReading) -> int | None:
    length, clock = reading_in(scope, reading)
    return leave_unknown(due_at=due_at, length=length, clock=clock)


def _deciding(context: _Context, step: Step) -> list[str]:
    """The unknown facts that decide whether a requirement or an output applies; none where the outcome decides it."""
    conditions = [one.when for need in step.needs for one in (need, *need.options)] + [one.when for one in step.outputs]
    undecided = [when for when in conditions if when is not None and evaluate(when, context.scope) is None]
    return [
        name
        for when in undecided
        if not any(outcomes_in(when))
        for name in asked(when, Scope(context.state.facts))
        if not name.startswith("consent.")
    ]


def _row_state(passes: list[StepPass], around: Around | None) -> RowState:
    statuses = {one.status for one in passes}
    if StepPass.Status.OPEN in statuses:
        return "now"
    if StepPass.Status.WAITING in statuses:
        return "waiting"
    ended = [one for one in passes if one.status != StepPass.Status.CANCELLED]
    if not ended:
        return "ahead" if around is None else "passed"
    if ended[-1].status == StepPass.Status.SKIPPED:
        return "skipped"
    return "done" if ended[-1].status == StepPass.Status.DONE or ended[-1].reason == CREDITED else "passed"


def progress(*, case: Case, by: Staff) -> Progress:
    """How the case stands for this person. Query count does not grow with the number of passes."""
    definition = definition_of(case.version)
    passes_now = passes_of(case)
    state, words = running.load(case, passes_now), words_for(case)
    context = _Context(
        case=case, definition=definition, words=words, state=state,
        scope=Scope(state.facts, definition.jurisdiction), by=by, standing=standing_forms(case),
        victims=victims_of(case) if any(asks_each(one.steps) for one in words.definitions) else [],
    )  # fmt: skip
    by_step: dict[str, list[StepPass]] = defaultdict(list)
    for row in passes_now:
        row.case = case
        if not row.former:
            by_step[row.step].append(row)
    rows, around, rounds = [], led_around(definition, state), rounds_of(definition, state)
    before = {key for key, one in state.by_id.items() if not of_now(definition, rounds, one)}
    filled = {one.form.key for one in context.standing}
    short, came_later = short_rows(
        passes_now, context.words, filled=filled, scope=context.scope, victims=context.victims
    )
    begun = {None, *(definition.step(key).inside for key in by_step if key in definition.by_key)}
    places: dict[Inside | None, int] = defaultdict(int)
    for step in definition.steps:
        if step.inside not in begun:
            continue
        place, places[step.inside] = places[step.inside], places[step.inside] + 1
        passes = by_step.get(step.key, [])
        earlier = sum(f"{one.step}#{one.number}" in before for one in passes)
        live = [one for one in passes if one.status in (StepPass.Status.OPEN, StepPass.Status.WAITING)]
        rows.append(
            Row(
                step=step,
                place=place,
                state=_row_state(passes[earlier:], around.get(step.key)),
                passes=tuple(passes),
                panels=tuple(_panel(context, step, one) for one in live),
                lanes=tuple(definition.lanes[key] for key in step.lanes),
                around=around.get(step.key),
                earlier=earlier,
            )
        )
    return Progress(
        definition=definition,
        words=context.words,
        state=state,
        rows=tuple(rows),
        limits=_limit_rows(context),
        jurisdiction=explain(definition.jurisdiction, context.scope) if definition.jurisdiction is not None else (),
        jurisdiction_met=None if definition.jurisdiction is None else evaluate(definition.jurisdiction, context.scope),
        short=short,
        came_later=came_later,
        standing=tuple(context.standing),
        former=tuple(FormerRow(row, context.words.step_of(row)) for row in passes_now if row.former),
        rounds=rounds,
    )


def _limit_rows(context: _Context) -> tuple[LimitRow, ...]:
    found = [(clock, context.words.limit(clock.key)) for clock in LimitClock.objects.filter(case=context.case)]
    return tuple(
        LimitRow(
            key=clock.key,
            label=limit.label,
            printed=limit.reading.printed or "",
            due_at=clock.due_at,
            met_at=clock.met_at,
            leave_unknown=_leave_unknown(context.scope, clock.due_at, limit.reading),
            can_extend=_limit_extends(context, clock.key),
        )
        for clock, limit in found
        if limit is not None
    )


def _limit_extends(context: _Context, key: str) -> bool:
    """Whether the SOP lets whoever looks lengthen a limit now."""
    definition = context.definition
    rule = next((one.reading.extendable for one in definition.limits if one.key == key), None)
    run = next((one for one in context.state.limits if one.key == key and one.met_at is None), None)
    if rule is None or run is None or context.case.state != Case.State.RUNNING:
        return False
    return len(run.extended) < rule.times and _lengthens(context, rule)


def _lengthens(context: _Context, rule: Extendable) -> bool:
    return bool(context.definition.acting_for.get(rule.lane, frozenset()) & context.by.lane_keys())
