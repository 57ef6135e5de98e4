"""From a file to a definition: safe YAML, the schema, the check. Every fault at once, each with its line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sop_library.checking.findings import Finding
from sop_library.checks import faults_of
from sop_library.definition import Definition, parse
from sop_library.faults import Fault
from sop_library.mending import Mended
from sop_library.schema_faults import schema_faults
from sop_library.yaml_lines import DEEPEST, LARGEST, Source, read_source

_ORDERED = ("lanes", "doors", "forms")


class NotAnSop(ValueError):
    """The file is no SOP that could run. `faults` are all of them, in the order of the lines."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{name}:{fault}" for fault in self.faults))


@dataclass(frozen=True)
class Reading:
    """What a file holds: its document (None where it can't be read) and its faults, in the order of the lines."""

    document: dict[str, Any] | None
    faults: tuple[Fault, ...]


def load(text: str | bytes, *, name: str) -> Definition:
    """The definition in a file called `name`. Raises NotAnSop with every fault."""
    reading = read(text)
    if reading.faults or reading.document is None:
        raise NotAnSop(name, reading.faults)
    return parse(reading.document)


def read(text: str | bytes) -> Reading:
    """The document in a file, with `order` filled in for lanes, doors and forms, and every fault found in it."""
    source = read_source(text)
    if not isinstance(source.data, dict):
        return Reading(None, tuple(source.faults))
    document = with_order(source.data)
    faults = source.faults + _document_faults(document, source)
    return Reading(document, tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))))


def check_document(document: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a document that came as JSON: without lines (all at 1:1), with paths. At most 1 MB of it."""
    unreadable = _unreadable(document)
    if unreadable is not None:
        return (Fault(1, 1, "", unreadable),)
    if len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) > LARGEST:
        return (Fault(1, 1, "", "too_large", {"most": "1 MB"}),)
    return tuple(_document_faults(document, Source(data=document)))


def with_order(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the order of its lanes, doors and forms written into them: stored JSON keeps no order."""
    ordered = dict(document)
    for section in _ORDERED:
        entries = document.get(section)
        if isinstance(entries, dict):
            ordered[section] = {
                key: {**entry, "order": entry.get("order", place)} if isinstance(entry, dict) else entry
                for place, (key, entry) in enumerate(entries.items(), start=1)
            }
    return ordered


def _unreadable(document: Mapping[str, Any]) -> str | None:
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        inner = [one for part in level for one in ((*part, *part.values()) if isinstance(part, Mapping) else part)]
        if not all(one.isprintable() or _is_text(one) for one in inner if isinstance(one, str)):
            return "character"
        level = [one for one in inner if isinstance(one, (Mapping, list))]
        if not level:
            return None
    return "too_deep"


def _is_text(words: str) -> bool:
    # What PostgreSQL can't keep: a NUL, and half a surrogate pair.
    return "\x00" not in words and not any("\ud800" <= letter <= "\udfff" for letter in words)


def _document_faults(document: Mapping[str, Any], source: Source) -> list[Fault]:
    faults = [_fault(path, code, params, source) for path, code, params in schema_faults(document)]
    if any(fault.code in ("too_many", "too_many_faults") for fault in faults):
        return faults
    return faults + [_fault(one.path, one.code, one.params, source) for one in _meaning(document, bool(faults))]


def _meaning(document: Mapping[str, Any], misshapen: bool) -> list[Finding]:
    """What the document means, at fault; asked only of one whose parts are no more than an SOP can have."""
    if not misshapen:
        return faults_of(parse(document))
    mended = Mended(document)
    if mended.document is None:
        return []
    return [one for one in faults_of(parse(mended.document)) if mended.trusts(one.code, one.path)]


def _fault(path: tuple[str | int, ...], code: str, params: Mapping[str, str], source: Source) -> Fault:
    line, column = source.place(path)
    return Fault(line, column, "/".join(map(str, path)), code, params)
