"""Where a half-done case begins in this office's own SOP: stages done elsewhere are credited, none is asked twice.

The common spine makes two SOPs comparable: a step here counts as done when the other office has done all its stages.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sop_library.definition import Definition
from sop_library.parts import Step

NEVER_CREDITED = frozenset({"referral", "termination", "reporting"})
"""Stages that each office goes through for itself, whatever another did."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a case would begin. `credited`: keys of the steps that count as done, in the order of the sheet."""

    door: str
    step: str
    credited: tuple[str, ...]
    stages: tuple[str, ...]


def stages_done(file: Mapping[str, Any]) -> frozenset[str]:
    """Return the stages that the other office went through: a step of theirs was done, and none is still open."""
    done: set[str] = set()
    open_: set[str] = set()
    for told in file["steps"]:
        (done if told["status"] == "done" else open_ if told["status"] in ("open", "waiting") else set()).update(
            told["stages"]
        )
    return frozenset(done - open_)


def door_of(definition: Definition) -> str:
    """Return the door a referred case comes in by: the one for referrals, else the first that a person comes by."""
    doors = [door for door in definition.doors.values() if not door.called]
    for door in doors:
        if "rujuk" in door.key or door.channel == "rujukan":
            return door.key
    return doors[0].key


def place(*, file: Mapping[str, Any], definition: Definition, door: str | None = None) -> Placement:
    """Propose where the case begins: at the first step some stage of which nobody has done yet.

    Steps without a stage just before that one lead up to it: the case begins with the earliest of them.
    """
    door = door or door_of(definition)
    done = stages_done(file) - NEVER_CREDITED
    path = _path(definition, door)
    begin = next((place for place, step in enumerate(path) if _undone(step, done)), len(path) - 1)
    while begin > 0 and not path[begin - 1].stages:
        begin -= 1
    credited = path[:begin]
    return Placement(
        door=door,
        step=path[begin].key,
        credited=tuple(step.key for step in credited),
        stages=tuple(dict.fromkeys(stage for step in credited for stage in step.stages)),
    )


def credited_before(*, definition: Definition, door: str, step: str) -> tuple[str, ...]:
    """Return the steps that count as done where staff choose another step to begin at than the proposed one."""
    path = _path(definition, door)
    keys = [one.key for one in path]
    return tuple(keys[: keys.index(step)]) if step in keys else ()


def stages_of(*, definition: Definition, steps: Collection[str]) -> tuple[str, ...]:
    """Return the stages of some steps, each once, in the order of the sheet."""
    return tuple(dict.fromkeys(stage for step in definition.steps if step.key in steps for stage in step.stages))


def choices(*, definition: Definition, door: str) -> tuple[Step, ...]:
    """Return the steps a case may begin at."""
    return _path(definition, door)


def _path(definition: Definition, door: str) -> tuple[Step, ...]:
    start = definition.position[definition.doors[door].starts]
    return tuple(step for step in definition.steps[start:] if step.worked and step.inside is None)


def _undone(step: Step, done: Collection[str]) -> bool:
    return bool(step.stages) and not set(step.stages) <= set(done)
