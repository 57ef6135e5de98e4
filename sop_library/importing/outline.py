"""The list in a stretch of lines: its items, what is nested in them, what stands before, between and after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sop_library.importing.cleaning import Line
from sop_library.importing.doubts import Doubt, NotImported
from sop_library.importing.markers import Marker, markers_of

_MOST_ITEMS = 5_000
_DEEPEST = 5
_FURTHEST = 3
_INWARD = 2
"""Letters that a list within another is set in by, at the least."""
_LONGEST_SECTION = 8


@dataclass
class Item:
    """One item of a list. `lines` are its words, its own first; a blank line before one is told in `parted`."""

    marker: Marker | None
    level: int
    number: int
    lines: list[str] = field(default_factory=list)
    parted: list[bool] = field(default_factory=list)
    items: list["Item"] = field(default_factory=list)
    section: str | None = None
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def printed(self) -> str | None:
        """The marker as printed, None for a bullet or none: they number nothing."""
        return None if self.marker is None or self.marker.bullet else self.marker.printed

    def add(self, words: str, *, parted: bool = False) -> None:
        """Another line of the item."""
        self.lines.append(words)
        self.parted.append(parted)

    @property
    def words(self) -> str:
        """All its words: its own in one stretch, whatever is nested in it on lines of their own."""
        own = joined(self.lines)
        nested = [f"{item.marker.printed} {item.words}" if item.marker else item.words for item in self.items]
        return "\n".join(part for part in (own, *nested) if part)


@dataclass
class Outline:
    """What a stretch of lines holds: items of the top level, and the lines that belong to none."""

    items: list[Item] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)


@dataclass
class _Level:
    """An open list. `ended` are the lists that stood below its items before this one: style and last number."""

    style: str
    last: int
    indent: int
    ended: dict[str, int] = field(default_factory=dict)


def joined(lines: Sequence[str]) -> str:
    """Lines as one stretch of words; a word cut by a hyphen at the line's end keeps its hyphen and has no blank."""
    words = ""
    for line in lines:
        part = " ".join(line.split())
        if not part:
            continue
        cut = re.search(r"[^\W\d]-$", words) and part[0].islower()
        words += ("" if not words or cut else " ") + part
    return words


def outline(lines: Sequence[Line]) -> Outline:
    """The items of the lines, nested as their markers say. Raises NotImported where they are thousands."""
    found = Outline()
    levels: list[_Level] = []
    open_items: list[Item] = []
    read = [marker for line in lines for marker in markers_of(line.words) if marker.bare or marker.dotted]
    alone = {str(marker.value) if marker.bare else marker.printed for marker in read}
    parted = False
    for line in lines:
        if line.blank:
            parted = True
            continue
        marker = _chosen(line.words, levels, alone)
        if marker is not None:
            depth, doubts = _place(marker, levels, line)
            item = Item(marker, depth, line.number, doubts=doubts)
            item.add(marker.rest)
            del open_items[depth:]
            (open_items[-1].items if open_items else found.items).append(item)
            open_items.append(item)
            if len(found.items) > _MOST_ITEMS:
                raise NotImported("too_many_steps", most="2.000")
        elif open_items:
            open_items[-1].add(line.words.strip(), parted=parted)
            open_items[-1].doubts += _cut(open_items[-1].lines[-2], line)
        else:
            found.before.append(line)
        parted = False
    _take_sections(found)
    _take_after(found, lines)
    return found


def _cut(before: str, line: Line) -> list[Doubt]:
    """A doubt where a word seems cut by the end of a line; a doubled word ("anak-anak") is none."""
    found = re.search(r"([^\W\d]+)-\s*$", before)
    begins = re.match(r"\s*([^\W\d]+)", line.words)
    if found is None or begins is None or not begins[1][0].islower() or begins[1].startswith(found[1].lower()):
        return []
    return [Doubt("cut_word", f"{found[1]}-{begins[1]}", line.number)]


def _chosen(words: str, levels: Sequence[_Level], alone: set[str]) -> Marker | None:
    """The reading of a line's marker that goes on with a list that is open, else one that begins another."""
    readings = markers_of(words)
    for marker in readings:
        if _level_of(marker, words, levels) is not None:
            return marker
    for marker in readings:
        if marker.bullet:
            return marker
        if marker.misread and (marker.value != 1 or levels):
            continue
        if marker.bare and (marker.value != 1 or "2" not in alone):
            continue
        if marker.dotted and f"{marker.printed.rpartition('.')[0]}.{marker.value + 1}" not in alone:
            continue
        if _runs_on(marker, levels) or marker.value == 1 or (not levels and not marker.bare and marker.style[0] == "d"):
            return marker
    return None


