"""Driving the catalogue's SOPs through the engine, on a Monday morning."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sop_library.calendar import OfficeCalendar
from sop_library.definition import Definition
from sop_library.engine import State
from sop_library.engine.events import Complete
from sop_library.engine.state import Pass
from sop_library.loading import load
from sop_library.walking import Stride, walk
from tests.sop_library.sources import SOP_OF, catalogue_text

SOPS = tuple(SOP_OF.values())
ZONE = {"nunukan": "Asia/Makassar", "barito-utara": "Asia/Pontianak"}
WEEK = {day: ((time(8), time(16)),) for day in range(5)}


def definition(sop: str) -> Definition:
    return load(catalogue_text(sop), name=sop)


def calendar(sop: str, **settings: Any) -> OfficeCalendar:
    return OfficeCalendar(ZONE.get(sop.split("/", maxsplit=1)[0], "Asia/Jakarta"), WEEK, **settings)


def monday(sop: str) -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(calendar(sop).zone))


def walked(sop: str, **way: Any) -> list[Stride]:
    return list(walk(definition(sop), start=monday(sop), calendar=calendar(sop), **way))


def outcomes_taken(strides: list[Stride]) -> set[tuple[str, str]]:
    events = [stride.event for stride in strides]
    return {
        (event.pass_id.split("#")[0], key) for event in events if isinstance(event, Complete) for key in event.outcomes
    }


def done(state: State, *steps: str) -> list[str]:
    return [one.step for one in state.passes if one.status == "done" and (not steps or one.step in steps)]


def at_step(sop: str, step: str, **way: Any) -> tuple[State, Pass, datetime]:
    """The state in which `step` is open for the first time on that way."""
    for stride in walked(sop, **way):
        for one in stride.state.open:
            if one.step == step:
                return stride.state, one, stride.at
    raise AssertionError(f"{step} never opens")
