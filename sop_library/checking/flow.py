"""Does the flow lead somewhere, from every door to an end, through work?"""

from collections.abc import Iterator

from sop_library.checking.findings import Finding, fault
from sop_library.definition import Definition
from sop_library.parts import Step, Then


def check_flow(definition: Definition) -> Iterator[Finding]:
    """Targets, doors, loops, and what each kind of step needs."""
    for place, step in enumerate(definition.steps):
        yield from _targets(definition, step, place)
        yield from _kind(step, place)
    yield from _starts(definition)
    reached = reachable(definition)
    ending = _can_end(definition)
    for place, step in enumerate(definition.steps):
        path = ("steps", place)
        if step.key not in reached and step.worked:
            yield fault("unreachable", path, step.key, step=step.name)
        if step.key in reached and step.key not in ending:
            yield fault("never_ends", path, step.key, step=step.name)
        if not step.worked and _turns_idly(definition, step):
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


def _can_end(definition: Definition) -> frozenset[str]:
    edge = [
        step.key
        for step in definition.steps
        if any(not definition.targets(step, then) for then in ways_out(step))
        or any(outcome.then is None for outcome in step.outcomes)
    ]
    found: set[str] = set()
    while edge:
        key = edge.pop()
        if key not in found:
            found.add(key)
            edge.extend(definition.leading_here[key])
    return frozenset(found)


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
