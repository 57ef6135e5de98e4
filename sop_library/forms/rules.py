"""The closed list of rules between questions: not_future, not_before, needed_when, empty_when, one_of. Never code."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sop_library.forms.definition import FormDefinition
from sop_library.forms.errors import FieldError, missing, sentence

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class _Answers:
    definition: FormDefinition
    data: Mapping[str, Any]
    wrong: Collection[str]
    today: date

    def usable(self, name: str) -> bool:
        return name in self.data and name not in self.wrong

    def date(self, name: str) -> date:
        return date.fromisoformat(self.data[name])

    def label(self, name: str) -> str:
        return self.definition.field(name).label


def broken(
    definition: FormDefinition, data: Mapping[str, Any], *, wrong: Collection[str], today: date
) -> Iterator[FieldError]:
    """The rules these answers break. Questions in `wrong` already have an error and are left out."""
    answers = _Answers(definition, data, wrong, today)
    for rule in definition.rules:
        if error := _CHECKS[rule["rule"]](rule, answers):
            yield error


def _not_future(rule: Rule, answers: _Answers) -> FieldError | None:
    name = rule["field"]
    if not answers.usable(name) or answers.date(name) <= answers.today:
        return None
    return FieldError(name, "future", sentence("future", answers.label(name)))


def _not_before(rule: Rule, answers: _Answers) -> FieldError | None:
    name, other = rule["field"], rule["than"]
    if not (answers.usable(name) and answers.usable(other)) or answers.date(name) >= answers.date(other):
        return None
    return FieldError(name, "before", sentence("before", answers.label(name), other=answers.label(other)))


def _needed_when(rule: Rule, answers: _Answers) -> FieldError | None:
    name, when = rule["field"], rule["when"]
    if name in answers.data or name in answers.wrong or not answers.usable(when["field"]):
        return None
    given = answers.data[when["field"]]
    if set(when["is"]).isdisjoint(given if isinstance(given, list) else [given]):
        return None
    return FieldError(name, "required", missing(answers.definition.field(name).kind, answers.label(name)))


def _empty_when(rule: Rule, answers: _Answers) -> FieldError | None:
    name, when = rule["field"], rule["when"]
    if not (answers.usable(name) and answers.usable(when["field"])):
        return None
    given = answers.data[when["field"]]
    said = [code for code in (given if isinstance(given, list) else [given]) if code in when["is"]]
    if not said or answers.data[name] in ("", []):
        return None
    other = answers.definition.field(when["field"])
    words = {"other": other.label, "choice": other.choices[said[0]]}
    return FieldError(name, "contradicts", sentence("contradicts", answers.label(name), **words))


def _one_of(rule: Rule, answers: _Answers) -> FieldError | None:
    names = rule["fields"]
    if any(name in answers.data or name in answers.wrong for name in names):
        return None
    labels = ", ".join(f"“{answers.label(name)}”" for name in names)
    return FieldError(names[0], "one_of", sentence("one_of", answers.label(names[0]), labels=labels))


_CHECKS = {
    "not_future": _not_future, "not_before": _not_before, "needed_when": _needed_when, "empty_when": _empty_when,
    "one_of": _one_of,
}  # fmt: skip
