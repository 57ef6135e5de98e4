"""An SOP document as a YAML file that people can read, and that reads back as the very same document."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from sop_library.parsing import in_order
from sop_library.schema_faults import schema
from sop_library.yaml_lines import LARGEST

_DUMPER = yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper
_WIDTH = 120
_ON_ONE_LINE = 88
"""A group this short stands on one line, as {any_of: [petugas]}."""
_LONG = 90
"""Words this long are folded over several lines."""
_IN_ORDER = ("lanes", "doors", "forms")
_TAG = "tag:yaml.org,2002:"


class TooLarge(ValueError):
    """The file would be larger than what is read back."""


class NotPlain(TypeError):
    """The document holds what no SOP file can: fractions, or anything that is no JSON."""


def to_yaml(document: Mapping[str, Any]) -> str:
    """The document as YAML in the schema's order of fields; `read(to_yaml(document)).document == document`.

    Where `document` lacks the `order` of lanes, doors and forms, reading the file back adds it. Raises TooLarge above
    what `read_source` takes, NotPlain for what is neither text, whole number, true, false, null, list nor mapping.
    """
    node = _mapping(_without_order(document), schema())
    text = yaml.serialize(node, Dumper=_DUMPER, width=_WIDTH, allow_unicode=True)
    words = str(text)
    if len(words.encode()) > LARGEST:
        raise TooLarge(f"an SOP file of more than {LARGEST} bytes")
    return words


def _without_order(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its lanes, doors and forms in their order, which then need not be written."""
    placed = dict(document)
    for section in _IN_ORDER:
        entries = document.get(section)
        if isinstance(entries, Mapping) and all(_has_place(entry) for entry in entries.values()):
            placed[section] = {
                key: {name: value for name, value in entry.items() if name != "order" or value != place}
                for place, (key, entry) in enumerate(in_order(entries), start=1)
            }
    return placed


def _has_place(entry: Any) -> bool:
    return isinstance(entry, Mapping) and type(entry.get("order", 0)) is int


def _node(value: Any, shape: Mapping[str, Any], *, rows: bool = False) -> yaml.Node:
    """`rows`: a list whose entries stand in lines of their own, however short."""
    short = not rows and _flat(value) <= _ON_ONE_LINE
    if isinstance(value, Mapping):
        return _mapping(value, shape, short=short)
    if isinstance(value, (list, tuple)):
        inner = _resolved(shape.get("items", {}))
        items = [_mapping(one, inner) if rows and isinstance(one, Mapping) else _node(one, inner) for one in value]
        return yaml.SequenceNode(f"{_TAG}seq", items, flow_style=short or not items)
    return _scalar(value)


def _mapping(value: Mapping[str, Any], shape: Mapping[str, Any], *, short: bool = False) -> yaml.Node:
    properties = shape.get("properties", {})
    others = _resolved(shape.get("additionalProperties") or {})
    fields = [
        (
            _scalar(name),
            _node(value[name], _resolved(properties.get(name, others)), rows=properties is _top() and name == "steps"),
        )
        for name in _in_field_order(value, properties)
    ]
    return yaml.MappingNode(f"{_TAG}map", fields, flow_style=short or not fields)


def _top() -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema()["properties"]
    return found


def _in_field_order(value: Mapping[str, Any], properties: Iterable[str]) -> list[str]:
    known = [name for name in properties if name in value]
    return known + [name for name in value if name not in set(known)]


def _resolved(shape: Any) -> Mapping[str, Any]:
    """The part of the schema that says which fields there are, behind references and alternatives."""
    while isinstance(shape, Mapping) and ("$ref" in shape or "anyOf" in shape):
        shape = _defined(shape["$ref"]) if "$ref" in shape else shape["anyOf"][0]
    return shape if isinstance(shape, Mapping) else {}


def _defined(reference: str) -> Any:
    return schema()["$defs"][reference.rpartition("/")[2]]


def _scalar(value: Any) -> yaml.ScalarNode:
    if value is None:
        return yaml.ScalarNode(f"{_TAG}null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode(f"{_TAG}bool", "true" if value else "false")
    if isinstance(value, int):
        return yaml.ScalarNode(f"{_TAG}int", str(value))
    if isinstance(value, str):
        return yaml.ScalarNode(f"{_TAG}str", value, style=_style(value))
    raise NotPlain(f"{type(value).__name__} in an SOP document")


def _style(words: str) -> str | None:
    """How text is written: folded where long, as it stands where it has lines, escaped where blanks would be lost."""
    lines = words.split("\n")
    if not all(line.isprintable() for line in lines):
        return '"'
    if len(lines) == 1:
        return ">" if len(words) > _LONG and words == words.strip() and "  " not in words else None
    as_it_stands = all(line == line.rstrip() for line in lines) and lines[0].strip() and not lines[0].startswith(" ")
    return "|" if as_it_stands else '"'


def _flat(value: Any) -> int:
    """About how many letters the value takes on one line; more than fits where it can't stand on one."""
    if isinstance(value, Mapping):
        return 2 + sum(len(str(name)) + 4 + _flat(part) for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return 2 + sum(2 + _flat(part) for part in value)
    if isinstance(value, str):
        return len(value) + 2 if value.isprintable() else _ON_ONE_LINE + 1
    return 5
