"""Who has a part in a case now, and who was taken off it: whoever has none any more stays as a row, with the trace."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q

from cases.models import Case, Incident, Person, Role


def has_part(person: str = "pk") -> Exists:
    """Whether somebody has a part now. `person`: the column that holds their key in the rows that are asked for."""
    return Exists(Role.objects.filter(person=OuterRef(person), ended_at=None))


def counted() -> Q:
    """Of consents those whose word counts at all: of nobody in particular, or of somebody who has a part now."""
    return Q(person=None) | Q(has_part("person"))


def last_parts(person: Person) -> dict[str, str]:
    """The parts that somebody had when they were taken off their case, with the relation; none where they are on it."""
    ended = {role: role.ended_at for role in person.roles.all()}
    moments = [at for at in ended.values() if at is not None]
    if not moments or len(moments) < len(ended):
        return {}
    return {role.kind: role.relation for role, at in ended.items() if at == max(moments)}


def parted(case: Case) -> dict[UUID, datetime]:
    """Whoever has no part in the case any more, and when their last one ended. One query."""
    rows = Person.objects.filter(~has_part(), case=case).annotate(last=Max("roles__ended_at"))
    return {key: last for key, last in rows.order_by("pk").values_list("pk", "last") if last is not None}


def off_incidents(case: Case) -> list[UUID]:
    """The incidents that were taken off the case. One query."""
    return list(Incident.every.filter(case=case).exclude(taken_off_at=None).values_list("pk", flat=True))


def known_by(**index: bytes) -> Q:
    """Of cases those in which somebody who has a part now is known by a blind index (nik_index, phone_index)."""
    found = Role.objects.filter(ended_at=None, **{f"person__{name}": value for name, value in index.items()})
    return Q(pk__in=found.values("person__case"))
