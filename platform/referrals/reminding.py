"""The platform reminds an office of what waits for its answer: by its own clock and calendar, and of nobody's doing.

Three times at most for each deadline: when half of the time is over, when one working hour is left, and when the answer
is due. What was missed (a broker that was away) is not made up for: whoever comes late says what is so by then. That
it was said stands in the chain, once, so that the sender reads it as well; PostgreSQL takes no second one.
"""

import logging
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import connection, transaction
from django.db.models import Max

from cases.calendars import local_date, office_calendar
from cases.models import Case
from custody import chain, envelopes
from custody.models import Envelope, Link
from custody.states import WAITING
from referrals import waking
from referrals.deadlines import NOW
from sop_library.calendar import OfficeCalendar
from sop_library.durations import Duration
from tenants.current import current_office

logger = logging.getLogger(__name__)
STAGES = ("half", "hour", "due")
LAST = Duration(hours=1)
BEGINS_ANEW = ("assigned", "risk_rated")
"""Kinds of links that set another deadline: its time counts from then."""


def remind(*, at: datetime) -> int:
    """Remind the current office of each referral that waits for it and has come to its next stage; return how many."""
    rows = list(_waiting())
    if not rows:
        return 0
    begun = _begun({one.pk for one in rows})
    calendar = office_calendar(today=local_date(at))
    reached = {
        one.pk: _stage(one, since=_since(one, begun.get(one.pk), at=at), at=at, calendar=calendar) for one in rows
    }
    return sum(_tried(key, stage, at=at) for key, stage in reached.items() if stage)


def told_of(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, datetime]:
    """When the platform last reminded the receivers of these envelopes; those that it did not are left out."""
    said = Link.objects.filter(envelope__in=keys, kind="nudged").values_list("envelope").annotate(last=Max("at"))
    return MappingProxyType({key: last for key, last in said.order_by() if key is not None})


def _waiting() -> list[Envelope]:
    return list(Envelope.objects.filter(receiver_id=current_office().id, state__in=sorted(WAITING)))


def _begun(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    changed = Link.objects.filter(envelope__in=keys, kind__in=BEGINS_ANEW).values_list("envelope")
    return {key: last for key, last in changed.annotate(last=Max("at")).order_by() if key is not None}


def _since(row: Envelope, begun: datetime | None, *, at: datetime) -> datetime:
    """From when the time to answer counts. `begun`: when another deadline was set, as its link says.

    One that is yet to come was told by a clock that is ahead: then it counts from NOW before the deadline where the
    risk is high, and from the sending otherwise.
    """
    if begun is not None and begun <= at:
        return begun
    if begun is not None and row.risk == Case.Risk.HIGH:
        return max(row.sent_at, row.answer_by - NOW)
    return row.sent_at


def _stage(row: Envelope, *, since: datetime, at: datetime, calendar: OfficeCalendar) -> str:
    """The stage that a deadline has come to; "" before half of its time."""
    if at >= row.answer_by:
        return "due"
    if at < since + (row.answer_by - since) / 2:
        return ""
    return "hour" if calendar.after(at, LAST, "working") >= row.answer_by else "half"


def _tried(key: uuid.UUID, stage: str, *, at: datetime) -> bool:
    """Say it, or log what kind of error that met: one that can't be said holds up no other.

    Raises where the database itself is gone.
    """
    try:
        return _say(key, stage, at=at)
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.error("a receiver can't be reminded: %s", type(error).__name__)  # noqa: TRY400 - no text of an error that may name somebody
        return False


@envelopes.lets_go
@transaction.atomic
def _say(key: uuid.UUID, stage: str, *, at: datetime) -> bool:
    """Say it in the chain, unless that, or more, was said of this deadline, or somebody has answered meanwhile."""
    row = envelopes.locked(key)
    due = str(int(row.answer_by.timestamp()))
    said = Link.objects.filter(envelope=key, kind="nudged", data__due=due)
    if row.state not in WAITING or said.filter(data__stage__in=STAGES[STAGES.index(stage) :]).exists():
        return False
    chain.append(matter=row.matter, kind="nudged", at=at, envelope=key, stage=stage, due=due)
    waking.wake_after_commit(office=row.sender_id, matter=row.matter)
    return True
