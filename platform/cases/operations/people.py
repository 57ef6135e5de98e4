"""The people of a case: added, corrected with a trace, given or relieved of a part, taken off the case."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from cases import people
from cases.calendars import local_date
from cases.models import Case, Correction, Person, Reason, Role
from cases.operations import reasons
from cases.operations.events import append, by_another
from cases.operations.working import check_answers_for, facts_changed, locked
from cases.people import PersonData
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal, Stale

TABLE, PARTS = "cases_person", "roles"
"""How corrections name a person, and the parts of one."""
ONLY_ONE = {
    "last_victim": gettext_lazy(
        "Ini satu-satunya korban dalam kasus ini. Tambahkan dulu korban yang benar, atau perbaiki datanya."
    ),
    "last_party": gettext_lazy(
        "Ini satu-satunya pihak dalam kasus ini. Tambahkan dulu pihak yang benar, atau perbaiki datanya."
    ),
}


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
    *, person: Person, data: PersonData, roles: dict[str, str], reason: str, back: bool = False, by: Staff, at: datetime
) -> list[Correction]:
    """Correct what is recorded of a person, relations included; what stood before is kept sealed, field by field.

    Case and person are locked and read again, so that of two corrections at once the later keeps the earlier's words.

    What was empty and is filled now leaves its trace without needing a reason, and so does a part that is added.
    Somebody who was taken off the case is put back by giving them a part, where `back` says that this is meant: whoever
    only mends what they read before a colleague took that person off must not undo it unknowingly.

    Returns the corrections, empty when nothing changed. Raises NotAllowed outside the lanes, Stale where another office
    holds the matter, Stale("off_already") where they are off and `back` is not said, Refusal("reason_missing") when
    something recorded is replaced, a part taken away or somebody put back and no reason is given, Refusal("no_part")
    without a part.
    """
    person, case = _locked(person, by=by)
    if not back and not person.roles.filter(ended_at=None).exists():
        raise Stale("off_already", _("Orang ini dilepas dari kasus sementara halaman ini terbuka. Buka lagi datanya."))
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
    given, taken = roles.keys() - standing.keys(), standing.keys() - roles.keys()
    if given or taken:
        (stood if taken or not standing else filled).append((PARTS, _parts(standing)))
    corrections = []
    because = reasons.of_correction(case=case, words=reason, by=by, at=at) if stood else None
    for name, was in (*stood, *filled):
        correction = Correction(case=case, table=TABLE, row_id=person.id, field=name, because=because, at=at, by=by)
        correction.before = was
        corrections.append(correction)
    Correction.objects.bulk_create(corrections)
    people.write(person, data).save()
    person.roles.filter(ended_at=None, kind__in=taken).update(ended_at=at)
    for role in relations:
        role.relation = roles[role.kind]
        role.save(update_fields=["relation"])
    Role.objects.bulk_create([Role(person=person, kind=kind, relation=roles[kind]) for kind in sorted(given)])
    named = [*changed, *(["relation"] if relations else []), *([PARTS] if given or taken else [])]
    if named:
        kind = "person_corrected" if standing else "person_put_back"
        append(case=case, kind=kind, by=by, at=at, fields=sorted(named))
        facts_changed(case=case, by=by, at=at)
    return corrections


def check_may_take_off(person: Person) -> None:
    """Raise Stale("off_already"), Refusal("last_victim" | "last_party") where somebody can't be taken off."""
    standing = Role.objects.filter(person__case=person.case_id, ended_at=None).values_list("person", "kind")
    own = {kind for key, kind in standing if key == person.pk}
    others = {kind for key, kind in standing if key != person.pk}
    if not own:
        raise Stale("off_already", _("Orang ini sudah bukan pihak dalam kasus ini."))
    lacking = "last_victim" if Role.Kind.VICTIM in own - others else "last_party"
    if lacking == "last_victim" or not others:
        raise Refusal(lacking, str(ONLY_ONE[lacking]))


@transaction.atomic
def take_off(*, person: Person, reason: str, by: Staff, at: datetime) -> Person:
    """Take somebody off the case who was put on it by mistake, with a reason.

    What is recorded of them stays, for whoever opens it; they go along to no other office, are neither counted nor
    found by their numbers here, and what they agreed to counts no more: a referral that rests on it is called back.

    Raises NotAllowed outside the lanes, Stale where another office holds the matter or they are off already,
    Refusal("last_victim" | "last_party" | "reason_missing").
    """
    person, case = _locked(person, by=by)
    check_may_take_off(person)
    words = _("Tulis mengapa orang ini bukan pihak dalam kasus ini.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    part_with(person, because=why, by=by, at=at)
    facts_changed(case=case, by=by, at=at)
    return person


def part_with(person: Person, *, because: Reason | None, there: str = "", by: Staff, at: datetime) -> None:
    """End every part of somebody, with the trace, inside an operation of its own. What rests on their word is weighed.

    Nothing is withdrawn: somebody taken off by mistake and put back has not said no. `there`: the region's code of the
    office that did it, where it was not this one.
    """
    standing = dict(person.roles.filter(ended_at=None).values_list("kind", "relation"))
    trace = Correction(
        case=person.case, table=TABLE, row_id=person.pk, field=PARTS, because=because, at=at, by=by, there=there
    )
    trace.before = _parts(standing)
    trace.save(force_insert=True)
    person.roles.filter(ended_at=None).update(ended_at=at)
    append(case=person.case, kind="person_taken_off", by=by, at=at, roles=sorted(standing), **by_another(there))


def _parts(standing: Iterable[str]) -> str:
    """Parts as a correction keeps them."""
    return ",".join(sorted(standing))


def _locked(person: Person, *, by: Staff) -> tuple[Person, Case]:
    """Somebody and their case, locked and read again. Raises NotAllowed, Stale where another office holds it."""
    check_can_see(case=person.case, by=by)
    case = locked(person.case)
    check_answers_for(case)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    person.case = case
    return person, case