def _runs_on(marker: Marker, levels: Sequence[_Level]) -> bool:
    """Whether numbers below this item go on where those below the item before it ended ("B." over 3, 4 after 1, 2)."""
    signed = marker.style.startswith("digit") and not marker.bare
    return bool(levels) and signed and levels[-1].ended.get(marker.style) == marker.value - 1


def _goes_on(marker: Marker, last: int) -> bool:
    if marker.bullet or marker.value == last + 1:
        return True
    if marker.bare or marker.misread or not marker.style.startswith(("digit", "step")):
        return marker.value == 1 and not marker.misread and not marker.bare
    return marker.value == 1 or last <= marker.value <= last + _FURTHEST


def _level_of(marker: Marker, words: str, levels: Sequence[_Level]) -> int | None:
    """The open list that a marker goes on with; None where it begins one, also one set further in than its like."""
    indent = _indent(words)
    alike = [
        depth
        for depth, level in enumerate(levels)
        if level.style == marker.style and _goes_on(marker, level.last) and not _within(marker, indent, level)
    ]
    if len(alike) > 1 and not marker.bullet:
        return min(alike, key=lambda depth: (abs(levels[depth].indent - indent), -depth))
    return alike[-1] if alike else None


def _within(marker: Marker, indent: int, level: _Level) -> bool:
    return marker.value == 1 and not marker.bullet and indent >= level.indent + _INWARD


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())


def _place(marker: Marker, levels: list[_Level], line: Line) -> tuple[int, list[Doubt]]:
    """How deep the item stands, and what is odd about its number; `levels` are as they are after it."""
    doubts = []
    depth = _level_of(marker, line.words, levels)
    if depth is not None:
        levels[depth].ended |= {level.style: level.last for level in levels[depth + 1 :]}
        del levels[depth + 1 :]
        if not marker.bullet and depth == 0:
            doubts += _number_doubts(marker, levels[0].last, line)
        levels[depth].last = marker.value
    else:
        del levels[_DEEPEST:]
        levels.append(_Level(marker.style, marker.value, _indent(line.words)))
        depth = len(levels) - 1
    if marker.misread:
        doubts.append(Doubt("number_misread", marker.printed, line.number, params={"number": str(marker.value)}))
    return depth, doubts


def _number_doubts(marker: Marker, last: int, line: Line) -> list[Doubt]:
    words = line.words.strip()[:200]
    if marker.value == last and last != 1:
        return [Doubt("number_twice", words, line.number, params={"number": str(last)})]
    if marker.value > last + 1:
        params = {"before": str(last), "number": str(marker.value)}
        return [Doubt("number_missing", words, line.number, params=params)]
    return [Doubt("starts_again", words, line.number)] if marker.value == 1 and last != 0 else []


def _take_sections(found: Outline) -> None:
    """A short line in capitals, or one parted from its item before the numbers begin again, heads what follows it."""
    if found.before and found.items and _heads(found.before[-1].words, parted=True):
        found.items[0].section = found.before.pop().words.strip()
    for item, following in zip(found.items, found.items[1:], strict=False):
        last = item
        while last.items:
            last = last.items[-1]
        if len(last.lines) < 2:
            continue
        again = following.marker is not None and following.marker.value == 1 and not following.marker.bullet
        if _heads(last.lines[-1], parted=last.parted[-1] and again):
            following.section = last.lines.pop()
            last.parted.pop()
            following.doubts = [one for one in following.doubts if one.code != "starts_again"]


def _heads(words: str, *, parted: bool) -> bool:
    plain = words.strip()
    if not plain or len(plain.split()) > _LONGEST_SECTION or plain.endswith((".", ";", ",")):
        return False
    letters = [letter for letter in plain if letter.isalpha()]
    capitals = len(letters) >= 4 and all(letter.isupper() for letter in letters)
    return capitals or (parted and not plain.endswith(":") and plain[0].isupper())


def _take_after(found: Outline, lines: Sequence[Line]) -> None:
    """What follows the last item behind a blank line is not its own any more."""
    if not found.items:
        return
    last = found.items[-1]
    while last.items:
        last = last.items[-1]
    cut = next((place for place, parted in enumerate(last.parted) if parted), None)
    if cut is None:
        return
    told = [line for line in lines if not line.blank]
    found.after = told[len(told) - (len(last.lines) - cut) :]
    del last.lines[cut:], last.parted[cut:]
