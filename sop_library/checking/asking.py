"""Can the conditions of a definition be judged, and can each come true?"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypeAlias

from sop_library.checking.findings import Finding, Path, fault
from sop_library.conditions import Condition, Scope, Test, fact_tests, outcomes_in, uses_jurisdiction
from sop_library.definition import Definition
from sop_library.facts import FACTS, FactValueWrong, checked_value
from sop_library.parts import Need, Step
from sop_library.satisfying import TooManyFacts, satisfying

_FITTING = {
    "yes_no": {"is", "known"},
    "choice": {"is", "in", "at_least", "at_most", "known"},
    "choices": {"is", "in", "known"},
    "number": {"is", "in", "at_least", "at_most", "known"},
    "region": {"is", "in", "within", "known"},
    "name": {"is", "in", "known"},
}
Asked: TypeAlias = tuple[Condition, Path, str, bool]


def check_asking(definition: Definition) -> Iterator[Finding]:
    """Conditions and facts: unknown names, wrong values, and what can never come true."""
    asked: Asked
    if definition.jurisdiction is not None:
        yield from _condition(definition, None, (definition.jurisdiction, ("jurisdiction",), "Wilayah layanan", False))
    for key, door in definition.doors.items():
        if door.requires is not None:
            asked = (door.requires.when, ("doors", key, "requires", "when"), f"Pintu “{door.label}”", False)
            yield from _condition(definition, None, asked)
    for place, interrupt in enumerate(definition.interrupts):
        asked = (interrupt.when, ("interrupts", place, "when"), f"Penyela “{interrupt.label}”", False)
        yield from _condition(definition, None, asked)
    for place, limit in enumerate(definition.limits):
        for number, tier in enumerate(limit.reading.tiers):
            asked = (tier.when, ("limits", place, "tiers", number, "when"), f"Batas “{limit.label}”", False)
            yield from _condition(definition, None, asked)
    for place, step in enumerate(definition.steps):
        for asked in _asked_by(step, ("steps", place)):
            yield from _condition(definition, step, asked)
        yield from _facts_named(step, ("steps", place))


def _asked_by(step: Step, path: Path) -> Iterator[Asked]:
    where = f"Langkah “{step.name}”"
    if step.applies_when is not None:
        yield step.applies_when, (*path, "applies_when"), where, False
    if step.gate is not None:
        yield step.gate.when, (*path, "gate", "when"), where, False
    for place, outcome in enumerate(step.outcomes):
        if outcome.suggested_when is not None:
            yield outcome.suggested_when, (*path, "outcomes", place, "suggested_when"), where, False
    for place, need in enumerate(step.needs):
        if need.when is not None:
            yield need.when, (*path, "needs", place, "when"), where, True
    for place, output in enumerate(step.outputs):
        if output.when is not None:
            yield output.when, (*path, "outputs", place, "when"), where, True
    for place, tier in enumerate(step.time.tiers):
        yield tier.when, (*path, "time", "tiers", place, "when"), where, False


def _condition(definition: Definition, step: Step | None, asked: Asked) -> Iterator[Finding]:
    condition, path, where, may_name_outcomes = asked
    key = None if step is None else step.key
    found = [*_tests(condition, path, where, key)]
    for outcome in outcomes_in(condition):
        if not may_name_outcomes:
            found.append(fault("outcome_too_early", path, key, where=where))
        elif step is None or step.outcome(outcome) is None:
            found.append(fault("outcome_unknown", path, key, where=where, key=outcome))
    if definition.jurisdiction is None and uses_jurisdiction(condition):
        found.append(fault("jurisdiction_unsaid", path, key, where=where))
    if not found and not _can_hold(definition, condition, step):
        found.append(fault("never_true", path, key, where=where))
    yield from found


def _tests(condition: Condition, path: Path, where: str, key: str | None) -> Iterator[Finding]:
    for test in fact_tests(condition):
        if test.fact not in FACTS:
            yield _unknown(test.fact, path, where, key)
        elif test.operator not in _FITTING[FACTS[test.fact].type]:
            yield fault("fact_operator", path, key, where=where, key=test.fact, operator=test.operator)
        else:
            yield from _values(test, path, where, key)


def _values(test: Test, path: Path, where: str, key: str | None) -> Iterator[Finding]:
    if test.operator == "known" or (test.operator == "within" and test.value in ("regency", "province")):
        return
    for value in test.value if isinstance(test.value, tuple) else (test.value,):
        many = FACTS[test.fact].type == "choices"
        try:
            checked_value(test.fact, (value,) if many else value)
        except FactValueWrong:
            yield fault("fact_value", path, key, where=where, key=test.fact, value=str(value))


def _facts_named(step: Step, path: Path) -> Iterator[Finding]:
    where = f"Langkah “{step.name}”"
    for place, name in enumerate(step.records):
        if name not in FACTS:
            yield _unknown(name, (*path, "records", place), where, step.key)
    for need, at in _needs(step.needs, (*path, "needs")):
        if need.kind == "fact" and need.subject not in FACTS:
            yield _unknown(need.subject, at, where, step.key)
    for place, outcome in enumerate(step.outcomes):
        region = outcome.refer.region_of if outcome.refer is not None else None
        at = (*path, "outcomes", place, "refer")
        if region is not None and region not in FACTS:
            yield _unknown(region, at, where, step.key)
        elif region is not None and FACTS[region].type != "region":
            yield fault("fact_not_region", at, step.key, where=where, key=region)


def _needs(needs: tuple[Need, ...], path: Path) -> Iterator[tuple[Need, Path]]:
    for place, need in enumerate(needs):
        yield need, (*path, place)
        yield from _needs(need.options, (*path, place, "any_of"))


def _unknown(name: str, path: Path, where: str, key: str | None) -> Finding:
    near = get_close_matches(name, FACTS, n=1)
    if near:
        return fault("fact_unknown_near", path, key, where=where, key=name, near=near[0])
    return fault("fact_unknown", path, key, where=where, key=name)


def _can_hold(definition: Definition, condition: Condition, step: Step | None) -> bool:
    named = list(dict.fromkeys(outcomes_in(condition)))
    choices = (
        [frozenset({outcome.key}) for outcome in step.outcomes] if step is not None and named else [frozenset[str]()]
    )
    if step is not None and step.choose_some:
        choices.append(frozenset(outcome.key for outcome in step.outcomes))
    scope = Scope({}, definition.jurisdiction)
    if any(test.fact not in FACTS for test in fact_tests(condition, scope)):
        return True
    try:
        return any(
            satisfying(condition, jurisdiction=definition.jurisdiction, outcomes=chosen) is not None
            for chosen in choices
        )
    except TooManyFacts:
        return True
