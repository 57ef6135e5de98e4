"""One month's table of one violence type: areas by stages, every total in it, and which numbers tie each other.

Every number stands in exactly two sums. So the table is a graph: sums are its corners, numbers its edges, and raising
some numbers and lowering others so that every sum still holds is going round in a circle. Edges point the way in which
a raise is passed on: nation → province → regency by stage, and back up by the totals over all stages.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reporting.models import ALL, NATION

Corner = tuple[str, ...]


class Place(NamedTuple):
    """Where a number stands: an area (ID, a province's code, a regency's) and a stage (* for all)."""

    area: str
    stage: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A number between the two sums it stands in."""

    place: Place
    start: Corner
    end: Corner


def _edge(place: Place) -> Edge:
    area, stage = place
    inner: Corner
    outer: Corner
    if area == NATION:
        inner, outer = ("nation", stage), ("root",)
    elif len(area) == 2:
        inner, outer = ("province", area, stage), ("nation", stage)
    elif stage == ALL:
        return Edge(place, ("regency", area), ("province", area[:2], ALL))
    else:
        return Edge(place, ("province", area[:2], stage), ("regency", area))
    return Edge(place, inner, outer) if stage == ALL else Edge(place, outer, inner)


def with_totals(counts: Mapping[tuple[str, str], int]) -> dict[Place, int]:
    """Return all numbers of a table from those of regencies by stage. Numbers of 0 are not in it, nor ever were."""
    numbers: dict[Place, int] = defaultdict(int)
    for (area, stage), count in counts.items():
        if count:
            for over in {area, area[:2], NATION}:
                numbers[Place(over, stage)] += count
                numbers[Place(over, ALL)] += count
    return dict(numbers)


class Graph:
    """The edges of a table by the corners they touch."""

    def __init__(self, places: Mapping[Place, int]) -> None:
        self.edges = {place: _edge(place) for place in places}
        self._touching: dict[Corner, tuple[tuple[Edge, Corner, int], ...]] = {}
        touching: dict[Corner, list[tuple[Edge, Corner, int]]] = defaultdict(list)
        for edge in self.edges.values():
            touching[edge.start].append((edge, edge.end, +1))
            touching[edge.end].append((edge, edge.start, -1))
        self._touching = {corner: tuple(steps) for corner, steps in touching.items()}

    def steps_from(self, corner: Corner) -> Iterator[tuple[Edge, Corner, int]]:
        """Yield each number that touches this sum, the sum on its other side, and +1 or -1: raised or lowered."""
        yield from self._touching[corner]
