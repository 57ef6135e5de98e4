"""An SOP file looked at as a whole: what keeps it from being adopted, and what to look at twice, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sop_library.checks import Finding, Standing, check
from sop_library.definition import Definition, parse
from sop_library.faults import Fault
from sop_library.forms import library
from sop_library.loading import read
from sop_library.yaml_lines import Source, read_source

LONGEST = 200
"""What `Sop.name` and a lane's label hold."""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One sentence about a file, in Indonesian. Line and column count from 1.

    `path` leads into the document, parts joined by "/"; `step` is the key of the step it concerns, if any.
    """

    line: int
    column: int
    sentence: str
    path: str = ""
    step: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.sentence}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that is to be said of a file. With any fault it can't be adopted; advice stands in nobody's way."""

    faults: tuple[Remark, ...]
    advice: tuple[Remark, ...] = ()


def inspect(text: str | bytes, *, around: Mapping[str, Definition] | None = None) -> Inspection:
    """Every fault of a file at once, or, where it has none, the advice; both in the order of the lines.

    `around` are the other SOPs it may start, by key; None: those are not looked at.
    """
    reading = read(text)
    if reading.faults or reading.document is None:
        return Inspection(tuple(_of_fault(fault, reading.document) for fault in reading.faults))
    definition, source = parse(reading.document), read_source(text)
    findings = check(definition, standing=None if around is None else Standing(sops=around, bound=_named(definition)))
    advice = (_of_finding(one, source) for one in findings if one.severity == "advice")
    faults = [_of_finding(one, source) for one in findings if one.severity == "fault"]
    faults += [*_unknown_forms(definition, source), *_too_long(definition, source)]
    return Inspection(tuple(sorted(faults)), tuple(sorted(advice)))


def _named(definition: Definition) -> Mapping[str, tuple[str, ...]]:
    """Every step without a lane as if the office had named one: of a file alone nobody knows."""
    lanes = tuple(definition.inside) or ("",)
    return {step.key: lanes for step in definition.steps if step.unsaid}


def _of_finding(one: Finding, source: Source) -> Remark:
    return Remark(*source.place(one.path), one.sentence, "/".join(map(str, one.path)), one.step or "")


def _of_fault(fault: Fault, document: Mapping[str, Any] | None) -> Remark:
    section, _, rest = fault.path.partition("/")
    place = rest.partition("/")[0]
    steps = document.get("steps") if document is not None else None
    step = ""
    if section == "steps" and place.isdigit() and isinstance(steps, list) and isinstance(steps[int(place)], dict):
        step = str(steps[int(place)].get("key") or "")
    return Remark(fault.line, fault.column, fault.sentence, fault.path, step)


def _unknown_forms(definition: Definition, source: Source) -> Iterator[Remark]:
    for key, use in definition.forms.items():
        if use.form and use.form not in library():
            words = f"Rangkul tidak punya formulir “{use.form}”."
            yield Remark(*source.place(("forms", key, "form")), words, f"forms/{key}/form")


def _too_long(definition: Definition, source: Source) -> Iterator[Remark]:
    """Words that an office's own tables keep, and so keep short."""
    for path, words in [
        (("name",), definition.name),
        *((("lanes", key), lane.label) for key, lane in definition.lanes.items()),
    ]:
        if len(words) > LONGEST:
            sentence = f"Nama ini terlalu panjang; paling panjang {LONGEST} huruf."
            yield Remark(*source.place(path), sentence, "/".join(path))


def catalogue() -> Mapping[str, bytes]:
    """Every SOP of the catalogue by key ("nunukan/intervensi-krisis"), as its file has it."""
    return {
        f"{regency.name}/{entry.name.removesuffix('.yaml')}": entry.read_bytes()
        for regency in sorted(files("sop_library").joinpath("catalogue").iterdir(), key=lambda one: one.name)
        if regency.is_dir()
        for entry in sorted(regency.iterdir(), key=lambda one: one.name)
        if entry.name.endswith(".yaml") and not entry.name.startswith("_")
    }
