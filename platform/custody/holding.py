"""Who answers for a matter. Read here and nowhere else; it changes only when an envelope is accepted."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from custody.models import Address, Custody, Envelope, Part
from tenants.current import current_office


def begin(*, matter: uuid.UUID, at: datetime) -> None:
    """Say that the current office answers for a new matter. Repeating it does nothing, nor where another answers."""
    Custody.objects.bulk_create(
        [Custody(matter=matter, office_id=current_office().id, since=at, head=b"")], ignore_conflicts=True
    )


def holder_of(matter: uuid.UUID) -> Custody | None:
    """Return the custody row of a matter in which the current office has or had a part; None where there is none."""
    return Custody.objects.filter(matter=matter).first()


def part_in(matter: uuid.UUID) -> str:
    """Return what the current office is to a matter: holder, helper, former, or "" while nothing was handed over."""
    kind: str | None = Part.objects.filter(matter=matter).values_list("kind", flat=True).first()
    return kind or ""


def may_work(matter: uuid.UUID) -> bool:
    """Whether the current office may do the steps of a matter: it holds it, helps, or nobody else ever did."""
    return part_in(matter) != Part.Kind.FORMER


def gone() -> QuerySet[Part, uuid.UUID]:
    """Return the matters that the current office led, and another leads now: what is due is due there."""
    gave = Envelope.objects.filter(
        matter=OuterRef("matter"), sender=current_office().id, custody_revision__isnull=False
    )
    left = Part.objects.exclude(kind=Part.Kind.HOLDER).filter(Exists(gave))
    return left.values_list("matter", flat=True)


def help_is_over(matter: uuid.UUID) -> bool:
    """Whether the current office helped another with a matter until that help was declared finished: it gave nothing
    away, and what it did there has come to its end.
    """
    left = Part.objects.filter(matter=matter, kind=Part.Kind.FORMER).first()
    if left is None:
        return False
    helped = Envelope.objects.filter(matter=matter, receiver_id=current_office().id, moves=False)
    return helped.filter(state=Envelope.State.FINISHED, finished_at=left.since).exists()


def address_of(*, code: str) -> Address | None:
    """Return how to reach the office of a region's code; None where it is not on the platform."""
    return Address.objects.filter(code=code).first()


def name_of(office_id: uuid.UUID) -> str:
    """Return an office's official name."""
    return Address.objects.values_list("name", flat=True).get(office_id=office_id)


def address_of_office(office_id: uuid.UUID) -> Address:
    """Return how to reach an office on the platform."""
    return Address.objects.get(office_id=office_id)


def addresses(offices: Collection[uuid.UUID]) -> list[Address]:
    """Return how to reach several offices at once."""
    return list(Address.objects.filter(office_id__in=offices))


def addresses_of(*, codes: Collection[str]) -> list[Address]:
    """Return how to reach the offices of several regions' codes; those not on the platform are left out."""
    return list(Address.objects.filter(code__in=codes))
