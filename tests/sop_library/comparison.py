"""Holds a catalogue file against its source: what differs, what is missing, what was added and not marked as ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.sop_library.expectation import Way, expected
from tests.sop_library.readings import in_order, left_out, read_by_us
from tests.sop_library.sources import leaves, plain_source, transcription

OURS = (
    r"format|sop|name|service|regency_note|reading\.\d+|jurisdiction\..+",
    r"source\.document",
    r"preconditions\.\d+\.(where|reading)",
    r"preamble\..+",
    r"standard\.total_time\.(counts_from|note)",
    r"columns\.\d+\.lanes\.\d+",
    r"lanes\..+|doors\..+|forms\..+",
    r"limits\.\d+\.(key|label|kind|clock|counts_from|until|note|reading\.\d+)",
    r"anomalies\.\d+\.step(\.\d+)?",
    r"steps\.\d+\.(key|name|note|kind|decides|after|choose|optional|closes)",
    r"steps\.\d+\.(stage|then)(\..+)?",
    r"steps\.\d+\.(reading|lanes|needs|outputs|outcomes|applies_when|gate|repeat|records)\..+",
)
"""Where our own wording and readings stand; every other value must come from the source."""

QUOTING = {
    "columns": {"label"},
    "lanes": {"label"},
    "doors": {"printed"},
    "forms": {"label", "printed"},
    "needs": {"document", "label"},
    "outputs": {"label"},
    "outcomes": {"printed"},
    "repeat": {"printed"},
    "refer": {"words"},
    "preamble": {"heading", "number", "text"},
}
"""Among ours, the fields that quote the sheet, by what they stand in: their words must be in the source."""

_OURS = re.compile("|".join(OURS))


@dataclass(frozen=True)
class Difference:
    """One place where the catalogue doesn't say what the source says."""

    way: Way
    wanted: object
    found: object

    def __str__(self) -> str:
        return f"{dotted(self.way)}: source {self.wanted!r}, catalogue {self.found!r}"


def differences(name: str, document: dict[str, Any]) -> list[Difference]:
    """Every difference between the transcription `name` and a catalogue document, in both directions."""
    steps = document.get("steps", [])
    count = len(transcription(name)["steps"])
    keys = [step.get("key", "") for step in steps[:count]]
    wanted = expected(name, (*keys, *[""] * (count - len(keys))))
    found = dict(leaves(document))
    return [
        *(Difference(way, value, found.get(way)) for way, value in wanted.items() if not _same(found, way, value)),
        *(Difference(way, None, value) for way, value in found.items() if way not in wanted and not is_ours(way)),
        *_misquoted(name, document),
        *_unmarked(name, document),
    ]


def dotted(way: Way) -> str:
    """The way to a value as one word: steps.3.time.printed."""
    return ".".join(map(str, way))


@cache
def is_ours(way: Way) -> bool:
    """True where a value may be our own reading or wording."""
    return _OURS.fullmatch(dotted(way)) is not None


def quotes_the_source(document: dict[str, Any], way: Way) -> bool:
    """True for a value among ours that quotes the sheet and isn't marked as our reading where it stands."""
    holders = {part for part in way[:-1] if isinstance(part, str)}
    quoting = any(way[-1] in fields for holder, fields in QUOTING.items() if holder in holders)
    if not is_ours(way) or not quoting:
        return False
    node: Any = document
    for part in way[:-1]:
        node = node[part]
    return way[-1] not in node.get("reading", [])


def _same(found: dict[Way, Any], way: Way, value: object) -> bool:
    return way in found and found[way] == value and type(found[way]) is type(value)


@cache
def _all_words(name: str) -> str:
    return " ".join([plain_source(name), *(str(value) for _, value in leaves(transcription(name)))])


def _misquoted(name: str, document: dict[str, Any]) -> Iterator[Difference]:
    truth, source = transcription(name), _all_words(name)
    for way, value in leaves(document):
        if not quotes_the_source(document, way) or str(value) in source:
            continue
        step = truth["steps"][int(way[1])] if way[0] == "steps" and int(way[1]) < len(truth["steps"]) else {}
        if not any(in_order(str(value), step.get(cell) or "") for cell in ("kelengkapan", "output")):
            yield Difference(way, "words of the source", value)


def _unmarked(name: str, document: dict[str, Any]) -> Iterator[Difference]:
    columns = {column.get("label", ""): set(column["lanes"]) for column in document.get("columns", [])}
    pairs = zip(document.get("steps", []), transcription(name)["steps"], strict=False)
    for place, (step, source) in enumerate(pairs):
        reading = set(step.get("reading", []))
        for field in sorted(set(read_by_us(step, source, columns)) - reading):
            yield Difference(("steps", place, field), "nothing: to be marked in reading", step.get(field))
        for field in sorted(reading):
            if field not in step and not any(field in outcome for outcome in step.get("outcomes", [])):
                yield Difference(("steps", place, "reading"), "a field of the step", field)
        if reading and not step.get("note"):
            yield Difference(("steps", place, "note"), "why it is read so", None)
        for field, words in left_out(step, source, document.get("forms", {})).items():
            if not reading & {field, "outputs"}:
                yield Difference(("steps", place, field), words, "left out")
