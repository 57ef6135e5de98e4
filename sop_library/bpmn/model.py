"""What a BPMN drawing of an SOP consists of: nodes in lanes, flows between them, notes beside them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Tag: TypeAlias = Literal[
    "startEvent",
    "endEvent",
    "manualTask",
    "callActivity",
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
]
NOBODY = "lajur_tanpa-pelaksana"
"""The lane of what no lane of the sheet does: its start, and steps whose source names nobody."""


@dataclass(frozen=True, slots=True)
class Node:
    """One symbol. `calls` is the process a call activity runs; `words` is the sheet's text."""

    id: str
    tag: Tag
    name: str = ""
    lane: str = NOBODY
    words: str = ""
    calls: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow. `condition` is an expression over the outcomes; `otherwise`: taken where no other one is."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside the drawing, and the node they are about, if any."""

    id: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Urgent:
    """A step that a condition starts from anywhere, beside everything that runs."""

    id: str
    name: str
    condition: str
    step: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole SOP as BPMN says it. The nodes stand in the order of their rows."""

    process: str
    name: str
    lanes: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    notes: tuple[Note, ...] = ()
    urgent: tuple[Urgent, ...] = ()
