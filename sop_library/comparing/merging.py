"""Two changes of one SOP put together, by fields of steps, lanes and order. Both at one place: a conflict."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sop_library.comparing.differing import BY_KEY, NAMED, Document

_FIELDS = ("header", "standard")


class _Absent:
    """Nothing stands there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed, each otherwise: ("steps", "domisili", "text"). The merged document has `ours` there.

    A value is ABSENT where that side has nothing there.
    """

    path: tuple[str, ...]
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged document, and every place that somebody has to decide."""

    document: dict[str, Any]
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Document, ours: Document, theirs: Document) -> Merged:
    """What `theirs` changed since `base`, taken into `ours`.

    merge(a, a, b) is b, merge(a, b, a) is b, merge(a, b, b) is b, none with a conflict.
    """
    conflicts: list[Conflict] = []
    made: dict[str, Any] = {}
    for field in dict.fromkeys([*ours, *theirs, *base]):
        value = _part(field, base, ours, theirs, conflicts)
        if value is not ABSENT:
            made[field] = deepcopy(value)
    return Merged(made, tuple(conflicts))


def _part(field: str, base: Document, ours: Document, theirs: Document, conflicts: list[Conflict]) -> Any:
    b, o, t = (side.get(field, ABSENT) for side in (base, ours, theirs))
    if (easy := _easy(b, o, t)) is not None:
        return easy[0]
    if field in BY_KEY and all(_keyed(side) for side in (b, o, t)):
        return _listed(field, b, o, t, conflicts)
    if field in NAMED and all(isinstance(side, Mapping) for side in (b, o, t)):
        return _renumbered(_entries((field,), b, o, t, conflicts))
    if field in _FIELDS and all(isinstance(side, Mapping) for side in (b, o, t)):
        return _fields((field,), b, o, t, conflicts)
    conflicts.append(Conflict((field,), b, o, t))
    return o


def _easy(b: Any, o: Any, t: Any) -> tuple[Any] | None:
    """The value where at most one side changed it, or both changed it alike; None where somebody must decide."""
    if o == t or t == b:
        return (o,)
    return (t,) if o == b else None


def _keyed(entries: Any) -> bool:
    """Whether these are entries that each have a key of their own."""
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        return False
    keys = [one.get("key") for one in entries]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)


def _fields(path: tuple[str, ...], b: Document, o: Document, t: Document, conflicts: list[Conflict]) -> dict[str, Any]:
    made = {}
    for field in dict.fromkeys([*o, *t, *b]):
        one, ours, theirs = (side.get(field, ABSENT) for side in (b, o, t))
        easy = _easy(one, ours, theirs)
        if easy is None:
            conflicts.append(Conflict((*path, field), one, ours, theirs))
        value = ours if easy is None else easy[0]
        if value is not ABSENT:
            made[field] = value
    return made


def _entries(path: tuple[str, ...], b: Document, o: Document, t: Document, conflicts: list[Conflict]) -> dict[str, Any]:
    """Entries by key: each whole where one side changed it, field by field where both did."""
    made: dict[str, Any] = {}
    for key in dict.fromkeys([*o, *t, *b]):
        one, ours, theirs = (side.get(key, ABSENT) for side in (b, o, t))
        easy = _easy(one, ours, theirs)
        if easy is not None:
            value = easy[0]
        elif isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            value = _fields((*path, key), one if isinstance(one, Mapping) else {}, ours, theirs, conflicts)
        else:
            conflicts.append(Conflict((*path, key), one, ours, theirs))
            value = ours if ours is not ABSENT else theirs  # what somebody works on is not thrown away unasked
        if value is not ABSENT:
            made[key] = value
    return made


def _listed(field: str, b: list[Any], o: list[Any], t: list[Any], conflicts: list[Conflict]) -> list[Any]:
    base, ours, theirs = ({one["key"]: one for one in side} for side in (b, o, t))
    made = _entries((field,), base, ours, theirs, conflicts)
    return [made[key] for key in _ordered(field, [*base], [*ours], [*theirs], made, conflicts)]


def _ordered(
    field: str, b: list[str], o: list[str], t: list[str], made: Mapping[str, Any], conflicts: list[Conflict]
) -> list[str]:
    """The order of whoever changed it; the other's new entries stand behind the one they stood behind."""
    common = set(b) & set(o) & set(t)
    base, ours, theirs = ([key for key in side if key in common] for side in (b, o, t))
    if base != ours != theirs != base:
        conflicts.append(Conflict((field, "order"), b, o, t))
    lead, other = (t, o) if ours == base else (o, t)
    made_order = [key for key in lead if key in made]
    for at, key in enumerate(other):
        if key not in made or key in made_order:
            continue
        before = next((one for one in reversed(other[:at]) if one in made_order), None)
        made_order.insert(made_order.index(before) + 1 if before is not None else 0, key)
    return made_order + [key for key in made if key not in set(made_order)]


def _renumbered(entries: dict[str, Any]) -> dict[str, Any]:
    """Entries that both sides added may claim one place: then each keeps its turn, numbered anew."""
    places = [one.get("order") for one in entries.values() if isinstance(one, Mapping)]
    if len(places) == len(set(map(str, places))) or not all(isinstance(place, int) for place in places):
        return entries
    keys: Sequence[str] = sorted(entries, key=lambda key: entries[key]["order"])
    return {key: {**entries[key], "order": place} for place, key in enumerate(keys, start=1)}
