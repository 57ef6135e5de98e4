"""What the flow has led around: never entered later, named with the decision that did it, and no step too many."""

from collections import deque
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.definition import Definition
from sop_library.engine import Refused, State, advance
from sop_library.engine.events import Enter, GoBack, Reopen, TakeOver
from sop_library.engine.reach import led_around, within_reach
from sop_library.engine.rounds import rounds_of
from sop_library.walking import paths, walk
from tests.sop_library.called import consulting, woven
from tests.sop_library.generated import woven_definitions
from tests.sop_library.sheets import Walked, at, outcome, sop, step
from tests.sop_library.test_engine_properties import CALENDAR, LANES, definitions, events
from tests.sop_library.walks import SOPS, calendar, definition, monday, outcomes_taken, walked


def entered(state: State) -> set[str]:
    return {one.step for one in state.passes}


def ways_to(found: Definition, state: State, target: str) -> tuple[tuple[str, str], ...] | None:
    """The choices by which the flow comes from what is live to a step; None where there are none."""
    edge = deque((one.step, ()) for one in state.live)
    seen: set[str] = set()
    while edge:
        key, choices = edge.popleft()
        if key == target:
            return choices
        if key in seen:
            continue
        seen.add(key)
        here = found.step(key)
        for one in here.outcomes:
            if one.then is not None:
                edge += [(to, (*choices, (key, one.key))) for to in found.targets(here, one.then)]
        if not here.outcomes:
            edge += [(to, choices) for to in found.targets(here, here.then)]
    return None


@pytest.mark.parametrize("name", SOPS)
def test_what_is_led_around_is_never_entered_on_any_way_through_the_sop(name: str) -> None:
    found = definition(name)
    for door in found.doors:
        for path in paths(found):
            strides = walked(name, door=door, choices=path.choices)
            last = entered(strides[-1].state)
            for before, after in pairwise([State(), *(stride.state for stride in strides)]):
                gone = led_around(found, before)
                assert not gone.keys() & last, (name, path, gone)
                assert gone.keys() <= led_around(found, after).keys(), "once led around, always"


@pytest.mark.parametrize("name", SOPS)
def test_every_step_not_led_around_can_still_be_come_to(name: str) -> None:
    found = definition(name)
    for door in found.doors:
        for path in paths(found):
            for stride in walked(name, door=door, choices=path.choices):
                if not getattr(stride.event, "outcomes", ()) and not isinstance(stride.event, Enter):
                    continue
                for target in sorted(within_reach(found, stride.state) - entered(stride.state)):
                    choices = ways_to(found, stride.state, target)
                    assert choices is not None, (name, target)
                    way = walk(found, start=monday(name), calendar=calendar(name), state=stride.state, choices=choices)
                    assert any(target in entered(one.state) for one in way), (name, target, choices)


@pytest.mark.parametrize("name", SOPS)
def test_the_decision_named_is_one_that_was_taken_and_had_another_way(name: str) -> None:
    found = definition(name)
    for door in found.doors:
        for path in paths(found):
            strides = walked(name, door=door, choices=path.choices)
            taken = outcomes_taken(strides)
            for key, around in led_around(found, strides[-1].state).items():
                assert around.led in ("outcome", "door"), (name, key, around)
                if around.led == "outcome":
                    assert around.at is not None
                    assert {(around.at.step, one) for one in around.at.outcomes} <= taken
                    assert len(found.step(around.at.step).outcomes) > len(around.at.outcomes)


