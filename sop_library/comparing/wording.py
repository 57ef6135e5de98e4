"""Two texts as one, word by word: what stayed, what is gone, what is new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

MOST = 2_000
"""Words of a field that are held against each other; a longer one is told as a whole."""
_MOST_PAIRS = 400_000


Became: TypeAlias = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words with what became of it."""

    kind: Became
    words: str


def worded(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in order. Those that stayed and are gone make up `before`, those that stayed and are new `after`."""
    old, new = (re.findall(r"\s+|[^\s]+", words) for words in (before, after))
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner, outer = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece("same", "".join(old[:head])), *_inner(inner, outer), Piece("same", "".join(old[len(old) - tail :]))]
    return tuple(piece for piece in pieces if piece.words)


def _inner(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST or len(old) * len(new) > _MOST_PAIRS:
        return [Piece("gone", "".join(old)), Piece("new", "".join(new))]
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" and "".join(old[a:b]).strip():
            found.append(Piece("same", "".join(old[a:b])))
        else:  # a blank alone between two changes belongs to both of them
            found += [Piece("gone", "".join(old[a:b])), Piece("new", "".join(new[c:d]))]
    return _joined(found)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbouring changes as one: everything gone, then everything new, up to the next words that stayed."""
    found: list[Piece] = []
    gone = new = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind == "gone":
            gone += piece.words
        elif piece.kind == "new":
            new += piece.words
        else:
            found += [Piece("gone", gone), Piece("new", new), piece]
            gone = new = ""
    return [piece for piece in found if piece.words]
