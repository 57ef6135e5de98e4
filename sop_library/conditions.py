"""Conditions over the facts of a case. They hold, don't hold, or are unknown (None): then the engine asks.

Facts are data and conditions are data: nothing here ever runs text as code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any as AnyValue
from typing import TypeAlias

from sop_library.facts import FACTS, FactKind, FactValue

OPERATORS = ("is", "in", "at_least", "at_most", "within", "known")


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part doesn't hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Test:
    """One fact compared by one operator."""

    __test__ = False

    fact: str
    operator: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class JurisdictionMet:
    """The SOP's own rule of who belongs here holds."""


@dataclass(frozen=True, slots=True)
class OutcomeIs:
    """An outcome of the step that is being completed."""

    key: str


Condition: TypeAlias = All | Any | Not | Test | JurisdictionMet | OutcomeIs


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition is judged against. `outcomes` is None until outcomes of the step are chosen."""

    facts: Mapping[str, FactValue]
    jurisdiction: Condition | None = None
    outcomes: frozenset[str] | None = None


def parse_condition(document: Mapping[str, AnyValue]) -> Condition:
    """The condition written in a document that passed the schema."""
    if "all" in document:
        return All(tuple(parse_condition(part) for part in document["all"]))
    if "any" in document:
        return Any(tuple(parse_condition(part) for part in document["any"]))
    if "not" in document:
        return Not(parse_condition(document["not"]))
    if "jurisdiction" in document:
        return JurisdictionMet()
    if "outcome" in document:
        return OutcomeIs(document["outcome"])
    operator = next(name for name in OPERATORS if name in document)
    value = document[operator]
    return Test(document["fact"], operator, tuple(value) if isinstance(value, list) else value)


def fact_tests(condition: Condition, scope: Scope | None = None) -> Iterator[Test]:
    """Every fact test within; those of the jurisdiction too where `scope` brings one."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from fact_tests(part, scope)
        case Not(part):
            yield from fact_tests(part, scope)
        case Test():
            yield condition
        case JurisdictionMet() if scope is not None and scope.jurisdiction is not None:
            yield from fact_tests(scope.jurisdiction)


def outcomes_in(condition: Condition) -> Iterator[str]:
    """Every outcome key named within."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from outcomes_in(part)
        case Not(part):
            yield from outcomes_in(part)
        case OutcomeIs(key):
            yield key


def size(condition: Condition) -> int:
    """How many parts the condition has, itself among them."""
    match condition:
        case All(parts) | Any(parts):
            return 1 + sum(size(part) for part in parts)
        case Not(part):
            return 1 + size(part)
    return 1


def jurisdictions_in(condition: Condition) -> int:
    """How often the condition names the SOP's jurisdiction."""
    match condition:
        case All(parts) | Any(parts):
            return sum(jurisdictions_in(part) for part in parts)
        case Not(part):
            return jurisdictions_in(part)
    return int(isinstance(condition, JurisdictionMet))


def uses_jurisdiction(condition: Condition) -> bool:
    """True where the condition rests on the SOP's jurisdiction."""
    match condition:
        case All(parts) | Any(parts):
            return any(uses_jurisdiction(part) for part in parts)
        case Not(part):
            return uses_jurisdiction(part)
        case JurisdictionMet():
            return True
    return False


def evaluate(condition: Condition, scope: Scope) -> bool | None:
    """True, False, or None where what is known doesn't decide it."""
    match condition:
        case Test():
            return _test(condition, scope.facts)
        case All(parts):
            return _conjunction(evaluate(part, scope) for part in parts)
        case Any(parts):
            none_holds = _conjunction(_negated(evaluate(part, scope)) for part in parts)
            return _negated(none_holds)
        case Not(part):
            return _negated(evaluate(part, scope))
        case JurisdictionMet():
            return None if scope.jurisdiction is None else evaluate(scope.jurisdiction, scope)
        case OutcomeIs(key):
            return None if scope.outcomes is None else key in scope.outcomes


def asked(condition: Condition, scope: Scope) -> tuple[str, ...]:
    """The facts still unknown that could decide the condition, in the order written; empty where it is decided."""
    if evaluate(condition, scope) is not None:
        return ()
    return tuple(dict.fromkeys(test.fact for test in fact_tests(condition, scope) if _test(test, scope.facts) is None))


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _conjunction(values: Iterator[bool | None]) -> bool | None:
    answer: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            answer = None
    return answer


def _test(test: Test, facts: Mapping[str, FactValue]) -> bool | None:
    value = facts.get(test.fact)
    if test.operator == "known":
        return (value is not None) is bool(test.value)
    if value is None:
        return None
    if test.operator == "within":
        return _within(str(value), str(test.value), facts)
    kind = FACTS[test.fact]
    if test.operator == "is":
        return test.value in value if isinstance(value, tuple) else value == test.value
    if test.operator == "in":
        wanted = test.value if isinstance(test.value, tuple) else (test.value,)
        return any(item in wanted for item in value) if isinstance(value, tuple) else value in wanted
    return _compare(kind, test, value)


def _compare(kind: FactKind, test: Test, value: FactValue) -> bool | None:
    if isinstance(value, tuple) or isinstance(test.value, tuple):
        return None
    order = list(kind.values)
    if kind.type == "choice":
        if value not in order or test.value not in order:
            return None
        left, right = order.index(str(value)), order.index(str(test.value))
    else:
        left, right = int(value), int(test.value)
    return left >= right if test.operator == "at_least" else left <= right


def _within(region: str, area: str, facts: Mapping[str, FactValue]) -> bool | None:
    office = facts.get("office.regency")
    if area in ("regency", "province"):
        if not isinstance(office, str):
            return None
        area = office if area == "regency" else office[:2]
    if region == "abroad":
        return False
    if region == area or region.startswith(f"{area}."):
        return True
    return None if area.startswith(f"{region}.") else False
