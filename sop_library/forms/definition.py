"""A form definition as the program holds it: immutable, named by key, version and digest of what it asks."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jsonschema_rs

from sop_library.forms.kinds import Kind

FORMAT = "rangkul-form/1"
Sealed = Literal["identity", "story"]
_ASKED = ("format", "key", "version", "title", "schema", "ui", "rules")


@dataclass(frozen=True)
class Field:
    """One question. `choices` maps code to words in order; `sealed` tells what callers must keep encrypted apart."""

    name: str
    kind: Kind
    label: str
    hint: str
    required: bool
    schema: Mapping[str, Any]
    choices: Mapping[str, str]
    look: Mapping[str, Any]
    sealed: Sealed | None = None
    fact: str | None = None
    fact_values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Questions that stand together under one heading."""

    heading: str
    hint: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormDefinition:
    """One version of one form. Stored answers name `key`, `version` and `digest`."""

    key: str
    version: int
    title: str
    groups: tuple[Group, ...]
    rules: tuple[Mapping[str, Any], ...]
    used_by: tuple[str, ...]
    printed: tuple[str, ...]
    notes: tuple[str, ...]
    digest: str
    document: Mapping[str, Any] = field(repr=False, compare=False)
    validator: jsonschema_rs.Draft202012Validator = field(repr=False, compare=False)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(item for group in self.groups for item in group.fields)

    @property
    def schema(self) -> Mapping[str, Any]:
        """The plain JSON Schema (2020-12) of the answers, for the API's own documentation."""
        schema: Mapping[str, Any] = self.document["schema"]
        return schema

    def field(self, name: str) -> Field:
        """One question by name. Raises KeyError."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


def canonical(document: Mapping[str, Any]) -> str:
    """The document as one line of JSON with sorted keys: the same words give the same text."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 over what the form asks and how; who uses it and our notes about it are left out."""
    asked = {name: document[name] for name in _ASKED if name in document}
    return hashlib.sha256(canonical(asked).encode()).hexdigest()


def _codes(item: Mapping[str, Any]) -> list[str]:
    """The codes in their order: PostgreSQL's jsonb keeps the order of a list, not of an object's names."""
    codes: list[str] = item.get("enum") or item.get("items", {}).get("enum", [])
    return codes


def from_document(document: Mapping[str, Any]) -> FormDefinition:
    """Build from an expanded document (see expand.py), already checked."""
    schema, ui = document["schema"], document["ui"]
    looks = ui.get("widgets", {})

    def build(name: str) -> Field:
        item = schema["properties"][name]
        return Field(
            name=name,
            kind=item["x-kind"],
            label=item["title"],
            hint=item.get("description", ""),
            required=name in schema.get("required", ()),
            schema=item,
            choices={code: item["x-labels"][code] for code in _codes(item)},
            look=looks.get(name, {}),
            sealed=item.get("x-sealed"),
            fact=item.get("x-fact"),
            fact_values=item.get("x-fact-values", {}),
        )

    return FormDefinition(
        key=document["key"],
        version=document["version"],
        title=document["title"],
        groups=tuple(
            Group(group["heading"], group.get("hint", ""), tuple(build(name) for name in group["fields"]))
            for group in ui["groups"]
        ),
        rules=tuple(document.get("rules", ())),
        used_by=tuple(document.get("used_by", ())),
        printed=tuple(document.get("printed", ())),
        notes=tuple(document.get("notes", ())),
        digest=digest_of(document),
        document=document,
        validator=jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True),
    )
