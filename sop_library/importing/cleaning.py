"""Pasted text as lines: line ends, blanks, markup and invisible letters put aside, every visible word kept."""

import re
import unicodedata
from dataclasses import dataclass

from sop_library.importing.doubts import Doubt, NotImported
from sop_library.importing.markers import markers_of
from sop_library.importing.markup import looks_like_markup, without_markup

MOST_BYTES = 200_000
_ENDS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_SOFT = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{WORD JOINER}\ufeff"))
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S[^*]*\S\*(?!\w))|(?<=\S)\*(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
_NUMBER_CELL = re.compile(r"\|?\s*(?:\d{1,2}(?:\.\d{1,2})*\s?[.)]?|no\.?|nomor)\s+\|\s", re.IGNORECASE)
_QUOTED = re.compile(r"\s{0,3}>(?: {0,3}>)* ?")
_RULED = frozenset("-*_=|: \t")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pasted text. `number` counts from 1; `words` may be empty and may hold tabs between cells."""

    number: int
    words: str

    @property
    def blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.words.strip()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines, and what was put aside on the way."""

    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()


def decoded(raw: bytes, *, most: int = MOST_BYTES * 2) -> str:
    """A file's bytes as text: UTF-8, else what old office programs write. Raises NotImported where it is no text."""
    if raw.startswith(_BINARY):
        raise NotImported("not_text")
    if len(raw) > most:
        raise NotImported("too_much_text", most="200 KB")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\x00" in raw:
        raise NotImported("not_text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def cleaned(text: str) -> Cleaned:
    """The lines of a text. Raises NotImported where it is longer than 200 KB or holds no word."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise NotImported("too_much_text", most="200 KB")
    if looks_like_markup(text):
        text = without_markup(text)
    text = text.translate(_SOFT)
    strange = [letter for letter in text if _strange(letter)]
    if strange:
        text = "".join(letter for letter in text if not _strange(letter))
    told = _unquoted(_ENDS.split(text))
    lines = tuple(Line(number, _line(words)) for number, words in enumerate(told, start=1))
    if all(line.blank for line in lines):
        raise NotImported("nothing_there")
    return Cleaned(lines, (Doubt("strange_letters"),) if strange else ())


def _unquoted(lines: list[str]) -> list[str]:
    """The lines of an answered mail without the sign before each; of a flow with an arrow before each, as they are."""
    marks = [_QUOTED.match(line) for line in lines]
    quoted = [line[mark.end() :] for line, mark in zip(lines, marks, strict=True) if mark]
    if not quoted or len(quoted) * 2 <= sum(bool(line.strip()) for line in lines) or not _are_a_page(quoted):
        return lines
    return [line[mark.end() :] if mark else line for line, mark in zip(lines, marks, strict=True)]


def _are_a_page(quoted: list[str]) -> bool:
    """Whether lines are of a page of their own: with items or rows, blank lines, or headings in capitals."""
    blank = any(not line.strip() for line in quoted[:-1])
    items = sum("\t" in line or "|" in line or bool(markers_of(line)) for line in quoted)
    capitals = sum(line.isupper() for line in quoted)
    return blank or items > 1 or 0 < capitals < len(quoted)


def _strange(letter: str) -> bool:
    """Letters that say nothing or can't be kept: controls, halves of pairs, marks that turn the order of reading."""
    if letter in "\t\n\r\v\f\x1c\x1d\x1e\x85" or letter.isprintable():
        return False
    kind = unicodedata.category(letter)
    return kind in ("Cc", "Cf", "Cs", "Cn", "Co") or letter == "\N{REPLACEMENT CHARACTER}"


def _line(words: str) -> str:
    if len(words) >= 3 and set(words) <= _RULED:
        return ""
    words = _HASHES.sub("", words)
    words = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", words))
    stripped = words.strip()
    if (stripped.startswith("|") and stripped.count("|") >= 3) or _NUMBER_CELL.match(stripped):
        words = "\t".join(cell.strip() for cell in stripped.strip("|").split("|"))
    return "".join(" " if letter.isspace() and letter != "\t" else letter for letter in words).rstrip()
