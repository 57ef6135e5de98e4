"""A lane that goes: another one stands wherever it did."""

from collections.abc import Iterator, Mapping
from typing import Any

from sop_library.drafting.moves import ABSENT, Move, Path, Put, gone
from sop_library.drafting.refusing import ChangeRefused

UNSAID = "unsaid"


def without_lane(document: Mapping[str, Any], key: str, instead: str) -> Iterator[Move]:
    """The moves after which nothing names the lane `key`. Raises ChangeRefused where it works and no other is named."""
    if instead and (instead == key or instead not in document["lanes"]):
        raise gone(("lanes", instead))
    for step in document["steps"]:
        yield from _in_step(step, key, instead)
    for name, lane in document["lanes"].items():
        if key in lane.get("made_of", ()):
            left = _instead(lane["made_of"], key, instead)
            yield Put(("lanes", name, "made_of"), left or ABSENT)
            if lane.get("quorum", 1) > len(left):
                yield Put(("lanes", name, "quorum"), len(left) if len(left) > 1 else ABSENT)
    if any(key in column["lanes"] for column in document.get("columns", ())):
        columns = [{**one, "lanes": _instead(one["lanes"], key, instead)} for one in document["columns"]]
        yield Put(("columns",), [one for one in columns if one["lanes"]])


def _in_step(step: Mapping[str, Any], key: str, instead: str) -> Iterator[Move]:
    path: Path = ("steps", step["key"])
    lanes = step.get("lanes")
    changed = False
    if isinstance(lanes, Mapping):
        for how, named in lanes.items():
            if key in named:
                left = _instead(named, key, instead)
                if not left:
                    raise ChangeRefused("lane_needed")
                changed = True
                yield Put((*path, "lanes"), {how: left})
    if step.get("decides") == key:
        changed = True
        yield Put((*path, "decides"), instead or ABSENT)
    for field in ("gate", "time"):
        inner = step.get(field)
        if isinstance(inner, Mapping):
            mended = _named_within(inner, key, instead)
            if mended != inner:
                yield Put((*path, field), mended)
    if changed and "marks" in step:
        yield Put((*path, "marks"), ABSENT)


def _named_within(inner: Mapping[str, Any], key: str, instead: str) -> dict[str, Any]:
    """A gate that the lane may open early, a time that it may lengthen."""
    made = dict(inner)
    if made.get("override") == key:
        made = {**made, "override": instead} if instead else _but(made, "override")
    extends = made.get("extendable_by")
    if isinstance(extends, Mapping) and extends.get("lane") == key:
        made = {**made, "extendable_by": {**extends, "lane": instead}} if instead else _but(made, "extendable_by")
    return made


def _but(made: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name != field}


def _instead(named: list[str], key: str, instead: str) -> list[str]:
    return list(dict.fromkeys(one for one in (instead if one == key else one for one in named) if one))
