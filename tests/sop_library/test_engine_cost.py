"""What an event costs does not grow with the SOP: counted in calls, not in seconds."""

import json
import subprocess
import sys

from infra.bench.engine import START, chain, office
from sop_library.engine import State, advance
from sop_library.engine.events import Complete, Enter
from tests.sop_library.counted import counted

LANES = frozenset({"a"})


def calls_per_event(length: int) -> float:
    """Function calls per event of a whole case through a chain of `length` steps."""
    definition, calendar = chain(length), office()
    state, _ = advance(definition, State(), Enter(door="datang", by="u", lanes=LANES), START, calendar)
    events = 0
    with counted() as calls:
        while state.open:
            one = state.open[0]
            outcomes = ("ya",) if definition.step(one.step).outcomes else ()
            event = Complete(pass_id=one.id, by="u", lanes=LANES, outcomes=outcomes)
            state, _ = advance(definition, state, event, START, calendar)
            events += 1
    assert events == length
    return calls.count / events


def test_an_event_takes_as_many_calls_in_a_long_sop_as_in_a_short_one() -> None:
    assert calls_per_event(1000) <= calls_per_event(10) * 1.3


def test_the_benchmark_prints_what_it_measured() -> None:
    ran = subprocess.run([sys.executable, "-m", "infra.bench.engine"], capture_output=True, check=True, text=True)
    report = json.loads(ran.stdout)
    assert report["sheet"]["steps"] == 19
    assert report["sheet"]["median_us_per_event"] > 0
    assert set(report["growth"]) == {"10", "100", "1000"}
    assert report["cost_per_event_1000_steps_over_10"] > 0
