"""One violence type's numbers of a month, what of them is withheld, and the other values those could have."""

from dataclasses import dataclass, field
from typing import TypeAlias

from reporting.lattice import Graph, Place
from reporting.models import ALL

LEAST = 5
SMALL, COVER = "small", "cover"
TOTAL_IS_WORTH = 10
"""How much more withholding a total loses than a number of its size in it."""

Walk: TypeAlias = dict[Place, int]  # which numbers are raised (+1) and lowered (-1) so that every sum still holds


@dataclass
class Table:
    """One violence type's numbers, and which of them are withheld as what.

    `second`: for a withheld number, a walk that gives it another value, and with it a second table.
    """

    numbers: dict[Place, int]
    withheld: dict[Place, str] = field(default_factory=dict)
    second: dict[Place, Walk] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.withheld = {place: SMALL for place, number in self.numbers.items() if number < LEAST}
        self.graph = Graph(self.numbers)

    def cost(self, place: Place) -> int:
        """What withholding it loses: nothing where it is withheld already; totals are what most readers look for."""
        if place in self.withheld:
            return 0
        worth: int = TOTAL_IS_WORTH ** ((place.stage == ALL) + (5 - len(place.area)) // 2)
        return self.numbers[place] * worth

    def bends(self, place: Place, by: int) -> bool:
        """Whether this number could be one more or less, as far as its own label says."""
        if by > 0:
            return self.withheld.get(place) != SMALL or self.numbers[place] < LEAST - 1
        return self.numbers[place] > 1

    def bend(self, walk: Walk) -> None:
        """Withhold what lies on a walk; each number on it has a second value now."""
        for place, by in walk.items():
            if place not in self.withheld or not self.bends(place, by):
                self.withheld[place] = COVER
            self.second.setdefault(place, walk)
