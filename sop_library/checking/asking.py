"""Can the conditions of a definition be judged, and can each come true?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from sop_library.checking.findings import Finding, Path, advice, fault
from sop_library.conditions import All, Any, Condition, Test, fact_tests, outcomes_in, uses_jurisdiction
from sop_library.definition import Definition
from sop_library.facts import FACTS, FactValue, FactValueWrong, checked_value
from sop_library.parts import Need, Step
from sop_library.satisfying import Budget, TooManyFacts, satisfying

_FITTING = {
    "yes_no": {"is", "known"},
    "choice": {"is", "in", "at_least", "at_most", "known"},
    "choices": {"is", "in", "known"},
    "number": {"is", "in", "at_least", "at_most", "known"},
    "region": {"is", "in", "within", "known"},
    "name": {"is", "in", "known"},
}
_COMING = frozenset({"door", "channel"})
"""What is known of a case from its door, and never changes."""
Asked: TypeAlias = tuple[Condition, Path, str, bool]


@dataclass
class Trials:
    """What one check has tried so far: equal conditions are tried once, and all of them on one budget.

    `untried` is advice on the conditions it could not try to the end.
    """

    budget: Budget = field(default_factory=Budget)
    untried: list[Finding] = field(default_factory=list)
    known: dict[tuple[Condition, frozenset[str]], bool | None] = field(default_factory=dict)

    def holds(self, definition: Definition, condition: Condition, outcomes: frozenset[str] = frozenset()) -> bool:
        """True where some facts make the condition hold. Raises TooManyFacts."""
        asked = (condition, outcomes)
        if asked not in self.known:
            self.known[asked] = None
            self.known[asked] = self.holds_given({}, definition, condition, outcomes)
        known = self.known[asked]
        if known is None:
            raise TooManyFacts
        return known

    def holds_given(
        self,
        given: Mapping[str, FactValue],
        definition: Definition,
        condition: Condition,
        outcomes: frozenset[str] = frozenset(),
    ) -> bool:
        """True where further facts make the condition hold. Raises TooManyFacts."""
        jurisdiction = _jurisdiction(definition)
        facts = satisfying(condition, given=given, jurisdiction=jurisdiction, outcomes=outcomes, budget=self.budget)
        return facts is not None


def check_asking(definition: Definition, trials: Trials | None = None) -> Iterator[Finding]:
    """Conditions and facts: unknown names, wrong values, and what can never come true."""
    trials = Trials() if trials is None else trials
    wrong: set[Path] = set()
    for step, asked in _everything_asked(definition):
        for one in _condition(definition, step, asked, trials):
            wrong.add(asked[1])
            yield one
    for place, step in enumerate(definition.steps):
        yield from _gate(definition, step, ("steps", place), wrong, trials)
        yield from _facts_named(step, ("steps", place))


def _everything_asked(definition: Definition) -> Iterator[tuple[Step | None, Asked]]:
    if definition.jurisdiction is not None:
        yield None, (definition.jurisdiction, ("jurisdiction",), "Wilayah layanan", False)
    for key, door in definition.doors.items():
        if door.requires is not None:
            yield None, (door.requires.when, ("doors", key, "requires", "when"), f"Pintu “{door.label}”", False)
    for place, interrupt in enumerate(definition.interrupts):
        yield None, (interrupt.when, ("interrupts", place, "when"), f"Penyela “{interrupt.label}”", False)
    for place, limit in enumerate(definition.limits):
        for number, tier in enumerate(limit.reading.tiers):
            yield None, (tier.when, ("limits", place, "tiers", number, "when"), f"Batas “{limit.label}”", False)
    for place, step in enumerate(definition.steps):
        for asked in _asked_by(step, ("steps", place)):
            yield step, asked


def _jurisdiction(definition: Definition) -> Condition | None:
    """The SOP's jurisdiction, unless it names itself: then nothing can be judged by it."""
    own = definition.jurisdiction
    return None if own is None or uses_jurisdiction(own) else own


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


def _condition(definition: Definition, step: Step | None, asked: Asked, trials: Trials) -> Iterator[Finding]:
    condition, path, where, _ = asked
    key = None if step is None else step.key
    there = frozenset() if step is None else frozenset(outcome.key for outcome in step.outcomes)
    wrong = False
    for one in (*_tests(condition, path, where, key), *_names(definition, asked, there, key)):
        wrong = True
        yield one
    if wrong or not _judgeable(definition, condition):
        return
    try:
        if not _can_hold(definition, condition, step, there, trials):
            yield fault("never_true", path, key, where=where)
    except TooManyFacts:
        trials.untried.append(advice("condition_not_tried", path, key, where=where))


