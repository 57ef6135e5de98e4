"""A published standard's components on lines of their own: "2 Prosedur", "2.1 …", however the copy ran together."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sop_library.importing.cleaning import Line
from sop_library.importing.headings import PARTS, heading_of

_HEAD = re.compile(
    r"(?<!\w)(?:(?:no|nomor)\b[.\s]*)?komponen(?:\s+standar(?:\s+pelayanan)?)?\s+(?:uraian|keterangan|penjelasan)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:(?:[a-z]|[ivx]{1,4}|\d)\s?[.)]\s+)?komponen\s+(?:standar\s+pelayanan|(?:proses\s+)?(?:penyampaian|pengelolaan))\b"
    r"(?:\s+(?:pelayanan|layanan|yang|terkait|dengan|proses|penyampaian|pengelolaan|di|internal|organisasi"
    r"|\(?(?:service\s+delivery|manufacturing)\)?))*\s*:?",
    re.IGNORECASE,
)
_SOURCE = r"\((?:sumber|source)\s*:[^()]{0,300}\)"
_FURNITURE = re.compile(rf"{_HEAD.pattern}|{_SOURCE}|(?<!\w)(?=[A-Z]\s?[.)]\s){_GROUP.pattern}", re.IGNORECASE)
_ALONE = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[IVX]{1,5})\s?[.)]?|langkah\s+\d{1,2}\s*:?", re.IGNORECASE)
_CELL = re.compile(r"(?:no|nomor|komponen|uraian|keterangan|penjelasan)\.?", re.IGNORECASE)
_WORDS = sorted((words for words in PARTS if " " in words or len(words) > 4), key=len, reverse=True)
_NAMED = "|".join(r"[\s,/&.\-]+".join(re.escape(word) for word in words.split()) for words in _WORDS)
_INNER = re.compile(rf"(?<![\w.,(])(?P<no>\d{{1,2}})\s?[.)]?\s+(?P<words>(?=[A-Z])(?i:{_NAMED})\b)")
_COLON = re.compile(rf"(?<![\w(,/&-])(?<![,/&] )(?P<words>(?=[A-Z])(?i:{_NAMED}))\s*:(?!\S*/)")
_DOTTED = re.compile(r"(?<![\w.,(/])(?P<outer>\d{1,2})\.(?P<no>[1-9]\d?)\s?[.)]?\s+(?=[\"(]?[^\W\d_])")
_LETTER = re.compile(r"(?<!\S)(?P<no>[a-z])[.)]\s+(?=\w)")
_FEWEST = 3


def is_furniture(words: str) -> bool:
    """Whether a line is the head of a standard's own table, or the name of one of its two groups of components."""
    plain = " ".join(words.split())
    return len(plain) < 200 and (_HEAD.fullmatch(plain) or _GROUP.fullmatch(plain)) is not None


