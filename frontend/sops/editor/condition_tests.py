"""A condition taken apart into tests, a test as what is picked for it, and both back.

What can be asked of a fact hangs on its kind; a region, a number and a choice are compared in their own ways.
"""

from typing import Any

from django.utils.translation import gettext as _

from frontend.sops.editor.shapes import ABSENT, Near, Option, as_dict, as_text
from sop_library.codes.channels import CHANNELS
from sop_library.conditions import OPERATORS
from sop_library.facts import FACTS

JURISDICTION = "jurisdiction"
OUTCOME = "outcome:"
OPERATORS_OF = {
    "yes_no": ("yes", "no", "known", "unknown"),
    "choice": ("in", "at_least", "at_most", "known", "unknown"),
    "choices": ("in", "known", "unknown"),
    "name": ("in", "known", "unknown"),
    "number": ("is", "at_least", "at_most", "known", "unknown"),
    "region": ("within", "known", "unknown"),
    "met": ("met",),
    "chosen": ("chosen",),
}


def kind_of(subject: str) -> str:
    """What operators a subject takes; nothing for none."""
    if subject == JURISDICTION:
        return "met"
    if subject.startswith(OUTCOME):
        return "chosen"
    return FACTS[subject].type if subject in FACTS else ""


def values_of(subject: str, near: Near) -> list[Option]:
    """The values a fact can take, from its list; doors are those of this SOP."""
    if subject == "door":
        doors = as_dict(near.document.get("doors"))
        return [Option(key, as_text(as_dict(door).get("label")) or key) for key, door in doors.items()]
    if subject == "channel":
        return [Option(code, code) for code in CHANNELS]
    return [Option(code, _(words)) for code, words in FACTS[subject].values.items()] if subject in FACTS else []


def taken_apart(condition: Any) -> tuple[str, list[Any]]:
    """How the parts of a condition go together, and the parts."""
    found = as_dict(condition)
    if not found:
        return "all", []
    for mode in ("all", "any"):
        if set(found) == {mode} and isinstance(found[mode], list) and found[mode]:
            return mode, found[mode]
    inner = as_dict(found.get("not"))
    for mode, name in (("all", "not_all"), ("any", "none")):
        if set(inner) == {mode} and isinstance(inner[mode], list) and inner[mode]:
            return name, inner[mode]
    return "all", [condition]


def is_group(part: Any) -> bool:
    """Whether a part of a condition is itself several parts that go together."""
    _mode, inner = taken_apart(part)
    return bool(inner) and inner != [part]


def put_together(mode: str, parts: list[Any]) -> Any:
    """The condition that `taken_apart` takes apart so; ABSENT without parts. A group alone stays a group."""
    if not parts:
        return ABSENT
    if len(parts) == 1 and not is_group(parts[0]):
        turned = mode in ("none", "not_all")
        return {"not": parts[0]} if turned else parts[0]
    return joined(mode, parts)


def joined(mode: str, parts: list[Any]) -> dict[str, Any]:
    """Parts under the word that joins them, be it only one part."""
    if mode in ("all", "any"):
        return {mode: parts}
    return {"not": {"any" if mode == "none" else "all": parts}}


def picks_of(leaf: Any) -> tuple[str, str, list[str], str, str] | None:
    """A test as what is picked: subject, operator, values, kind of area, the operator to keep; None for no test."""
    if set(leaf) == {"jurisdiction"}:
        return JURISDICTION, "met", [], "", ""
    if set(leaf) == {"outcome"}:
        return OUTCOME + as_text(leaf["outcome"]), "chosen", [], "", ""
    fact = as_text(leaf.get("fact"))
    operator = next((name for name in OPERATORS if name in leaf), "")
    if fact not in FACTS or set(leaf) != {"fact", operator}:
        return None
    value, kind = leaf[operator], FACTS[fact].type
    if operator == "known":
        return fact, "known" if value is True else "unknown", [], "", ""
    if kind == "yes_no":
        return fact, "yes" if value is True else "no", [], "", ""
    if kind == "region":
        area = as_text(value)
        return (
            (fact, "within", [], area, "") if area in ("regency", "province") else (fact, "within", [area], "code", "")
        )
    values = [as_text(one) for one in (value if isinstance(value, list) else [value])]
    op = "in" if operator == "is" and kind != "number" else operator
    exact = "in" if operator == "in" and len(values) == 1 else ""
    return fact, op, values, "", exact


def leaf_of(
    subject: str, op: str, values: list[str], area: str, exact: str, subjects: list[Option], near: Near
) -> dict[str, Any] | None:
    """The test that was picked; None where it is not finished or names what is not there."""
    if subject not in {option.value for option in subjects}:
        return None
    if subject == JURISDICTION:
        return {"jurisdiction": "met"}
    if subject.startswith(OUTCOME):
        return {"outcome": subject.removeprefix(OUTCOME)}
    if op in ("known", "unknown"):
        return {"fact": subject, "known": op == "known"}
    if op in ("yes", "no"):
        return {"fact": subject, "is": op == "yes"}
    kind = FACTS[subject].type
    if kind == "region":
        code = values[0].strip() if values else ""
        place = area if area in ("regency", "province") else code
        return {"fact": subject, "within": place} if _is_area(place) else None
    if kind == "number":
        number = values[0].strip() if values else ""
        return (
            {"fact": subject, op: int(number)} if number.isascii() and number.isdecimal() and len(number) < 6 else None
        )
    known = {option.value for option in values_of(subject, near)}
    if not values or any(value not in known for value in values):
        return None
    if op in ("at_least", "at_most"):
        return {"fact": subject, op: values[0]} if len(values) == 1 else None
    return {"fact": subject, "is": values[0]} if len(values) == 1 and exact != "in" else {"fact": subject, "in": values}


def _is_area(place: str) -> bool:
    digits = place.replace(".", "", 1) if place.isascii() else ""
    return place in ("regency", "province") or (
        digits.isdecimal() and (len(place), place.count(".")) in ((2, 0), (5, 1)) and place[2:3] in ("", ".")
    )
