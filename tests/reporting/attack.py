"""Somebody who holds everything that was published, and works out what was not: by sums, differences and limits.

Knows nothing of how the numbers to withhold are chosen; only what the document says of the table: which numbers add up
to which, that a small one is 1 to 4, that what is not listed is 0, that a type has no more cases than all types.
"""

from collections import defaultdict
from fractions import Fraction
from math import inf

Key = tuple[str, str, str]  # kind, area, stage
Shown = dict[Key, tuple[int | None, str]]  # the number, or None and the label
ALL, NATION, LARGEST_SMALL = "*", "ID", 4


def sums(shown: Shown) -> list[dict[Key, int]]:
    """Every sum as {number: ±1}, all together 0; numbers that are not listed are 0 and left out."""
    equations: dict[tuple[str, ...], dict[Key, int]] = defaultdict(dict)
    for kind, area, stage in shown:
        whole = stage == ALL
        equations[kind, "stages of", area][kind, area, stage] = -1 if whole else 1
        equations[kind, "parts of", area, stage][kind, area, stage] = -1
        if area != NATION:
            over = area[:2] if len(area) == 5 else NATION
            equations[kind, "parts of", over, stage][kind, area, stage] = 1
    return [equation for name, equation in equations.items() if not (name[1] == "parts of" and len(name[2]) == 5)]


class Attack:
    """What can be said of each withheld number: from `low` to `high`."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.low: dict[Key, float] = {}
        self.high: dict[Key, float] = {}
        for key, (number, label) in shown.items():
            self.low[key] = 1 if number is None else number
            self.high[key] = number if number is not None else LARGEST_SMALL if label == "small" else inf
        self.equations = sums(shown)

    def narrow(self) -> None:
        """Draw every conclusion from every sum and limit, again and again until nothing new comes of it."""
        moved = True
        while moved:
            moved = False
            for equation in self.equations:
                moved |= self._from_sum(equation)
            for key in self.shown:
                moved |= key[0] != ALL and self._from_whole(key)

    def _from_sum(self, equation: dict[Key, int]) -> bool:
        """Each number lies between what the others of its sum leave for it."""
        lows = {key: sign * (self.low[key] if sign > 0 else self.high[key]) for key, sign in equation.items()}
        highs = {key: sign * (self.high[key] if sign > 0 else self.low[key]) for key, sign in equation.items()}
        moved = False
        for key, sign in equation.items():
            most = -sum(value for other, value in lows.items() if other != key)
            least = -sum(value for other, value in highs.items() if other != key)
            low, high = (least, most) if sign > 0 else (-most, -least)
            moved |= self._set(key, low, high)
        return moved

    def _from_whole(self, key: Key) -> bool:
        whole = (ALL, *key[1:])
        return self._set(key, -inf, self.high[whole]) | self._set(whole, self.low[key], inf)

    def _set(self, key: Key, low: float, high: float) -> bool:
        before = self.low[key], self.high[key]
        self.low[key], self.high[key] = max(self.low[key], low), min(self.high[key], high)
        assert self.low[key] <= self.high[key], "the published numbers contradict each other"
        return (self.low[key], self.high[key]) != before

    def solved(self) -> set[Key]:
        """Numbers that the sums alone leave no choice for, however many must be combined: Gaussian elimination."""
        unknown = [key for key, (number, _label) in self.shown.items() if number is None]
        column = {key: place for place, key in enumerate(unknown)}
        rows: dict[int, dict[int, Fraction]] = {}
        for equation in self.equations:
            row = {column[key]: Fraction(sign) for key, sign in equation.items() if key in column}
            while row and (first := min(row)) in rows:
                row = _without(row, rows[first], first)
            if row:
                rows[min(row)] = {place: value / row[min(row)] for place, value in row.items()}
        for first in sorted(rows, reverse=True):
            for other in [place for place in rows[first] if place != first and place in rows]:
                rows[first] = _without(rows[first], rows[other], other)
        return {unknown[first] for first, row in rows.items() if len(row) == 1}

    def found(self) -> dict[Key, int]:
        """Withheld numbers that are no secret any more."""
        self.narrow()
        exact = {key: int(self.low[key]) for key in self.shown if self.low[key] == self.high[key]}
        return {key: exact.get(key, -1) for key in {*exact, *self.solved()} if self.shown[key][0] is None}


def _without(row: dict[int, Fraction], other: dict[int, Fraction], place: int) -> dict[int, Fraction]:
    factor = row[place] / other[place]
    both = {key: row.get(key, Fraction(0)) - factor * other.get(key, Fraction(0)) for key in {*row, *other}}
    return {key: value for key, value in both.items() if value}
