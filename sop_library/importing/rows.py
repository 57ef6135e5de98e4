"""Steps as found, as the language has them: key, name, time, stage and kind by reading, lanes where a table says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sop_library.importing.deciding import doubts_of, kind_of, stage_of
from sop_library.importing.doubts import Doubt
from sop_library.importing.found import Found
from sop_library.importing.steps_found import Procedure
from sop_library.importing.times import read_time, recurs_in, time_in
from sop_library.naming import key_of, name_of, slug_of

LONGEST = 20_000
"""What one field of the language holds."""
_CELLS = {"needs": "printed_needs", "output": "printed_output", "fee": "fee", "remarks": "remarks"}
_FLOW = frozenset(("ways_told", "leads_on", "maybe_back"))
"""Doubts that also the remarks beside a step give."""
_ARROWS = frozenset("\N{RIGHTWARDS ARROW}\N{LEFTWARDS ARROW}\N{DOWNWARDS ARROW}\N{UPWARDS ARROW}->|")
_DECISION = frozenset("\N{WHITE DIAMOND}\N{LOZENGE}\N{BLACK DIAMOND}")
_PUBLIC = r"(?:pemohon|pelapor|korban|klien|masyarakat|pengadu|pengguna)"
_STAFF = (
    r"(?:staf|staff|petugas|analis|kepala|ketua|koordinator|sekretaris|bidang|kabid|seksi|kasi|sub|tim|operator|admin"
    r"|konselor|psikolog|pendamping|penerima|pengelola|resepsionis|front|back|satpam|advokat|mediator|pekerja|manajer"
    r"|uptd?|dinas|unit|direktur|camat|lurah|polisi|penyidik|dokter|bidan|perawat)"
)
_OUTSIDE = re.compile(rf"\b{_PUBLIC}\b", re.IGNORECASE)
_INSIDE = re.compile(rf"\b{_STAFF}\w*", re.IGNORECASE)
_BETWEEN = re.compile(rf"[,;/&]|\bdan\b(?=\s+(?:{_STAFF}|{_PUBLIC}))", re.IGNORECASE)
"""What parts the names of several; "Pemberdayaan Perempuan dan Anak" is one."""


@dataclass
class Rows:
    """The steps as documents, with the lanes and columns that a table names, and what is doubtful, by step."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    lanes: dict[str, dict[str, Any]] = field(default_factory=dict)
    columns: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    retold: list[dict[str, Any]] = field(default_factory=list)


def rows_of(found: Procedure) -> Rows:
    """The steps of a procedure as the language has them."""
    rows = Rows()
    for label in found.columns:
        key = _lane(rows, label)
        rows.columns.append({"page": 1, "label": label, "lanes": [key]})
    taken: set[str] = set()
    for step in found.steps:
        parts = list(_fitting(step.words))
        for number, words in enumerate(parts):
            key = key_of(words, len(rows.steps) + 1, taken)
            taken.add(key)
            _add(rows, replace(step, words=words, number=step.number if number == 0 else None), key)
            if len(parts) > 1:
                rows.doubts.append(Doubt("too_long", words[:100], step.line, key))
    rows.retold = [
        _retelling("Daftar di bawah tabel", one, rows.steps[place]["key"] if place < len(rows.steps) else None)
        for place, one in enumerate(found.retold)
    ]
    return rows


def _retelling(name: str, found: Found, key: str | None) -> dict[str, Any]:
    return {"list": name, "number": found.number, "text": found.words, **({"steps": [key]} if key else {})}


def _fitting(words: str) -> Iterator[str]:
    """Words in as few pieces as fit a field, cut between words."""
    while len(words) > LONGEST:
        cut = words.rfind(" ", 1, LONGEST)
        cut = cut if cut > 0 else LONGEST
        yield words[:cut].strip()
        words = words[cut:].strip()
    yield words or "\N{HORIZONTAL ELLIPSIS}"


