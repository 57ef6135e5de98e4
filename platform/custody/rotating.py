"""A new exchange key for an office, and the end of those it replaced. Whoever runs the platform does it, as the owner.

Nothing in flight is lost by it: the new key is published in the transaction that keeps its private half, a parcel says
which key it was sealed to, and a replaced key stays until nothing is sealed to it any more. PostgreSQL takes no parcel
that is sealed to a key which has ended; the relay seals that one anew.
"""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from custody.models import Parcel
from safeguards.keys import destroy_exchange_keys, make_exchange_key
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office, OfficeKey
from tenants.roles import require_owner

STAYS = timedelta(hours=1)
"""How long a replaced key stays at least: whoever was sealing to it meanwhile is done by then."""
PATIENCE = "10s"
"""How long ending a key waits for those who are writing parcels; they wait for it as long at most."""


@dataclass(frozen=True, slots=True)
class ExchangeKey:
    """One exchange key of an office. `parcels`: how many parcels at the centre are sealed to it."""

    number: int
    made_at: datetime
    ended_at: datetime | None
    parcels: int


def keys_of(*, office: Office) -> list[ExchangeKey]:
    """Return an office's exchange keys, the newest first: the one that others seal to. Raises NotTheOwner."""
    _as_owner()
    sealed = Parcel.objects.filter(receiver=office).values_list("key_number").annotate(count=Count("id"))
    counts: dict[int, int] = dict(sealed.order_by())
    rows = OfficeKey.objects.filter(office=office).order_by("-number")
    return [ExchangeKey(row.number, row.made_at, row.ended_at, counts.get(row.number, 0)) for row in rows]


@transaction.atomic
def rotate(*, office: Office, at: datetime) -> int:
    """Give an office a new exchange key, to which all is sealed from now on; return its number. Raises NotTheOwner."""
    _as_owner()
    Office.objects.select_for_update().get(pk=office.pk)
    last = OfficeKey.objects.filter(office=office).order_by("-number").values_list("number", flat=True).first() or 0
    with in_office(office):
        public = make_exchange_key(office_id=office.id, number=last + 1)
    OfficeKey.objects.create(office=office, number=last + 1, public_key=public, made_at=at)
    return last + 1


@transaction.atomic
def end_replaced(*, office: Office, at: datetime) -> list[int]:
    """Destroy the replaced exchange keys that nothing is sealed to any more; return their numbers.

    Those replaced less than STAYS ago stay. Raises NotTheOwner, OperationalError where parcels are written without end.
    """
    _as_owner()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute(f"LOCK TABLE {Parcel._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    keys = keys_of(office=office)
    replaced = [
        key.number
        for newer, key in itertools.pairwise(keys)
        if key.ended_at is None and not key.parcels and newer.made_at + STAYS <= at
    ]
    if replaced:
        OfficeKey.objects.filter(office=office, number__in=replaced).update(ended_at=at)
        with in_office(office):
            destroy_exchange_keys(numbers=replaced)
    return replaced


def _as_owner() -> None:
    connection.set_schema_to_public()
    require_owner(connection)
