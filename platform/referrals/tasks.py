"""Background work between offices."""

import logging
import uuid

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from referrals import following
from tenants.current import in_office
from tenants.models import Office
from tenants.tasks import SCHEMA_HEADER

logger = logging.getLogger(__name__)


@shared_task(name="referrals.pass_on", without_office=True)
def pass_on(office: str, matter: str) -> None:
    """Send an office the task to follow a matter: whoever wakes it does not know its schema, the directory does."""
    schema = Office.objects.values_list("schema_name", flat=True).get(pk=office)
    follow_matter.apply_async(args=[matter], headers={SCHEMA_HEADER: schema}, retry=False, expires=60)


@shared_task(name="referrals.follow")
def follow_matter(matter: str) -> int:
    """Apply what happened to a matter between offices to this office's own rows; return how many links."""
    return following.follow(uuid.UUID(matter), at=timezone.now())


@shared_task(name="referrals.sweep", without_office=True)
def sweep() -> int:
    """Let every office follow what no waking told it of; return how many links were applied."""
    applied = 0
    for office in list(Office.objects.all()):
        try:
            with in_office(office):
                applied += sum(following.follow(matter, at=timezone.now()) for matter in following.behind())
        except DatabaseError as error:  # an office whose schema is away must not hold up the others
            logger.error("%s does not follow: %s", office.schema_name, type(error).__name__)  # noqa: TRY400 - no text of an error that may name somebody
    return applied
