"""Who holds a lane of a draft in the office, and what is still to be done so that somebody does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frontend.sops.editor.parts import part_of
from frontend.sops.editor.shapes import Option, as_dict, as_list, as_text


@dataclass(frozen=True)
class Holding:
    """A lane as the office knows it. `outside`: nobody needs to hold it; `parts`: it is held by whoever holds those."""

    key: str
    known: bool
    names: Sequence[str]
    outside: bool
    parts: Sequence[Option]


def holding_of(document: Mapping[str, Any], key: str, holders: Mapping[str, Sequence[str]]) -> Holding:
    """How the lane `key` of the document stands in an office with these holders."""
    lane = as_dict(part_of(document, "lane", key))
    lanes = as_dict(document.get("lanes"))
    parts = [
        Option(part, as_text(as_dict(lanes[part]).get("label")) or part)
        for part in as_list(lane.get("made_of")) if isinstance(part, str) and part in lanes
    ]  # fmt: skip
    return Holding(key, key in holders, holders.get(key, ()), bool(lane.get("outside")), parts)
