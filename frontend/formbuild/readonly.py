"""A filled form to read: every question with its answer in words, identity closed unless it was opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.formats import date_format, time_format

from sop_library.codes import phone
from sop_library.forms import FormDefinition, dates
from sop_library.forms.definition import Field, Group
from sop_library.forms.errors import thousands
from tenants.registry.source import regencies


@dataclass(frozen=True)
class Answer:
    """One question as read: `words` is empty where nothing was answered, `closed` where identity is not shown."""

    label: str
    words: tuple[str, ...]
    closed: bool
    long: bool


@dataclass(frozen=True)
class AnswerGroup:
    """Answers under one heading."""

    heading: str
    answers: tuple[Answer, ...]

    @property
    def given(self) -> tuple[Answer, ...]:
        """The questions that were answered."""
        return tuple(answer for answer in self.answers if answer.words or answer.closed)

    @property
    def left_open(self) -> tuple[str, ...]:
        """The labels of those that were not."""
        return tuple(answer.label for answer in self.answers if not (answer.words or answer.closed))


def answer_groups(
    definition: FormDefinition, data: Mapping[str, Any], *, show_identity: bool = False
) -> tuple[AnswerGroup, ...]:
    """Every question of the form with its answer in words, as `formbuild/readonly.html` shows it.

    Pass `show_identity` only where the showing was granted and is in the access log.
    """
    return answers_in(definition.groups, data, show_identity=show_identity)


def answers_in(
    groups: Iterable[Group], data: Mapping[str, Any], *, show_identity: bool = False
) -> tuple[AnswerGroup, ...]:
    """Every question of these groups with its answer in words; one that is none of its kind as it stands."""
    return tuple(
        AnswerGroup(group.heading, tuple(_answer(item, data, show_identity) for item in group.fields))
        for group in groups
    )


def _answer(item: Field, data: Mapping[str, Any], show_identity: bool) -> Answer:
    given = data.get(item.name)
    if given is None:
        return Answer(item.label, (), closed=False, long=False)
    if item.sealed == "identity" and not show_identity:
        return Answer(item.label, (), closed=True, long=False)
    return Answer(item.label, _said(item, given), closed=False, long=item.kind == "note")


def _said(item: Field, given: Any) -> tuple[str, ...]:
    """The answer in words; what is no answer of this kind (another office's may be of any) as it stands."""
    try:
        return tuple(str(word) for word in _words(item, given))
    except (AttributeError, LookupError, TypeError, ValueError):
        return tuple(str(one) for one in given) if isinstance(given, list) else (str(given),)


def _words(item: Field, given: Any) -> tuple[str, ...]:
    match item.kind:
        case "date":
            value = dates.from_iso(given).value
            return (date_format(value, "DATE_FORMAT") if value else given,)
        case "time":
            return (time_format(time.fromisoformat(given)),)
        case "choice":
            return (item.choices.get(given, given),)
        case "choices":
            return tuple(item.choices.get(code, code) for code in given)
        case "region":
            return (regencies()[given].name if given in regencies() else given,)
        case "phone":
            return (phone.display(given),)
        case "integer":
            return (thousands(given),)
        case "nik" | "kk":
            return (" ".join(given[start : start + 4] for start in range(0, 16, 4)),)
    return (given,)
