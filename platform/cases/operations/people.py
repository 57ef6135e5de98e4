"""The people of a case: added, corrected with a trace, given or relieved of a part."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import people
from cases.calendars import local_date
from cases.models import Case, Correction, Person, Role
from cases.operations import reasons
from cases.operations.events import append
from cases.operations.working import check_answers_for, facts_changed, locked
from cases.people import PersonData
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal


def add_without_event(*, case: Case, data: PersonData, roles: dict[str, str], at: datetime) -> Person:
    """Write a person and their parts (`{kind: relation}`) inside an operation that appends its own event."""
    data = people.settled(data, on=local_date(case.reported_at))
    person = people.write(Person(case=case, added_at=at), data)
    person.save(force_insert=True)
    Role.objects.bulk_create([Role(person=person, kind=kind, relation=relation) for kind, relation in roles.items()])
    return person


@transaction.atomic
def add(*, case: Case, data: PersonData, roles: dict[str, str], by: Staff, at: datetime) -> Person:
    """Add a person with their parts.

    Raises NotAllowed outside the lanes, Stale where another office holds the matter, Refusal("no_part") without a part.
    """
    check_can_see(case=case, by=by)
    check_answers_for(locked(case))
    if not roles:
        raise Refusal(
            "no_part", _("Pilih perannya dalam kasus ini."), missing=[Missing("roles", _("Pilih satu peran."))]
        )
    person = add_without_event(case=case, data=data, roles=roles, at=at)
    append(case=case, kind="person_added", by=by, at=at, roles=sorted(roles))
    facts_changed(case=case, by=by, at=at)
    return person


@transaction.atomic
def correct(
    *, person: Person, data: PersonData, roles: dict[str, str], reason: str, by: Staff, at: datetime
) -> list[Correction]:
    """Correct what is recorded of a person, relations included; what stood before is kept sealed, field by field.

    Case and person are locked and read again, so that of two corrections at once the later keeps the earlier's words.

    What was empty and is filled now leaves its trace without needing a reason.

    Returns the corrections, empty when nothing changed. Raises NotAllowed outside the lanes, Stale where another office
    holds the matter, Refusal("reason_missing") when something recorded is replaced and no reason is given,
    Refusal("no_part") without a part.
    """
    check_can_see(case=person.case, by=by)
    case = locked(person.case)
    check_answers_for(case)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    person.case = case
    if not roles:
        raise Refusal(
            "no_part", _("Pilih perannya dalam kasus ini."), missing=[Missing("roles", _("Pilih satu peran."))]
        )
    data = people.settled(data, on=local_date(case.reported_at))
    before = people.read(person)
    changed = [item.name for item in fields(PersonData) if getattr(before, item.name) != getattr(data, item.name)]
    replaced = [name for name in changed if getattr(before, name)]
    standing = {role.kind: role for role in person.roles.filter(ended_at=None)}
    relations = [role for kind, role in standing.items() if kind in roles and role.relation != roles[kind]]
    stood = [(name, str(getattr(before, name))) for name in replaced]
    # a relation is asked for and shown with the person, so its trace stands with the person's
    stood += [("relation", role.relation) for role in relations if role.relation]
    filled = [(name, "") for name in changed if name not in replaced]
    filled += [("relation", "") for role in relations if not role.relation]
    corrections = []
    because = reasons.of_correction(case=case, words=reason, by=by, at=at) if stood else None
    for name, was in (*stood, *filled):
        correction = Correction(
            case=case, table="cases_person", row_id=person.id, field=name, because=because, at=at, by=by
        )
        correction.before = was
        corrections.append(correction)
    Correction.objects.bulk_create(corrections)
    people.write(person, data).save()
    for kind, role in standing.items():
        if kind not in roles:
            role.ended_at = at
            role.save(update_fields=["ended_at"])
    for role in relations:
        role.relation = roles[role.kind]
        role.save(update_fields=["relation"])
    new = [
        Role(person=person, kind=kind, relation=relation) for kind, relation in roles.items() if kind not in standing
    ]
    Role.objects.bulk_create(new)
    if changed or relations or new or set(standing) - set(roles):
        named = sorted([*changed, "relation"] if relations else changed)
        append(case=case, kind="person_corrected", by=by, at=at, fields=named)
        facts_changed(case=case, by=by, at=at)
    return corrections
