"""The four things every change comes down to, on paths by key: put a value, let a row in, take it out, shift it.

A path names rows by their key, never by their place: ("steps", "domisili", "text"). Each move returns the one that
takes it back, so that a change and its inverse leave a settled document exactly as it was.
"""

from collections.abc import Mapping, MutableMapping, MutableSequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

from sop_library.drafting.refusing import ChangeRefused

Path: TypeAlias = tuple[str, ...]
ROWS = frozenset({"steps", "limits", "interrupts", "outcomes"})
"""Lists whose rows have a `key`."""
ENTRIES = frozenset({"lanes", "doors", "forms"})
"""Mappings by key whose entries have an `order`."""
KEPT_EMPTY = frozenset({"steps", "lanes", "doors"})
"""Sections that stand even where nothing is in them."""
PLACE = "·place"


class Absent:
    """That a field is not there: not even null."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Put:
    """Make the field at `path` hold `value`, or, where that is ABSENT, not be there."""

    path: Path
    value: Any

    @property
    def touches(self) -> Path:
        """What of the document this is about."""
        return self.path


@dataclass(frozen=True, slots=True)
class Insert:
    """Let `row` in under `key`, after the row `after`; first where that is ""."""

    section: Path
    key: str
    row: Mapping[str, Any]
    after: str

    @property
    def touches(self) -> Path:
        """What of the document this is about."""
        return (*self.section, self.key)


@dataclass(frozen=True, slots=True)
class Take:
    """Take the row `key` out."""

    section: Path
    key: str

    @property
    def touches(self) -> Path:
        """What of the document this is about."""
        return (*self.section, self.key)


@dataclass(frozen=True, slots=True)
class Shift:
    """Make the row `key` follow the row `after`; first where that is ""."""

    section: Path
    key: str
    after: str

    @property
    def touches(self) -> Path:
        """What of the document this is about."""
        return (*self.section, self.key, PLACE)


Move: TypeAlias = Put | Insert | Take | Shift


def perform(document: MutableMapping[str, Any], move: Move) -> Move:
    """Change `document` in place; return the move that takes it back. Raises ChangeRefused, having changed nothing."""
    match move:
        case Put(path, value):
            return _put(document, path, value)
        case Insert(section, key, row, after):
            _insert(document, section, key, deepcopy(dict(row)), after)
            return Take(section, key)
        case Take(section, key):
            after = before(document, section, key)
            return Insert(section, key, _take(document, section, key), after)
        case Shift(section, key, after):
            was = before(document, section, key)
            if after == key:
                raise ChangeRefused("next_to_itself")
            if after and after not in keys(document, section):
                raise gone((*section, after))
            _insert(document, section, key, _take(document, section, key), after)
            return Shift(section, key, was)


def keys(document: Mapping[str, Any], section: Path) -> list[str]:
    """The keys of a section in their order; none where it is not there."""
    found = find(document, section[:-1]).get(section[-1])
    if section[-1] in ROWS:
        return [row["key"] for row in found or ()]
    return sorted(found or {}, key=lambda key: found[key].get("order", 0))


def before(document: Mapping[str, Any], section: Path, key: str) -> str:
    """The key before `key`; "" where it is the first. Raises ChangeRefused where it is not there."""
    there = keys(document, section)
    if key not in there:
        raise gone((*section, key))
    place = there.index(key)
    return there[place - 1] if place else ""


def find(document: Mapping[str, Any], path: Path) -> Any:
    """What stands at `path`: a mapping. Raises ChangeRefused where a row on the way is gone."""
    found: Any = document
    for part in path:
        inner = next((row for row in found if row.get("key") == part), None) if isinstance(found, list) else (
            found.get(part) if isinstance(found, Mapping) else None
        )  # fmt: skip
        if inner is None:
            raise gone(path)
        found = inner
    return found


def gone(path: Path) -> ChangeRefused:
    """The refusal for a row that is not there."""
    return ChangeRefused("part_gone", part=path[-1])


def _put(document: MutableMapping[str, Any], path: Path, value: Any) -> Put:
    holder, field = find(document, path[:-1]), path[-1]
    was = holder.get(field, ABSENT)
    if value is ABSENT:
        holder.pop(field, None)
    else:
        holder[field] = deepcopy(value)
    return Put(path, was)


def _insert(document: MutableMapping[str, Any], section: Path, key: str, row: dict[str, Any], after: str) -> None:
    there = keys(document, section)
    if key in there:
        raise ChangeRefused("key_taken", key=key)
    if after and after not in there:
        raise gone((*section, after))
    holder, name = find(document, section[:-1]), section[-1]
    place = there.index(after) + 1 if after else 0
    if name in ROWS:
        rows: MutableSequence[Any] = holder.setdefault(name, [])
        rows.insert(place, row)
    else:
        holder.setdefault(name, {})[key] = row
        _number(holder[name], [*there[:place], key, *there[place:]])


def _take(document: MutableMapping[str, Any], section: Path, key: str) -> dict[str, Any]:
    there = keys(document, section)
    if key not in there:
        raise gone((*section, key))
    holder, name = find(document, section[:-1]), section[-1]
    if name in ROWS:
        row: dict[str, Any] = holder[name].pop(there.index(key))
    else:
        row = holder[name].pop(key)
        _number(holder[name], [one for one in there if one != key])
    if not holder[name] and name not in KEPT_EMPTY:
        del holder[name]
    return row


def _number(entries: Mapping[str, Any], order: list[str]) -> None:
    for place, key in enumerate(order, start=1):
        entries[key]["order"] = place
