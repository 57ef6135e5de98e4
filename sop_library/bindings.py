"""The lanes an office gave to steps whose source names none: beside the version, so that no content hash names them.

Pure. `Bound` is what `Sop.bound` holds: step -> its lanes, each with `key` and `label`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sop_library.definition import Definition, bind
from sop_library.parts import BETWEEN_KEYS, Lane

OFFICE = "kantor"
Bound: TypeAlias = Mapping[str, Sequence[Mapping[str, str]]]


def lanes_bound(bound: Bound) -> dict[str, tuple[str, ...]]:
    """Step -> the keys of the lanes it was given to."""
    return {step: tuple(lane["key"] for lane in lanes) for step, lanes in bound.items()}


def with_bound(definition: Definition, bound: Bound) -> Definition:
    """The definition with the office's lanes in the steps that its source leaves open; what else is bound is not in it.

    A lane that the sheet has keeps the sheet's words; another gets those of the office. Where the sheet, or one woven
    with it, means somebody else by the key, the office's lane has a key of its own, held by its holders alone.
    """
    given = {step: bound[step] for step in definition.left_open if step in bound}
    if not given:
        return definition
    offices = {lane["key"]: _of_office(definition, lane["key"], lane["label"])
               for lanes in given.values() for lane in lanes}  # fmt: skip
    steps = {step: tuple(offices[key].key for key in keys) for step, keys in lanes_bound(given).items()}
    return bind(definition, steps=steps, lanes=[one for one in offices.values() if one.key not in definition.lanes])


def _of_office(definition: Definition, key: str, label: str) -> Lane:
    known = definition.lanes.get(key)
    if known is None or not (known.outside or known.made_of):
        return Lane(key, label, label)
    return Lane(f"{key}{BETWEEN_KEYS}{OFFICE}", label, label, made_of=(key,), held_as=key)


def bound_name(definition: Definition, bound: Bound) -> str:
    """What is bound in this definition, as one word for equal bindings; "" for none."""
    given = {step: bound[step] for step in definition.left_open if step in bound}
    return json.dumps(given, sort_keys=True, ensure_ascii=False) if given else ""
