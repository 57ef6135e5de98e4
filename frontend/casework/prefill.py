"""What the case knows already need not be typed again: coarse facts at once, names only in an open window."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import OfficeProfile, Staff
from cases.models import Case, Person, Role
from cases.people import PersonData, read
from frontend.casework.parties import people_of
from sop_library.codes import age_on
from sop_library.facts import FactValue
from sop_library.forms import FormDefinition
from sop_library.forms.definition import Field
from sop_library.forms.stating import stated_facts

OF_PEOPLE: Mapping[str, Mapping[str, str]] = {
    Role.Kind.VICTIM: {
        "victim_name": "name",
        "victim_nik": "nik",
        "victim_phone": "phone",
        "victim_birth_date": "birth_date",
        "home_address": "address",
        "safe_contact": "safe_contact",
        "victim_safe_contact": "safe_contact",
    },
    Role.Kind.REPORTER: {"reporter_name": "name", "reporter_phone": "phone", "guest_name": "name"},
    Role.Kind.RESPONDENT: {"respondent_name": "name"},
}


VICTIM_REPORTS = "KORBAN"
TODAY = frozenset(
    {
        "agreement_date", "assessment_date", "disposition_date", "draft_date", "identified_date", "letter_date",
        "plan_date", "recorded_date", "registered_date", "request_date", "written_date",
    }
)  # fmt: skip
RECEIVED = {"visit_date": "visit_time", "received_date": "", "report_date": ""}
MYSELF = frozenset({"explained_by", "officer", "taken_by", "written_by"})
REPORTS = ("laporan-", "nunukan-form-14", "nunukan-form-15", "nunukan-form-16", "nunukan-form-17")
"""Forms whose `report_date` is the day on which they are written, not the day on which the complaint came."""


def known_now(
    definition: FormDefinition, *, by: Staff, head: OfficeProfile | None, received: datetime, at: datetime
) -> dict[str, Any]:
    """Today's date and the writer's name where a form asks for them, the head of the office where it asks who signs.

    What a guest book says is when the report came. All of it can be changed before the form is saved.
    """
    today, came = timezone.localdate(at), timezone.localtime(received)
    found: dict[str, Any] = dict.fromkeys(TODAY, today) | dict.fromkeys(MYSELF, by.name)
    found |= {"registered_time": f"{timezone.localtime(at):%H:%M}"}
    for day, hour in RECEIVED.items():
        found |= {day: came.date()} | ({hour: f"{came:%H:%M}"} if hour else {})
    if definition.key.startswith(REPORTS):
        found["report_date"] = today
    if head is not None and "letter_date" in {question.name for question in definition.fields}:
        found |= {"signed_by": head.head_name, "signed_post": head.head_post}
    asked = {question.name for question in definition.fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
        if name in asked and value
    }


def known_answers(definition: FormDefinition, facts: Mapping[str, FactValue]) -> dict[str, Any]:
    """The questions whose answer is a fact of the case, answered. Consents are never answered for anybody."""
    found: dict[str, Any] = {}
    for question in definition.fields:
        fact = question.fact or ""
        if fact not in facts or fact.startswith("consent."):
            continue
        answered = _answer(definition, question, facts[fact])
        if answered not in (None, []):
            found[question.name] = answered
    return found


def _answer(definition: FormDefinition, question: Field, value: FactValue) -> Any:
    if question.kind == "choices":
        return [code for code in question.choices if isinstance(value, tuple) and code in value]
    if question.kind == "choice":
        means = {code: stated_facts(definition, {question.name: code}) for code in question.choices}
        return next((code for code, stated in means.items() if stated.get(question.fact or "") == value), None)
    return value if question.kind in ("region", "integer") and not isinstance(value, tuple | bool) else None


def known_coarse(definition: FormDefinition, case: Case) -> dict[str, Any]:
    """How the complaint came and who stands how to the victim: what the case page itself shows unopened."""
    roles = list(Role.objects.filter(person__case=case, ended_at=None).order_by("person__added_at", "person_id"))
    victims = {role.person_id for role in roles if role.kind == Role.Kind.VICTIM}
    known = {"channel": case.channel}
    for role in roles:
        if role.kind == Role.Kind.RESPONDENT:
            known.setdefault("respondent_relation", role.relation)
        elif role.kind == Role.Kind.REPORTER:
            known.setdefault("reporter_relation", VICTIM_REPORTS if role.person_id in victims else role.relation)
    return {
        question.name: known[question.name]
        for question in definition.fields
        if question.kind == "choice" and known.get(question.name) in question.choices
    }


def known_of_people(definition: FormDefinition, case: Case) -> dict[str, Any]:
    """Names and numbers of the first person in each part. Only where the showing was granted."""
    asked = {question.name: question for question in definition.fields}
    found: dict[str, Any] = {}
    people = people_of(case)
    for kind, names in OF_PEOPLE.items():
        wanted = {name: source for name, source in names.items() if name in asked}
        person = _first(people, kind) if wanted else None
        if person is None:
            continue
        data: PersonData = read(person)
        for name, source in wanted.items():
            value = getattr(data, source)
            if value:
                found[name] = value.isoformat() if isinstance(value, date) else value
        if kind == Role.Kind.VICTIM and data.birth_date and "victim_age" in asked:
            found["victim_age"] = age_on(data.birth_date, timezone.localdate())
    return found


def _first(people: list[Person], kind: str) -> Person | None:
    parts = ((person, role) for person in people for role in person.roles.all())
    return next((person for person, role in parts if role.kind == kind and role.ended_at is None), None)
