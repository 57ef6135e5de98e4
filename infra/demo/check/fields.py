"""Reading a form from a page: its questions with their labels, and what a browser would send of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import Tag

Answers = Mapping[str, str | Sequence[str]]
REQUIRED = re.compile(r"\s*\((?:wajib|required)\)\s*$")
IGNORED_INPUTS = {"submit", "button", "image", "reset", "file"}


def words_of(tag: Tag | None) -> str:
    """Return the text of a tag with single blanks."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


@dataclass
class Question:
    """One question of a form. `options` maps value to label; `chosen` is what stands there now."""

    name: str
    kind: str
    label: str
    required: bool = False
    options: dict[str, str] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    error: str = ""
    suggested: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form on a page."""

    action: str
    method: str
    questions: dict[str, Question]
    buttons: list[tuple[str, str, str, str]]

    def sent(self, values: Answers, button: str = "") -> list[tuple[str, str]]:
        """Return the pairs a browser sends: what stands there, changed by `values`, and the button pressed.

        Raises KeyError for a question or a choice that the page does not offer: nobody could have answered it.
        """
        for name, value in values.items():
            question = self.questions[name]
            given = _listed(value)
            if question.options and not set(given) <= question.options.keys():
                raise KeyError(f"{name}: {given} is not offered, only {list(question.options)}")
        pairs = []
        for name, question in self.questions.items():
            pairs += [(name, one) for one in _listed(values.get(name, question.chosen))]
        pressed = next((item for item in self.buttons if button and item[0] == button), None)
        if pressed and pressed[1]:
            pairs.append((pressed[1], pressed[2]))
        return pairs

    def target(self, button: str = "") -> str:
        """Return where the form goes when this button is pressed."""
        pressed = next((item for item in self.buttons if button and item[0] == button), None)
        return (pressed[3] if pressed else "") or self.action

    def named(self, start: str) -> list[Question]:
        """Return the questions whose names begin so."""
        return [question for name, question in self.questions.items() if name.startswith(start)]

    def errors(self) -> dict[str, str]:
        """Return the faults that stand beside questions."""
        return {name: question.error for name, question in self.questions.items() if question.error}


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def read_form(tag: Tag, page: Tag, address: str) -> Form:
    """Read one `<form>`; inputs elsewhere on the page that name it belong to it."""
    outside = page.select(f'[form="{tag["id"]}"]') if tag.get("id") else []
    controls = [*tag.select("input, select, textarea"), *(one for one in outside if one.name != "button")]
    questions: dict[str, Question] = {}
    for control in controls:
        name, kind = str(control.get("name") or ""), str(control.get("type") or control.name)
        if name and kind not in IGNORED_INPUTS and not control.has_attr("disabled"):
            _take(control, name, kind, page, questions)
    pressable = [*tag.select("button"), *(one for one in outside if one.name == "button")]
    buttons = [
        (words_of(one), str(one.get("name") or ""), str(one.get("value") or ""), str(one.get("formaction") or ""))
        for one in pressable
        if one.get("type", "submit") == "submit"
    ]
    action = str(tag.get("action") or address)
    return Form(action, str(tag.get("method") or "get").lower(), questions, buttons)


def _take(control: Tag, name: str, kind: str, page: Tag, questions: dict[str, Question]) -> None:
    question = questions.setdefault(name, Question(name, kind, ""))
    label = _own_label(control, page)
    if kind in {"radio", "checkbox"}:
        value = str(control.get("value", "on"))
        question.options[value] = label
        if control.has_attr("checked"):
            question.chosen.append(value)
        if control.parent is not None and control.parent.select_one(".rk-tag--ok"):
            question.suggested.append(value)
        label = _legend(control) or label
    elif control.name == "select":
        for option in control.select("option"):
            question.options[str(option.get("value", option.get_text()))] = words_of(option)
        marked = [str(one.get("value", "")) for one in control.select("option[selected]")]
        question.chosen = marked or list(question.options)[:1]
    elif control.name == "textarea":
        question.chosen = [control.get_text().removeprefix("\n")]
    elif kind == "hidden":
        question.chosen.append(str(control.get("value") or ""))
    else:
        question.chosen = [str(control.get("value") or "")]
        label = (
            " ".join(filter(None, [_legend(control), label])) if name.endswith(("-day", "-month", "-year")) else label
        )
    question.required = question.required or bool(REQUIRED.search(label))
    question.label = question.label or REQUIRED.sub("", label)
    group = control.find_parent(class_="govuk-form-group--error")
    if group is not None:
        question.error = words_of(group.select_one(".govuk-error-message"))


def _own_label(control: Tag, page: Tag) -> str:
    found = page.find("label", attrs={"for": control["id"]}) if control.get("id") else None
    return words_of(found if isinstance(found, Tag) else control.find_parent("label"))


def _legend(control: Tag) -> str:
    around = control.find_parent("fieldset")
    return words_of(around.find("legend")) if isinstance(around, Tag) else ""
