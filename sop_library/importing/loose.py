"""A text without headings: which of its lists is the procedure, and what the lines around it seem to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sop_library.importing.arrows import chain_in
from sop_library.importing.cleaning import Line
from sop_library.importing.deciding import actor_of, is_work
from sop_library.importing.doubts import Doubt
from sop_library.importing.headings import WORDS
from sop_library.importing.outline import Item, outline
from sop_library.importing.sections import Part
from sop_library.importing.steps_found import Procedure, procedure
from sop_library.importing.tables import table_in
from sop_library.importing.times import is_time

FREE = re.compile(r"\b(?:tidak\s+dipungut|gratis|tanpa\s+biaya|bebas\s+biaya|nihil)\b|\brp\.?\s*[\d-]", re.IGNORECASE)
_WORK = re.compile(r"(?:me|ber|di|pen|pem|peng)\w{3,}", re.IGNORECASE)
_BRINGS = re.compile(
    r"(?:mem?bawa|mengisi|menyerahkan|melampirkan|menun?jukk?an|memiliki|menyertakan|mengumpulkan|ber(?:usia|domisili))\b",
    re.IGNORECASE,
)
_DECREE = re.compile(r"\s*no(?:mor)?\.?\s*sk\s*[:.]", re.IGNORECASE)
_DESK = re.compile(r"\bLAPOR!")
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
    if chain_in(lines) is not None:
        return _with_arrows(lines)
    tree = outline(lines)
    if not tree.items:
        return _around(_without_list(lines))
    first = tree.items[0].number
    found = Loose(Procedure(), front=[line for line in lines if line.number < first])
    published = _is_published(lines)
    starts = [item.number for item in tree.items[1:] if _begins(item, published=published)]
    if len(starts) >= 2 and len(starts) == len(tree.items) - 1:
        starts = []  # every item is numbered "1.", as some editors leave it
    lists = _lists(lines, starts, first)
    while len(lists) > 1 and (_are_brought(found, lists[0]) if published else _are_requirements(lists[0])):
        part = Part("requirements", "", lists[0][0].number, lists.pop(0))
        found.parts.append(part)
        found.doubts.append(_guess(part))
    if published:
        lists, desk = _until_the_fee(lists)
        found.procedure = procedure([line for one in lists for line in one])
        return _components_after(found, desk)
    found.procedure = procedure([line for one in lists for line in one])
    return _around(found)


def _with_arrows(lines: Sequence[Line]) -> Loose:
    """A flow written with arrows; a list above it in which nothing is done is what must be met."""
    found = Loose(procedure(lines))
    above = found.procedure.before
    found.procedure.before = []
    items = outline(above).items
    begin = items[0].number if items else len(lines) + above[-1].number if above else 0
    found.front = [line for line in above if line.number < begin]
    rest = [line for line in above if line.number >= begin]
    if rest and not any(is_work(item.words) for item in items):
        found.parts.append(Part("requirements", "", rest[0].number, rest))
        found.doubts.append(_guess(found.parts[-1]))
    else:
        found.procedure.before = rest
    return _around(found)


def _is_published(lines: Sequence[Line]) -> bool:
    """Whether the six components of a public page stand here without headings: with its decree, fee or complaints."""
    words = [line.words for line in lines if not line.blank]
    return any(_DECREE.match(one) or _DESK.search(one) for one in words) or any(_is_fee(one) for one in words[1:])


def _are_brought(found: Loose, lines: Sequence[Line]) -> bool:
    """Whether hardly anything is done in a public page's first list: papers are brought, a condition is met."""
    if found.parts or any(_is_fee(line.words) for line in lines):
        return False
    items = [item.words for item in outline(lines).items]
    done = [one for one in items if (_WORK.match(one) or actor_of(one)) and not _BRINGS.match(one)]
    return len(done) * 2 <= len(items)


def _until_the_fee(lists: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """The lists as far as the one that the fee follows, and the lines of those behind it: how to complain."""
    for place, one in enumerate(lists[:-1], start=1):
        if any(_is_fee(line.words) for line in one):
            return lists[:place], [line for other in lists[place:] for line in other]
    return lists, []


def _components_after(found: Loose, desk: list[Line]) -> Loose:
    """What a public page puts behind its procedure, in its order: time, fee, product, complaints."""
    rest = [line for line in found.procedure.after if not line.blank]
    fee = next((place for place, line in enumerate(rest) if _is_fee(line.words)), None)
    if fee is None:
        found.procedure.after += desk
        return _around(found)
    found.procedure.after = []
    times, product, told = rest[:fee], rest[fee + 1 : fee + 2], [*rest[fee + 2 :], *desk]
    if sum(len(line.words) for line in times) > _LONGEST_TITLE and not any(is_time(line.words) for line in times):
        found.procedure.after, times = times, []
    if product and _DESK.search(product[0].words):
        product, told = [], [*product, *told]
    for name, lines in (
        ("total_time", times),
        ("fee", [rest[fee]]),
        ("products", product),
        ("complaints", told),
    ):
        if lines:
            found.parts.append(Part(name, "", lines[0].number, lines))
            found.doubts.append(_guess(found.parts[-1]))
    return found


def _begins(item: Item, *, published: bool) -> bool:
    """Whether a list begins at an item; on a public page also behind the line that heads it, which is its product."""
    again = published and item.section is not None and item.marker is not None and item.marker.value == 1
    return again or any(one.code == "starts_again" for one in item.doubts)


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
