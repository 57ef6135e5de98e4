"""Where branches that run beside each other may meet, so that the drawing must wait for them before a step."""

from collections.abc import Iterator
from typing import TypeAlias

from sop_library.definition import Definition
from sop_library.parts import Step, Then

_Mark: TypeAlias = tuple[str, str, int]


def onward(definition: Definition, step: Step, then: Then) -> tuple[str, ...]:
    """The steps of work that `then` leads to: straight through rules, and through what is done for all cases."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    edge = list(reversed(definition.targets(step, then)))
    while edge:
        key = edge.pop()
        here = definition.step(key)
        if here.worked:
            found[key] = None
        elif key not in seen:
            seen.add(key)
            edge += reversed(definition.targets(here, here.then))
    return tuple(found)


def starts_at(definition: Definition, key: str) -> tuple[str, ...]:
    """The steps of work where a door that starts at `key` leads."""
    step = definition.step(key)
    return (key,) if step.worked else onward(definition, step, step.then)


def meeting(definition: Definition) -> frozenset[str]:
    """The steps at which branches that run at once come together first, going forward, and those that wait for all.

    Every branch carries a mark of its own; where two marks arrive the branches meet, and go on under one new mark.
    """
    marks: dict[str, set[_Mark]] = {step.key: set() for step in definition.steps}
    found: set[str] = set()
    for step in definition.steps:
        if not step.worked:
            continue
        arrived = marks[step.key]
        if len(arrived) > 1 or step.join == "all":
            found.add(step.key)
            arrived = {(step.key, "", -1)}
        here = definition.position[step.key]
        for way, targets in _ways(definition, step):
            for number, key in enumerate(targets):
                split = len(targets) > 1 or (step.choose_some and way)
                if definition.position[key] > here:
                    marks[key] |= {(step.key, way, number)} if split else arrived
    return frozenset(found)


def _ways(definition: Definition, step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every way out of a step, by its outcome, and the steps it leads to at once."""
    for outcome in step.outcomes:
        if outcome.then is not None:
            yield outcome.key, onward(definition, step, outcome.then)
    if not step.outcomes or step.optional or step.applies_when is not None:
        yield "", onward(definition, step, step.then)