def _add(rows: Rows, found: Found, key: str) -> None:
    words, reading = found.words, []
    doubts = [replace(one, step=key) for one in found.doubts]
    lanes = _lanes(rows, found)
    step: dict[str, Any] = {
        "step": found.number,
        "key": key,
        "name": name_of(words),
        "text": words,
        **({"section": found.section} if found.section else {}),
        "source_line": found.line,
        **({"marks": found.marks} if found.marks else {}),
        "lanes": lanes,
    }
    if found.cells.get("who"):
        reading.append("lanes")
    if (stage := stage_of(words)) is not None:
        step["stage"] = stage
        reading.append("stage")
    if (kind := kind_of(words)) is not None:
        step["kind"] = kind
        reading.append("kind")
    for name, target in _CELLS.items():
        if found.cells.get(name):
            step[target] = found.cells[name][:LONGEST]
    written = found.cells.get("time")
    read = read_time(written) if written else time_in(words)
    step["time"] = dict(read.document) if read else {"kind": "none"}
    if read is not None:
        reading += ["time"] if not written else []
        doubts += [replace(one, step=key, line=found.line) for one in read.doubts]
    said = {one.quote for one in doubts}
    told = [*(one for one in recurs_in(words) if one.quote not in said), *doubts_of(words)]
    known = {one.code for one in told}
    beside = doubts_of(found.cells.get("remarks", ""))
    told += [one for one in beside if one.code in _FLOW and one.code not in known]
    if any(one.code == "ways_told" for one in told):
        told = [one for one in told if one.code != "maybe_branch"]
    named = {rows.lanes[one]["label"].casefold() for one in lanes["any_of"]} if isinstance(lanes, dict) else set()
    told = [one for one in told if one.code != "maybe_lane" or one.quote.casefold() not in named]
    doubts += [replace(one, step=key, line=found.line) for one in told]
    decides = any(set(glyphs) & _DECISION for glyphs in found.marks.values())
    if decides and not any(one.code == "maybe_branch" for one in doubts):
        doubts.append(Doubt("maybe_branch", " ".join(found.marks.values()), found.line, key, "outcomes"))
    if reading:
        step["reading"] = reading
    rows.steps.append(step)
    rows.doubts += doubts


def _lanes(rows: Rows, found: Found) -> Any:
    """Who the table says does it: the columns marked with more than an arrow, or the names in a column of its own."""
    marked = [label for label, glyphs in found.marks.items() if not set(glyphs.replace(" ", "")) <= _ARROWS]
    named = [part.strip() for part in _BETWEEN.split(found.cells.get("who", "")) if part.strip()]
    labels = marked or named
    return {"any_of": list(dict.fromkeys(_lane(rows, label) for label in labels))} if labels else "unsaid"


def _lane(rows: Rows, label: str) -> str:
    for key, lane in rows.lanes.items():
        if lane["label"].casefold() == label.casefold():
            return key
    key = slug_of(label)
    if not key or not key[0].isalpha():
        key = f"pelaksana-{len(rows.lanes) + 1}"
    if key in rows.lanes:
        key = f"{key}-{len(rows.lanes) + 1}"
    rows.lanes[key] = {"order": len(rows.lanes) + 1, "label": label}
    if is_outside(label):
        rows.lanes[key] |= {"outside": True, "reading": ["outside"]}
        rows.doubts.append(Doubt("lane_outside", label, field="lanes", params={"lane": label}))
    return key


def is_outside(label: str) -> bool:
    """Whether a name is of somebody who comes to the office, and of nobody who works there."""
    return _OUTSIDE.search(label) is not None and _INSIDE.search(label) is None


def retelling(rows: Rows, name: str, told: list[tuple[str | None, str]]) -> list[Mapping[str, Any]] | None:
    """A list that says the steps again ("Waktu Penyelesaian"), tied to them; None where it says something else."""
    if len(told) < 2 or len(told) > len(rows.steps):
        return None
    pairs = zip(told, rows.steps, strict=False)
    tied = [(number, words, step["key"] if _alike(words, step["text"]) else None) for (number, words), step in pairs]
    if sum(key is not None for _number, _words, key in tied) * 2 < len(tied):
        return None
    return [
        {"list": name, "number": number, "text": words, **({"steps": [key]} if key else {})}
        for number, words, key in tied
    ]


def _alike(one: str, other: str) -> bool:
    a, b = (set(re.findall(r"\w+", words.casefold())) for words in (one, other))
    return len(a & b) >= 0.5 * min(len(a), len(b) or 1)
