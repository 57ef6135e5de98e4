"""From a form definition to a Django form. The form reads what was typed; the definition's validator judges it."""

from functools import lru_cache
from typing import Any

from django import forms

from frontend.formbuild import choosing, fields
from frontend.formbuild.sheet import Notice, Section, SheetForm
from frontend.formbuild.widgets import LineInput, NoteArea
from sop_library.forms import FormDefinition, validate, warnings
from sop_library.forms.definition import Field

_BESIDE, _LINE = 4, 40


class BuiltForm(SheetForm):
    """A form built from a definition; `definition` names it."""

    definition: FormDefinition

    def sections(self) -> list[Section]:
        return [
            Section(group.heading, group.hint, tuple(self[item.name] for item in group.fields))
            for group in self.definition.groups
        ]

    def clean(self) -> dict[str, Any]:
        unread = set(self.errors)
        for error in validate(self.definition, as_data(self), unread=unread):
            if error.field not in self.errors:
                self.add_error(error.field or None, forms.ValidationError(error.message, code=error.code))
        return self.cleaned_data

    def find_warnings(self) -> list[Notice]:
        anchors = {bound.name: bound.anchor for bound in self.questions()}
        found = warnings(self.definition, as_data(self))
        return [Notice(error.field, anchors[error.field], error.message) for error in found]


def build_form(definition: FormDefinition) -> type[BuiltForm]:
    """The Django form class of a definition; built once per digest."""
    return _built(_Ref(definition))


class _Ref:
    """A definition as a cache key: equal digests, equal forms."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ref) and other.definition.digest == self.definition.digest

    def __hash__(self) -> int:
        return hash(self.definition.digest)


@lru_cache(maxsize=256)
def _built(ref: _Ref) -> type[BuiltForm]:
    definition = ref.definition
    members: dict[str, Any] = {item.name: _field(item) for item in definition.fields}
    members["definition"] = definition
    return type(f"Form_{definition.key.replace('-', '_')}", (BuiltForm,), members)


def _field(item: Field) -> forms.Field:
    common: dict[str, Any] = {"label": item.label, "help_text": item.hint, "required": item.required}
    schema, look = item.schema, item.look
    match item.kind:
        case "text":
            built: forms.Field = fields.SafeText(longest=schema["maxLength"], width=look.get("width"), **common)
        case "note":
            built = fields.SafeText(longest=schema["maxLength"], lines=True, rows=look.get("rows", 5), **common)
        case "integer":
            built = fields.WholeNumber(
                smallest=schema["minimum"], largest=schema["maximum"], width=look.get("width", 5), **common
            )
        case "date":
            built = fields.DateParts(**common)
        case "time":
            built = fields.ClockTime(**common)
        case "choice":
            radios = {"radios": True, "select": False}.get(look.get("as", ""))
            built = choosing.SingleChoice(
                choices=choosing.coded(item.choices), radios=radios, inline=look.get("inline", _short(item)), **common
            )
        case "choices":
            built = choosing.ManyChoices(choices=choosing.coded(item.choices), **common)
        case "region":
            built = choosing.RegionField(**common)
        case "phone":
            built = fields.PhoneField(**common)
        case "nik":
            built = fields.NikField(**common)
        case "kk":
            built = fields.KkField(**common)
    if "autocomplete" in look and isinstance(built.widget, LineInput | NoteArea):
        built.widget.attrs["autocomplete"] = look["autocomplete"]
    return built


def _short(item: Field) -> bool:
    """Whether the choices fit beside each other on one line."""
    return len(item.choices) <= _BESIDE and sum(len(words) for words in item.choices.values()) <= _LINE


def as_data(form: BuiltForm) -> dict[str, Any]:
    """The answers of a checked form as a JSON object: what is validated, stored and sent. Empty ones are left out."""
    data: dict[str, Any] = {}
    for item in form.definition.fields:
        value = form.cleaned_data.get(item.name)
        if value is None or value == "" or value == []:
            continue
        data[item.name] = value.isoformat() if item.kind == "date" else value
    return data


def initial_from(data: dict[str, Any]) -> dict[str, Any]:
    """Stored answers as the `initial` of a built form."""
    return dict(data)