def _gate(definition: Definition, step: Step, path: Path, wrong: set[Path], trials: Trials) -> Iterator[Finding]:
    """A gate that opens only for cases that pass the step over: each condition may hold, the two never together.

    Advice where some lane may open it early, for the step is worked then, but never without; and where it never opens
    for what comes by some of the doors that lead here.
    """
    if step.gate is None:
        return
    at = (*path, "gate", "when")
    both = step.gate.when if step.applies_when is None else All((step.applies_when, step.gate.when))
    if wrong & {at, (*path, "applies_when")} or not _judgeable(definition, both):
        return
    where = f"Langkah “{step.name}”"
    try:
        if step.applies_when is not None and not _can_hold(definition, both, step, frozenset(), trials):
            if step.gate.override is None:
                yield fault("gate_never_opens", at, step.key, where=where)
            else:
                trials.untried.append(advice("gate_never_opens", at, step.key, where=where))
        elif step.gate.override is None and (shut := _shut_by(definition, step, both, trials)):
            trials.untried.append(advice("gate_shut_by_door", at, step.key, where=where, doors=", ".join(shut)))
    except TooManyFacts:
        if step.applies_when is not None:
            trials.untried.append(advice("condition_not_tried", at, step.key, where=where))


def _shut_by(definition: Definition, step: Step, both: Condition, trials: Trials) -> list[str]:
    """The doors that lead here by which no case gets past the gate, though the step is for some that come by them."""
    here = definition.doors_to[step.key]
    if _COMING.isdisjoint(test.fact for test in fact_tests(both)) or len(here) < 2:
        return []
    found = []
    for key in here:
        comes = _by(definition, key)
        applies = step.applies_when is None or trials.holds(definition, All((step.applies_when, comes)))
        if applies and not trials.holds(definition, All((both, comes))):
            found.append(definition.doors[key].label)
    return found


def _names(definition: Definition, asked: Asked, there: frozenset[str], key: str | None) -> Iterator[Finding]:
    condition, path, where, may_name_outcomes = asked
    for outcome in dict.fromkeys(outcomes_in(condition)):
        if not may_name_outcomes:
            yield fault("outcome_too_early", path, key, where=where)
        elif outcome not in there:
            yield fault("outcome_unknown", path, key, where=where, key=outcome)
    if path == ("jurisdiction",) and uses_jurisdiction(condition):
        yield fault("jurisdiction_in_itself", path, key)
    elif definition.jurisdiction is None and uses_jurisdiction(condition):
        yield fault("jurisdiction_unsaid", path, key, where=where)


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


def _judgeable(definition: Definition, condition: Condition) -> bool:
    """False where the condition rests on a jurisdiction that is itself at fault, which is said there."""
    if not uses_jurisdiction(condition):
        return True
    jurisdiction = _jurisdiction(definition)
    return jurisdiction is not None and all(test.fact in FACTS for test in fact_tests(jurisdiction))


def _can_hold(
    definition: Definition, condition: Condition, step: Step | None, there: frozenset[str], trials: Trials
) -> bool:
    named = frozenset(outcomes_in(condition)) & there
    choices = [frozenset[str]()]
    if step is not None and named:
        choices = [frozenset({key}) for key in sorted(named)]
        choices += [frozenset({key}) for key in sorted(there - named)[:1]]
        if step.choose_some:
            choices.append(there)
    asked = _by_a_door(definition, condition, step)
    return any(trials.holds(definition, asked, chosen) for chosen in choices)


def _by_a_door(definition: Definition, condition: Condition, step: Step | None) -> Condition:
    """What must hold with the condition where it asks for door or channel: a case comes by a door that leads here."""
    named = _COMING & {test.fact for test in fact_tests(condition)}
    doors = () if step is None else definition.doors_to.get(step.key, ())
    keys = doors or tuple(definition.doors)
    channels = [definition.doors[key].channel for key in keys]
    if not keys or not named or (named == {"channel"} and None in channels):
        return condition
    if named == {"door"}:
        return All((condition, Test("door", "in", keys)))
    if named == {"channel"}:
        return All((condition, Test("channel", "in", tuple(sorted({channel for channel in channels if channel})))))
    return All((condition, Any(tuple(_by(definition, key) for key in keys))))


def _by(definition: Definition, key: str) -> Condition:
    """That a case came by a door: its key, and its channel where the door says one."""
    channel = definition.doors[key].channel
    door = Test("door", "is", key)
    return door if channel is None else All((door, Test("channel", "is", channel)))
