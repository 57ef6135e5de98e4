"""What differs between two SOP documents, by key. Total: a draft may be half built on either side."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sop_library.likeness import Said, pairs

Document = Mapping[str, Any]
Kind = Literal["added", "removed", "moved", "changed"]
BY_KEY = ("steps", "limits", "interrupts")
"""Parts that are lists of entries with a key, in an order that counts."""
NAMED = ("lanes", "doors", "forms")
"""Parts that are entries by their key, in the order their `order` says."""
_ALIKE = 0.6
"""From here on a step under a new key is taken for one that is gone, as far as anybody suggests it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. None stands for a field that is not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One step, lane, door, form, limit or interrupt that differs, as it was and as it is (None: not there).

    `kinds` says how: added or removed stand alone, moved and changed may come together.
    """

    part: str
    key: str
    kinds: tuple[Kind, ...]
    before: Document | None
    after: Document | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """A suggestion: the step that is gone and the new one say nearly the same (`ratio` of 1 is word for word)."""

    before: str
    after: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs. `entries` are in the order of the newer document, what is gone where it stood; `boxes` are the
    fields around the steps: title, header, legal basis, standard, and so on.
    """

    entries: tuple[Entry, ...] = ()
    boxes: tuple[Change, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    behind: Mapping[str, str] = field(default_factory=dict)
    """Key of a step that is gone -> key of the nearest one before it that stayed."""

    def __bool__(self) -> bool:
        return bool(self.entries or self.boxes)

    def of(self, part: str) -> tuple[Entry, ...]:
        """The entries of one part: steps, lanes, doors, forms, limits or interrupts."""
        return tuple(entry for entry in self.entries if entry.part == part)

    @property
    def steps(self) -> tuple[Entry, ...]:
        """The steps that differ."""
        return self.of("steps")

    @property
    def gone(self) -> Mapping[str, tuple[Entry, ...]]:
        """Key of the step of the newer document behind which steps are gone -> those steps; "" for before the first."""
        found: dict[str, list[Entry]] = {}
        for entry in self.steps:
            if entry.after is None:
                found.setdefault(self.behind.get(entry.key, ""), []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @property
    def marks(self) -> Mapping[str, Kind]:
        """Step key -> how its row on the newer sheet is to be marked; the gravest where several hold."""
        return {entry.key: min(entry.kinds, key=_GRAVITY.index) for entry in self.steps if entry.after is not None}


_GRAVITY: tuple[Kind, ...] = ("added", "removed", "changed", "moved")


def differences(before: Document, after: Document) -> Differences:
    """What is different in `after`. Two equal documents have none, and none only they have."""
    entries: list[Entry] = []
    for part in (*BY_KEY, *NAMED):
        entries += _entries(part, before.get(part), after.get(part))
    boxes = _changes(_without_parts(before), _without_parts(after))
    steps = [entry for entry in entries if entry.part == "steps"]
    stayed = _stayed_before(by_key(before.get("steps")), by_key(after.get("steps")))
    return Differences(tuple(entries), boxes, tuple(_renamed(steps)), stayed)


def _stayed_before(old: Mapping[str, Document], new: Mapping[str, Document]) -> dict[str, str]:
    found, last = {}, ""
    for key in old:
        if key in new:
            last = key
        elif last:
            found[key] = last
    return found


def by_key(entries: Any) -> dict[str, Document]:
    """Entries of a part by their key, in their order; an entry without a key of its own goes by its place.

    A key that stands twice keeps both.
    """
    if isinstance(entries, Mapping):
        told = [(key, one) for key, one in entries.items() if isinstance(one, Mapping)]
        return dict(sorted(told, key=lambda one: _order(one[1])))
    found: dict[str, Document] = {}
    for place, one in enumerate(entries if isinstance(entries, Sequence) and not isinstance(entries, str) else (), 1):
        if not isinstance(one, Mapping):
            continue
        key = one.get("key")
        key = key if isinstance(key, str) and key else f"#{place}"
        found[key if key not in found else f"{key}#{place}"] = one
    return found


def _order(entry: Document) -> int:
    order = entry.get("order", 0)
    return order if isinstance(order, int) else 0


def _without_parts(document: Document) -> dict[str, Any]:
    """The fields around the steps; a part that is not shaped as one stays, so that no difference is overlooked."""
    shaped = {part for part in (*BY_KEY, *NAMED) if _shaped(document.get(part, {} if part in NAMED else []), part)}
    return {field: value for field, value in document.items() if field not in shaped}


def _shaped(value: Any, part: str) -> bool:
    if part in NAMED:
        return isinstance(value, Mapping) and all(isinstance(one, Mapping) for one in value.values())
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _entries(part: str, before: Any, after: Any) -> list[Entry]:
    old, new = by_key(before), by_key(after)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found = []
    for key, entry in new.items():
        if key not in old:
            found.append(Entry(part, key, ("added",), None, entry))
            continue
        changes = _changes(_without_order(old[key], part), _without_order(entry, part))
        kinds: tuple[Kind, ...] = (*(("moved",) if key in moved else ()), *(("changed",) if changes else ()))
        if kinds:
            found.append(Entry(part, key, kinds, old[key], entry, changes))
    return _with_removed(part, found, old, new)


def _without_order(entry: Document, part: str) -> Document:
    return {field: value for field, value in entry.items() if field != "order"} if part in NAMED else entry


def _with_removed(
    part: str, found: list[Entry], old: Mapping[str, Document], new: Mapping[str, Document]
) -> list[Entry]:
    """The entries with those that are gone, each behind the nearest one before it that stayed."""
    place = {key: at for at, key in enumerate(new)}
    behind: list[tuple[float, int, Entry]] = [(place[one.key], 0, one) for one in found]
    last = -1
    for at, (key, entry) in enumerate(old.items()):
        if key in new:
            last = place[key]
        else:
            behind.append((last, at + 1, Entry(part, key, ("removed",), entry, None)))
    return [entry for _at, _turn, entry in sorted(behind, key=lambda one: one[:2])]


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The fewest keys that must have moved: all but the longest run that kept its order."""
    place = {key: at for at, key in enumerate(old)}
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, key in enumerate(new):
        spot = bisect_left(ends, place[key])
        if spot == len(ends):
            ends.append(place[key])
            tails.append(at)
        else:
            ends[spot], tails[spot] = place[key], at
        before.append(tails[spot - 1] if spot else -1)
    kept, at = set(), tails[-1] if tails else -1
    while at >= 0:
        kept.add(new[at])
        at = before[at]
    return frozenset(new) - kept


def _changes(before: Document, after: Document) -> tuple[Change, ...]:
    fields = dict.fromkeys([*before, *after])
    return tuple(
        Change(field, before.get(field), after.get(field))
        for field in fields
        if (field in before) != (field in after) or before.get(field) != after.get(field)
    )


def _renamed(steps: Sequence[Entry]) -> Iterable[Renamed]:
    """Steps that are gone, each with the new one that says nearly the same; nobody takes it for certain."""
    gone = {entry.key: _said(entry.before) for entry in steps if entry.after is None}
    come = {entry.key: _said(entry.after) for entry in steps if entry.before is None}
    return (Renamed(before, after, round(ratio, 2)) for before, after, ratio in pairs(gone, come, alike=_ALIKE))


def _said(step: Document | None) -> Said:
    words = (step or {}).get("text")
    return Said((words if isinstance(words, str) else "",))
