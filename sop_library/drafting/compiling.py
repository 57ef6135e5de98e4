"""From a change to the moves it comes down to, in the document as it stands."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

from sop_library.drafting.changes import AddPart, AddStep, MovePart, RemovePart, RemoveStep, SetField, SplitStep
from sop_library.drafting.lanes import without_lane
from sop_library.drafting.moves import ABSENT, Insert, Move, Path, Put, Shift, Take, find, gone, keys
from sop_library.drafting.refusing import ChangeRefused
from sop_library.drafting.rewiring import follower, led_by_name, rewired
from sop_library.schema_faults import schema

SECTIONS = {
    "step": "steps",
    "lane": "lanes",
    "door": "doors",
    "form": "forms",
    "limit": "limits",
    "interrupt": "interrupts",
}
TOP_PARTS = frozenset({"sop", "header", "standard"})
NULL_NOT_ABSENT = frozenset({"regency", "based_on"})
"""Fields that stand in every document and may be null."""
NOT_SET = frozenset({"key", "order", "format", "lanes", "doors", "forms", "steps", "limits", "interrupts", "outcomes"})
"""Keys, places and sections, which have changes of their own; a step's `lanes` is no section."""
DRAWS = frozenset({"lanes", "kind", "decides", "scope"})
"""Fields of a step from which its symbols are drawn: printed marks would go on saying what stood there."""
FLOWS_ON = ("then", "outcomes", "choose", "closes", "repeat", "sub", "optional", "kind")
"""Fields of a step that say how it ends: of a step that is split, the second half has them."""
_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def path_of(part: str) -> Path:
    """Where a part stands in the document: "step:domisili" is ("steps", "domisili"). Raises ChangeRefused."""
    if part in TOP_PARTS:
        return () if part == "sop" else (part,)
    kind, _, key = part.partition(":")
    if kind == "outcome" and "/" in key:
        step, _, outcome = key.partition("/")
        return ("steps", step, "outcomes", outcome)
    if kind not in SECTIONS or not key:
        raise ChangeRefused("part_unknown", part=part)
    return (SECTIONS[kind], key)


def part_at(path: Path) -> str:
    """The part a path lies in: what `path_of` undoes."""
    if len(path) >= 4 and path[2] == "outcomes":
        return f"outcome:{path[1]}/{path[3]}"
    names = {section: name for name, section in SECTIONS.items()}
    if len(path) >= 2 and path[0] in names:
        return f"{names[path[0]]}:{path[1]}"
    return path[0] if path and path[0] in TOP_PARTS else "sop"


def set_field(document: Mapping[str, Any], change: SetField) -> Iterator[Move]:
    """Write a field."""
    path, name, value = path_of(change.part), change.field, change.value
    _check_field(path, name)
    if path in (("header",), ("standard",)) and path[0] not in document:
        yield Put(path, {})
    elif find(document, path) is document and name in NULL_NOT_ABSENT:
        yield Put((name,), value)
        return
    yield Put((*path, name), ABSENT if value is None else value)
    if len(path) == 2 and path[0] == "steps" and name in DRAWS and "marks" in find(document, path):
        yield Put((*path, "marks"), ABSENT)


def add_step(document: Mapping[str, Any], change: AddStep) -> Iterator[Move]:
    """Let a step in; what led from the step before it to the one after it, by name, leads to it."""
    step = dict(change.step)
    key = _new_key(step.get("key"))
    _check_fields(("steps", key), step)
    for path in led_by_name(document, change.after, follower(document, change.after)):
        yield Put(path, key)
    yield Insert(("steps",), key, step, change.after)


def remove_step(document: Mapping[str, Any], change: RemoveStep) -> Iterator[Move]:
    """Take a step out, and lead what led to it on."""
    if change.key not in keys(document, ("steps",)):
        raise gone(("steps", change.key))
    if change.rewire == change.key:
        raise ChangeRefused("next_to_itself")
    if change.rewire and change.rewire not in keys(document, ("steps",)):
        raise gone(("steps", change.rewire))
    yield from rewired(document, change.key, change.rewire)
    yield Take(("steps",), change.key)


