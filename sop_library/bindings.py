"""The lanes an office gave to steps whose source names none: beside the version, so that no content hash names them.

Pure. `Bound` is what `Sop.bound` holds: step -> its lanes, each with `key` and `label`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sop_library.definition import Definition, bind
from sop_library.parts import Lane

Bound: TypeAlias = Mapping[str, Sequence[Mapping[str, str]]]


def lanes_bound(bound: Bound) -> dict[str, tuple[str, ...]]:
    """Step -> the keys of the lanes it was given to."""
    return {step: tuple(lane["key"] for lane in lanes) for step, lanes in bound.items()}


def with_bound(definition: Definition, bound: Bound) -> Definition:
    """The definition with the office's lanes in the steps that its source leaves open; what else is bound is not in it.

    A lane that the sheet has keeps the sheet's words; another gets those of the office.
    """
    given = {step: bound[step] for step in definition.left_open if step in bound}
    if not given:
        return definition
    others = [Lane(lane["key"], lane["label"], lane["label"]) for lanes in given.values() for lane in lanes
              if lane["key"] not in definition.lanes]  # fmt: skip
    return bind(definition, steps=lanes_bound(given), lanes=others)


def bound_name(definition: Definition, bound: Bound) -> str:
    """What is bound in this definition, as one word for equal bindings; "" for none."""
    given = {step: bound[step] for step in definition.left_open if step in bound}
    return json.dumps(given, sort_keys=True, ensure_ascii=False) if given else ""
