"""Where a step stands that may be of a called SOP: its own sheet, its place there, the SOP's name and version. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sop_library.definition import Definition
from sop_library.parts import Child, Inside, Step
from sop_library.pinning import kept_with


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The sheet a step is printed on. `key`: the step's key there. `version`: of a called SOP, the one that is kept."""

    document: Mapping[str, Any]
    key: str
    title: str
    version: int | None = None


def own_steps(definition: Definition, inside: Inside | None = None) -> tuple[Step, ...]:
    """The steps of the SOP itself, or of the called one that stands at `inside`; not those that it starts in turn."""
    return tuple(step for step in definition.steps if step.inside == inside)


def place_of(definition: Definition, step: Step) -> int:
    """The step's place in its own sheet, from 1."""
    before = definition.steps[: definition.position[step.key]]
    return 1 + sum(one.inside == step.inside for one in before)


def child_of(definition: Definition, step: Step) -> Child | None:
    """The called SOP that a step belongs to; None for a step of the SOP itself."""
    return None if step.inside is None else definition.children.get(step.inside)


def own_sheet(definition: Definition, step: Step) -> OwnSheet:
    """The sheet on which the step is printed."""
    child = child_of(definition, step)
    kept = kept_with(definition.document).get(child.sop) if child is not None else None
    if child is None or kept is None:
        return OwnSheet(definition.document, step.key, definition.title)
    document: Mapping[str, Any] = kept["document"]
    return OwnSheet(document, step.key.removeprefix(child.prefix), str(document["title"]), int(kept["version"]))
