"""SOPs that start others, taken together: which may be offered, what must be taken besides, what is published first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sop_library.definition import Definition


class Starting(Protocol):
    """An SOP of the library: its key, its service, and the keys and services of what it starts."""

    @property
    def key(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def starts(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Lacking:
    """What has to be taken besides, one of `others`: a single one where it is named, each SOP of a service else."""

    key: str
    others: tuple[str, ...]


def startable(found: Iterable[Starting]) -> frozenset[str]:
    """The keys of those whose every start is among them in its turn: none that leads nowhere or back to itself."""
    left = list(found)
    there: list[Starting] = []
    while ready := [one for one in left if all(_met(word, there) for word in one.starts)]:
        there += ready
        left = [one for one in left if one not in ready]
    return frozenset(one.key for one in there)


def lacking(chosen: Iterable[str], found: Sequence[Starting]) -> list[Lacking]:
    """What the chosen ones start and is not chosen itself, in their order."""
    keys = set(chosen)
    taken = [one for one in found if one.key in keys]
    missing = []
    for one in taken:
        for word in one.starts:
            if not _met(word, [other for other in taken if other is not one]):
                others = tuple(other.key for other in found if other is not one and _met(word, [other]))
                missing.append(Lacking(one.key, others))
    return missing


def _met(word: str, there: Iterable[Starting]) -> bool:
    """A start is named by the key of an SOP, which has a stroke, or by a service."""
    return any(word == (one.key if "/" in word else one.service) for one in there)


def called_first(definitions: Sequence[Definition]) -> list[tuple[int, Definition]]:
    """The definitions with their places, each after those that it starts; a circle stays as it is, and is refused."""
    left = list(enumerate(definitions))
    made: list[tuple[int, Definition]] = []
    while left:
        ready = [one for one in left if not _waits(one[1], left)] or left
        made += ready
        left = [one for one in left if one not in ready]
    return made


def _waits(one: Definition, left: Iterable[tuple[int, Definition]]) -> bool:
    words = {sub.sop or sub.service for step in one.steps for sub in step.subs}
    return any(other is not one and (other.sop in words or other.service in words) for _place, other in left)
