"""Which SOPs of this office a case may come into: those that steps of its SOP start, those that these start, and on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sop_library.checking.findings import Finding, fault
from sop_library.checking.woven import check_woven
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.parts import Step, Sub
from sop_library.pinning import CALLED, kept_with, sheet_part
from sop_library.queries import current_versions, running, sheet_definition_of
from sop_library.yaml_lines import LARGEST

DEEPEST = 4
"""How many SOPs below one another a case may come into."""
MOST_STEPS = 600
"""How many steps a case may come to in all; an SOP that may be started at two places counts twice."""


class TooDeep(ValueError):
    """SOPs start one another further down than a case may come."""


@dataclass
class Office:
    """The SOPs in force in this office, as one that starts others finds them. `kept`: those it may come into."""

    here: Mapping[str, tuple[SopVersion, Definition]]
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def keys_of(self, sub: Sub) -> list[str]:
        """The SOPs that may be started: the one named, or every one of the service."""
        if sub.sop is not None:
            return [sub.sop] if sub.sop in self.here else []
        return [key for key, (_version, one) in self.here.items() if one.service == sub.service]

    def reach(self, definition: Definition, depth: int = 0) -> int:
        """How many steps a case of it may come to; what it may come into is kept on the way. Raises TooDeep."""
        if depth > DEEPEST:
            raise TooDeep(definition.sop)
        found = len(definition.steps)
        for sub in (one for step in definition.steps for one in step.subs):
            keys = self.keys_of(sub)
            if not keys:
                self.missing[sub.sop or sub.service or ""] = None
            found += sum(self._of(key, depth + 1) for key in keys)
        return found

    def _of(self, key: str, depth: int) -> int:
        if depth > DEEPEST:
            raise TooDeep(key)
        version, one = self.here[key]
        if key not in self.kept:
            document = dict(one.document)
            self.kept[key] = {"version": version.number, "hash": version.content_hash, "document": document}
        # Steps below are counted at each depth they may be come to at: a second way may lead further down.
        name = f"{depth} {key}"
        if name not in self.steps:
            self.steps[name] = self.reach(one, depth)
        return self.steps[name]


def with_called(document: Mapping[str, Any], definition: Definition, *, at: datetime) -> dict[str, Any]:
    """The document as a version of this office: with the SOPs that a case of it may come into, as they are in force.

    Of one that starts none, the same document. What `faults_of_called` finds is not kept.
    """
    made = sheet_part(document)
    if not any(step.subs for step in definition.steps):
        return made
    office = _office(definition, at=at)
    with suppress(TooDeep):
        office.reach(definition)
    return made | {CALLED: office.kept}


def faults_of_called(definition: Definition, *, at: datetime) -> list[Finding]:
    """What keeps the SOPs that a sheet starts from running in its cases here; empty for one that starts none."""
    place = next((place for place, step in enumerate(definition.steps) if step.subs), None)
    if place is None:
        return []
    step, path = definition.steps[place], ("steps", place, "sub")
    office = _office(definition, at=at)
    try:
        steps = office.reach(definition)
    except TooDeep:
        return [fault("subs_too_deep", path, step.key, step=step.name, most=str(DEEPEST))]
    if office.missing:
        return [*_not_here(definition, office)] or [
            fault("sub_unknown", path, step.key, step=step.name, key=key) for key in office.missing
        ]
    size = len(json.dumps(sheet_part(definition.document) | {CALLED: office.kept}, ensure_ascii=False).encode())
    if steps > MOST_STEPS or size > LARGEST:
        return [fault("called_too_long", path, step.key, step=step.name, most=str(MOST_STEPS))]
    kept = sheet_part(definition.document) | {CALLED: office.kept}
    return list(check_woven(definition, running(kept, definition)))


def callers_of(key: str, *, at: datetime) -> list[SopVersion]:
    """The versions in force of other SOPs that start the SOP `key`, in the office's order.

    Each keeps the version of it that was in force when it was published, until it is approved again.
    """
    starting = ((version, one) for version, one in _in_force(at=at) if any(step.subs for step in one.steps))
    return [version for version, one in starting if one.sop != key and key in kept_with(version.definition)]


def newer_called(version: SopVersion, *, at: datetime) -> list[tuple[SopVersion, int]]:
    """The SOPs a version starts that have another version in force by now: that one, and the number the version keeps.

    Cases of the version go by what it keeps until it is approved again. No query for one that starts none.
    """
    if not any(step.subs for step in sheet_definition_of(version).steps):
        return []
    kept = kept_with(version.definition)
    return [
        (newest, int(kept[one.sop]["version"]))
        for newest, one in _in_force(at=at)
        if one.sop in kept and kept[one.sop]["hash"] != newest.content_hash
    ]


def keys_here(*, at: datetime) -> dict[str, str]:
    """What an SOP of another office or of the library is called here: its key -> that of the SOP in force from it."""
    found: dict[str, str] = {}
    for version, one in _in_force(at=at):
        found.setdefault(version.origin, one.sop)
    return found | {one: one for one in found.values()}


def services_here(*, at: datetime) -> frozenset[str]:
    """The services for which an SOP is in force that others may start."""
    return frozenset(
        one.service for _version, one in _in_force(at=at) if any(door.called for door in one.doors.values())
    )


def _office(definition: Definition, *, at: datetime) -> Office:
    return Office({one.sop: (version, one) for version, one in _in_force(at=at) if one.sop != definition.sop})


def _in_force(*, at: datetime) -> Iterator[tuple[SopVersion, Definition]]:
    for version in current_versions(at=at):
        yield version, sheet_definition_of(version)


def _subs(definition: Definition) -> Iterator[tuple[int, Step, int, Sub]]:
    for place, step in enumerate(definition.steps):
        for number, sub in enumerate(step.subs):
            yield place, step, number, sub


def _not_here(definition: Definition, office: Office) -> Iterator[Finding]:
    """The steps of the sheet itself that start an SOP that isn't in force here."""
    for place, step, number, sub in _subs(definition):
        if not office.keys_of(sub):
            path = ("steps", place, "sub", number)
            yield fault("sub_unknown", path, step.key, step=step.name, sub=sub.label, key=sub.sop or sub.service or "")
