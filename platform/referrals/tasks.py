"""Background work between offices."""

import logging
import uuid

from celery import shared_task
from django.db import connection
from django.utils import timezone

from outbox.waking import hint
from referrals import following, forgetting, reminding
from tenants.current import in_office
from tenants.models import Office
from tenants.tasks import SCHEMA_HEADER

logger = logging.getLogger(__name__)
SWEPT = 100
"""Matters of one office that a sweep follows itself; the others are tasks of their own, and hold up no other office."""


@shared_task(name="referrals.pass_on", without_office=True)
def pass_on(office: str, matter: str) -> None:
    """Send an office the task to follow a matter: whoever wakes it does not know its schema, the directory does."""
    schema = Office.objects.values_list("schema_name", flat=True).get(pk=office)
    follow_matter.apply_async(args=[matter], headers={SCHEMA_HEADER: schema}, retry=False, expires=60)


@shared_task(name="referrals.follow")
def follow_matter(matter: str) -> int:
    """Apply what happened to a matter between offices to this office's own rows; return how many links."""
    return _followed(uuid.UUID(matter))


@shared_task(name="referrals.remind")
def remind() -> int:
    """Remind this office of what waits for its answer; return of how many."""
    return reminding.remind(at=timezone.now())


@shared_task(name="referrals.forget_parcels")
def forget_parcels() -> int:
    """Keep what this office took; delete at the centre what it sent, or was told, and nobody needs there.

    Returns how many parcels. The rest is done whatever the first meets.
    """
    try:
        forgetting.keep_what_came()
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.error("what came can't be kept: %s", type(error).__name__)  # noqa: TRY400 - as below
    now = timezone.now()
    return forgetting.forget_parcels(at=now) + forgetting.forget_what_was_read(at=now)


@shared_task(name="referrals.sweep", without_office=True)
def sweep() -> int:
    """Let every office follow what no waking told it of; return how many links were applied."""
    applied = 0
    for office in list(Office.objects.all()):
        try:
            with in_office(office):
                behind = following.behind(at=timezone.now())
                applied += sum(_followed(matter) for matter in behind[:SWEPT])
                for matter in behind[SWEPT:]:
                    hint(follow_matter, args=[str(matter)], whom="an office far behind")
        except Exception as error:  # noqa: BLE001 - whatever one office meets must not hold up the others
            logger.error("%s does not follow: %s", office.schema_name, type(error).__name__)  # noqa: TRY400 - no text of an error that may name somebody
    return applied


def _followed(matter: uuid.UUID) -> int:
    """Follow one matter. What it meets is noted in the office (`Followed`) and holds up no other matter.

    Raises where the database itself is gone.
    """
    try:
        return following.follow(matter, at=timezone.now())
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.error("a matter can't be followed: %s", type(error).__name__)  # noqa: TRY400 - as above
        return 0
