"""A requirement that a sheet asks of each victim: whom it is asked of, by which key, and how that reads.

Its key in a case is `need@person`; while no victim is known it is asked once, by its plain key, as any other is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Person, RequirementSeen, Role
from sop_library.parts import Need, Step

BETWEEN = "@"
Whom = UUID | None
Asked = tuple[str, Whom]
"""The key of a need, and the victim it is asked of; None for one that is asked once."""


@dataclass(frozen=True)
class Victim:
    """A victim of a case as a requirement names them: by their number among the victims, never by name."""

    person: Person
    number: int
    of: int

    def label(self, need: Need) -> str:
        """The requirement with whose it is; the plain words where there is one victim."""
        if self.of == 1:
            return need.label
        return _("%(need)s (korban %(number)s)") % {"need": need.label, "number": self.number}


def is_asked_each(need: Need) -> bool:
    """Whether it is a paper that is asked of each victim. A form or a fact of the case is there once."""
    return need.per == "each_victim" and need.kind in ("document", "any_of")


def asks_each(steps: Iterable[Step]) -> bool:
    """Whether any of the steps asks for such a paper."""
    return any(is_asked_each(need) for step in steps for need in step.needs)


def victims_of(case: Case) -> list[Victim]:
    """The victims of a case now, first come first, nothing opened. One query."""
    found = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    people = list(found.only("id", "case_id", "sex", "age_band", "added_at").order_by("added_at", "id"))
    return [Victim(person, number, len(people)) for number, person in enumerate(people, start=1)]


def key_of(need: str, whom: Whom) -> str:
    """The key by which a requirement is handed in."""
    return need if whom is None else f"{need}{BETWEEN}{whom}"


def split(key: str) -> Asked:
    """The need and the victim that a key names; what is no key of a victim is a plain one."""
    need, _between, whom = key.partition(BETWEEN)
    try:
        return (need, UUID(whom)) if whom else (key, None)
    except ValueError:
        return key, None


def asked_of(need: Need, victims: Sequence[Victim]) -> tuple[Victim | None, ...]:
    """Whom a requirement is asked of; None: once."""
    return tuple(victims) if victims and is_asked_each(need) else (None,)


def noted_of(rows: Iterable[RequirementSeen], victims: Sequence[Victim]) -> dict[Asked, RequirementSeen]:
    """What was noted, by whom it is of.

    What was noted once, as every requirement was before sheets could ask it of each, speaks for each victim whom the
    case knew by then; what is noted of a victim goes before it.
    """
    found = {(row.key, row.person_id): row for row in rows}
    for row in [row for whom, row in found.items() if whom[1] is None]:
        for victim in _known_by(row, victims):
            found.setdefault((row.key, victim.person.pk), row)
    return found


def note_apart(rows: QuerySet[RequirementSeen], victims: Sequence[Victim]) -> None:
    """Write what was noted once as it is read: for each victim whom it speaks for, by whom and when it was noted."""
    for row in rows.filter(person=None):
        spoken_for = _known_by(row, victims)
        own = [
            RequirementSeen(step_pass_id=row.step_pass_id, key=row.key, person=victim.person, owed=row.owed, at=row.at,
                            by_id=row.by_id)
            for victim in spoken_for
        ]  # fmt: skip
        RequirementSeen.objects.bulk_create(own, ignore_conflicts=True)
        if spoken_for:
            row.delete()


def _known_by(row: RequirementSeen, victims: Sequence[Victim]) -> list[Victim]:
    return [victim for victim in victims if victim.person.added_at <= row.at]


def told_apart(step: Step, given: Mapping[str, str], victims: Sequence[Victim]) -> dict[Asked, str]:
    """What was handed in, by whom it is asked of: a plain key says the same of each victim."""
    needs = {need.key: need for need in step.needs}
    found: dict[Asked, str] = {}
    for key, state in given.items():
        need, whom = split(key)
        if whom is None and need in needs:
            plain = {(need, victim.person.pk if victim else None): state for victim in asked_of(needs[need], victims)}
            found = {**plain, **found}
        else:
            found[need, whom] = state
    return found


def unknown_keys(step: Step, given: Iterable[str], victims: Sequence[Victim]) -> list[str]:
    """The keys among those given that name no requirement of the step, or nobody of whom it is asked."""
    every = {need.key: need for one in step.needs for need in (one, *one.options)}
    own = {need.key for need in step.needs if is_asked_each(need)}
    there = {victim.person.pk for victim in victims}
    found = []
    for key in given:
        need, whom = split(key)
        if need not in every or (whom is not None and (need not in own or whom not in there)):
            found.append(key)
    return found


def whole(step: Step, rows: Iterable[RequirementSeen], victims: Sequence[Victim]) -> frozenset[str]:
    """The keys of the needs that are there: of one asked of each victim, where every victim has it."""
    there = {(row.key, row.person_id) for row in rows if not row.owed}
    each = {need.key: need for need in step.needs if is_asked_each(need)}
    found = {key for key, whom in there if whom is None and key not in each}
    for key, need in each.items():
        whom = [victim.person.pk if victim else None for victim in asked_of(need, victims)]
        if all((key, one) in there for one in whom):
            found.add(key)
    return frozenset(found)
