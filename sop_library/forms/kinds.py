"""The closed list of answer kinds and the JSON Schema each of them stands for."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

Kind = Literal["text", "note", "integer", "date", "time", "choice", "choices", "region", "phone", "nik", "kk"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CHOICE_KINDS: frozenset[Kind] = frozenset({"choice", "choices"})

_TEXT = {"type": "string", "minLength": 1, "pattern": r"\S"}
_BASE: Mapping[Kind, Mapping[str, Any]] = {
    "text": {**_TEXT, "maxLength": 200},
    "note": {**_TEXT, "maxLength": 5000},
    "integer": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    "choice": {"type": "string"},
    "choices": {"type": "array", "uniqueItems": True, "minItems": 1},
    "region": {"type": "string", "pattern": r"^[0-9]{2}\.[0-9]{2}$"},
    "phone": {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$"},
    "nik": {"type": "string", "pattern": r"^[0-9]{16}$"},
    "kk": {"type": "string", "pattern": r"^[0-9]{16}$"},
}


def base_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema keywords every answer of this kind obeys; a definition may narrow lengths and ranges."""
    return dict(_BASE[kind])


def choice_schema(kind: Kind, codes: tuple[str, ...]) -> dict[str, Any]:
    """The keywords that close an answer to these codes."""
    if kind == "choices":
        return {"items": {"type": "string", "enum": list(codes)}, "maxItems": len(codes)}
    return {"enum": list(codes)}
