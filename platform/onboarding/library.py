"""The SOPs of the library, as a console chooses among them for an office that is to be opened."""

from dataclasses import dataclass

from library import queries
from sop_library.definition import Definition


@dataclass(frozen=True, slots=True)
class Shelved:
    """One SOP of the library: its key, what it is called, where it is from, and how much there is to it."""

    key: str
    name: str
    source: str
    steps: int
    lanes: tuple[str, ...]


class NoSuchSop(KeyError):
    """The library has no SOP of this key."""


def shelf(*, province: str = "") -> tuple[Shelved, ...]:
    """What an office of this province can start with as it is: the nation's SOPs by key, then the province's own.

    One with steps that are nobody's turn yet, or that starts others, is adopted by the office itself, which is asked.
    """
    found = queries.entries().filter(province__in=["", province], unsaid=0, starts=[]).order_by("province", "key")
    return tuple(
        Shelved(key=one.key, name=one.name, source=one.source, steps=one.steps, lanes=tuple(one.lanes)) for one in found
    )


def definition_of(key: str) -> Definition:
    """Return the newest state of an SOP of the library. Raises NoSuchSop."""
    found = queries.entry(key)
    if found is None or found.retired_at is not None:
        raise NoSuchSop(key)
    return queries.definition_of(found)