def componented(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with numbers put before their words and what ran together parted; they keep their numbers.

    Lines are parted only where a procedure is among the headings: then no guess is made by the number of a line.
    """
    whole = list(_with_numbers(list(_colons_joined(list(_heads_joined(lines))))))
    inner = [mark for line in whole for mark in _inner(line.words)]
    named = {found.part for line in whole if (found := heading_of(line.words)) is not None}
    if "procedure" not in named and not any(part == "procedure" for _begin, _end, part in inner):
        return tuple(whole)
    return tuple(part for line in whole for part in _parted(line))


def _heads_joined(lines: Sequence[Line]) -> Iterator[Line]:
    """The cells of a table's head, copied each on its own line, as one line."""
    place = 0
    while place < len(lines):
        cells = []
        for line in lines[place : place + 6]:
            if not line.blank and not _CELL.fullmatch(line.words.strip()):
                break
            cells.append(line)
        words = " ".join(line.words.strip() for line in cells if not line.blank)
        if len(cells) > 1 and not cells[0].blank and _HEAD.fullmatch(words):
            yield Line(lines[place].number, words)
            place += len(cells)
        else:
            yield lines[place]
            place += 1


def _colons_joined(lines: Sequence[Line]) -> Iterator[Line]:
    """A colon alone on its line goes behind the words before it, with the words after it where they are no list."""
    place = 0
    while place < len(lines):
        line, colon = lines[place], _following(lines, place)
        if line.blank or colon is None or lines[colon].words.strip() != ":":
            yield line
            place += 1
            continue
        words, after = f"{line.words.rstrip()} :", _following(lines, colon)
        place = colon + 1
        if after is not None and heading_of(words) is None and not _ALONE.fullmatch(lines[after].words.strip()):
            words, place = f"{words} {lines[after].words.strip()}", after + 1
        yield Line(line.number, words)


def _following(lines: Sequence[Line], place: int) -> int | None:
    """The place of the next line with words, not further than two blank lines away."""
    return next((at for at in range(place + 1, min(place + 4, len(lines))) if not lines[at].blank), None)


def _with_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    """A number alone on its line goes before the words that follow it; blank lines between the two say nothing."""
    place = 0
    while place < len(lines):
        line, after = lines[place], place + 1
        number = line.words.strip()
        if not line.blank and _ALONE.fullmatch(number):
            while after < len(lines) and after <= place + 3 and lines[after].blank:
                after += 1
            words = lines[after].words if after < len(lines) else ""
            if words.strip() and not _ALONE.fullmatch(words.strip()) and _joins(number, words):
                line, after = Line(line.number, f"{number} {words.strip()}"), after + 1
        yield line
        place = after


def _joins(number: str, words: str) -> bool:
    """Whether a number is surely that of the words below it; a bare one may be the page's."""
    return not number.isalnum() or heading_of(words) is not None


def _inner(words: str) -> list[tuple[int, int, str]]:
    """Where headings with numbers that count up by one stand within a line: begin, end of their words, which part."""
    found: list[tuple[int, int, str]] = []
    wanted = 0
    for one in _INNER.finditer(words):
        number = int(one["no"])
        part = PARTS.get(_plain(one["words"]), "")
        if part and (number == wanted or not found) and part not in {other for _b, _e, other in found}:
            found.append((one.start(), one.end(), part))
            wanted = number + 1
    return found if len(found) >= _FEWEST else _with_colons(words)


def _with_colons(words: str) -> list[tuple[int, int, str]]:
    """Where headings without numbers stand within a line, a colon behind each: none where one is said twice."""
    found = [(one.start(), one.start(), PARTS.get(_plain(one["words"]), "")) for one in _COLON.finditer(words)]
    parts = [part for _begin, _end, part in found]
    return found if len(parts) >= _FEWEST and len(set(parts)) == len(parts) and "procedure" in parts else []


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", words.casefold()).split())


def _parted(line: Line) -> Iterator[Line]:
    """One line as the lines that it runs together."""
    edges = [0, *(place for begin, end, _part in _inner(line.words) for place in (begin, end)), len(line.words)]
    between = [one for begin, end in pairwise(edges) for one in _around_heads(line.words[begin:end])]
    pieces = [piece for one in between for piece in _dotted(one) if piece.strip()]
    if len(pieces) < 2:
        yield line
    else:
        yield from (Line(line.number, piece.strip(" ")) for piece in pieces)


def _around_heads(words: str) -> Iterator[str]:
    """Words without a table's head in their middle, and the head: pages break there."""
    place = 0
    for one in _FURNITURE.finditer(words):
        yield from (words[place : one.start()], one[0])
        place = one.end()
    yield words[place:]


def _dotted(words: str) -> Iterator[str]:
    """Words parted before 2.1, 2.2, 2.3 …, and what stands under one of them before a, b, c …"""
    numbers = [(one.start(), one["outer"], int(one["no"])) for one in _DOTTED.finditer(words)]
    marks = max(
        (_chain(numbers, outer) for outer in dict.fromkeys(of for _at, of, _no in numbers)), key=len, default=[]
    )
    for piece in _cut(words, marks):
        letters = [(one.start(), "", ord(one["no"]) - 96) for one in _LETTER.finditer(piece)]
        yield from _cut(piece, _chain(letters, "") if len(marks) > 1 else [])


def _cut(words: str, marks: Sequence[int]) -> Iterator[str]:
    edges = [0, *(marks if len(marks) > 1 else ()), len(words)]
    yield from (words[begin:end] for begin, end in pairwise(edges))


def _chain(marks: Sequence[tuple[int, str, int]], outer: str) -> list[int]:
    """Where numbers of one outer number count up by one; letters begin with a."""
    found: list[int] = []
    wanted = 0 if outer else 1
    for begin, of, value in marks:
        if of == outer and value == (wanted or value):
            found.append(begin)
            wanted = value + 1
    return found
