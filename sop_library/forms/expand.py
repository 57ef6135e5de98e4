"""From what an author writes to the full document: shared questions, code lists and kinds become plain JSON Schema.

The full document stands alone: a later change to a code list or a shared question never reaches a published form.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sop_library import codes
from sop_library.facts import FACTS
from sop_library.forms.kinds import CHOICE_KINDS, base_schema, choice_schema

_YES_NO = {"YA": "true", "TIDAK": "false"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def shared_fields() -> Mapping[str, Mapping[str, Any]]:
    """Questions several forms ask in the same words (fields.yaml)."""
    text = files(__package__).joinpath("fields.yaml").read_text(encoding="utf-8")
    shared: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return shared


def merged(item: Mapping[str, Any]) -> dict[str, Any]:
    """A question with the shared one it is based on (`x-use`) laid under its own words. Raises KeyError."""
    own = {name: value for name, value in item.items() if name != "x-use"}
    return {**shared_fields()[item["x-use"]], **own} if "x-use" in item else own


def expand_field(item: Mapping[str, Any]) -> dict[str, Any]:
    """One question as plain JSON Schema. Raises KeyError or codes.UnknownCode where it names what is not there."""
    written = merged(item)
    kind = written["x-kind"]
    full = {
        **base_schema(kind),
        **{name: value for name, value in written.items() if name not in {"x-codes", "x-choices", "x-unknown"}},
    }
    if kind in CHOICE_KINDS:
        words = dict(written.get("x-choices") or codes.code_list(written["x-codes"]).labels)
        if written.get("x-unknown"):
            words.setdefault(codes.UNKNOWN, codes.UNKNOWN_LABEL)
        full = {**full, **choice_schema(kind, tuple(words)), "x-labels": words}
        if "x-fact" in written and "x-fact-values" not in written and FACTS[written["x-fact"]].type == "yes_no":
            full["x-fact-values"] = {code: value for code, value in _YES_NO.items() if code in words}
    return full


def expand(document: Mapping[str, Any]) -> dict[str, Any]:
    """The full document of a form that has been checked (checks.py)."""
    schema = document["schema"]
    properties = {name: expand_field(item) for name, item in schema["properties"].items()}
    full_schema = {
        "$schema": DIALECT,
        "title": document["title"],
        "type": "object",
        "additionalProperties": False,
        "required": list(schema.get("required", ())),
        "properties": properties,
    }
    return {**document, "schema": full_schema, "rules": list(document.get("rules", ()))}


def with_questions_of(document: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """A document that borrows its questions (`questions_of`), with those of `base` written into it."""
    own = {name: value for name, value in document.items() if name != "questions_of"}
    return {**own, **{name: base[name] for name in ("schema", "ui", "rules") if name in base}}
