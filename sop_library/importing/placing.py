"""The parts of a service standard in the places of the language; what has none is kept as prose and said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sop_library.importing.cleaning import Line
from sop_library.importing.doubts import Doubt
from sop_library.importing.loose import FREE
from sop_library.importing.outline import joined, outline
from sop_library.importing.rows import LONGEST, Rows, retelling
from sop_library.importing.run_on import run_on
from sop_library.importing.sections import Part
from sop_library.importing.times import is_time, read_time

_LISTS = {"legal_basis", "qualifications", "equipment", "records"}
_RUPIAH = re.compile(r"\brp\.?\s*(?P<amount>\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](?:-|\d{2}))?(?![\d.,]*\d)", re.IGNORECASE)
_MOST_PROSE = 200


@dataclass
class Kept:
    """Fields of the document, and what is doubtful about them."""

    fields: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def standard_of(parts: Sequence[Part], rows: Rows) -> Kept:
    """The parts where the language has them, in the order of the page."""
    kept = Kept()
    if rows.retold:
        kept.fields["narrative"] = rows.retold
    standard: dict[str, Any] = {}
    for part in parts:
        if part.name in ("requirements", "products"):
            standard.setdefault(part.name, []).extend(_numbered(kept, part))
        elif part.name == "total_time":
            _total(kept, standard, part, rows)
        elif part.name == "fee":
            _fee(kept, standard, part)
        elif part.name == "complaints":
            _complaints(standard, part)
        elif part.name in _LISTS:
            kept.fields.setdefault(part.name, []).extend(_numbered(kept, part))
        elif part.name in ("related", "note") and part.name not in kept.fields and _fits(part.lines):
            kept.fields[part.name] = _prose(part.lines)
        else:
            keep(kept, "other_part", part.heading, part.lines)
    if standard:
        kept.fields["standard"] = standard
    return kept


def keep(kept: Kept, code: str, heading: str, lines: Sequence[Line]) -> None:
    """Words without a place: kept in the document's prose, with a doubt that quotes them."""
    told = [line for line in lines if not line.blank]
    if not told:
        return
    words = _prose(told)
    chapters = kept.fields.setdefault("preamble", [])
    chapter = next((one for one in chapters if one["heading"] == heading), None)
    if chapter is None:
        chapter = {"heading": heading, "items": []}
        chapters.append(chapter)
    chapter["items"] += [{"text": words[place : place + LONGEST]} for place in range(0, len(words), LONGEST)]
    kept.doubts.append(Doubt(code, words if len(words) <= _MOST_PROSE else f"{words[:_MOST_PROSE]}…", told[0].number))


def _fits(lines: Sequence[Line]) -> bool:
    return len(_prose(lines)) <= LONGEST


def _prose(lines: Sequence[Line]) -> str:
    return "\n".join(" ".join(line.words.split()) for line in lines if not line.blank)


def _numbered(kept: Kept, part: Part) -> list[dict[str, Any]]:
    """The items of a list, or its lines where it is none; each in pieces that fit a field."""
    tree = outline([Line(line.number, line.words.replace("\t", " ")) for line in part.lines])
    found: list[tuple[str | None, str]] = [(None, " ".join(line.words.split())) for line in tree.before]
    found += _apart(joined([line.words for line in part.lines])) if len(tree.items) == 1 and not found else []
    found = found or [(item.printed, item.words) for item in tree.items]
    keep(kept, "unplaced", part.heading or "Teks lain pada halaman", tree.after)
    return [
        {"number": number if place == 0 else None, "text": words[place : place + LONGEST]}
        for number, words in found
        for place in range(0, len(words), LONGEST)
    ]


def _apart(words: str) -> list[tuple[str | None, str]]:
    """The items of a list that is written in one line ("1. KTP 2. KK"); none where it is one item."""
    marks = run_on(words)
    if len(marks) < 2 or marks[0].begin:
        return []
    ends = [*(mark.begin for mark in marks[1:]), len(words)]
    cut = zip(marks, ends, strict=True)
    return [(words[mark.begin : mark.words].strip(), words[mark.words : end].strip()) for mark, end in cut]


def _total(kept: Kept, standard: dict[str, Any], part: Part, rows: Rows) -> None:
    told = [line for line in part.lines if not line.blank]
    if not told:
        return
    tree = outline([Line(line.number, line.words.replace("\t", " ")) for line in part.lines])
    retold = retelling(rows, part.heading or "Waktu Penyelesaian", [(one.printed, one.words) for one in tree.items])
    if retold is not None:
        kept.fields.setdefault("narrative", []).extend(retold)
        told = [*tree.before, *tree.after]
    if "total_time" in standard:
        keep(kept, "unplaced", part.heading, told)
        return
    if not told:
        return
    timed = next((line for line in told if is_time(line.words) and len(line.words) < 200), None)
    if timed is not None and len(told) > 1:
        keep(kept, "unplaced", part.heading, [line for line in told if line is not timed])
        told = [timed]
    words = joined([line.words for line in told])
    if len(words) > LONGEST:
        keep(kept, "unplaced", part.heading, told)
        return
    read = read_time(words)
    standard["total_time"] = {**read.document, "counts_from": "case"}
    kept.doubts += [
        Doubt(one.code, one.quote, told[0].number, field="total_time", params=one.params) for one in read.doubts
    ]


def _fee(kept: Kept, standard: dict[str, Any], part: Part) -> None:
    told = [line for line in part.lines if not line.blank]
    if not told:
        return
    words = _prose(told)
    if "fee" in standard or len(words) > LONGEST:
        keep(kept, "unplaced", part.heading, told)
        return
    amounts = [found["amount"] for found in _RUPIAH.finditer(words)]
    amount: int | None = None
    if len(amounts) == 1:
        amount = int(re.sub(r"\D", "", amounts[0]))
    elif not amounts and FREE.search(words):
        amount = 0
    standard["fee"] = {"printed": words, "amount_idr": amount}
    if amount is None:
        kept.doubts.append(Doubt("fee_not_read", words[:_MOST_PROSE], told[0].number, field="fee"))


def _complaints(standard: dict[str, Any], part: Part) -> None:
    words = _prose(part.lines)
    if "complaints" not in standard:
        standard["complaints"] = {"heading": part.heading or None, "content": words[:LONGEST] or None}
        words = words[LONGEST:]
    else:
        words = "\n".join(filter(None, (part.heading, words)))
    if words:
        before = standard["complaints"]["content"]
        standard["complaints"]["content"] = "\n".join(filter(None, (before, words)))[:LONGEST]
