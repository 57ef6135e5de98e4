"""A step as it was found in a text, before it becomes one of a document."""

from dataclasses import dataclass, field

from sop_library.importing.doubts import Doubt


@dataclass
class Found:
    """Its printed number, its words, the line it begins in; of a table's row also its other cells and its marks."""

    words: str
    line: int
    number: str | None = None
    section: str | None = None
    cells: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