def split_step(document: Mapping[str, Any], change: SplitStep) -> Iterator[Move]:
    """Two steps of one: the first keeps its key and what leads to it, the second how it ends."""
    path: Path = ("steps", change.key)
    step = dict(find(document, path))
    second = {name: step[name] for name in ("lanes", "stage", "section", "page", *FLOWS_ON) if name in step}
    second = {name: value for name, value in {**second, **change.second}.items() if value is not None}
    key = _new_key(second.get("key"))
    _check_fields(("steps", key), second)
    _check_fields(path, change.first)
    for name in FLOWS_ON:
        if name not in change.first:  # also where it is not there: who fills it in meanwhile means the undivided step
            yield Put((*path, name), ABSENT)
    for name, value in change.first.items():
        yield Put((*path, name), ABSENT if value is None else value)
    if "marks" in step:
        yield Put((*path, "marks"), ABSENT)
    yield from _ends_later(document, change.key, key)
    yield Insert(("steps",), key, {"key": key, **second}, change.key)


def _ends_later(document: Mapping[str, Any], first: str, second: str) -> Iterator[Move]:
    """A time that counts from the step's end, and a limit that its end keeps, look at the second half now."""
    for step in document["steps"]:
        time = step.get("time")
        if isinstance(time, Mapping) and time.get("counts_from") == first:
            yield Put(("steps", step["key"], "time"), {**time, "counts_from": second})
    for limit in document.get("limits", ()):
        until = limit.get("until")
        if until == first or (isinstance(until, list) and first in until):
            ends = second if until == first else [second if one == first else one for one in until]
            yield Put(("limits", limit["key"], "until"), ends)
        if limit.get("counts_from") == first:
            yield Put(("limits", limit["key"], "counts_from"), second)


def add_part(change: AddPart) -> Iterator[Move]:
    """Let a lane, a door, a form, a limit, an interrupt or an outcome in."""
    *section, key = _row_path(change.part)
    fields = {name: value for name, value in change.fields.items() if name != "order"}
    _new_key(key)
    _check_fields((*section, key), fields)
    if section[-1] not in ("lanes", "doors", "forms"):
        fields["key"] = key
    yield Insert(tuple(section), key, fields, change.after)


def move_part(change: MovePart) -> Iterator[Move]:
    """Put it after another."""
    *section, key = _row_path(change.part)
    yield Shift(tuple(section), key, change.after)


def remove_part(document: Mapping[str, Any], change: RemovePart) -> Iterator[Move]:
    """Take it out; for a lane, name another where it still works, for a form drop what asks for it."""
    *section, key = path = _row_path(change.part)
    find(document, tuple(path))
    if section == ["lanes"]:
        yield from without_lane(document, key, change.instead)
    yield Take(tuple(section), key)


def _row_path(part: str) -> Path:
    path = path_of(part)
    if not path or path in (("header",), ("standard",)) or (path[0] == "steps" and len(path) == 2):
        raise ChangeRefused("part_unknown", part=part)
    return path


def _new_key(key: object) -> str:
    if not isinstance(key, str) or len(key) > 60 or not _KEY.match(key):
        raise ChangeRefused("not_a_key", key=str(key or "")[:60])
    return key


def _check_fields(path: Path, fields: Mapping[str, Any]) -> None:
    for name in chain(fields):
        if name != "key" and name not in _known(path):
            raise ChangeRefused("field_unknown", field=str(name)[:60])


def _check_field(path: Path, name: str) -> None:
    a_steps_lanes = name == "lanes" and len(path) == 2 and path[0] == "steps"
    if name not in _known(path) or (name in NOT_SET and not a_steps_lanes):
        raise ChangeRefused("field_unknown", field=name[:60])


def _known(path: Path) -> frozenset[str]:
    return _fields_of(path[-2] if len(path) > 1 else path[0] if path else "")


@cache
def _fields_of(section: str) -> frozenset[str]:
    """The fields the schema knows: of a row of a section, of the header, of the standard, or of the SOP itself."""
    found = schema()
    if section in ("header", "standard", "interrupts"):
        found = found["properties"][section]
        found = found.get("items", found)
    elif section == "forms":
        found = found["properties"]["forms"]["additionalProperties"]
    elif section:
        found = found["$defs"][section.removesuffix("s")]
    return frozenset(found["properties"])
