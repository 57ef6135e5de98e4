"""Invented answers to any form the SOPs name: what must be answered, and what is known of the person in the sample."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from infra.demo.data.people import Somebody
from infra.demo.data.words import NAMED_TEXTS, NOTES, PLAIN_NOTE, PLAIN_TEXT
from sop_library.codes import UNKNOWN
from sop_library.facts import FactValue
from sop_library.forms import FormDefinition, validate
from sop_library.forms.definition import Field

OFFICERS = frozenset({"officer", "explained_by", "interviewer", "written_by", "signed_by"})


@dataclass(frozen=True)
class About:
    """Whom and what a form is filled about. `facts`: fact -> value; `officer`: who fills it; `on`: the day."""

    victim: Somebody
    region: str
    officer: str
    on: date
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def answers_for(form: FormDefinition, about: About) -> dict[str, Any]:
    """Return answers that the form's own validator accepts. Raises ValueError where it never does."""
    given = {item.name: answer for item in form.fields if (answer := _volunteered(item, about)) is not None}
    for _attempt in range(len(form.fields)):
        faults = validate(form, given, today=about.on)
        if not faults:
            return given
        for fault in faults:
            given[fault.field] = _any_answer(form.field(fault.field), about)
    raise ValueError(f"{form.key}: {faults[0].field}: {faults[0].message}")


def _volunteered(item: Field, about: About) -> Any:
    """What is answered without being asked twice: required questions, known facts, names and a few notes."""
    if item.fact is not None:
        stated = _stated(item, about)
        return stated if stated is not None or not item.required else _any_answer(item, about)
    if (
        item.required
        or item.name in NAMED_TEXTS
        or item.name in OFFICERS
        or (item.kind == "note" and item.name in NOTES)
    ):
        return _any_answer(item, about)
    return _of_person(item, about)


def _stated(item: Field, about: About) -> Any:
    """The answer that states a known fact, or None."""
    value = about.facts.get(str(item.fact))
    if value is None:
        return None
    if isinstance(value, bool):
        return next((code for code in (("YA",) if value else ("TIDAK",)) if code in item.choices), None)
    if item.kind == "choices":
        wanted = [value] if isinstance(value, str) else list(value)  # type: ignore[arg-type]
        return [code for code in wanted if code in item.choices] or None
    code = next((code for code, said in item.fact_values.items() if said == value), value)
    return code if code in item.choices or item.kind in {"region", "integer"} else None


def _of_person(item: Field, about: About) -> Any:
    victim = about.victim
    return {
        "victim_name": victim.name,
        "guest_name": victim.name,
        "giver_name": victim.name,
        "client_signer": victim.name,
        "applicant_name": victim.name,
        "client_initials": "".join(word[0] for word in victim.name.split()),
        "victim_nik": victim.nik(about.region) or None,
        "victim_birth_date": victim.born.isoformat(),
        "victim_phone": victim.phone,
    }.get(item.name)


def _any_answer(item: Field, about: About) -> Any:
    """An answer of the right kind."""
    codes = [code for code in item.choices if code != UNKNOWN]
    match item.kind:
        case "date":
            return about.on.isoformat()
        case "time":
            return "09:30"
        case "integer":
            return max(int(item.schema.get("minimum", 0)), 1)
        case "choice":
            return codes[0]
        case "choices":
            return codes[:1]
        case "region":
            return about.region
        case "phone":
            return about.victim.phone
        case "nik" | "kk":
            return about.victim.nik(about.region)
        case "note":
            return NOTES.get(item.name, PLAIN_NOTE)
    if item.name in OFFICERS:
        return about.officer
    return _of_person(item, about) or NAMED_TEXTS.get(item.name, PLAIN_TEXT)
