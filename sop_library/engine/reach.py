"""Where the flow can still come to, and what led it around the steps it will never come to on this path. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sop_library.definition import Definition
from sop_library.engine.rounds import of_now, rounds_of
from sop_library.engine.state import Pass, State
from sop_library.parts import Step

Led: TypeAlias = Literal["outcome", "door", "start", "flow", "over"]


@dataclass(frozen=True, slots=True)
class Around:
    """What led the flow around a step.

    `outcome`: the outcomes of the pass `at` were others than the one that leads there. `door`: the door the case came
    in by starts after it. `start`: a case from another office began at `at`, after it. `over`: the called SOP it
    lies in is finished. `flow`: none of these.
    """

    led: Led
    at: Pass | None = None


def within_reach(definition: Definition, state: State) -> frozenset[str]:
    """The steps the flow can still come to or stands at, unless somebody goes back or reopens the case elsewhere.

    Looks at the ways out of what is live, of interrupts that may still come, and of what an early end cut off, which
    reopening takes up again. Says rather too many than too few: a step that is not in it is never entered again.
    """
    if state.entered_at is None:
        return _closure(definition, (door.starts for door in definition.doors.values()))
    starts = [one.step for one in state.live]
    if state.ended is None:
        starts += [interrupt.starts for interrupt in definition.interrupts if interrupt.inside is None]
    else:
        starts += [state.by_id[key].step for key in state.ended.cancelled]
    return _closure(definition, starts)


def led_around(definition: Definition, state: State) -> Mapping[str, Around]:
    """The steps of work that the flow never came to and will not come to on this path, with what led around each.

    A pass that was only cancelled is as if it had not been; so is one of an earlier round of a woven SOP. Of one that
    is finished nothing is come to in this round any more. Nothing is said of one that was never begun.
    """
    rounds = rounds_of(definition, state)
    passes = [one for one in state.passes if of_now(definition, rounds, one)]
    been = {one.step for one in passes if one.status != "cancelled"}
    begun = {None, *(definition.by_key[key].inside for key in been if key in definition.by_key)}
    over = {inside for inside, found in rounds.items() if found.over}
    known = been | {key for key in within_reach(definition, state) if definition.by_key[key].inside not in over}
    return {
        step.key: _inside_one_over(definition, passes, step)
        if step.inside in over
        else _around(definition, state, passes, step)
        for step in definition.steps
        if step.worked and step.key not in known and step.inside in begun
    }


def _closure(definition: Definition, starts: Iterable[str], *, onward: bool = False) -> frozenset[str]:
    """Every step that the flow can come to from `starts`, these among them; `onward`: without ever going back."""
    found: set[str] = set()
    edge = list(starts)
    while edge:
        key = edge.pop()
        if key in found:
            continue
        found.add(key)
        here = definition.position[key]
        ways = (*definition.leads_to[key], *definition.leads_inside.get(key, ()))
        edge += [to for to in ways if not onward or definition.position[to] > here]
    return frozenset(found)


def _decided(definition: Definition, passes: Sequence[Pass], step: Step) -> Pass | None:
    """The decision that led around a step, of those taken in `passes`."""
    rested = [(one.done_at, one) for one in reversed(passes) if one.done_at is not None and one.outcomes]
    decided = [one for _at, one in sorted(rested, key=lambda found: found[0], reverse=True) if one.status == "done"]
    for onward in (True, False):
        for one in decided:
            if _turned_away(definition, one, step.key, onward=onward):
                return one
    return None


def _inside_one_over(definition: Definition, passes: Sequence[Pass], step: Step) -> Around:
    own = [one for one in passes if one.step in definition.by_key and definition.step(one.step).inside == step.inside]
    decided = _decided(definition, own, step)
    return Around("over") if decided is None else Around("outcome", decided)


def _around(definition: Definition, state: State, passes: Sequence[Pass], step: Step) -> Around:
    decided = _decided(definition, passes, step)
    if decided is not None:
        return Around("outcome", decided)
    begun = [one for one in state.passes if not one.came_from and one.status != "passed_over"]
    door = definition.doors.get(state.door or "")
    if door is not None and step.key not in _closure(definition, (door.starts,)):
        return Around("door")
    if door is not None and begun and begun[0].step != door.starts:
        return Around("start", begun[0])
    return Around("flow")


def _turned_away(definition: Definition, one: Pass, key: str, *, onward: bool) -> bool:
    """True where an outcome that was not chosen leads to the step, and none that was chosen does."""
    step = definition.step(one.step)
    chosen, left = set[str](), set[str]()
    for outcome in step.outcomes:
        if outcome.then is not None:
            targets = definition.targets(step, outcome.then)
            (chosen if outcome.key in one.outcomes else left).update(targets)
    here = definition.position[one.step]
    if onward:
        left = {target for target in left if definition.position[target] > here}
        chosen = {target for target in chosen if definition.position[target] > here}
    return key in _closure(definition, left, onward=onward) - _closure(definition, chosen, onward=onward)
