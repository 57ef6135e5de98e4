"""Two columns of text side by side, as a scan or a copied page prints them, put one below the other."""

import re
from collections.abc import Sequence

from sop_library.importing.cleaning import Line
from sop_library.importing.doubts import Doubt

_ITEM = r"(?:\d{1,3}\s?[.)]|[a-z][.)]|langkah\s+\d{1,3}\s*:)\s*\S"
_BESIDE = re.compile(rf"^(?P<left>\s*{_ITEM}.*?\S)(?P<gap>\s{{3,}}|\s*\t\s*)(?P<right>{_ITEM}.*)$", re.IGNORECASE)
_NEAR = 3
_FEWEST = 2


def one_column(lines: Sequence[Line]) -> tuple[list[Line], tuple[Doubt, ...]]:
    """The lines of the left column, then those of the right; the lines as they are where there is one column only."""
    found = [_BESIDE.match(line.words) for line in lines]
    places = [one.start("right") for one in found if one is not None]
    if len(places) < _FEWEST:
        return list(lines), ()
    tabs = all(one is None or "\t" in one["gap"] for one in found)
    edge = min(places)
    if not tabs and max(places) - edge > _NEAR:
        return list(lines), ()
    first = next(place for place, one in enumerate(found) if one is not None)
    left, right = list(lines[:first]), []
    for line in lines[first:]:
        one, other = _parted(line.words, edge, tabs)
        left.append(Line(line.number, one))
        if other.strip():
            right.append(Line(line.number, other))
    quote = next(line.words for line, one in zip(lines, found, strict=True) if one is not None)
    return [*left, *right], (Doubt("two_columns", " ".join(quote.split())[:200], lines[first].number),)


def _parted(words: str, edge: int, tabs: bool) -> tuple[str, str]:
    if tabs:
        one, _tab, other = words.partition("\t")
        return one, other
    if len(words) > edge and words[max(0, edge - 2) : edge].strip() == "":
        return words[:edge].rstrip(), words[edge:]
    return words, ""
