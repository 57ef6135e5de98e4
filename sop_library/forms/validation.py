"""One validator for the screen and the API: every fault at once, each with the question and a sentence."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import jsonschema_rs
from django.utils import timezone

from sop_library import codes
from sop_library.codes import kk, nik, phone
from sop_library.forms import dates, rules
from sop_library.forms.definition import Field, FormDefinition
from sop_library.forms.errors import FieldError, missing, not_an_object, sentence, thousands, unknown_question
from sop_library.forms.text import storable
from tenants.registry.source import regencies


def validate(
    definition: FormDefinition, data: Any, *, today: date | None = None, unread: Collection[str] = ()
) -> list[FieldError]:
    """What is wrong with these answers; empty when they may be stored. Never raises, whatever `data` is.

    `today` (default: the office's today) is what dates in the future are measured by. `unread`: questions that were
    answered in a way nobody could read; the caller has said so already, so they are not called missing.
    """
    if not isinstance(data, Mapping) or not all(isinstance(name, str) for name in data):
        return [not_an_object()]
    known = {item.name: item for item in definition.fields}
    errors = [unknown_question(name) for name in data if name not in known]
    readable: dict[str, Any] = {}
    for name, item in known.items():
        if name in data:
            if fault := _unreadable(item, data[name]):
                errors.append(fault)
            else:
                readable[name] = data[name]
    errors.extend(_by_schema(definition, readable, known, {*data, *unread}))
    wrong = {error.field for error in errors}
    for name, answer in readable.items():
        if name not in wrong and (fault := _by_kind(known[name], answer)):
            errors.append(fault)
    wrong = {*unread, *(error.field for error in errors)}
    errors.extend(rules.broken(definition, data, wrong=wrong, today=today or timezone.localdate()))
    return _one_each(errors)


def warnings(definition: FormDefinition, data: Mapping[str, Any]) -> list[FieldError]:
    """What is unusual about valid answers. Warnings are shown and never stop anyone."""
    found: list[FieldError] = []
    for item in definition.fields:
        answer = data.get(item.name)
        if not isinstance(answer, str):
            continue
        if item.kind == "nik":
            found.extend(FieldError(item.name, code, nik.message(code)) for code in _nik_codes(item, answer, data))
        elif item.kind == "phone":
            found.extend(FieldError(item.name, code, phone.message(code)) for code in phone.read(answer).warnings)
    return found


def _unreadable(item: Field, answer: Any) -> FieldError | None:
    """Values jsonschema could stumble over: wrong types and characters nobody can store."""
    texts = answer if isinstance(answer, list) else [answer]
    if item.kind == "integer":
        if isinstance(answer, bool) or not isinstance(answer, int):
            return FieldError(item.name, "whole_number", sentence("whole_number", item.label))
        return None
    if not all(isinstance(text, str) for text in texts) or isinstance(answer, list) != (item.kind == "choices"):
        return FieldError(item.name, "type", sentence("type", item.label))
    if not all(storable(text) for text in texts):
        return FieldError(item.name, "characters", sentence("characters", item.label))
    return None


def _by_schema(
    definition: FormDefinition, readable: Mapping[str, Any], known: Mapping[str, Field], answered: Collection[str]
) -> list[FieldError]:
    errors = []
    for error in definition.validator.iter_errors(dict(readable)):
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
            name = error.kind.property
            if name not in answered:
                errors.append(FieldError(name, "required", missing(known[name].kind, known[name].label)))
            continue
        item = known[str(error.instance_path[0])]
        path = "/".join(str(part) for part in error.instance_path)
        errors.append(_schema_error(error, item, path))
    return errors


def _schema_error(error: jsonschema_rs.ValidationError, item: Field, path: str) -> FieldError:
    kinds = jsonschema_rs.ValidationErrorKind
    match error.kind:
        case kinds.MaxLength(limit=limit):
            length = len(str(error.instance))
            return FieldError(
                path, "too_long", sentence("too_long", item.label, length=thousands(length), limit=thousands(limit))
            )
        case kinds.Minimum():
            least = thousands(item.schema["minimum"])
            return FieldError(path, "too_small", sentence("too_small", item.label, limit=least))
        case kinds.Maximum():
            most = thousands(item.schema["maximum"])
            return FieldError(path, "too_large", sentence("too_large", item.label, limit=most))
        case kinds.Enum():
            return FieldError(path, "choice", sentence("choice", item.label))
        case kinds.UniqueItems() | kinds.MaxItems():
            return FieldError(path, "twice", sentence("twice", item.label))
        case kinds.MinItems():
            return FieldError(path, "required", missing(item.kind, item.label))
    return _shape_error(item, path, error.instance)


def _shape_error(item: Field, path: str, answer: Any) -> FieldError:
    """A text that has not the form its kind asks for."""
    match item.kind:
        case "date":
            return FieldError(path, "date", dates.from_iso(str(answer)).message)
        case "time":
            return FieldError(path, "time", sentence("time", item.label))
        case "region":
            return FieldError(path, "region", sentence("region", item.label))
        case "nik":
            return FieldError(path, "nik", nik.message("format"))
        case "kk":
            return FieldError(path, "kk", kk.message("format"))
        case "phone":
            return FieldError(path, "phone", phone.message("format"))
    return FieldError(path, "blank", sentence("blank", item.label))


def _by_kind(item: Field, answer: Any) -> FieldError | None:
    """What a JSON Schema cannot say."""
    if item.kind == "date" and (typed := dates.from_iso(answer)).fault:
        return FieldError(item.name, "date", typed.message)
    if item.kind == "region" and answer not in regencies():
        return FieldError(item.name, "region", sentence("region", item.label))
    if item.kind == "phone" and (faults := phone.read(answer).errors):
        return FieldError(item.name, "phone", phone.message(faults[0]))
    if item.kind == "choices" and codes.UNKNOWN in answer and len(answer) > 1:
        words = item.choices[codes.UNKNOWN]
        return FieldError(item.name, "alone", sentence("alone", item.label, choice=words))
    return None


def _nik_codes(item: Field, answer: str, data: Mapping[str, Any]) -> list[str]:
    read = nik.read(answer)
    found: list[str] = [*(code for code in read.errors if code != "format"), *read.warnings]
    other = item.schema.get("x-compare", {})
    born = data.get(other.get("birth_date", ""))
    if read.birth_date and isinstance(born, str) and born != read.birth_date.isoformat():
        same_day = born[4:] == read.birth_date.isoformat()[4:]
        if not (same_day and "century_ambiguous" in read.warnings):
            found.append("birth_date_differs")
    if read.sex and data.get(other.get("sex", "")) in {"L", "P"} - {read.sex}:
        found.append("sex_differs")
    return found


def _one_each(errors: list[FieldError]) -> list[FieldError]:
    """The first error of every path: one thing to correct at a time."""
    first: dict[str, FieldError] = {}
    for error in errors:
        first.setdefault(error.path, error)
    return list(first.values())
