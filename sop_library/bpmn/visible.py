"""What a BPMN drawing says, apart from where it stands: so that a change made elsewhere is noticed."""

import hashlib
import json
from collections.abc import Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

_MODELS = ("{http://www.omg.org/spec/BPMN/20100524/MODEL}", "bpmn:")
"""The space of BPMN's own elements, as a file that was read has it and as it is written."""
_REPEATED = frozenset({"incoming", "outgoing", "extensionElements"})
"""What only repeats the flows, and what is nobody's drawing."""
_SAID = ("id", "name", "sourceRef", "targetRef", "attachedToRef", "calledElement", "default", "processRef")
_Line: TypeAlias = tuple[str, ...]


def visible_digest(root: Element) -> str:
    """SHA-256 (hex) of everything a reader sees in the drawing, whatever places, order or colours it has."""
    lines = sorted(line for part in root for line in _lines(part))
    return hashlib.sha256(json.dumps(lines, ensure_ascii=True).encode()).hexdigest()


def _lines(element: Element) -> Iterator[_Line]:
    """One line an element: what it is, its own words, those of its nameless parts, what it names."""
    edge = [(element, "")]
    while edge:
        here, within = edge.pop()
        model = next((one for one in _MODELS if here.tag.startswith(one)), None)
        kind = here.tag.removeprefix(model or "")
        if model is None or kind in _REPEATED:
            continue
        said = tuple(f"{name}={_plain(here.get(name))}" for name in _SAID if here.get(name))
        yield (kind, within, *said, _plain(here.text))
        inside = here.get("id") or within
        edge += [(part, inside) for part in here]


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())
