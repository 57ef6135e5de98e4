"""What a filled form says of a party, held against what the case records of them: one of the two may be wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Max

from cases.calendars import local_date
from cases.models import Case, Correction, Event, FilledForm, Person, Role
from cases.people import PersonData, read, settled
from cases.queries import standing_forms
from sop_library.codes import phone
from sop_library.codes.ages import band_of_age

RELATION = "relation"
SET_ASIDE = "answer_set_aside"
UNKNOWN = "NA"
QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "victim_name": (Role.Kind.VICTIM, "name"),
    "victim_nik": (Role.Kind.VICTIM, "nik"),
    "victim_phone": (Role.Kind.VICTIM, "phone"),
    "victim_birth_date": (Role.Kind.VICTIM, "birth_date"),
    "victim_age": (Role.Kind.VICTIM, "age_band"),
    "victim_age_band": (Role.Kind.VICTIM, "age_band"),
    "client_age_band": (Role.Kind.VICTIM, "age_band"),
    "victim_sex": (Role.Kind.VICTIM, "sex"),
    "client_sex": (Role.Kind.VICTIM, "sex"),
    "papers_region": (Role.Kind.VICTIM, "residence"),
    "home_region": (Role.Kind.VICTIM, "domicile"),
    "client_region": (Role.Kind.VICTIM, "domicile"),
    "home_address": (Role.Kind.VICTIM, "address"),
    "safe_contact": (Role.Kind.VICTIM, "safe_contact"),
    "victim_safe_contact": (Role.Kind.VICTIM, "safe_contact"),
    "education": (Role.Kind.VICTIM, "education"),
    "occupation": (Role.Kind.VICTIM, "occupation"),
    "marital_status": (Role.Kind.VICTIM, "marital"),
    "disability_kinds": (Role.Kind.VICTIM, "disabilities"),
    "reporter_name": (Role.Kind.REPORTER, "name"),
    "reporter_phone": (Role.Kind.REPORTER, "phone"),
    "reporter_address": (Role.Kind.REPORTER, "address"),
    "respondent_name": (Role.Kind.RESPONDENT, "name"),
    "respondent_sex": (Role.Kind.RESPONDENT, "sex"),
    "respondent_age": (Role.Kind.RESPONDENT, "age_band"),
    "respondent_relation": (Role.Kind.RESPONDENT, RELATION),
})  # fmt: skip
"""Question of a form -> whom it is about and which field of theirs it fills."""
REGENCY = re.compile(r"[0-9]{2}\.[0-9]{2}")
REGIONS = frozenset({"residence", "domicile"})

Decisions: TypeAlias = Mapping[tuple[Any, Any], datetime]
"""Form and question -> when somebody decided that what is recorded is right."""
Replaced: TypeAlias = Mapping[UUID, FilledForm]
"""The filled forms of a case that others replaced, by their key."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One answer about a party: as it was given, and as a person's field holds it."""

    question: str
    answer: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Differs:
    """A form that says one thing of a party while the case records another, and nobody has decided."""

    filled: FilledForm
    person: Person
    kind: str
    field: str
    recorded: Any
    stated: Stated


def stated_of(answers: Mapping[str, Any], kind: str) -> dict[str, Stated]:
    """Field -> what the answers say of the party of this kind. "Belum diketahui" says nothing."""
    found: dict[str, Stated] = {}
    for question, (about, field) in QUESTIONS.items():
        value = _value(field, answers.get(question)) if about == kind else None
        if value not in (None, "", ()):
            found[field] = Stated(question, answers[question], value)
    if "birth_date" in found:
        found.pop("age_band", None)
    return found


def _value(field: str, answer: Any) -> Any:
    if field == "age_band" and not isinstance(answer, str):
        return band_of_age(answer) if isinstance(answer, int) and answer >= 0 else None
    if field in REGIONS:
        return answer if isinstance(answer, str) and REGENCY.fullmatch(answer) else None
    if field == "birth_date":
        return date.fromisoformat(answer) if isinstance(answer, str) and answer else None
    if field == "disabilities":
        given = answer if isinstance(answer, list | tuple) else ()
        return tuple(sorted(code for code in given if code != UNKNOWN))
    return answer.strip() if isinstance(answer, str) and answer != UNKNOWN else None