def jumped(name: str, **way: object) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Step led around -> the step whose outcome did it, and the outcome."""
    state = walked(name, **way)[-1].state
    return {
        key: (around.at.step, around.at.outcomes) if around.at else (around.led, ())
        for key, around in led_around(definition(name), state).items()
    }


def test_nunukans_stable_victim_and_no_referral() -> None:
    chosen = {"stabil", "tidak-memerlukan"}
    steps = definition("nunukan/intervensi-krisis").steps
    choices = tuple((one.key, found.key) for one in steps for found in one.outcomes if found.key in chosen)
    by = {key: outcomes for key, (_step, outcomes) in jumped("nunukan/intervensi-krisis", choices=choices).items()}
    assert by["surat-pengantar"] == by["antar-korban"] == by["pantau-korban"] == ("stabil",)
    assert by["surat-rujukan"] == ("tidak-memerlukan",)


def test_salatigas_and_banyuwangis_decisions_lead_around_nothing() -> None:
    for name in ("salatiga/pengaduan-langsung", "banyuwangi/p2tp2a"):
        found = definition(name)
        for path in paths(found):
            assert jumped(name, choices=path.choices) == {}, path


def test_a_door_that_begins_later_leads_around_what_is_before_it() -> None:
    around = jumped("salatiga/pengaduan-langsung", door="telepon")
    assert set(around) == {"buku-tamu", "hubungi-analis", "identitas"}
    assert {led for led, _outcomes in around.values()} == {"door"}


BRANCHES = sop(
    step("a", outcomes=[outcome("x", "b"), outcome("y", "d")]),
    step("b"),
    step("c", then="e"),
    step("d"),
    step("e", outcomes=[outcome("ulang", "a"), outcome("sudah", {"end": "cukup"})]),
)


def test_a_step_that_a_loop_can_still_reach_is_not_led_around() -> None:
    case = Walked(BRANCHES).do("a", "y")
    assert led_around(BRANCHES, case.state) == {}
    case.do("d").do("e", "sudah")
    around = led_around(BRANCHES, case.state)
    assert {key: (one.at.step, one.at.outcomes) for key, one in around.items() if one.at} == {
        "b": ("a", ("y",)),
        "c": ("a", ("y",)),
    }


def test_going_back_and_reopening_bring_a_step_within_reach_again() -> None:
    straight = sop(step("a", outcomes=[outcome("x", "b"), outcome("y", "c")]), step("b"), step("c"))
    case = Walked(straight).do("a", "y")
    assert set(led_around(straight, case.state)) == {"b"}
    case.tell(GoBack(step="a", by="ani", lanes=LANES, reason="keliru"))
    assert led_around(straight, case.state) == {}
    case.do("a", "y").do("c")
    case.tell(Reopen(by="ani", reason="datang lagi", step="a"))
    assert led_around(straight, case.state) == {}


def test_what_an_early_end_cut_off_is_not_led_around() -> None:
    from sop_library.engine.events import Close

    straight = sop(step("a", outcomes=[outcome("x", "b"), outcome("y", "c")]), step("b"), step("c"), step("d"))
    case = Walked(straight).do("a", "y")
    case.tell(Close(by="ani", reason="menarik laporan"))
    assert set(led_around(straight, case.state)) == {"b"}
    assert within_reach(straight, case.state) == {"c", "d"}


def test_a_case_taken_over_names_where_it_began() -> None:
    straight = sop(step("a"), step("b"), step("c"), step("d"))
    event = TakeOver(door="datang", step="c", credited=("a",), by="ani", lanes=LANES)
    state, _ = advance(straight, State(), event, at("2026-03-05 09:00"), CALENDAR)
    around = led_around(straight, state)
    assert {key: (one.led, one.at.step if one.at else "") for key, one in around.items()} == {"b": ("start", "c")}


def test_a_case_not_begun_has_everything_before_it() -> None:
    assert led_around(BRANCHES, State()) == {}


def for_good(definition: Definition, state: State) -> set[str]:
    """The steps led around for good: what a finished SOP left out may be come to when it is begun again."""
    over = {inside for inside, one in rounds_of(definition, state).items() if one.over}
    return {key for key in led_around(definition, state) if definition.step(key).inside not in over}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_happens_short_of_going_back_a_step_led_around_is_never_entered(data: st.DataObject) -> None:
    found = data.draw(st.one_of(definitions(), woven_definitions()))
    now = at("2026-03-05 09:00")
    state, _ = advance(found, State(), Enter(door="datang", by="ani", lanes=LANES), now, CALENDAR)
    gone = for_good(found, state)
    for _ in range(data.draw(st.integers(1, 25))):
        now += timedelta(minutes=data.draw(st.integers(0, 3000)))
        event = data.draw(events(found, state))
        if isinstance(event, GoBack | Reopen):
            continue
        try:
            state, _ = advance(found, state, event, now, CALENDAR)
        except Refused:
            continue
        came = {one.step for one in state.passes if one.status != "cancelled"}
        assert not gone & came, "never entered"
        gone |= for_good(found, state)
        assert not gone & within_reach(found, state), "never within reach again"


def test_the_flow_can_come_into_what_is_started_and_nothing_is_said_of_what_never_began() -> None:
    hukum = consulting(step("bantu"), sop="contoh/hukum", name="Hukum")
    subs = [{"key": "k", "label": "K", "sop": "contoh/konsultasi"}, {"key": "h", "label": "H", "sop": "contoh/hukum"}]
    child = consulting(step("terima", kind="decision", outcomes=[outcome("x", "end"), outcome("y")]), step("catat"))
    definition = woven(step("layani", kind="sub_sop", sub=subs), step("tutup"), called=[child, hukum])
    case = Walked(definition)
    inner = {"layani--k--terima", "layani--k--catat", "layani--h--bantu"}
    assert within_reach(definition, case.state) == {"layani", "tutup", *inner}
    case.do("layani", subs=frozenset({"k"})).do("layani--k--terima", "x")
    assert within_reach(definition, case.state) == {"tutup"}
    around = led_around(definition, case.state)
    assert {key: one.led for key, one in around.items()} == {"layani--k--catat": "outcome"}
