"""Which numbers of a month are withheld before anything leaves the platform.

A number from 1 to 4 is withheld as `small`. So that it can't be worked out from the others, further ones are withheld
as `cover`: enough of them that a second table exists which agrees with everything published, in which the small number
is another one. The second table is constructed, not guessed: the small number is raised or lowered by one, and others
with it, round in a circle (`lattice`). What the world knows is kept to: a number not shown is 0, a small one is 1 to 4,
and of one area and stage no violence type has more cases than all types together. How many cases have no type yet is
never published, so nothing bounds that from the other side, and those rules are all there are.
"""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Literal, TypeAlias

from reporting.lattice import Corner, Place, with_totals
from reporting.models import ALL
from reporting.tables import SMALL, Table, Walk

RULES = "1"
"""Part of what tells a changed month: raise it where these rules change, and every month is worked out anew."""

Counts: TypeAlias = Mapping[tuple[str, str, str], int]  # (kind, regency, stage) → cases
Way: TypeAlias = Literal["alone", "lent", "together"]
WAYS: tuple[tuple[int, Way], ...] = (
    (+1, "alone"), (-1, "alone"), (+1, "lent"), (-1, "lent"), (+1, "together"), (-1, "together"),
)  # fmt: skip
"""A type's numbers move alone; or where they are all there is, over a second table that all types together have
already; or all types together move along."""


def decide(counts: Counts) -> dict[str, Table]:
    """Return the tables of one month by kind, * among them and first, with what is withheld in each."""
    kinds = {kind for kind, _area, _stage in counts}
    tables = {
        one: Table(with_totals({(area, stage): n for (kind, area, stage), n in counts.items() if kind == one}))
        for one in sorted(kinds, key=lambda kind: (kind != ALL, kind))
    }
    for kind, table in tables.items():
        protection = _Protection(tables, kind)
        for place in _smallest_first(table):
            if place not in table.second:
                protection.protect(place)
    return tables


def _smallest_first(table: Table) -> list[Place]:
    """Regencies before provinces before the nation: a circle found below often covers what is above."""
    small = [place for place, label in table.withheld.items() if label == SMALL]
    return sorted(small, key=lambda place: (-len(place.area), table.numbers[place], place))


class _Protection:
    """Protects the small numbers of one kind, with an eye on those of all kinds together."""

    def __init__(self, tables: dict[str, Table], kind: str) -> None:
        self.table, self.whole, self.is_whole = tables[kind], tables[ALL], kind == ALL
        self.others = [one for name, one in tables.items() if name not in (kind, ALL)]

    def protect(self, place: Place) -> None:
        """Withhold the least that gives this small number a second value. One way always exists: all totals up."""
        least, best = inf, None
        for by, way in WAYS[:2] if self.is_whole else WAYS:
            found = self._walk(place, by, way, below=least)
            if found is not None and (way != "lent" or self._agrees(found[1])):
                least, best = found[0], (found[1], way)
            if least == 0:
                break
        if best is None:
            raise RuntimeError("no second table: these numbers do not add up")
        self.table.bend(best[0])
        if best[1] == "together":
            self.whole.bend(best[0])

    def _largest_other(self, place: Place) -> int:
        return max((one.numbers.get(place, 0) for one in self.others), default=0)

    def _is_all_there_is(self, place: Place) -> bool:
        return self.table.numbers[place] >= self.whole.numbers[place]

    def _price(self, place: Place, by: int, way: Way) -> int | None:
        """What it costs to move this number by one; None where it can't."""
        if by < 0 and not self.table.bends(place, by):
            return None
        cost = self.table.cost(place) + (not self.table.bends(place, by))
        if self.is_whole:
            return None if by < 0 and self.table.numbers[place] <= self._largest_other(place) else cost
        if way == "together":
            if by < 0 and (self.whole.numbers[place] <= self._largest_other(place) or not self.whole.bends(place, by)):
                return None
            return cost + self.whole.cost(place) + (not self.whole.bends(place, by))
        if by > 0 and self._is_all_there_is(place):
            return cost if way == "lent" and self.whole.second.get(place, {}).get(place) == +1 else None
        return cost

    def _agrees(self, walk: Walk) -> bool:
        """Whether one second table of all types together goes with this walk: nowhere has the type more than all."""
        owed = [place for place, by in walk.items() if by > 0 and self._is_all_there_is(place)]
        lent = self.whole.second[owed[0]] if owed else {}
        return all(
            self.table.numbers.get(place, 0) + walk.get(place, 0) <= self.whole.numbers[place] + lent.get(place, 0)
            for place in {*walk, *lent}
        )

    def _walk(self, place: Place, by: int, way: Way, *, below: float) -> tuple[int, Walk] | None:
        """The cheapest circle through a number moved by `by`, and its cost; None unless it costs less than `below`."""
        first = self._price(place, by, way)
        if first is None or first >= below:
            return None
        edge = self.table.graph.edges[place]
        begin, goal = (edge.end, edge.start) if by > 0 else (edge.start, edge.end)
        ties = count()
        best: dict[Corner, int] = {begin: first}
        came: dict[Corner, tuple[Corner, Place, int]] = {}
        queue: list[tuple[int, int, Corner]] = [(first, next(ties), begin)]
        while queue:
            so_far, _tie, corner = heappop(queue)
            if corner == goal:
                return so_far, {place: by, **dict(_back(came, goal, begin))}
            if so_far > best[corner]:
                continue
            for other, beyond, move in self.table.graph.steps_from(corner):
                price = None if other is edge else self._price(other.place, move, way)
                if price is not None and so_far + price < best.get(beyond, below):
                    best[beyond] = so_far + price
                    came[beyond] = (corner, other.place, move)
                    heappush(queue, (so_far + price, next(ties), beyond))
        return None


def _back(came: Mapping[Corner, tuple[Corner, Place, int]], goal: Corner, begin: Corner) -> Iterator[tuple[Place, int]]:
    corner = goal
    while corner != begin:
        corner, place, move = came[corner]
        yield place, move
