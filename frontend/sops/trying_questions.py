"""What a made-up case can be asked, as choices, and which of an SOP's steps it may pass over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frontend.sops.editor.condition_words import told
from sop_library.conditions import Scope, evaluate
from sop_library.definition import Definition
from sop_library.facts import FACTS, FactValue, is_consent
from sop_library.parts import Step
from sop_library.sheet import plain_number

ELSEWHERE = "99.99"
"""A region that is no office's: "somewhere else" in a made-up case."""


@dataclass(frozen=True)
class Question:
    """One fact of the made-up case, as a choice: (value, label, chosen). `consent`: a case keeps it on its own page."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    consent: bool = False


@dataclass(frozen=True)
class Conditional:
    """A step that not every case goes through: under which condition, and whether this case would; None: not known."""

    title: str
    words: tuple[str, ...]
    holds: bool | None = None


def questions(
    definition: Definition, names: Iterable[str], known: Mapping[str, FactValue], typed: Mapping[str, str] | None = None
) -> list[Question]:
    """The facts as choices, with what the case says of them, or what was just chosen instead."""
    found = []
    for name in names:
        chosen = written(known.get(name)) if typed is None else typed.get(name, "")
        found.append(Question(name, _(FACTS[name].label), _options(definition, name, chosen), is_consent(name)))
    return found


def _options(definition: Definition, name: str, chosen: str) -> list[tuple[str, str, bool]]:
    kind = FACTS[name]
    match kind.type:
        case "region":
            values = [
                (definition.regency or "33.73", _("di wilayah kantor ini")),
                (ELSEWHERE, _("di wilayah lain")),
                ("abroad", _("luar negeri")),
            ]
        case "number":
            values = [(str(number), str(number)) for number in range(4)]
        case _:
            values = [(code, _(words)) for code, words in kind.values.items()]
    return [("", _("belum diketahui"), chosen == ""), *((code, words, code == chosen) for code, words in values)]


def read(name: str, given: str) -> FactValue | None:
    """What a form says of a fact; what makes no sense stays as it is, and the engine refuses it."""
    match FACTS[name].type:
        case _ if given == "":
            return None
        case "yes_no" if given in ("true", "false"):
            return given == "true"
        case "choices":
            return (given,)
        case "number" if given.isascii() and given.isdecimal() and len(given) < 4:
            return int(given)
        case _:
            return given


def written(value: FactValue | None) -> str:
    """A fact as the form's options name it."""
    if isinstance(value, tuple):
        return str(value[0]) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def conditional(definition: Definition, facts: Mapping[str, FactValue] | None = None) -> list[Conditional]:
    """The steps that not every case works at once, or at all, and why.

    `facts`: those of a case, by which it is judged whether it would.
    """
    found = []
    for raw in definition.document.get("steps", ()):
        step = definition.by_key[raw["key"]]
        words = tuple(_conditions(step, raw))
        if words:
            number = plain_number(step)
            title = f"{number}. {step.name}" if number else step.name
            found.append(Conditional(title, words, _judged(definition, step, facts)))
    return found


def _conditions(step: Step, raw: Mapping[str, Any]) -> list[str]:
    said = []
    if step.applies_when is not None:
        said.append(_("Berlaku bila %(when)s. Bila tidak, dilewati.") % {"when": told(raw["applies_when"], {})})
    if step.gate is not None:
        said.append(_("Baru terbuka bila %(when)s.") % {"when": told(raw["gate"]["when"], {})})
    if step.optional:
        said.append(_("Boleh dilewati pelaksananya, dengan alasan."))
    return said


def _judged(definition: Definition, step: Step, facts: Mapping[str, FactValue] | None) -> bool | None:
    if facts is None or step.applies_when is None:
        return None
    return evaluate(step.applies_when, Scope(facts, definition.jurisdiction))
