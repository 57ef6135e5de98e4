"""A form as another office asked it: its questions in words travel with the answers, so that whoever has another
library can read them all the same.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from cases.models import CarriedAnswers
from sop_library.forms import Field, FormDefinition, Group, NoSuchForm, from_document
from sop_library.forms import get as shipped
from sop_library.forms.kinds import KINDS, Kind
from sop_library.queries import form_version

Document = dict[str, Any]


def as_told(form: FormDefinition, *, answered: Collection[str]) -> Document:
    """What a file says of a form beside the answers: version, digest, and each question that was answered."""
    groups = [
        {"heading": group.heading, "questions": [_told(item) for item in group.fields if item.name in answered]}
        for group in form.groups
    ]
    return {"version": form.version, "digest": form.digest, "groups": [one for one in groups if one["questions"]]}


def _told(item: Field) -> Document:
    told: Document = {"name": item.name, "kind": item.kind, "label": item.label}
    if item.choices:
        told["choices"] = [[code, words] for code, words in item.choices.items()]
    return told | {name: value for name, value in (("sealed", item.sealed), ("fact", item.fact)) if value}


def groups_there(carried: CarriedAnswers) -> tuple[Group, ...]:
    """The questions that were answered there, as they were asked there, in their order.

    In the words of this office's own form where it is the very same; else in those that came along; else, for a file
    that told none, in those of the form of that key here. What nobody knows is shown under its bare name.
    """
    answers = carried.answers if isinstance(carried.answers, dict) else {}
    told: Any = carried.asked if isinstance(carried.asked, dict) else {}
    form = _form_here(carried.form)
    if form is not None and told and form.digest == told.get("digest"):
        groups = form.groups
    elif told:
        groups = tuple(_group(one) for one in _each(told.get("groups")))
    else:
        groups = form.groups if form is not None else ()
    known = {item.name for group in groups for item in group.fields}
    rest = Group("", "", tuple(_bare(name) for name in answers if name not in known))
    kept = (Group(one.heading, "", tuple(item for item in one.fields if item.name in answers)) for one in groups)
    return tuple(group for group in (*kept, rest) if group.fields)


def _form_here(key: str) -> FormDefinition | None:
    stored = form_version(key=key)
    if stored is not None:
        return from_document(stored.definition)
    try:
        return shipped(key)
    except NoSuchForm:
        return None


def _each(value: Any) -> Iterable[Mapping[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _group(told: Mapping[str, Any]) -> Group:
    return Group(_words(told.get("heading")), "", tuple(_field(one) for one in _each(told.get("questions"))))


def _field(told: Mapping[str, Any]) -> Field:
    name = _words(told.get("name"))
    kind = told.get("kind")
    choices = told.get("choices")
    pairs = [one for one in choices if isinstance(one, list) and len(one) == 2] if isinstance(choices, list) else []
    sealed, fact = told.get("sealed"), told.get("fact")
    return Field(
        name=name, kind=cast("Kind", kind) if kind in KINDS else "text", label=_words(told.get("label")) or name,
        hint="", required=False, schema={}, look={}, choices={_words(code): _words(words) for code, words in pairs},
        sealed=sealed if sealed in ("identity", "story") else None, fact=fact if isinstance(fact, str) else None,
    )  # fmt: skip


def _bare(name: str) -> Field:
    return Field(name=name, kind="text", label=name, hint="", required=False, schema={}, choices={}, look={})


def _words(value: Any) -> str:
    return value[:1000] if isinstance(value, str) else ""
