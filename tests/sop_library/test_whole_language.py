"""Every key of the language is taken, and comes back from each way out."""

from collections.abc import Iterator
from typing import Any

from sop_library.bpmn import read_bpmn, to_bpmn
from sop_library.definition import parse
from sop_library.loading import check_document, read
from sop_library.schema_faults import schema
from sop_library.writing import to_yaml
from tests.sop_library.whole_language import whole_language

INNER = ("items", "additionalProperties", "oneOf", "anyOf", "allOf", "then", "else")
Place = tuple[str, str]
"""Where in the schema, and the key that may stand there."""


def allowed(node: Any, at: str = "") -> Iterator[Place]:
    """Each key that the schema allows, at each of its places."""
    if isinstance(node, list):
        for part in node:
            yield from allowed(part, at)
    elif isinstance(node, dict):
        for name, part in node.get("properties", {}).items():
            yield at, name
            yield from allowed(part, f"{at}/{name}")
        for name, part in node.get("$defs", {}).items():
            yield from allowed(part, name)
        for inner in INNER:
            yield from allowed(node.get(inner), at)


def used(node: Any, value: Any, at: str = "") -> Iterator[Place]:
    """The keys of a document, each at the place of the schema by which it is judged."""
    if isinstance(node, list):
        for part in node:
            yield from used(part, value, at)
    elif isinstance(node, dict):
        if "$ref" in node:
            name = node["$ref"].removeprefix("#/$defs/")
            yield from used(schema()["$defs"][name], value, name)
        for inner in INNER:
            many = inner in ("items", "additionalProperties")
            there = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
            for one in there if many else (value,):
                yield from used(node.get(inner), one, at)
        for name, part in node.get("properties", {}).items():
            if isinstance(value, dict) and name in value:
                yield at, name
                yield from used(part, value[name], f"{at}/{name}")


def test_the_document_names_every_key_of_the_schema() -> None:
    """A key that is added to the schema is added there, and so to the tests below."""
    named = set(allowed(schema()))
    assert len(named) > 200
    assert named - set(used(schema(), whole_language())) == set()


def test_each_key_is_taken() -> None:
    assert check_document(whole_language()) == ()


def test_each_key_comes_back_from_yaml_and_from_bpmn() -> None:
    document = whole_language()
    assert read(to_yaml(document)).document == document
    assert read_bpmn(to_bpmn(parse(document))) == document
