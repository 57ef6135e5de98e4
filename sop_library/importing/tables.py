"""The table of an SOP sheet as it comes out of a word processor, a spreadsheet or a web page: cells parted by tabs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType

from sop_library.importing.cleaning import Line
from sop_library.importing.doubts import Doubt
from sop_library.importing.found import Found
from sop_library.importing.times import is_time

_NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "number": frozenset(("no", "nomor", "no urut")),
        "words": frozenset(
            [
                "kegiatan",
                "aktivitas",
                "aktifitas",
                "uraian",
                "uraian kegiatan",
                "uraian prosedur",
                "uraian aktivitas",
                "langkah",
                "langkah langkah",
                "prosedur",
                "tahapan",
                "kegiatan aktivitas",
                "aktivitas kegiatan",
                "uraian langkah",
                "uraian tugas",
                "tahapan kegiatan",
                "rincian kegiatan",
            ]
        ),
        "needs": frozenset(
            [
                "kelengkapan",
                "persyaratan",
                "persyaratan kelengkapan",
                "persyaratan dan kelengkapan",
                "perlengkapan",
                "syarat kelengkapan",
                "kelengkapan persyaratan",
                "persyaratan perlengkapan",
            ]
        ),
        "time": frozenset(("waktu", "jangka waktu", "durasi", "waktu penyelesaian", "lama waktu")),
        "fee": frozenset(("biaya", "tarif", "biaya tarif")),
        "output": frozenset(("output", "out put", "keluaran", "hasil")),
        "remarks": frozenset(("keterangan", "ket", "catatan")),
        "who": frozenset(("pelaksana", "penanggung jawab", "petugas", "aktor", "pelaku")),
        "group": frozenset(("mutu baku", "baku mutu")),
    }
)
_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{2,5})\s?[.)]?")
_CLOSE = 0.8
_GLYPHS = 3


@dataclass
class Table:
    """The rows, the Pelaksana columns, the printed headings, and the lines around the table."""

    rows: list[Found]
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    before: list[Line]
    after: list[Line]


def table_in(lines: Sequence[Line]) -> Table | None:
    """The first table of steps in the lines; None where there is none."""
    begin = next((place for place, line in enumerate(lines) if is_head(line.words)), None)
    if begin is None:
        return _headless(lines)
    head = _cells(lines[begin].words)
    printed = list(filter(None, head))
    body = begin + 1
    names = _named(head)
    if body < len(lines) and _is_second_head(head, _cells(lines[body].words)):
        printed += filter(None, _cells(lines[body].words))
        head = _both(head, _cells(lines[body].words))
        names, body = _named(head), body + 1
    last = max((place for place in range(body, len(lines)) if "\t" in lines[place].words), default=None)
    if last is None:
        return None
    rows = _rows(lines[body : last + 1], names, head)
    columns = tuple(dict.fromkeys(cell for cell, name in zip(head, names, strict=True) if name == "lane"))
    return Table(rows, columns, tuple(printed), list(lines[:begin]), list(lines[last + 1 :]))


def _headless(lines: Sequence[Line]) -> Table | None:
    rowed = [place for place, line in enumerate(lines) if len(_cells(line.words)) >= 3 and _numbered(line.words)]
    if len(rowed) < 2:
        return None
    width = max(len(_cells(lines[place].words)) for place in rowed)
    names = ["number", "words", *["other"] * (width - 2)]
    rows = _rows(lines[rowed[0] : rowed[-1] + 1], names, [""] * width)
    return Table(rows, (), (), list(lines[: rowed[0]]), list(lines[rowed[-1] + 1 :]))


def _numbered(words: str) -> bool:
    cells = _cells(words)
    return _NUMBER.fullmatch(cells[0]) is not None and bool(cells[1])


def _cells(words: str) -> list[str]:
    return [" ".join(cell.split()) for cell in words.split("\t")]


def _named_by(plain: str) -> str:
    """What a column of these words holds; words misspelt a little are still known."""
    for name, known in _NAMES.items():
        if plain in known:
            return name
    if not 4 <= len(plain) <= 30:
        return ""
    best, most = "", _CLOSE
    matcher = SequenceMatcher(None)
    matcher.set_seq2(plain)
    for name, known in _NAMES.items():
        for one in known:
            matcher.set_seq1(one)
            if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
                continue
            if (ratio := matcher.ratio()) > most or (ratio == most and not best):
                best, most = name, ratio
    return best


def _name(cell: str) -> str:
    if len(cell) > 120:
        return ""
    return _named_by(" ".join(re.sub(r"\([^)]*\)|[^\w\s]|_", " ", cell.casefold()).split()))


def is_head(words: str) -> bool:
    """Whether a line is the row of headings over a table of steps."""
    cells = [cell for cell in _cells(words) if cell] if "\t" in words and len(words) < 2000 else []
    names = {_name(cell) for cell in cells[:40]}
    return "words" in names and len(cells) >= 2 and bool(names - {"words", ""})


def heads_on(above: str, words: str) -> bool:
    """Whether a line is the second row of the headings that the line above begins ("Kelengkapan", "Waktu" …)."""
    return "\t" in words and is_head(above) and _is_second_head(_cells(above), _cells(words))


def _is_second_head(head: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the first row below the headings is one of them: no step, no number and no time stands in it."""
    names = [_name(cell) for cell in head]
    if "group" not in names and not ("who" in names and "" in head):
        return False
    if len([cell for cell in cells if cell]) < 2 or (cells[0] and _NUMBER.fullmatch(cells[0])):
        return False
    if any(is_time(cell) for cell in cells):
        return False
    activity = names.index("words")
    if cells[0] and activity:
        return True
    return not cells[activity : activity + 1] or _is_name(cells[activity]) or sum(map(_is_named, cells)) > 1


