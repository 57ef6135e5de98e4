"""Which numbers of a month are withheld before anything leaves the platform.

A number from 1 to 4 is withheld as `small`. So that it can't be worked out from the others, further ones are withheld
as `cover`: enough of them that a second table exists which agrees with everything published, in which the small number
is another one. The second table is constructed, not guessed: the small number is raised or lowered by one, and others
with it, round in a circle (`lattice`). What the world knows is kept to: a number not shown is 0, a small one is 1 to 4,
and of one area and stage no violence type has more cases than all types together. How many cases have no type yet is
never published, so nothing bounds that from the other side, and those rules are all there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from reporting.lattice import Corner, Edge, Graph, Place, with_totals
from reporting.models import ALL

LEAST = 5
SMALL, COVER = "small", "cover"
RULES = "1"
"""Part of what tells a changed month: raise it where these rules change, and every month is worked out anew."""

Counts: TypeAlias = Mapping[tuple[str, str, str], int]  # (kind, regency, stage) → cases
Walk: TypeAlias = tuple[tuple[Edge, int], ...]


@dataclass
class Table:
    """One violence type's numbers, and which of them are withheld as what."""

    numbers: dict[Place, int]
    withheld: dict[Place, str] = field(default_factory=dict)
    safe: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.withheld = {place: SMALL for place, number in self.numbers.items() if number < LEAST}
        self.graph = Graph(self.numbers)

    def cost(self, place: Place) -> int:
        """What withholding it loses: nothing where it is withheld already."""
        return 0 if place in self.withheld else self.numbers[place]

    def bends(self, place: Place, by: int) -> bool:
        """Whether this number could be one more or less, as far as its own label says."""
        if by > 0:
            return self.withheld.get(place) != SMALL or self.numbers[place] < LEAST - 1
        return self.numbers[place] > 1

    def bend(self, walk: Walk) -> None:
        """Withhold what lies on a walk; what is small there has its second value now."""
        for edge, by in walk:
            place = edge.place
            if place not in self.withheld or not self.bends(place, by):
                self.withheld[place] = COVER
            self.safe.add(place)


def decide(counts: Counts) -> dict[str, Table]:
    """Return the tables of one month by kind, * among them, with what is withheld in each."""
    kinds = {kind for kind, _area, _stage in counts}
    tables = {
        one: Table(with_totals({(area, stage): n for (kind, area, stage), n in counts.items() if kind == one}))
        for one in sorted(kinds, key=lambda kind: (kind != ALL, kind))
    }
    for kind, table in tables.items():
        month = _Month(tables, kind)
        for place in _smallest_first(table):
            if place not in table.safe:
                month.protect(place)
    return tables


def _smallest_first(table: Table) -> list[Place]:
    """Regencies before provinces before the nation: a circle found below often covers what is above."""
    small = [place for place, label in table.withheld.items() if label == SMALL]
    return sorted(small, key=lambda place: (-len(place.area), table.numbers[place], place))


class _Month:
    """Protects the small numbers of one kind, with an eye on those of all kinds together."""

    def __init__(self, tables: dict[str, Table], kind: str) -> None:
        self.table, self.whole, self.alone = tables[kind], tables[ALL], kind == ALL
        self.others = [one for name, one in tables.items() if name not in (kind, ALL)]

    def protect(self, place: Place) -> None:
        """Withhold the least that gives this small number a second value."""
        walks = [walk for walk in self._walks(place) if walk is not None]
        _lost, _number, walk, together = min(walks, key=lambda found: found[:2])
        self.table.bend(walk)
        if together:
            self.whole.bend(walk)

    def _walks(self, place: Place) -> Iterator[tuple[int, int, Walk, bool] | None]:
        """Up, down; and where all kinds together must move along, up with them. One of them always exists: all up."""
        order = count()
        for by, together in ((+1, False), (-1, False), (+1, True), (-1, True)):
            if together and self.alone:
                continue
            found = self._walk(self.table.graph.edges[place], by, together=together)
            yield None if found is None else (found[0], next(order), found[1], together)

    def _price(self, place: Place, by: int, *, together: bool) -> int | None:
        """What it costs to move this number by one; None where it can't."""
        if by < 0 and not self.table.bends(place, by):
            return None
        relabelled = 0 if self.table.bends(place, by) else 1
        cost = self.table.cost(place) + relabelled
        if self.alone:
            largest = max((one.numbers.get(place, 0) for one in self.others), default=0)
            return None if by < 0 and self.table.numbers[place] <= largest else cost
        if not together:
            return None if by > 0 and self.table.numbers[place] >= self.whole.numbers[place] else cost
        largest = max((one.numbers.get(place, 0) for one in self.others), default=0)
        if by < 0 and (self.whole.numbers[place] <= largest or not self.whole.bends(place, by)):
            return None
        return cost + self.whole.cost(place) + (0 if self.whole.bends(place, by) else 1)

    def _walk(self, edge: Edge, by: int, *, together: bool) -> tuple[int, Walk] | None:
        """The cheapest circle through a number, moved by `by`, and what it costs; None where there is none."""
        first = self._price(edge.place, by, together=together)
        if first is None:
            return None
        begin, goal = (edge.end, edge.start) if by > 0 else (edge.start, edge.end)
        ties = count()
        best: dict[Corner, int] = {begin: first}
        came: dict[Corner, tuple[Corner, Edge, int]] = {}
        queue: list[tuple[int, int, Corner]] = [(first, next(ties), begin)]
        while queue:
            so_far, _tie, corner = heappop(queue)
            if corner == goal:
                return so_far, ((edge, by), *_back(came, goal, begin))
            if so_far > best[corner]:
                continue
            for other, beyond, move in self.table.graph.steps_from(corner):
                price = None if other is edge else self._price(other.place, move, together=together)
                if price is not None and so_far + price < best.get(beyond, so_far + price + 1):
                    best[beyond] = so_far + price
                    came[beyond] = (corner, other, move)
                    heappush(queue, (so_far + price, next(ties), beyond))
        return None


def _back(came: Mapping[Corner, tuple[Corner, Edge, int]], goal: Corner, begin: Corner) -> Iterator[tuple[Edge, int]]:
    corner = goal
    while corner != begin:
        corner, edge, move = came[corner]
        yield edge, move
