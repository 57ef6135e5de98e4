"""Between the rows and the engine: a case's state is loaded, the pure engine advances it, what changed is written back.

The engine's state of a pass stands whole in `StepPass.engine`; work lists and deadlines are read from its columns.
The state of the case beside its passes stands in `Case.flow`. A test holds columns and state equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import cattrs
from cattrs.gen import make_dict_unstructure_fn, override

from cases.calendars import local_date, office_calendar
from cases.case_facts import facts_of
from cases.models import Case, StepPass
from cases.reasons import reason_key
from sop_library.definition import Definition
from sop_library.engine.advance import advance
from sop_library.engine.demands import turns_left
from sop_library.engine.effects import Effect
from sop_library.engine.events import Event, FactChanged
from sop_library.engine.state import Pass, State, Status, indexes
from sop_library.facts import FactValue
from sop_library.operations.binding import hold
from sop_library.queries import definition_of

BESIDE = frozenset({"by_id", "latest", "live_ids", "facts"})


def _frozen(value: Any) -> FactValue:
    return tuple(value) if isinstance(value, list) else value


def known_facts(kept: Mapping[str, Any]) -> dict[str, FactValue]:
    """The facts a case's `flow` keeps, as the engine takes them."""
    return {name: _frozen(value) for name, value in kept.items()}


_json = cattrs.Converter(unstruct_collection_overrides={frozenset: sorted})
_json.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
_json.register_structure_hook(datetime, lambda text, _type: datetime.fromisoformat(text))
_json.register_structure_hook(Status, lambda word, _type: word)
_json.register_structure_hook(FactValue, lambda value, _type: _frozen(value))
_json.register_structure_hook_func(lambda of: of == tuple[str, ...], lambda words, _type: tuple(words))
_json.register_structure_hook_func(lambda of: of == str | None, lambda word, _type: word)
_left_out: dict[str, Any] = {name: override(omit=True) for name in BESIDE}
_flow = make_dict_unstructure_fn(State, _json, **_left_out)


def load(case: Case, passes: Iterable[StepPass] | None = None) -> State:
    """The engine's state of a case, from its rows: from `passes` in the order they were opened, where they are known.

    Who reads both without a lock gives the passes: read twice, a colleague may have completed a step in between.
    """
    rows: Iterable[Any]
    if passes is None:
        ordered = StepPass.objects.filter(case=case, former=False).order_by("arrived", "step", "number")
        rows = ordered.values_list("engine", flat=True)
    else:
        rows = [one.engine for one in passes if not one.former]
    return state_of(case.flow, rows)


def state_of(flow: Mapping[str, Any], passes: Iterable[Mapping[str, Any]]) -> State:
    """The engine's state from what a case's `flow` and the `engine` of its passes keep, in order of arrival."""
    by_id, latest, live_ids = indexes([_json.structure(row, Pass) for row in passes])
    flow = dict(flow)
    known = known_facts(flow.pop("facts", {}))
    beside = _json.structure(flow, State) if flow else State()
    return replace(beside, by_id=by_id, latest=latest, live_ids=live_ids, facts=known)


def flow_of(state: State) -> dict[str, Any]:
    """The state beside its passes, as `Case.flow` keeps it."""
    return {**_flow(state), "facts": _json.unstructure(state.facts)}


def columns_of(one: Pass, definition: Definition) -> dict[str, Any]:
    """What the columns of a pass say of its state."""
    step = definition.step(one.step)
    signed = frozenset(sign.lane for sign in one.signed)
    lanes = turns_left(definition, step, signed) if one.status == "open" else definition.lanes_of(step)
    return {
        "worked_as": "",
        "stages": list(step.stages),
        "status": one.status,
        "lanes": sorted(lanes),
        "opened_at": one.opened_at,
        "due_at": one.due_at,
        "done_at": one.done_at,
        "done_by_id": one.by,
        "lane": one.lane or "",
        "outcomes": list(one.outcomes),
        "reason": one.reason[:500],
        "because_id": reason_key(one.reason),
        "came_from": list(one.came_from),
        "engine": _json.unstructure(one),
    }


def lanes_now(row: StepPass, definition: Definition) -> list[str]:
    """Whose turn a live pass is by this definition."""
    lanes: list[str] = columns_of(_json.structure(row.engine, Pass), definition)["lanes"]
    return lanes


def _write_passes(case: Case, definition: Definition, before: State, after: State) -> None:
    former = StepPass.objects.filter(case=case, former=True).count() if case.earlier else 0
    for place, (key, one) in enumerate(after.by_id.items(), start=former):
        if before.by_id.get(key) == one:
            continue
        columns = {**columns_of(one, definition), "version": case.version}
        StepPass.objects.update_or_create(
            case=case, step=one.step, number=one.number, former=False,
            defaults=columns, create_defaults={**columns, "arrived": place},
        )  # fmt: skip


def stage_now(definition: Definition, state: State) -> str:
    """The stage of the step furthest along that is open; where none is, the stage reached last."""
    stages = [
        definition.step(one.step).stages[0]
        for one in sorted(state.live, key=lambda one: definition.position[one.step])
        if definition.step(one.step).stages
    ]
    return stages[-1] if stages else (state.stages[-1] if state.stages else "")


def changed_facts(case: Case, state: State) -> Mapping[str, FactValue | None]:
    """What the rows say now against what the engine was last told; None forgets."""
    now = facts_of(case)
    gone = {name: None for name in state.facts if name not in now}
    return {name: value for name, value in now.items() if state.facts.get(name) != value} | gone


def run(*, case: Case, event: Event | None, by_id: str, at: datetime) -> tuple[State, State, tuple[Effect, ...]]:
    """Tell the engine what changed in the rows, then `event`; write passes and flow; return before, after, effects.

    The case must be locked by the caller. Raises `sop_library.engine.refusals.Refused`; nothing is written then.
    """
    definition = definition_of(case.version)
    if definition.left_open:
        hold(case.version)
        definition = definition_of(case.version)
    calendar = office_calendar(today=local_date(at))
    before = state = load(case)
    effects: tuple[Effect, ...] = ()
    goes_on = state.ended is None or bool(state.live_ids)
    if state.entered_at is not None and goes_on and (changed := changed_facts(case, state)):
        state, found = advance(definition, state, FactChanged(by=by_id, facts=changed), at, calendar)
        effects += tuple(found)
    if event is not None:
        state, found = advance(definition, state, event, at, calendar)
        effects += tuple(found)
    _write_passes(case, definition, before, state)
    case.flow = flow_of(state)
    case.stage = stage_now(definition, state)
    return before, state, effects
