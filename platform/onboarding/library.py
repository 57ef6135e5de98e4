"""The SOPs that come with the product, as somebody chooses among them."""

from dataclasses import dataclass
from functools import cache

from sop_library.definition import Definition
from sop_library.inspecting import catalogue
from sop_library.loading import load


@dataclass(frozen=True, slots=True)
class Shelved:
    """One SOP of the library: its key in the catalogue, what it is called, and how much there is to it."""

    key: str
    name: str
    source: str
    steps: int
    lanes: tuple[str, ...]


class NoSuchSop(KeyError):
    """The library has no SOP of this key."""


@cache
def definitions() -> dict[str, Definition]:
    """Every SOP of the library that an office can adopt as it is, by key."""
    found = {key: load(text, name=key) for key, text in catalogue().items()}
    return {key: one for key, one in found.items() if not any(step.subs for step in one.steps)}


@cache
def shelf() -> tuple[Shelved, ...]:
    """What can be chosen, in the catalogue's order."""
    return tuple(
        Shelved(
            key=key,
            name=one.name,
            source=key.split("/", 1)[0].replace("-", " ").title(),
            steps=len(one.steps),
            lanes=tuple(lane.label for lane in one.lanes.values() if not lane.outside and not lane.made_of),
        )
        for key, one in definitions().items()
    )


def definition_of(key: str) -> Definition:
    """Return an SOP of the library. Raises NoSuchSop."""
    try:
        return definitions()[key]
    except KeyError:
        raise NoSuchSop(key) from None
