"""What is recorded of a person or an incident, to read: the questions of its form with the answers in words."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.formats import date_format

from frontend.formbuild import AnswerGroup, NikField, PhoneField, SafeText, SheetForm
from frontend.formbuild.readonly import Answer
from sop_library.codes import phone

ASKED_OF_WHO_CORRECTS = frozenset({"reason"})
CHANGING = "ubah"
"""The name in the address that asks for the form instead of the words."""


def read_out(form: SheetForm, *, heading: str = "", without: Collection[str] = ()) -> tuple[AnswerGroup, ...]:
    """The form's sections with what it would start from, in words. `heading`: for a section that has none."""
    unasked = ASKED_OF_WHO_CORRECTS | set(without)
    groups = (
        AnswerGroup(
            section.heading or heading, tuple(_answer(bound) for bound in section.fields if bound.name not in unasked)
        )
        for section in form.sections()
    )
    return tuple(group for group in groups if group.answers)


def _answer(bound: BoundField) -> Answer:
    return Answer(str(bound.label), _words(bound), closed=False, long=isinstance(bound.field, SafeText))


def _words(bound: BoundField) -> tuple[str, ...]:
    value: Any = bound.initial
    if value in (None, "", [], ()):
        return ()
    if isinstance(value, date):
        return (date_format(value, "DATE_FORMAT"),)
    if isinstance(bound.field, PhoneField):
        return (phone.display(value),)
    if isinstance(bound.field, NikField):
        return (" ".join(value[start : start + 4] for start in range(0, len(value), 4)),)
    given = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    labels = labels_of(bound)
    offered = [label for code, label in labels.items() if code in given]
    return (*offered, *(one for one in given if one not in labels))


def labels_of(bound: BoundField) -> dict[str, str]:
    """Code -> words of everything a question offers, also where it offers it in groups."""
    return {
        str(code): str(label)
        for key, shown in getattr(bound.field, "choices", ())
        for code, label in (shown if isinstance(shown, list | tuple) else ((key, shown),))
    }
