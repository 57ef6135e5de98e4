"""What holds for every SOP that passes the check and every order of events, whatever anyone does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.definition import Definition
from sop_library.engine import Pass, Refused, State, advance
from sop_library.engine.events import (
    Cease,
    Close,
    Complete,
    Enter,
    Event,
    Extend,
    FactChanged,
    GoBack,
    Override,
    Pause,
    Reopen,
    ReportDated,
    Resume,
    Sign,
    Skip,
    SubFinished,
    Unsign,
)
from sop_library.engine.state import indexes
from sop_library.walking import paths, walk
from tests.sop_library.generated import definitions
from tests.sop_library.sheets import at, office

LANES = frozenset({"petugas", "ketua", "dokter", "tim"})
CALENDAR = office()
FACTS: dict[str, list[Any]] = {
    "victim.child": [True, False, None],
    "crisis": [True, False, None],
    "risk": ["low", "medium", "high", None],
    "victim.residence": ["33.73", "33.22", None],
}


@st.composite
def events(draw: st.DrawFn, definition: Definition, state: State) -> Event:
    """Anything anyone might try, most of it sensible."""
    who: dict[str, Any] = {"by": draw(st.sampled_from(["ani", "budi"])), "lanes": LANES}
    passes = [one.id for one in state.passes] or ["l0#1"]
    live = [one.id for one in state.live] or passes
    pass_id = draw(st.sampled_from(live if draw(st.integers(0, 5)) else passes))
    found = definition.by_key[pass_id.partition("#")[0]]
    often = ["complete"] * 6 + ["sign", "fact", "resume"] * 2
    seldom = ["unsign", "sub", "skip", "back", "pause", "override", "extend", "dated", "enter"]
    seldom += ["close", "cease", "reopen"]
    kind = draw(st.sampled_from([*often, *seldom]))
    match kind:
        case "complete":
            keys = [one.key for one in found.outcomes]
            size = len(keys) if found.choose_some else 1
            chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=size, unique=True)) if keys else []
            subs = frozenset(sub.key for sub in found.subs) if found.subs else frozenset[str]()
            return Complete(pass_id=pass_id, outcomes=tuple(chosen), subs=subs, **who)
        case "sign":
            return Sign(pass_id=pass_id, **who)
        case "unsign":
            return Unsign(pass_id=pass_id, by=who["by"], as_head=draw(st.booleans()))
        case "fact":
            name = draw(st.sampled_from(sorted(FACTS)))
            return FactChanged(by="ani", facts={name: draw(st.sampled_from(FACTS[name]))})
        case "sub":
            return SubFinished(pass_id=pass_id, sub=draw(st.sampled_from(["s", "t"])), by="ani")
        case "skip":
            return Skip(pass_id=pass_id, reason="tidak perlu", **who)
        case "back":
            return GoBack(step=draw(st.sampled_from(sorted(definition.by_key))), reason="keliru", **who)
        case "pause":
            return Pause(by="ani", reason="menunggu")
        case "resume":
            return Resume(by="ani")
        case "override":
            return Override(pass_id=pass_id, reason="mendesak", **who)
        case "extend":
            limit = draw(st.sampled_from([None, None, "b"]))
            return Extend(pass_id=pass_id, limit=limit, reason="belum siap", **who)
        case "close":
            return Close(by="ani", reason="menarik laporan")
        case "cease":
            return Cease(by="ani", reason="diserahkan")
        case "reopen":
            return Reopen(by="ani", reason="kembali", step=draw(st.sampled_from([None, *definition.by_key])))
        case "dated":
            before = state.reported_at or at("2026-03-05 10:00")
            return ReportDated(by="ani", before=before, reported_at=before - timedelta(hours=draw(st.integers(1, 90))))
    return Enter(door="datang", **who)


def moves_on(state: State) -> bool:
    """True where someone can do something: a step is open, asks for a fact or consent, or waits for a sub-SOP."""
    if state.ended is not None or state.paused is not None or state.open:
        return True
    return any(one.wait is not None and one.wait.kind in ("sub", "facts", "gate") for one in state.live)


def at_rest(one: Pass) -> bool:
    return not one.live


def check_step(before: State, after: State) -> None:
    assert moves_on(after)
    old, new = list(before.by_id), list(after.by_id)
    assert new[: len(old)] == old, "passes are only added"
    for key, one in before.by_id.items():
        if at_rest(one):
            changed = after.by_id[key]
            assert (changed.status, changed.by, changed.done_at, changed.outcomes, changed.reason) == (
                one.status,
                one.by,
                one.done_at,
                one.outcomes,
                one.reason,
            ), "what came to rest stays"
    assert after.endings[: len(before.endings) - 1] == before.endings[: len(before.endings) - 1]
    assert len(after.endings) >= len(before.endings)
    assert (after.latest, set(after.live_ids)) == (indexes(after.passes)[1], set(indexes(after.passes)[2]))
    for one in after.passes:
        assert (one.status == "waiting") == (one.wait is not None)
        assert one.status != "open" or one.opened_at is not None
        assert one.status != "done" or (one.done_at is not None and one.by)
        assert one.status not in ("skipped", "passed_over", "cancelled") or one.reason
        if one.wait is not None and one.wait.kind == "interrupt":
            assert one.wait.on is not None
            assert after.by_id[one.wait.on].live
    numbers: dict[str, int] = {}
    for one in after.passes:
        assert one.number == numbers.get(one.step, 0) + 1
        numbers[one.step] = one.number


def check_signature(definition: Definition, before: State, event: Event, after: State, now: datetime) -> None:
    """A signature that is taken back leaves the case as if it had never been given; nobody else takes it back."""
    if isinstance(event, Sign):
        back = Unsign(pass_id=event.pass_id, by=event.by)
        assert advance(definition, after, back, now, CALENDAR)[0] == before
        lane = after.by_id[event.pass_id].signed[-1].lane
        with pytest.raises(Refused) as refused:
            advance(definition, after, Unsign(pass_id=event.pass_id, by="citra", lane=lane), now, CALENDAR)
        assert refused.value.code == "anothers_signature"
    if isinstance(event, Unsign):
        was, now_signed = before.by_id[event.pass_id].signed, after.by_id[event.pass_id].signed
        (gone,) = set(was) - set(now_signed)
        assert gone.by == event.by or event.as_head
        assert after.by_id[event.pass_id].status == "open"


def clocks(state: State) -> dict[str, Any]:
    return {one.id: one.due_at for one in state.open}


def check_extension(before: State, event: Event, after: State) -> None:
    """A time is lengthened for ever: no later reading loses it, and nothing but the time that is named moves."""
    for run in before.limits:
        kept = [one for one in after.limits if one.key == run.key]
        assert isinstance(event, Reopen) or (kept and kept[0].extended[: len(run.extended)] == run.extended)
    for key, one in before.by_id.items():
        assert after.by_id[key].extended[: len(one.extended)] == one.extended
    if not isinstance(event, Extend):
        return
    due = {run.key: run.due_at for run in before.limits} | clocks(before)
    moved = {run.key: run.due_at for run in after.limits} | clocks(after)
    named = event.limit or event.pass_id
    assert {key for key in due if moved[key] != due[key]} <= {named}
    assert moved[named] >= due[named]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_happens_a_case_is_never_stuck_and_nothing_loses_its_trace(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    now = at("2026-03-05 09:00")
    state, _ = advance(definition, State(), Enter(door="datang", by="ani", lanes=LANES), now, CALENDAR)
    check_step(State(), state)
    for _ in range(data.draw(st.integers(1, 25))):
        now += timedelta(minutes=data.draw(st.integers(0, 3000)))
        event = data.draw(events(definition, state))
        try:
            after, effects = advance(definition, state, event, now, CALENDAR)
        except Refused:
            continue
        assert advance(definition, state, event, now, CALENDAR) == (after, effects), "the same events, the same state"
        check_step(state, after)
        check_signature(definition, state, event, after, now)
        check_extension(state, event, after)
        if not isinstance(event, Resume | FactChanged | Extend | Complete | SubFinished | Override | Reopen | GoBack):
            moved = {key for key, due in clocks(after).items() if key in clocks(state) and clocks(state)[key] != due}
            if isinstance(event, ReportDated):
                moved = {key for key in moved if definition.step(after.by_id[key].step).time.counts_from != "report"}
            assert not moved, "time only moves what it should"
        state = after


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_from_wherever_a_case_stands_it_can_be_brought_to_its_end(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    now = at("2026-03-05 09:00")
    state, _ = advance(definition, State(), Enter(door="datang", by="ani", lanes=LANES), now, CALENDAR)
    for _ in range(data.draw(st.integers(0, 12))):
        event = data.draw(events(definition, state))
        if isinstance(event, Pause):
            continue
        try:
            state, _ = advance(definition, state, event, now, CALENDAR)
        except Refused:
            continue
    for stride in walk(definition, start=now, calendar=CALENDAR, state=state):
        state = stride.state
    assert state.ended is not None
    assert state.live == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(definition=definitions())
def test_an_sop_that_passes_the_check_can_be_walked_down_every_outcome(definition: Definition) -> None:
    for path in paths(definition):
        way = {"door": path.door, "choices": path.choices}
        strides = list(walk(definition, start=at("2026-03-05 09:00"), calendar=CALENDAR, **way))
        assert strides[-1].state.ended is not None
