"""What a form states of the parties reaches them: what was unknown is taken over, what differs is decided by staff."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import stated
from cases.models import Case, FilledForm, Person, Role
from cases.operations import people, reasons
from cases.operations.events import append
from cases.operations.working import check_answers_for, locked
from cases.people import PersonData, read
from cases.policies import check_can_see
from cases.refusals import Stale
from sop_library.forms import FormDefinition

ENOUGH = {
    Role.Kind.VICTIM: frozenset({"name", "nik", "phone", "birth_date", "age_band"}),
    Role.Kind.REPORTER: frozenset({"name", "phone"}),
    Role.Kind.RESPONDENT: frozenset({"name", stated.RELATION, "sex"}),
}
"""What makes a person of a part that nobody has yet."""


def keep_parties(
    *, case: Case, definition: FormDefinition, answers: Mapping[str, Any], by: Staff, at: datetime
) -> None:  # fmt: skip
    """Take over what the case did not know of its parties, with its trace, inside an operation that locked the case.

    What is recorded otherwise stays until somebody decides (`cases.stated.differing`), and so it does where several
    people are of that part.
    """
    for kind, enough in ENOUGH.items():
        said, there = stated.stated_of(answers, kind), stated.party_of(case, kind)
        herself = kind == Role.Kind.REPORTER and answers.get("reporter_relation") == "KORBAN"
        if herself and not there and enough & said.keys():
            there = _who_reports_for_herself(case, by=by, at=at)
        if not there and enough & said.keys():
            roles = {kind.value: str(said.pop(stated.RELATION).value) if stated.RELATION in said else ""}
            roles |= {Role.Kind.VICTIM.value: ""} if herself else {}
            data = PersonData(**{field: one.value for field, one in said.items()})
            people.add(case=case, data=data, roles=roles, by=by, at=at)
        elif len(there) == 1:
            there[0].case = case
            _complete(there[0], kind, said, source=f"formulir {definition.key}", by=by, at=at)


def _who_reports_for_herself(case: Case, *, by: Staff, at: datetime) -> list[Person]:
    """The one victim, who has the reporter's part as well from now on; of several the form does not say whom it means.

    Nobody where no victim is known: then the reporter is both.
    """
    victims = stated.party_of(case, Role.Kind.VICTIM)
    if len(victims) == 1:
        victims[0].case = case
        _write(victims[0], Role.Kind.REPORTER, {stated.RELATION: ""}, reason="", by=by, at=at)
    return victims


def _complete(
    person: Person, kind: str, said: Mapping[str, stated.Stated], *, source: str, by: Staff, at: datetime
) -> None:  # fmt: skip
    known = stated.recorded_of(person, kind)
    new = {field: one.value for field, one in said.items() if not known[field]}
    if "birth_date" in new and stated.other_age(person, known, new["birth_date"]):
        del new["birth_date"]
    if new:
        _write(person, kind, new, reason=source, by=by, at=at)


def _write(person: Person, kind: str, new: Mapping[str, Any], *, reason: str, by: Staff, at: datetime) -> None:
    standing = {role.kind: role.relation for role in person.roles.filter(ended_at=None)}
    if stated.RELATION in new:
        standing[kind] = str(new[stated.RELATION])
    data = replace(read(person), **{field: value for field, value in new.items() if field != stated.RELATION})
    people.correct(person=person, data=data, roles=standing, reason=reason, by=by, at=at)


@transaction.atomic
def settle(*, filled: FilledForm, question: str, use_form: bool, by: Staff, at: datetime) -> Person:
    """Decide which is right where a form says otherwise than the case: the form (a correction), or what is recorded.

    Either is kept in the trail. Returns whom it is about. Raises NotAllowed outside the SOP's lanes, Stale where
    another office holds the matter, or nothing differs any more.
    """
    check_can_see(case=filled.case, by=by)
    case = locked(filled.case)
    check_answers_for(case)
    found = next(
        (one for one in stated.differing(case) if (one.filled.pk, one.stated.question) == (filled.pk, question)), None
    )
    if found is None:
        raise Stale("nothing_differs", _("Sudah diputuskan: isian itu tidak lagi berbeda dari yang tercatat."))
    if use_form:
        with reasons.in_the_record():
            reason = _("Menurut formulir %(form)s") % {"form": filled.form.definition["title"]}
        _write(found.person, found.kind, {found.field: found.stated.value}, reason=reason, by=by, at=at)
    else:
        append(case=case, kind=stated.SET_ASIDE, by=by, at=at, filled=str(filled.pk), question=question)
    return found.person
