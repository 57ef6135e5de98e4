"""The ways out of each row that its sheet draws: to a row with a symbol, to the end, or to a case that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sop_library.definition import Definition
from sop_library.parts import Step, Then

Way: TypeAlias = Literal["step", "end", "attach"]
MOST = 6
"""How many ways out of one row are drawn; what a longer list has besides is written in its Keterangan."""
LONGEST, LONGEST_OF_MANY, MANY = 84, 42, 4
"""How many letters of its words stand at a branch, fewer where many leave one row; the Keterangan has them whole."""
SHORTER = (LONGEST_OF_MANY, 20, 8, 2)
"""How many, one after the other, where the words at the branches of one row alone are taller than a page."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out. `target` is the place of the row it leads to; None for an end or an old case."""

    kind: Way
    label: str = ""
    target: int | None = None
    longest: int = LONGEST

    @property
    def shown(self) -> str:
        """The words at the branch itself."""
        if len(self.label) <= self.longest:
            return self.label
        return self.label[: self.longest - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Exits:
    """The ways out of one row: those that are drawn, the one straight on last, and those that are only told."""

    drawn: tuple[Exit, ...] = ()
    told: tuple[Exit, ...] = ()
    """Those that the Keterangan says in words: not drawn, or with more words than stand at a branch."""
    straight: bool = False
    """Whether the last of those drawn leads to the next row that has a symbol."""


def exits_of(definition: Definition, drawn: Mapping[str, bool]) -> dict[str, Exits]:
    """Step key -> its ways out. `drawn` says which steps have a symbol; the flow goes straight through the others."""
    places = definition.position
    found = {}
    following: int | None = None
    after: dict[str, int | None] = {}
    for step in reversed(definition.steps):
        after[step.key] = following
        if drawn[step.key]:
            following = places[step.key]
    for step in definition.steps:
        if drawn[step.key]:
            found[step.key] = _sorted(_merged(_ways(definition, step, drawn)), after[step.key])
        else:
            found[step.key] = Exits()
    return found


def _ways(definition: Definition, step: Step, drawn: Mapping[str, bool]) -> list[Exit]:
    if not step.outcomes:
        return _leading(definition, step, step.then, "", drawn)
    ways: list[Exit] = []
    for outcome in step.outcomes:
        if outcome.then is not None:
            ways.extend(_leading(definition, step, outcome.then, outcome.label, drawn))
    return ways


def _leading(definition: Definition, step: Step, then: Then, label: str, drawn: Mapping[str, bool]) -> list[Exit]:
    if then.kind == "attach":
        return [Exit("attach", label)]
    targets = definition.targets(step, then) if then.kind == "steps" else ()
    if not targets:
        return [Exit("end", label)]
    ways = []
    for key in targets:
        place = _lands(definition, key, drawn)
        ways.append(Exit("end", label) if place is None else Exit("step", label, place))
    return ways


def _lands(definition: Definition, key: str, drawn: Mapping[str, bool]) -> int | None:
    """The first row with a symbol that the flow comes to by `key`; None where it comes to none."""
    seen: set[str] = set()
    while not drawn[key]:
        if key in seen:
            return None
        seen.add(key)
        step = definition.step(key)
        targets = definition.targets(step, step.then) if step.then.kind == "steps" else ()
        if not targets:
            return None
        key = targets[0]
    return definition.position[key]


def _merged(ways: list[Exit]) -> list[Exit]:
    """Ways that lead to the same place are one line with all their words."""
    found: dict[tuple[Way, int | None], list[str]] = {}
    for way in ways:
        words = found.setdefault((way.kind, way.target), [])
        if way.label and way.label not in words:
            words.append(way.label)
    return [Exit(kind, " / ".join(words), target) for (kind, target), words in found.items()]


def _sorted(ways: list[Exit], following: int | None) -> Exits:
    """The way to the next row last: it leaves below; else the end, else what there is."""
    straight = next((way for way in ways if way.kind == "step" and way.target == following), None)
    if straight is None:
        straight = next((way for way in ways if way.kind != "step"), None)
    besides = [way for way in ways if way is not straight]
    last = [] if straight is None else [straight]
    room = MOST - len(last)
    leads_on = straight is not None and straight.kind == "step"
    drawn = besides[:room] + last
    if len(drawn) >= MANY:
        drawn = [replace(way, longest=LONGEST_OF_MANY) for way in drawn]
    told = [*(way for way in drawn if way.shown != way.label), *besides[room:]]
    return Exits(tuple(drawn), tuple(told), straight=leads_on)


def shorter(exits: Exits) -> Exits | None:
    """The same ways with fewer words at each, those whole in the Keterangan; None where there are hardly any left."""
    now = min((way.longest for way in exits.drawn), default=0)
    longest = next((one for one in SHORTER if one < now), None)
    if longest is None:
        return None
    besides = [way for way in exits.told if way not in exits.drawn]
    drawn = tuple(replace(way, longest=longest) for way in exits.drawn)
    return replace(exits, drawn=drawn, told=(*(way for way in drawn if way.shown != way.label), *besides))
