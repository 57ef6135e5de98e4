"""A text without headings: which of its lists is the procedure, and what the lines around it seem to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sop_library.importing.cleaning import Line
from sop_library.importing.deciding import actor_of
from sop_library.importing.doubts import Doubt
from sop_library.importing.headings import WORDS
from sop_library.importing.outline import outline
from sop_library.importing.sections import Part
from sop_library.importing.steps_found import Procedure, procedure
from sop_library.importing.tables import table_in
from sop_library.importing.times import is_time

FREE = re.compile(r"\b(?:tidak\s+dipungut|gratis|tanpa\s+biaya|bebas\s+biaya|nihil)\b|\brp\.?\s*[\d-]", re.IGNORECASE)
_WORK = re.compile(r"(?:me|ber|di|pen|pem|peng)\w{3,}", re.IGNORECASE)
_LONGEST_TITLE = 160


@dataclass
class Loose:
    """The procedure found, the lines before it (the head of the page), and the parts guessed around it."""

    procedure: Procedure
    front: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def loose(lines: Sequence[Line]) -> Loose:
    """Read a text without headings."""
    if table_in(lines) is not None:
        found = Loose(procedure(lines))
        found.front, found.procedure.before = found.procedure.before, []
        return _around(found)
    tree = outline(lines)
    if not tree.items:
        return _around(_without_list(lines))
    first = tree.items[0].number
    found = Loose(Procedure(), front=[line for line in lines if line.number < first])
    starts = [item.number for item in tree.items if _begins(item.doubts)]
    if len(starts) >= 2 and len(starts) == len(tree.items) - 1:
        starts = []  # every item is numbered "1.", as some editors leave it
    lists = _lists(lines, starts, first)
    while len(lists) > 1 and _are_requirements(lists[0]):
        part = Part("requirements", "", lists[0][0].number, lists.pop(0))
        found.parts.append(part)
        found.doubts.append(_guess(part))
    found.procedure = procedure([line for one in lists for line in one])
    return _around(found)


def _begins(doubts: Sequence[Doubt]) -> bool:
    return any(one.code == "starts_again" for one in doubts)


def _lists(lines: Sequence[Line], starts: Sequence[int], first: int) -> list[list[Line]]:
    place = {line.number: at for at, line in enumerate(lines)}
    edges = [place[first], *(place[number] for number in starts), len(lines)]
    return [list(lines[begin:end]) for begin, end in pairwise(edges)]


def _are_requirements(lines: Sequence[Line]) -> bool:
    """A list in which nothing is done, before the list in which something is."""
    return not any(_WORK.match(item.words) or actor_of(item.words) for item in outline(lines).items)


def _without_list(lines: Sequence[Line]) -> Loose:
    """No list: the first line may be the title, the others are the steps; one long line may hold them all."""
    told = [line for line in lines if not line.blank]
    found = Loose(Procedure())
    if len(told) > 1 and _is_title(told[0].words):
        found.front.append(told.pop(0))
    body = [line for line in told if not _is_fee(line.words) and not _is_time(line.words)]
    found.procedure = procedure(body)
    inside = {line.number for line in body}
    found.procedure.after += [line for line in told if line.number not in inside]
    found.front += found.procedure.before
    found.procedure.before = []
    return found


def _is_title(words: str) -> bool:
    plain = words.strip()
    return (
        len(plain) <= _LONGEST_TITLE and plain[-1] not in ".;,:" and not _WORK.match(plain) and actor_of(plain) is None
    )


def _is_time(words: str) -> bool:
    return len(words) < 60 and is_time(words)


def _is_fee(words: str) -> bool:
    return len(words) < 60 and FREE.search(words) is not None


def _around(found: Loose) -> Loose:
    """Lines behind the procedure that are a time, a fee, or the product that a page names after its fee."""
    rest: list[Line] = []
    taken: set[str] = set()
    for line in found.procedure.after:
        name = "total_time" if _is_time(line.words) else "fee" if _is_fee(line.words) else ""
        if not name and "fee" in taken and "products" not in taken and not rest and len(line.words) < 200:
            name = "products"
        if name and name not in taken:
            taken.add(name)
            found.parts.append(Part(name, "", line.number, [line]))
            found.doubts.append(_guess(found.parts[-1]))
        else:
            rest.append(line)
    found.procedure.after = rest
    return found


def _guess(part: Part) -> Doubt:
    words = " ".join(" ".join(line.words.split()) for line in part.lines if not line.blank)
    return Doubt("guessed", words[:200], part.line, params={"part": WORDS[part.name]})
