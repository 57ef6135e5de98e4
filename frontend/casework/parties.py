"""The people of a case as its page shows them: parts and coarse data; names only in an open window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases.models import Case, Person, Role
from cases.people import read
from frontend.casework.lines import Line, person_lines
from frontend.casework.wording import coded, person_words
from sop_library.codes import ListName

ORDER = (Role.Kind.VICTIM, Role.Kind.REPORTER, Role.Kind.RESPONDENT, Role.Kind.COMPANION)


@dataclass(frozen=True)
class Party:
    """One person of the case. `lines` is empty while the identity window is closed."""

    person: Person
    parts: str
    who: str
    more: str
    kinds: tuple[str, ...]
    name: str = ""
    lines: tuple[Line, ...] = ()


def people_of(case: Case) -> list[Person]:
    """Everybody in the case with the parts they have now, nothing opened. Two queries."""
    return list(Person.objects.filter(case=case).prefetch_related("roles").order_by("added_at", "id"))


def party_of(person: Person, *, opened: bool = False) -> Party | None:
    """A person as shown; None for somebody who has no part any more."""
    roles = {role.kind: role for role in person.roles.all() if role.ended_at is None}
    kinds = [kind for kind in ORDER if kind in roles]
    if not kinds:
        return None
    relation = roles[kinds[0]].relation
    list_name: ListName = "perpetrator_relation" if kinds[0] == Role.Kind.RESPONDENT else "reporter_relation"
    more = [coded(list_name, relation), coded("occupation", person.occupation), _disability(person)]
    data = read(person) if opened else None
    return Party(
        person=person,
        parts=parts_words(kinds),
        who=person_words(person) if person.sex or person.age_band or not _is_named(person) else _("nama tersegel"),
        more=", ".join(part for part in more if part),
        kinds=tuple(kinds),
        name=(data.name or _("Nama belum diketahui")) if data else "",
        lines=person_lines(replace(data, name="")) if data else (),
    )


def parts_words(kinds: Sequence[str]) -> str:
    """Parts in words, the first one first: "Korban, juga pelapor"."""
    parts = str(Role.Kind(kinds[0]).label)
    for kind in kinds[1:]:
        parts = _("%(parts)s, juga %(more)s") % {"parts": parts, "more": str(Role.Kind(kind).label).lower()}
    return parts


def _is_named(person: Person) -> bool:
    """Whether a name stands there, without opening it."""
    return person.__dict__.get("name") is not None


def _disability(person: Person) -> str:
    return _("penyandang disabilitas") if person.disabilities else ""


def parties_of(people: list[Person], *, opened: bool = False) -> list[Party]:
    """Everybody who has a part, victims first."""
    found = [party for person in people if (party := party_of(person, opened=opened)) is not None]
    return sorted(found, key=lambda party: ORDER.index(Role.Kind(party.kinds[0])))


def victims_among(people: list[Person]) -> list[Person]:
    """The victims, first come first."""
    return [
        person
        for person in people
        if any(role.kind == Role.Kind.VICTIM and role.ended_at is None for role in person.roles.all())
    ]