def _is_name(cell: str) -> bool:
    return not cell or _is_named(cell)


def _is_named(cell: str) -> bool:
    return _name(cell) != ""


def _both(head: Sequence[str], second: Sequence[str]) -> list[str]:
    """Two rows of headings as one: the lower where it says something; a lower row may lack the cells that span it."""
    if not second[0] or _name(second[0]) == _name(head[0]) != "":
        width = max(len(head), len(second))
        upper, lower = ([*row, *[""] * (width - len(row))] for row in (head, second))
        return [below or above for above, below in zip(upper, lower, strict=True)]
    names = [_name(cell) for cell in head]
    spanning = names.index("words") + 1
    rest = [cell for cell, name in zip(head, names, strict=True) if name == "remarks"]
    return [*head[:spanning], *second, *(cell for cell in rest if cell not in second)]


def _named(head: Sequence[str]) -> list[str]:
    """What each column holds; a column between the activity and the quality standard is somebody's who acts."""
    names = [_name(cell) for cell in head]
    names = ["other" if name == "group" else name for name in names]
    activity = names.index("words") if "words" in names else 0
    if "" in names[activity : len(names) - 1] or names.count("who") > 1:
        names = [
            "" if name == "who" else name for name in names
        ]  # one of several columns of people, not a list of them
    standard = [
        place for place, name in enumerate(names) if name in ("needs", "time", "fee", "output") and place > activity
    ]
    until = min(standard, default=len(names))
    return [
        "lane" if not name and cell and activity < place < until else name or "other"
        for place, (name, cell) in enumerate(zip(names, head, strict=True))
    ]


def _rows(lines: Sequence[Line], names: Sequence[str], head: Sequence[str]) -> list[Found]:
    rows: list[Found] = []
    section: str | None = None
    lines = [line for line in lines if not line.blank and _cells(line.words) != list(head)]
    numbered = any(_row(line, _cells(line.words), names, head).number for line in lines)
    for line in lines:
        cells = _cells(line.words)
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and (len(cells) == 1 or not rows) and _heads(filled[0]):
            section = filled[0]
            continue
        if len(cells) == 1 and rows:
            _go_on(rows[-1], {"words": cells[0]} if not rows[-1].cells else {_last(rows[-1]): cells[0]})
            continue
        row = _row(line, cells, names, head)
        row.section = section
        if not row.words and rows:
            _go_on(rows[-1], row.cells)
            rows[-1].marks.update(
                {column: glyph for column, glyph in row.marks.items() if column not in rows[-1].marks}
            )
        elif row.words and not row.number and numbered and rows:
            _go_on(rows[-1], {"words": row.words, **row.cells})
        elif row.words:
            rows.append(row)
    return rows


def _row(line: Line, cells: Sequence[str], names: Sequence[str], head: Sequence[str]) -> Found:
    row = Found("", line.number)
    stray: list[str] = []
    for place, cell in enumerate(cells):
        name = names[place] if place < len(names) else "other"
        if not cell:
            continue
        if name == "number" and (_NUMBER.fullmatch(cell) or not row.words):
            row.number = cell
        elif name == "words":
            row.words = cell
        elif name == "lane" and len(cell) <= _GLYPHS and not any(letter.isdecimal() for letter in cell):
            row.marks[head[place]] = cell
        elif name in ("lane", "other"):
            stray.append(cell)
        else:
            row.cells[name] = cell
    if stray:
        _stray(row, stray, line)
    return row


def _stray(row: Found, stray: Sequence[str], line: Line) -> None:
    """Words in no column of theirs: a time is still a time, the rest is kept as remarks."""
    rest = []
    for cell in stray:
        if "time" not in row.cells and is_time(cell):
            row.cells["time"] = cell
        else:
            rest.append(cell)
    if rest:
        row.cells["remarks"] = " | ".join(filter(None, (row.cells.get("remarks"), *rest)))
        row.doubts.append(Doubt("row_out_of_line", " | ".join(rest)[:200], line.number, field="remarks"))


def _last(row: Found) -> str:
    return list(row.cells)[-1]


def _go_on(row: Found, cells: Mapping[str, str]) -> None:
    for name, words in cells.items():
        if name == "words":
            row.words = f"{row.words} {words}"
        else:
            row.cells[name] = " ".join(filter(None, (row.cells.get(name), words)))


def _heads(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) >= 4 and all(letter.isupper() for letter in letters) and len(words.split()) <= 8