def recorded_of(person: Person, kind: str) -> dict[str, Any]:
    """Field -> what the case records of somebody in that part."""
    role = person.roles.filter(kind=kind, ended_at=None).first()
    return asdict(read(person)) | {RELATION: role.relation if role else ""}


def party_of(case: Case, kind: str) -> list[Person]:
    """Everybody in that part, at most two: of several a form does not say whom it means."""
    rows = Person.objects.filter(case=case, roles__kind=kind, roles__ended_at=None)
    return list(rows.order_by("added_at", "id")[:2])


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two values say the same, however they are spaced, capitalised or ordered."""
    return bool(_plain(field, one) == _plain(field, other))


def _plain(field: str, value: Any) -> Any:
    if field == "disabilities":
        return frozenset(value or ())
    if field == "phone":
        return phone.read(str(value)).number or str(value)
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def differing(case: Case) -> list[Differs]:
    """Every undecided difference, by the newest form that says anything of the field. It opens answers and people.

    What was corrected after a form was filled is newer than the form, and what was decided is over. A form that was
    filled while somebody else had that part may mean either.
    """
    forms = list(reversed(standing_forms(case)))
    decided = {
        (data.get("filled"), data.get("question")): at
        for data, at in Event.objects.filter(case=case, kind=SET_ASIDE).order_by("at").values_list("data", "at")
    }
    others = Role.objects.filter(person__case=case).exclude(ended_at=None).values("kind")
    ended = dict(others.annotate(last=Max("ended_at")).values_list("kind", "last"))
    earlier = FilledForm.objects.filter(case=case).exclude(replaced_by=None) if decided else ()
    replaced = {one.pk: one for one in earlier}
    found: list[Differs] = []
    for kind in (Role.Kind.VICTIM, Role.Kind.REPORTER, Role.Kind.RESPONDENT):
        people = party_of(case, kind)
        if len(people) == 1:
            people[0].case = case
            since = [one for one in forms if kind not in ended or one.at > ended[kind]]
            found += _differing(people[0], kind, since, decided, replaced)
    return found


def _differing(
    person: Person, kind: str, forms: Iterable[FilledForm], decided: Decisions, replaced: Replaced
) -> Iterable[Differs]:
    recorded, corrected, said = recorded_of(person, kind), _corrected(person), set[str]()
    for filled in forms:
        for field, one in stated_of(filled.answers, kind).items():
            if field in said or person.added_at > filled.at:
                continue
            said.add(field)
            if same(field, recorded[field], one.value) or _made(field, recorded):
                continue
            late = corrected.get(field)
            if (late is not None and late > filled.at) or _set_aside(filled, field, one, decided, replaced, late):
                continue
            known = recorded[field] or (recorded["age_band"] if field == "birth_date" else recorded[field])
            yield Differs(filled, person, kind, field, known, one)


def _set_aside(
    filled: FilledForm, field: str, one: Stated, decided: Decisions, replaced: Replaced, late: datetime | None
) -> bool:
    """Whether somebody decided on this answer: in this form, or in one it replaces that said the same.

    What was recorded otherwise since is no longer what was decided on.
    """
    asked: FilledForm | None = filled if decided else None
    while asked is not None:
        at = decided.get((str(asked.pk), one.question))
        if at is not None:
            said = _value(field, asked.answers.get(one.question))
            return (late is None or late <= at) and same(field, said, one.value)
        asked = replaced.get(asked.replaces_id) if asked.replaces_id else None
    return False


def _made(field: str, recorded: Mapping[str, Any]) -> bool:
    """Whether the field follows from another: an age band from the birth date."""
    return field == "age_band" and recorded["birth_date"] is not None


def other_age(person: Person, recorded: Mapping[str, Any], born: date) -> bool:
    """Whether a birth date would change the age band that the case records: whose word counts hangs on it."""
    band = settled(PersonData(birth_date=born), on=local_date(person.case.reported_at)).age_band
    return recorded["age_band"] not in ("", band)


def _corrected(person: Person) -> dict[str, datetime]:
    rows = Correction.objects.filter(row_id=person.pk).values("field").annotate(last=Max("at"))
    return dict(rows.values_list("field", "last"))
