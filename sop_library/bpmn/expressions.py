"""Conditions as the expressions that stand on the arrows of a drawing. Only ever written here, never read or run."""

from sop_library.conditions import All, Any, Condition, JurisdictionMet, Not, OutcomeIs, Test
from sop_library.facts import FACTS, FactValue

_SIGNS = {"is": "==", "at_least": ">=", "at_most": "<="}


def variable(kind: str, key: str) -> str:
    """The name under which an expression finds what was decided: "hasil_hubungi_bidang"."""
    return f"{kind}_{key.replace('-', '_')}"


def expression(condition: Condition) -> str:
    """The condition over facts named as "victim_child", in the words that Python and many engines share."""
    match condition:
        case All(parts):
            return " and ".join(f"({expression(part)})" for part in parts)
        case Any(parts):
            return " or ".join(f"({expression(part)})" for part in parts)
        case Not(part):
            return f"not ({expression(part)})"
        case JurisdictionMet():
            return "wilayah_layanan"
        case OutcomeIs(key):
            return f"{key!r} in hasil"
        case Test(fact, operator, value):
            return _test(fact.replace(".", "_"), operator, value, many=FACTS[fact].type == "choices")


def _test(name: str, operator: str, value: FactValue, *, many: bool) -> str:
    if operator == "known":
        return f"{name} is not None" if value else f"{name} is None"
    if operator == "within":
        return f"{name} in {value!r}"
    values = list(value) if isinstance(value, tuple) else [value]
    if many:
        return " or ".join(f"{one!r} in {name}" for one in values)
    if operator == "in":
        return f"{name} in {values!r}"
    return f"{name} {_SIGNS[operator]} {value!r}"
