"""How wide words are in the letter font (Arimo), and where a text is broken into lines. Pure: widths come along."""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

UNITS = 2048
SLACK = 1.02
"""Two hundredths more than measured: whoever sets the type may round."""
UNKNOWN, WIDE = 1.0, 1.05
"""Em of a character that the letter font lacks, and of one that takes a whole square."""
HYPHEN = "-"
"""What parts a word at the end of a line."""
_SYLLABLE = re.compile(
    r"(?<=[a-z])(?:(?:ng|ny|sy|kh)|(?<!n(?=g))(?<![ns](?=y))(?<!k(?=h))[b-df-hj-np-tv-z])(?=[aeiou])", re.I
)
"""Where an Indonesian syllable begins: a consonant, or two that are one sound, before a vowel."""
_BREAKS_AFTER = "/-\N{EN DASH}\N{EM DASH},;:)"


class Measure(Protocol):
    """Whoever knows how wide words are."""

    def width(self, words: str, *, size: float, bold: bool = False) -> float:
        """The width of one line in millimetres at a size in millimetres."""
        ...


class LetterMeasure:
    """The advances of Arimo, Latin and Latin extended; what it lacks is taken for as wide as it is tall."""

    def width(self, words: str, *, size: float, bold: bool = False) -> float:
        known = _advances()["700" if bold else "400"]
        total = 0.0
        for letter in words:
            advance = known.get(ord(letter))
            total += _other(letter, known) if advance is None else advance
        return total / UNITS * size * SLACK


def lacking(letters: Iterable[str]) -> set[str]:
    """The characters among these that the letter font lacks."""
    known = _advances()["400"]
    return {letter for letter in letters if ord(letter) not in known and not letter.isspace()}


def broken(words: str, *, width: float, size: float, bold: bool = False, measure: Measure) -> tuple[str, ...]:
    """The lines of a text in a column `width` millimetres wide. Every character that is no blank is kept, in order.

    Lines that the text breaks itself stay; between them it breaks at blanks, a word too long for the column after its
    slashes and hyphens, and only one that is longer still within it: after a syllable, with HYPHEN added.
    """
    lines: list[str] = []
    for paragraph in words.splitlines():
        lines.extend(_paragraph(paragraph, width=width, size=size, bold=bold, measure=measure))
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def longest_word(words: str, *, size: float, bold: bool = False, measure: Measure) -> float:
    """The width of the widest word, as far as it would ever be kept whole."""
    pieces = {piece for word in words.split() for piece in _pieces(word)}
    return max((measure.width(piece, size=size, bold=bold) for piece in pieces), default=0.0)


def in_two_lines(words: str, *, size: float, measure: Measure) -> float:
    """The least width in which these words take no more than two lines; 0 for none."""
    each = [measure.width(word, size=size) for word in words.split()]
    blank = measure.width(" ", size=size)
    first, rest = -blank, sum(each) + blank * max(len(each) - 1, 0)
    least = rest
    for wide in each[:-1]:
        first, rest = first + blank + wide, rest - blank - wide
        least = min(least, max(first, rest))
    return max(least, 0.0)


def _paragraph(paragraph: str, *, width: float, size: float, bold: bool, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    blank = measure.width(" ", size=size, bold=bold)
    for word in paragraph.split():
        wide = measure.width(word, size=size, bold=bold)
        if line and used + blank + wide <= width:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
        parts = [word] if wide <= width else _fitting(word, width=width, size=size, bold=bold, measure=measure)
        lines.extend(parts[:-1])
        line = parts[-1]
        used = measure.width(line, size=size, bold=bold)
    return [*lines, line] if line or not lines else lines


def _fitting(word: str, *, width: float, size: float, bold: bool, measure: Measure) -> list[str]:
    """A word too long for its column, in parts that fit: after its own marks, and only then anywhere."""
    parts: list[str] = []
    part = ""
    for piece in _pieces(word):
        if part and measure.width(part + piece, size=size, bold=bold) > width:
            parts.append(part)
            part = ""
        part += piece
        while len(part) > 1 and measure.width(part, size=size, bold=bold) > width:
            start, part = _cut(part, width=width, size=size, bold=bold, measure=measure)
            parts.append(start)
    return [*parts, part] if part else parts


def _cut(word: str, *, width: float, size: float, bold: bool, measure: Measure) -> tuple[str, str]:
    """A word parted after its last syllable that fits, with a hyphen; anywhere where it has none that fits."""
    room = width - measure.width(HYPHEN, size=size, bold=bold)
    most = _longest_start(word, width=room, size=size, bold=bold, measure=measure)
    fit = [at.start() for at in _SYLLABLE.finditer(word) if 2 <= at.start() <= min(most, len(word) - 2)]
    if fit and measure.width(word[: fit[-1]], size=size, bold=bold) <= room:
        return word[: fit[-1]] + HYPHEN, word[fit[-1] :]
    cut = _longest_start(word, width=width, size=size, bold=bold, measure=measure)
    return word[:cut], word[cut:]


def _longest_start(word: str, *, width: float, size: float, bold: bool, measure: Measure) -> int:
    used = 0.0
    for place, letter in enumerate(word):
        used += measure.width(letter, size=size, bold=bold)
        if used > width:
            return max(place, 1)
    return len(word)


def _pieces(word: str) -> list[str]:
    pieces, start = [], 0
    for place, letter in enumerate(word[:-1], start=1):
        if letter in _BREAKS_AFTER and place - start > 1:
            pieces.append(word[start:place])
            start = place
    return [*pieces, word[start:]]


def _other(letter: str, known: dict[int, int]) -> float:
    """A character that the font lacks: a mark that stands over another takes no room."""
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    base = unicodedata.normalize("NFD", letter)[:1]
    if base != letter and ord(base) in known:
        return known[ord(base)]
    return UNITS * (WIDE if unicodedata.east_asian_width(letter) in "WF" else UNKNOWN)


@lru_cache(maxsize=1)
def _advances() -> dict[str, dict[int, int]]:
    """Weight -> code point -> advance in units of the font, as measured from its files."""
    runs = json.loads(files("sop_library").joinpath("sheet/arimo.json").read_text(encoding="utf-8"))
    return {
        weight: {first + place: advance for first, advances in found for place, advance in enumerate(advances)}
        for weight, found in runs.items()
    }
