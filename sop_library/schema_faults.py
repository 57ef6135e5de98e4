"""What the published JSON Schema finds wrong with a document, said in sentences."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import jsonschema_rs

from sop_library.durations import LONGEST_YEARS, NotADuration, TooLong, parse_duration
from sop_library.parts import STAGES

MOST = 300
Path = tuple[str | int, ...]
Wrong = tuple[Path, str, Mapping[str, str]]

_TYPES = {
    "string": "teks",
    "integer": "angka bulat",
    "number": "angka",
    "boolean": "true atau false",
    "array": "daftar",
    "object": "kelompok isian",
    "null": "null",
}
_PATTERNS = {"key": "not_a_key", "duration": "not_a_duration", "fact": "not_a_key", "regency": "not_a_region"}
_ONE_OF = {"condition": "not_a_condition", "need": "not_a_need", "sub": "not_a_sub"}
_LIMITS = {
    "minLength": "too_short",
    "maxLength": "too_long",
    "minItems": "too_few",
    "minProperties": "too_few",
    "maxItems": "too_many",
    "maxProperties": "too_many",
    "uniqueItems": "not_unique",
}
_SECTIONS = {
    "lanes": "Pelaksana",
    "doors": "Pintu",
    "forms": "Formulir",
    "steps": "Langkah",
    "limits": "Batas",
    "narrative": "Uraian",
    "anomalies": "Catatan sumber",
    "columns": "Kolom",
}


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema."""
    found: dict[str, Any] = json.loads(files("sop_library").joinpath("schema/sop.schema.json").read_text("utf-8"))
    return found


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(), formats={"rangkul-length": _bounded}, validate_formats=True)


def _bounded(words: str) -> bool:
    """False for a length past the bound; what is no length at all, the pattern says."""
    try:
        parse_duration(words)
    except TooLong:
        return False
    except NotADuration:
        pass
    return True


def schema_faults(document: Mapping[str, Any]) -> Iterator[Wrong]:
    """(path, code, params) of everything the schema finds wrong; past MOST, only that there is more."""
    wrong = _wrong(document)
    yield from islice(wrong, MOST)
    if next(wrong, None) is not None:
        yield (), "too_many_faults", {}


def _wrong(document: Mapping[str, Any]) -> Iterator[Wrong]:
    for error in _validator().iter_errors(document):
        path = tuple(error.instance_path)
        for at, code, params in _said(error, path, document):
            yield at, code, {"where": where(at if code == "missing_field" else path, document), **params}


def where(path: Path, document: Mapping[str, Any]) -> str:
    """A place in the document as a clerk would name it: "Langkah “Terima tamu”, time"."""
    if not path:
        return "SOP"
    section, *rest = path
    if section not in _SECTIONS or not rest:
        return ", ".join(str(part) for part in path if isinstance(part, str))
    name: Any = rest[0]
    row = document[str(section)][name]
    if isinstance(row, Mapping):
        name = row.get("name") or row.get("label") or row.get("number") or row.get("id") or row.get("key") or name
    if isinstance(name, int):
        name = name + 1
    inner = ", ".join(str(part) for part in rest[1:] if isinstance(part, str))
    return f"{_SECTIONS[str(section)]} “{name}”" + (f", {inner}" if inner else "")


def _said(error: Any, path: Path, document: Mapping[str, Any]) -> Iterator[Wrong]:
    kind, value = error.kind, error.instance
    define = _definition(error.schema_path)
    match kind.name:
        case "additionalProperties":
            for name in kind.unexpected:
                yield from _unknown_field(error, path, name)
        case "required":
            yield path, "missing_field", {"field": kind.property}
        case "type":
            yield path, *_wrong_type(kind.types, value)
        case "enum":
            yield path, "not_in_list", {"value": str(value), "options": ", ".join(map(str, kind.options))}
        case "const":
            yield path, "wrong_format", {"expected": str(kind.expected_value)}
        case "pattern":
            yield (
                path,
                _PATTERNS.get(define, _PATTERNS.get(str(path[-1]) if path else "", "wrong_pattern")),
                {"value": str(value)},
            )
        case "format":
            yield path, "length_too_long", {"value": str(value), "most": str(LONGEST_YEARS)}
        case "propertyNames":
            yield path, "not_a_key", {"value": str(kind.error.instance)}
        case "oneOf" | "oneOfNotValid" | "oneOfMultipleValid" if define in _ONE_OF:
            yield path, _ONE_OF[define], {}
        case "anyOf" if path == ("jurisdiction",):
            yield path, "not_a_condition", {}
        case "anyOf" if path and path[-1] == "stage":
            yield path, "not_a_stage", {"options": ", ".join(STAGES)}
        case name:
            yield path, _LIMITS.get(name, "wrong"), {}


def _unknown_field(error: Any, path: Path, name: str) -> Iterator[Wrong]:
    known = _properties(error.schema_path)
    near = get_close_matches(name, known, n=1)
    if near:
        yield (*path, name), "unknown_field_near", {"field": name, "near": near[0]}
    else:
        yield (*path, name), "unknown_field", {"field": name}


def _wrong_type(types: Sequence[str], value: Any) -> tuple[str, dict[str, str]]:
    if "string" in types and isinstance(value, (int, float)):
        return "number_not_text", {"value": str(value).lower()}
    return "wrong_type", {"types": " atau ".join(_TYPES[name] for name in types if name != "null" or len(types) == 1)}


def _definition(schema_path: Sequence[str | int]) -> str:
    parts = [str(part) for part in schema_path]
    places = [place for place, part in enumerate(parts[:-1]) if part == "$defs"]
    return parts[places[-1] + 1] if places else ""


def _properties(schema_path: Sequence[str | int]) -> list[str]:
    found: Any = schema()
    for part in schema_path[:-1]:
        found = found[part]
    return list(found.get("properties", ()))
