"""An SOP file looked at as a whole: what keeps it from being adopted, and what to look at twice, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from sop_library.checks import check
from sop_library.definition import Definition, parse
from sop_library.forms import library
from sop_library.loading import read
from sop_library.yaml_lines import Source, read_source

LONGEST = 200
"""What `Sop.name` and a lane's label hold."""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One sentence about a file, in Indonesian. Line and column count from 1."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.sentence}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that is to be said of a file. With any fault it can't be adopted; advice stands in nobody's way."""

    faults: tuple[Remark, ...]
    advice: tuple[Remark, ...] = ()


def inspect(text: str | bytes) -> Inspection:
    """Every fault of a file at once, or, where it has none, the advice; both in the order of the lines."""
    reading = read(text)
    if reading.faults or reading.document is None:
        return Inspection(tuple(Remark(fault.line, fault.column, fault.sentence) for fault in reading.faults))
    definition, source = parse(reading.document), read_source(text)
    advice = (Remark(*source.place(one.path), one.sentence) for one in check(definition) if one.severity == "advice")
    faults = [*_unknown_forms(definition, source), *_too_long(definition, source)]
    return Inspection(tuple(sorted(faults)), tuple(sorted(advice)))


def _unknown_forms(definition: Definition, source: Source) -> Iterator[Remark]:
    for key, use in definition.forms.items():
        if use.form and use.form not in library():
            yield Remark(*source.place(("forms", key, "form")), f"Rangkul tidak punya formulir “{use.form}”.")


def _too_long(definition: Definition, source: Source) -> Iterator[Remark]:
    """Words that an office's own tables keep, and so keep short."""
    for path, words in [
        (("name",), definition.name),
        *((("lanes", key), lane.label) for key, lane in definition.lanes.items()),
    ]:
        if len(words) > LONGEST:
            yield Remark(*source.place(path), f"Nama ini terlalu panjang; paling panjang {LONGEST} huruf.")


def catalogue() -> Mapping[str, bytes]:
    """Every SOP of the catalogue by key ("nunukan/intervensi-krisis"), as its file has it."""
    return {
        f"{regency.name}/{entry.name.removesuffix('.yaml')}": entry.read_bytes()
        for regency in sorted(files("sop_library").joinpath("catalogue").iterdir(), key=lambda one: one.name)
        if regency.is_dir()
        for entry in sorted(regency.iterdir(), key=lambda one: one.name)
        if entry.name.endswith(".yaml") and not entry.name.startswith("_")
    }
