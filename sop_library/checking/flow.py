"""Does the flow lead somewhere, from every door to an end, through work?"""

from collections import deque
from collections.abc import Iterator, Set
from dataclasses import dataclass

from sop_library.checking.findings import Finding, fault
from sop_library.definition import Definition
from sop_library.parts import Step, Then


def check_flow(definition: Definition) -> Iterator[Finding]:
    """Targets, doors, loops, and what each kind of step needs; and that there are steps and a door at all."""
    if not definition.steps:
        yield fault("without_steps", ("steps",))
    if not definition.doors:
        yield fault("without_doors", ("doors",))
    astray = [found for place, step in enumerate(definition.steps) for found in _targets(definition, step, place)]
    astray += _starts(definition)
    yield from astray
    for place, step in enumerate(definition.steps):
        yield from _kind(step, place)
    idle: set[str | None] = {step.key for step in definition.steps if not step.worked and _turns_idly(definition, step)}
    reached = reachable(definition)
    ending = steps_to_end(definition, astray=idle | {found.step for found in astray})
    for place, step in enumerate(definition.steps):
        path = ("steps", place)
        if step.key not in reached and step.worked and not astray:
            yield fault("unreachable", path, step.key, step=step.name)
        if step.key in reached and step.key not in ending:
            yield fault("never_ends", path, step.key, step=step.name)
        if step.key in idle:
            yield fault("circles_without_work", path, step.key, step=step.name)


def reachable(definition: Definition) -> frozenset[str]:
    """The steps that some door or interrupt can lead to."""
    edge = [door.starts for door in definition.doors.values()] + [one.starts for one in definition.interrupts]
    found: set[str] = set()
    while edge:
        key = edge.pop()
        if key in definition.by_key and key not in found:
            found.add(key)
            edge.extend(definition.leads_to[key])
    return frozenset(found)


def ways_out(step: Step) -> list[Then]:
    """Every way the flow can leave a step."""
    ways = [outcome.then for outcome in step.outcomes if outcome.then is not None]
    if not step.outcomes or step.optional or step.applies_when is not None:
        ways.append(step.then)
    return ways


def _targets(definition: Definition, step: Step, place: int) -> Iterator[Finding]:
    where = f"Langkah “{step.name}”"
    for key in step.then.targets:
        if key != "next" and key not in definition.by_key:
            yield fault("target_unknown", ("steps", place, "then"), step.key, where=where, key=key)
    for number, outcome in enumerate(step.outcomes):
        path = ("steps", place, "outcomes", number)
        where = f"Hasil “{outcome.label}” pada langkah “{step.name}”"
        if outcome.then is None:
            yield fault("branch_without_target", path, step.key, where=where)
            continue
        for key in outcome.then.targets:
            if key != "next" and key not in definition.by_key:
                yield fault("target_unknown", (*path, "then"), step.key, where=where, key=key)


def _kind(step: Step, place: int) -> Iterator[Finding]:
    path = ("steps", place)
    if step.kind == "decision" and not step.outcomes:
        yield fault("decision_without_outcomes", path, step.key, step=step.name)
    if step.kind == "sub_sop" and not step.subs:
        yield fault("sub_missing", path, step.key, step=step.name)
    if step.kind != "sub_sop" and step.subs:
        yield fault("sub_unexpected", (*path, "sub"), step.key, step=step.name)
    if step.repeat is not None and not any(
        outcome.then is not None and step.key in outcome.then.targets for outcome in step.outcomes
    ):
        yield fault("never_again", (*path, "repeat"), step.key, step=step.name)


def _starts(definition: Definition) -> Iterator[Finding]:
    for key, door in definition.doors.items():
        if door.starts not in definition.by_key:
            where = f"Pintu “{door.label}”"
            yield fault("target_unknown", ("doors", key, "starts"), where=where, key=door.starts)
    for place, interrupt in enumerate(definition.interrupts):
        started = definition.by_key.get(interrupt.starts)
        if started is None or not started.worked:
            where = f"Penyela “{interrupt.label}”"
            yield fault("starts_nothing", ("interrupts", place, "starts"), where=where, key=interrupt.starts)


def steps_to_end(definition: Definition, *, astray: Set[str | None] = frozenset()) -> dict[str, int]:
    """For each step from which the case can end, its distance to an end: some way out leads only to nearer steps.

    Where several steps run at once, each of them must come to its end. The steps `astray` count as ends. Every target
    is looked at once, however many ways lead there.
    """
    found: dict[str, int] = {}
    best: dict[str, int] = dict.fromkeys((key for key in astray if key is not None), 0)
    waiting: dict[str, list[_Way]] = {}
    for step in definition.steps:
        for then in ways_out(step):
            targets = definition.targets(step, then)
            if not targets:
                best[step.key] = 0
            way = _Way(step.key, len(targets))
            for target in targets:
                waiting.setdefault(target, []).append(way)
    edge = deque(step.key for step in definition.steps)
    while edge:
        key = edge.popleft()
        if key in found or key not in best:
            continue
        found[key] = best[key] + 1
        for way in waiting.get(key, ()):
            way.left -= 1
            way.longest = max(way.longest, found[key])
            if not way.left:
                best[way.step] = min(best.get(way.step, way.longest), way.longest)
        edge.extend(definition.leading_here[key])
    return found


@dataclass
class _Way:
    """One way out of a step: how many of its targets may not end, and how far the furthest of the others is."""

    step: str
    left: int
    longest: int = 0


def _turns_idly(definition: Definition, step: Step) -> bool:
    seen: set[str] = set()
    edge = list(definition.leads_to[step.key])
    while edge:
        key = edge.pop()
        if key == step.key:
            return True
        found = definition.by_key.get(key)
        if found is not None and not found.worked and key not in seen:
            seen.add(key)
            edge.extend(definition.leads_to[key])
    return False
