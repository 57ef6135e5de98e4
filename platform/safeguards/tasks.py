"""Background work of the safeguards."""

import logging

from celery import shared_task

from safeguards.access import broken_at
from tenants.current import current_office

logger = logging.getLogger(__name__)


@shared_task(name="safeguards.verify_access_log")
def verify_access_log() -> int | None:
    """Follow the office's access log from its first row; log an error naming the first row that does not follow."""
    broken = broken_at()
    if broken is not None:
        logger.error("access log of %s does not follow at number %s", current_office().schema_name, broken)
    return broken
