"""The parts of a pasted page, one for each of its headings, and what stands before the first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sop_library.importing.cleaning import Line
from sop_library.importing.components import is_furniture
from sop_library.importing.doubts import Doubt
from sop_library.importing.headings import Heading, announces, heading_of, number_of
from sop_library.importing.tables import heads_on

_CORE = frozenset(("requirements", "procedure", "total_time", "fee", "products"))
_PAGE_MARK = re.compile(r"\s*(?:hal(?:aman)?|page)\.?\s*[0-9]+(?:\s*(?:dari|of|/)\s*[0-9]+)?\s*", re.IGNORECASE)
_SHORTEST_HEADER = 12
_LONGEST_HEADING = 9


@dataclass
class Part:
    """One part of the page: which one, its heading as printed, and its lines."""

    name: str
    heading: str
    line: int
    lines: list[Line] = field(default_factory=list)
    number: int = 0

    def numbers_on(self, number: int) -> bool:
        """Whether a number is that of the component after this one, whose own items are numbered within it (2.1)."""
        if not self.number or number != self.number + 1:
            return False
        return any(re.match(rf"\s*{self.number}\.\d", line.words) for line in self.lines)


@dataclass(frozen=True)
class Sections:
    """`front` is what stands before the first heading; `parts` are in the order of the page."""

    front: tuple[Line, ...]
    parts: tuple[Part, ...]
    doubts: tuple[Doubt, ...] = ()

    def of(self, name: str) -> list[Part]:
        """The parts of one name, in the order of the page."""
        return [part for part in self.parts if part.name == name]


def sections(lines: Sequence[Line]) -> Sections:
    """The lines by the heading they stand under; heads and numbers of pages are put aside with a doubt."""
    above = ["", *(line.words for line in lines)]
    found = [
        None if line.blank or heads_on(before, line.words) else heading_of(line.words)
        for before, line in zip(above, lines, strict=False)
    ]
    named = None
    if all(one is None or one.part != "procedure" for one in found):
        at, named = next(_announced(lines), (0, None))
        found[at] = named or found[at]
    numbered = len({one.part for one in found if one is not None and one.numbered and one.part in _CORE}) >= 2
    front: list[Line] = []
    parts: list[Part] = []
    headers: set[str] = set()
    aside: dict[str, Doubt] = {}
    for line, heading in zip(lines, found, strict=True):
        if heading is not None and (numbered or not heading.numbered) and not _inside_a_table(parts, heading, line):
            parts.append(Part(heading.part, heading.words, line.number, number=heading.number))
            if heading is named:
                parts[-1].lines.append(line)
            if heading.rest:
                parts[-1].lines.append(Line(line.number, heading.rest))
        elif parts and parts[-1].numbers_on(number_of(line.words)) and _is_short(line.words):
            parts.append(Part("other", " ".join(line.words.split()), line.number, number=number_of(line.words)))
        elif is_furniture(line.words) or _PAGE_MARK.fullmatch(line.words) or (parts and _header(line) in headers):
            aside.setdefault(line.words.strip(), Doubt("page_mark", line.words.strip(), line.number))
        elif parts:
            parts[-1].lines.append(line)
        else:
            front.append(line)
            headers |= {_header(line)} - {""}
    return Sections(tuple(front), tuple(parts), tuple(aside.values()))


def _announced(lines: Sequence[Line]) -> Iterator[tuple[int, Heading]]:
    """Lines that name a procedure in the page's own words ("Mekanisme layanan rumah aman bahwa :")."""
    for at, line in enumerate(lines):
        if (found := announces(line.words)) is not None and any(not one.blank for one in lines[at + 1 :]):
            yield at, found


def _is_short(words: str) -> bool:
    return len(words.split()) <= _LONGEST_HEADING and not words.rstrip().endswith((".", ";", ","))


def _header(line: Line) -> str:
    words = " ".join(line.words.split())
    return words if len(words) >= _SHORTEST_HEADER else ""


def _inside_a_table(parts: list[Part], heading: Heading, line: Line) -> bool:
    """A cell of the procedure's own table that happens to be called as a heading ("5 <tab> Pencatatan <tab> …")."""
    if "\t" not in line.words or not parts or parts[-1].name != "procedure" or parts[-1].numbers_on(heading.number):
        return False
    return any("\t" in other.words for other in parts[-1].lines) and heading.part not in _CORE
