"""The SOPs of the library, as a console chooses among them for an office that is to be opened."""

from dataclasses import dataclass

from library import queries
from onboarding.together import startable
from sop_library.definition import Definition


@dataclass(frozen=True, slots=True)
class Shelved:
    """One SOP of the library: its key, what it is called, where it is from, how much there is to it, what it starts."""

    key: str
    name: str
    source: str
    steps: int
    lanes: tuple[str, ...]
    service: str = ""
    starts: tuple[str, ...] = ()


class NoSuchSop(KeyError):
    """The library has no SOP of this key."""


def shelf(*, province: str = "") -> tuple[Shelved, ...]:
    """What an office of this province can start with as it is: the nation's SOPs by key, then the province's own.

    One with steps that are nobody's turn yet is adopted by the office itself, which is asked; one that starts others
    is here where these are, all the way down.
    """
    found = queries.entries().filter(province__in=["", province], unsaid=0).order_by("province", "key")
    here = startable(found)
    return tuple(
        Shelved(one.key, one.name, one.source, one.steps, tuple(one.lanes), one.service, tuple(one.starts))
        for one in found
        if one.key in here
    )


def definition_of(key: str) -> Definition:
    """Return the newest state of an SOP of the library. Raises NoSuchSop."""
    found = queries.entry(key)
    if found is None or found.retired_at is not None:
        raise NoSuchSop(key)
    return queries.definition_of(found)
