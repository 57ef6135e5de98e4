"""`python -m infra.bench.engine`: what one event costs the engine, and how that grows with the SOP's length. JSON."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from statistics import median
from time import thread_time_ns
from typing import Any

from sop_library.calendar import OfficeCalendar, weekday_hours
from sop_library.definition import Definition, parse
from sop_library.engine import State, advance
from sop_library.engine.events import Complete, Enter
from sop_library.loading import load
from sop_library.walking import paths, walk

SHEET = "catalogue/nunukan/intervensi-krisis.yaml"
START = datetime(2026, 7, 1, 1, tzinfo=UTC)
LENGTHS = (10, 100, 1000)
ROUNDS = 30


def office(zone: str = "Asia/Makassar") -> OfficeCalendar:
    """An ordinary office week."""
    week = weekday_hours(range(4), ("08:00", "12:00"), ("13:00", "16:00")) | weekday_hours([4], ("08:00", "11:00"))
    return OfficeCalendar(zone, week)


def timed(work: Callable[[], object]) -> float:
    """Microseconds of processor time that `work` takes; what else the machine does is left out."""
    began = thread_time_ns()
    work()
    return (thread_time_ns() - began) / 1000


def events_of_sheet(definition: Definition) -> list[float]:
    """Microseconds of each event, over every path of the SOP, ROUNDS times."""
    calendar, costs = office(), []
    for path in paths(definition):
        strides = list(walk(definition, start=START, calendar=calendar, door=path.door, choices=path.choices))
        befores = [State(), *(stride.state for stride in strides)]
        for _ in range(ROUNDS):
            for before, stride in zip(befores, strides, strict=False):
                costs.append(timed(lambda b=before, s=stride: advance(definition, b, s.event, s.at, calendar)))  # type: ignore[misc]
    return costs


def chain(length: int) -> Definition:
    """An SOP of `length` steps: decisions, parallel branches that meet again, and plain steps."""
    steps: list[dict[str, Any]] = []
    for number in range(length):
        step: dict[str, Any] = {
            "key": f"l{number}",
            "name": f"L{number}",
            "text": "Kerjakan",
            "lanes": {"any_of": ["a"]},
        }
        step["time"] = {"printed": "2 jam", "kind": "standard", "amount": "PT2H", "clock": "working"}
        if number % 5 == 0 and number + 3 < length:
            step["then"] = [f"l{number + 1}", f"l{number + 2}"]
        elif number % 5 == 1 and number + 2 < length:
            step["then"] = f"l{number + 2}"
        elif number % 5 == 3:
            step["after"] = "all"
            step["kind"] = "decision"
            step["outcomes"] = [
                {"key": "ya", "label": "Ya", "then": "next"},
                {"key": "tidak", "label": "Tidak", "then": "end"},
            ]
        steps.append(step)
    return parse(
        {
            "format": "rangkul-sop/1",
            "sop": "ukur/panjang",
            "name": "Ukur",
            "title": "UKUR",
            "service": "ukur",
            "regency": None,
            "lanes": {"a": {"label": "A"}},
            "doors": {"datang": {"label": "Datang", "starts": "l0"}},
            "steps": steps,
            "source": {"document": "ukur"},
        }
    )


def events_of_chain(length: int) -> list[float]:
    """Microseconds of each event of one whole case through a chain."""
    definition, calendar, costs = chain(length), office(), []
    lanes, now = frozenset({"a"}), START
    state, _ = advance(definition, State(), Enter(door="datang", by="u", lanes=lanes), now, calendar)
    while state.open:
        one = state.open[0]
        outcomes = ("ya",) if definition.step(one.step).outcomes else ()
        event = Complete(pass_id=one.id, by="u", lanes=lanes, outcomes=outcomes)
        before, now = state, now + timedelta(minutes=5)
        began = thread_time_ns()
        state, _ = advance(definition, before, event, now, calendar)
        costs.append((thread_time_ns() - began) / 1000)
    return costs


def main() -> int:
    """Measure and print."""
    definition = load(files("sop_library").joinpath(SHEET).read_bytes(), name=SHEET)
    sheet = events_of_sheet(definition)
    growth = {}
    for length in LENGTHS:
        rounds = [events_of_chain(length) for _ in range(3)]
        best = min(rounds, key=sum)
        growth[str(length)] = {
            "events": len(best),
            "median_us_per_event": round(median(best), 1),
            "total_ms": round(sum(best) / 1000, 2),
        }
    first, last = growth[str(LENGTHS[0])], growth[str(LENGTHS[-1])]
    ratio = (last["total_ms"] / last["events"]) / (first["total_ms"] / first["events"])
    report = {
        "sheet": {"sop": definition.sop, "steps": len(definition.steps), "events": len(sheet)}
        | {"median_us_per_event": round(median(sheet), 1)},
        "growth": growth,
        "cost_per_event_1000_steps_over_10": round(ratio, 2),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
