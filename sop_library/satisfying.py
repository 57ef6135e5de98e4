"""Facts under which a condition comes out as wanted: to find gates that can never open, and to walk an SOP."""

from collections.abc import Collection, Mapping

from sop_library.conditions import Condition, Scope, evaluate, fact_tests, jurisdictions_in, size, uses_jurisdiction
from sop_library.facts import FACTS, FactValue, FactValueWrong, UnknownFact, checked_value

_OFFICE = "33.73"
MOST_WORK = 400_000
"""Parts of conditions looked at in one check: about a second, whatever somebody wrote."""
MOST_ON_ONE = 100_000


class TooManyFacts(Exception):
    """The condition rests on so many facts that trying them all would take too long."""


class Budget:
    """How much trying a whole check may still do, counted in parts of conditions looked at and never in seconds."""

    def __init__(self, *, whole: int = MOST_WORK, each: int = MOST_ON_ONE) -> None:
        self.left = whole
        self.each = each


def satisfying(
    condition: Condition,
    *,
    wanted: bool = True,
    given: Mapping[str, FactValue] | None = None,
    jurisdiction: Condition | None = None,
    outcomes: frozenset[str] | None = None,
    budget: Budget | None = None,
    fixed: Collection[str] = (),
) -> dict[str, FactValue] | None:
    """Facts to add to `given` so that the condition is `wanted`; None where there are none. Raises TooManyFacts.

    `budget` is what several calls may spend together. Nothing is made up for the facts that are `fixed`.
    """
    given = given or {}
    budget = Budget() if budget is None else budget
    cost = size(condition) + (jurisdictions_in(condition) * size(jurisdiction) if jurisdiction is not None else 0)
    allowed = min(budget.each, budget.left) // cost
    tests = list(fact_tests(condition))
    if jurisdiction is not None and uses_jurisdiction(condition):
        tests += fact_tests(jurisdiction)
    settled = {*given, *fixed}
    free = [name for name in dict.fromkeys(test.fact for test in tests) if name not in settled and name in FACTS]
    if any(test.operator == "within" for test in tests) and "office.regency" not in settled:
        free = ["office.regency", *(name for name in free if name != "office.regency")]
    prunes = not any(test.operator == "known" for test in tests)
    named: dict[str, list[FactValue]] = {name: [] for name in free}
    for test in tests:
        if test.fact in named:
            named[test.fact].append(test.value)
    candidates = {name: _candidates(name, named[name], given) for name in free}
    tries = 0

    def search(place: int, chosen: dict[str, FactValue]) -> dict[str, FactValue] | None:
        nonlocal tries
        tries += 1
        if tries > allowed:
            raise TooManyFacts
        value = evaluate(condition, Scope({**given, **chosen}, jurisdiction, outcomes))
        if value is wanted:
            return chosen
        if place == len(free) or (prunes and value is not None):
            return None
        name = free[place]
        for candidate in candidates[name]:
            found = search(place + 1, {**chosen, name: candidate})
            if found is not None:
                return found
        return None if prunes else search(place + 1, chosen)

    try:
        return search(0, {})
    finally:
        budget.left = max(budget.left - tries * cost, 0)


def _candidates(name: str, named: list[FactValue], given: Mapping[str, FactValue]) -> list[FactValue]:
    kind = FACTS[name]
    flat = dict.fromkeys(item for value in named for item in (value if isinstance(value, tuple) else (value,)))
    office = str(given.get("office.regency", _OFFICE))
    possible: list[object]
    match kind.type:
        case "yes_no":
            possible = [True, False]
        case "choice":
            possible = list(kind.values)
        case "choices":
            possible = [(value,) for value in kind.values] + [tuple(kind.values), ()]
        case "number":
            numbers = [item for item in flat if isinstance(item, int)]
            possible = [near for number in numbers for near in (number, number + 1, number - 1)]
        case "region":
            elsewhere = "11.01" if office[:2] != "11" else "12.01"
            possible = [office, *flat, f"{office[:2]}.99", elsewhere, "abroad"]
        case "name":
            possible = [*flat, "lain"]
    if name == "office.regency":
        possible = [office]
    found: dict[FactValue, None] = {}
    for value in possible:
        try:
            found[checked_value(name, value)] = None
        except (FactValueWrong, UnknownFact):
            continue
    return list(found)
