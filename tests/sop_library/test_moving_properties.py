"""Any case, any two SOPs, any plan: a move loses nothing or holds the case, and what it made goes on like any other."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sop_library.definition import Definition, parse, to_document
from sop_library.engine import Pass, Refused, State, advance
from sop_library.engine.events import Enter, Extend
from sop_library.moving import Held, Moved, Plan, faults, from_json, moved, propose, to_json
from sop_library.moving.moving import REASONS
from sop_library.moving.plan import worked
from tests.sop_library.generated import definitions
from tests.sop_library.sheets import Walked, at, office, sop, step
from tests.sop_library.test_engine_properties import LANES, check_step, events, moves_on

CALENDAR = office()
LONGER = {"lane": "ketua", "times": 2, "up_to": "P2D"}
EXTENDABLE_LIMITS = st.fixed_dictionaries({
    "amount": st.sampled_from(["P1D", "P3D", "PT5H", "P14D"]), "clock": st.sampled_from(["working", "clock"]),
    "counts_from": st.sampled_from(["case", "report"]), "extendable_by": st.just(LONGER),
})  # fmt: skip
START = at("2026-03-05 10:00")


@st.composite
def states(draw: st.DrawFn, definition: Definition) -> tuple[State, Any]:
    """A case somewhere on its way, and the moment."""
    now, state = START, State()
    state, _effects = advance(definition, state, Enter(door="datang", by="ani", lanes=LANES), now, CALENDAR)
    for _ in range(draw(st.integers(0, 12))):
        now += draw(st.timedeltas(min_value=at("2026-03-05 10:01") - START, max_value=at("2026-03-07 10:00") - START))
        try:
            state, _effects = advance(definition, state, draw(events(definition, state)), now, CALENDAR)
        except Refused:
            continue
    return state, now


@st.composite
def plans(draw: st.DrawFn, old: Definition, new: Definition) -> Plan:
    """By key, with some pairs chosen otherwise."""
    plan, there = propose(old, new), [*worked(new), None]
    chosen = {key: draw(st.sampled_from(there)) for key in worked(old) if draw(st.integers(0, 3)) == 0}
    return replace(
        plan, steps={**plan.steps, **chosen}, deadlines=draw(st.sampled_from(["keep", "recount"])),
        shut=draw(st.sampled_from(["hold", "allow"])),
    )  # fmt: skip


@st.composite
def moves(draw: st.DrawFn) -> tuple[Definition, Definition, State, Any, Plan]:
    """A case, two versions and a plan. Often a step that is over has no counterpart, or a limit another key, or no step
    a time."""
    old, new = draw(definitions()), draw(definitions())
    if draw(st.integers(0, 3)) == 0:
        untimed = to_document(new)
        for one in untimed["steps"]:
            one.pop("time", None)
        new = parse(untimed)
    if draw(st.booleans()):
        document = to_document(new)
        document["limits"][0]["key"] = "c"
        new = parse(document)
    state, now = draw(states(old))
    assume(state.ended is None)
    plan = draw(plans(old, new))
    over = {one.step for one in state.passes} - {one.step for one in state.live}
    gone = {key: None for key in sorted(over) if draw(st.booleans())}
    plan = replace(plan, steps={**plan.steps, **gone})
    assume(not faults(plan, old, new))
    return old, new, state, now, plan


def same_work(before: Pass, after: Pass) -> bool:
    """Whether what was done in a pass stands unchanged, whatever its step is called."""
    named = {"id": "", "step": "", "number": 0, "came_from": (), "papers_from": 0}
    return replace(before, **named) == replace(after, **named)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves())
def test_a_move_loses_nothing_or_says_why_not(found):
    old, new, before, now, plan = found
    done = moved(state=before, plan=plan, old=old, new=new, now=now, calendar=CALENDAR, by="ani")
    if isinstance(done, Held):
        assert done.reasons
        assert set(done.reasons) <= REASONS.keys()
        return
    _nothing_lost(before, done, plan)
    assert moves_on(done.state)
    assert moved(state=before, plan=plan, old=old, new=new, now=now, calendar=CALENDAR, by="ani") == done


def _nothing_lost(before: State, done: Moved, plan: Plan) -> None:
    after = done.state
    assert {*done.ids, *done.former} == before.by_id.keys()
    assert len({*done.ids.values()}) == len(done.ids)
    assert all(not before.by_id[key].live for key in done.former)
    for key, name in done.ids.items():
        one, now = before.by_id[key], after.by_id[name]
        assert (now.signed, now.extended, now.opened_at) == (one.signed, one.extended, one.opened_at or now.opened_at)
        if not one.live:
            assert same_work(one, now)
        elif one.due_at is not None and now.status == one.status:
            assert now.due_at is not None
            assert plan.deadlines == "recount" or now.due_at == one.due_at
            assert name not in done.untimed or now.due_at == one.due_at
    kept = {run.key: run for run in after.limits}
    for run in before.limits:
        to = plan.limits[run.key]
        if to is None:
            assert run.met_at is not None or run in done.carried
        else:
            assert (kept[to].met_at, kept[to].started_at) == (run.met_at, run.started_at)
            assert kept[to].extended == run.extended
            assert plan.deadlines == "recount" or kept[to].due_at == run.due_at
    assert (after.pauses, after.entered_at, len(after.endings)) == (
        before.pauses,
        before.entered_at,
        len(before.endings),
    )
    assert set(before.stages) <= set(after.stages)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves(), st.data())
def test_what_was_moved_goes_on_like_any_other_case(found, data):
    old, new, before, now, plan = found
    done = moved(state=before, plan=plan, old=old, new=new, now=now, calendar=CALENDAR, by="ani")
    assume(isinstance(done, Moved))
    state = done.state
    for _ in range(data.draw(st.integers(1, 8))):
        try:
            after, _effects = advance(new, state, data.draw(events(new, state)), now, CALENDAR)
        except Refused:
            continue
        check_step(state, after)
        state = after


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves())
def test_a_plan_is_written_and_read(found):
    old, new, _state, _now, plan = found
    assert from_json(to_json(plan), old=old, new=new) == plan


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_counted_again_by_the_same_limits_nothing_that_was_granted_is_taken_away(data):
    limit = {"key": "b", "label": "Seluruhnya", "until": "b", **data.draw(EXTENDABLE_LIMITS)}
    definition = sop(step("a"), step("b"), limits=[limit])
    walked = Walked(definition)
    for _ in range(data.draw(st.integers(1, 2))):
        lanes = frozenset({"ketua"})
        walked.tell(Extend(limit="b", pass_id="", by="budi", lanes=lanes, reason="saksi sakit"))
    run = walked.state.limits[0]
    now = data.draw(st.sampled_from([at("2026-02-02 09:30"), at("2026-02-03 08:10"), at("2026-03-20 10:00")]))
    plan = replace(propose(definition, definition), deadlines="recount")
    done = moved(state=walked.state, plan=plan, old=definition, new=definition, now=now, calendar=CALENDAR, by="ani")
    assert isinstance(done, Moved)
    assert done.state.limits == (run,)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions(), st.data())
def test_to_itself_nothing_changes(definition, data):
    state, now = data.draw(states(definition))
    assume(state.ended is None)
    plan = propose(definition, definition)
    assert not faults(plan, definition, definition)
    done = moved(state=state, plan=plan, old=definition, new=definition, now=now, calendar=CALENDAR, by="ani")
    if isinstance(done, Moved):
        assert done.state.by_id == state.by_id
        assert (done.former, done.carried) == ((), ())
