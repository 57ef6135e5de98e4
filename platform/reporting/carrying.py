"""Bringing an office's facts to the national table, as that office. Twice, late or out of order: the newest stands.

What is carried is the fact as it is now, never what a message said when it was written; PostgreSQL keeps the row with
the higher revision of the case, of the same one the later change. So any message about a matter brings all of it, and
a lost one costs time, no truth.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from cases.models import Fact
from outbox.models import Message
from reporting.models import Lag
from tenants.current import current_office

TOPIC = "fact.kept"
AT_ONCE = 500
"""Facts a statement."""
CARRY = """
    INSERT INTO public.reporting_fact AS there
        (office_id, matter, code, month, state, stage, kinds, revision, changed_at, carried_at)
    SELECT %(office)s, f.matter, '', date_trunc('month', f.reported_on)::date, f.state, f.stage, f.kinds,
           c.revision, f.changed_at, %(at)s
    FROM cases_fact f JOIN cases_case c ON c.id = f.case_id
    WHERE f.matter = ANY (%(matters)s) ORDER BY f.matter
    ON CONFLICT (office_id, matter) DO UPDATE SET
        month = EXCLUDED.month, state = EXCLUDED.state, stage = EXCLUDED.stage, kinds = EXCLUDED.kinds,
        revision = EXCLUDED.revision, changed_at = EXCLUDED.changed_at, carried_at = EXCLUDED.carried_at
    WHERE (there.revision, there.changed_at) < (EXCLUDED.revision, EXCLUDED.changed_at)
"""


def _carry(matters: Sequence[uuid.UUID], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CARRY, {"office": current_office().id, "matters": list(matters), "at": at})
        return int(cursor.rowcount)


def carry(matter: uuid.UUID, *, at: datetime | None = None) -> bool:
    """Bring the current office's fact of a matter; return whether the national row changed by it.

    Safe to repeat. Raises NoOffice outside an office.
    """
    return bool(_carry([matter], at or timezone.now()))


def carry_everything(*, at: datetime) -> int:
    """Bring every fact of the current office that is newer than the nation's; return how many those were."""
    matters = list(Fact.objects.order_by("matter").values_list("matter", flat=True))
    return sum(_carry(matters[start : start + AT_ONCE], at) for start in range(0, len(matters), AT_ONCE))


def tell_lag(*, at: datetime) -> Lag:
    """Say how many facts of the current office wait to be sent, and since when the oldest does."""
    waiting = Message.objects.filter(topic=TOPIC, sent_at=None).aggregate(unsent=Count("*"), oldest=Min("written_at"))
    told = {"unsent": waiting["unsent"], "oldest_at": waiting["oldest"], "told_at": at}
    lag, _made = Lag.objects.update_or_create(office=current_office(), defaults=told)
    return lag
