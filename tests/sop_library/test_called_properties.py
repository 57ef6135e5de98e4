"""What holds for every SOP that starts others, woven into one: nothing sticks, and each waits for what it must."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.definition import Definition
from sop_library.engine import Pass, Refused, State, advance
from sop_library.engine.events import Enter, Pause
from sop_library.parts import BETWEEN_KEYS
from sop_library.walking import walk
from tests.sop_library.generated import pairs, woven_definitions
from tests.sop_library.sheets import at
from tests.sop_library.test_engine_properties import CALENDAR, LANES, check_step, events

SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow]
START = at("2026-03-05 09:00")


def check_called(definition: Definition, state: State) -> None:
    """A pass waits for a called SOP as long as a step of that runs, no longer; what an end cut off stays unfinished."""
    if state.ended is not None and (state.ended.kind == "early" or state.ended.cancelled):
        return
    running = {definition.step(one.step).inside for one in state.live}
    for one in state.passes:
        for run in one.subs:
            woven = (one.step, run.key) in definition.children
            if woven and run.finished_at is None and one.status != "cancelled":
                assert (one.step, run.key) in running
            if run.wait and run.finished_at is None and one.status != "cancelled":
                assert one.status == "waiting", "what is waited for keeps its step"
        if one.wait is not None and one.wait.kind == "sub":
            assert any(run.wait and run.finished_at is None for run in one.subs)


def check_ending(definition: Definition, state: State) -> None:
    """The case runs while a step of its own does."""
    own = [one for one in state.live if definition.step(one.step).inside is None]
    assert state.ended is not None or own
    assert not any(definition.step(end.pass_id.partition("#")[0]).inside for end in state.branch_ends)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_whatever_happens_no_called_sop_is_lost_and_none_waits_in_vain(data: st.DataObject) -> None:
    definition = data.draw(woven_definitions())
    now = START
    state, _ = advance(definition, State(), Enter(door="datang", by="ani", lanes=LANES), now, CALENDAR)
    for _ in range(data.draw(st.integers(1, 25))):
        now += timedelta(minutes=data.draw(st.integers(0, 3000)))
        event = data.draw(events(definition, state))
        try:
            after, _effects = advance(definition, state, event, now, CALENDAR)
        except Refused:
            continue
        check_step(state, after)
        check_called(definition, after)
        check_ending(definition, after)
        state = after


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_from_wherever_it_stands_it_comes_to_its_end_with_all_it_called(data: st.DataObject) -> None:
    definition = data.draw(woven_definitions())
    state, _ = advance(definition, State(), Enter(door="datang", by="ani", lanes=LANES), START, CALENDAR)
    for _ in range(data.draw(st.integers(0, 12))):
        event = data.draw(events(definition, state))
        if isinstance(event, Pause):
            continue
        try:
            state, _ = advance(definition, state, event, START, CALENDAR)
        except Refused:
            continue
    for stride in walk(definition, start=START, calendar=CALENDAR, state=state):
        state = stride.state
    assert state.ended is not None
    assert state.live == ()


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(pair=pairs(asking=False))
def test_its_own_steps_go_the_same_way_whether_what_it_calls_is_played_or_not(
    pair: tuple[Definition, Definition],
) -> None:
    sheet, woven = pair
    own = [passes(sheet, sheet, None), passes(sheet, woven, _called_last(woven))]
    assert own[0] == own[1]


def passes(sheet: Definition, definition: Definition, pick: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """What became of the steps of the sheet itself, in the order they were come to."""
    state = State()
    for stride in walk(definition, start=START, calendar=CALENDAR, pick=pick):
        state = stride.state
    return [(one.id, one.status, one.outcomes) for one in state.passes if one.step in sheet.by_key]


def _called_last(definition: Definition) -> Any:
    """Work on what the sheet itself has open; then on what the first step that waits has started first."""

    def place(one: Pass) -> tuple[int, int, int]:
        inside = definition.step(one.step).inside
        if inside is None:
            return 0, 0, 0
        starter, _between, rest = one.step.partition(BETWEEN_KEYS)
        step = definition.step(starter)
        order = next(n for n, sub in enumerate(step.subs) if rest.startswith(sub.key + BETWEEN_KEYS))
        return 1 if step.subs[order].wait else 2, definition.position[starter], order

    def pick(there: Sequence[Pass]) -> Pass:
        return min(there, key=place)

    return pick
