"""Which of many texts say nearly the same, word by word; bounded, however many and however long they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest

MOST = 200
"""How many texts of each side are looked at."""
NEAREST = 3
"""How many are read word by word for each: those that share most words with it."""
LONGEST = 400
"""How many letters of a text count."""


@dataclass(frozen=True)
class Said:
    """What a thing says, in one or more texts of which the most alike counts (its name, its words)."""

    texts: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Each text as its words."""
        return tuple(tuple(text[:LONGEST].casefold().split()) for text in self.texts)

    @cached_property
    def sets(self) -> tuple[frozenset[str], ...]:
        """Each text as the set of its words."""
        return tuple(frozenset(words) for words in self.words)


def pairs(before: Mapping[str, Said], after: Mapping[str, Said], *, alike: float) -> Iterator[tuple[str, str, float]]:
    """Key of `before`, the key of `after` that is most alike and not taken yet, and how alike they are: from `alike` to
    1, word for word."""
    free = dict(list(after.items())[:MOST])
    for key, one in list(before.items())[:MOST]:
        shared = {other: _shared(one, two) for other, two in free.items()}
        near = nlargest(NEAREST, (other for other in shared if shared[other] >= alike), key=shared.__getitem__)
        ratios = {other: _ratio(one, free[other]) for other in near}
        best = max(ratios, key=ratios.__getitem__, default=None)
        if best is not None and ratios[best] >= alike:
            yield key, best, ratios[best]
            del free[best]


def _shared(one: Said, other: Said) -> float:
    return max(
        (2 * len(a & b) / (len(a) + len(b)) for a, b in zip(one.sets, other.sets, strict=True) if a and b), default=0.0
    )


def _ratio(one: Said, other: Said) -> float:
    return max((_in_order(a, b) for a, b in zip(one.words, other.words, strict=True) if a and b), default=0.0)


def _in_order(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
