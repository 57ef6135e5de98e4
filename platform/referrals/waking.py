"""Waking the other office: it reads the matter's chain. Only a hint; the sweep finds what it misses."""

import logging
import uuid

from django.db import transaction

logger = logging.getLogger(__name__)


def wake_after_commit(*, office: uuid.UUID | None, matter: uuid.UUID) -> None:
    """Tell an office, once the transaction commits, that something happened to a matter; None: nobody to tell."""
    if office is not None:
        transaction.on_commit(lambda: _wake(office, matter))


def _wake(office: uuid.UUID, matter: uuid.UUID) -> None:
    from referrals.tasks import pass_on

    try:
        pass_on.apply_async(args=[str(office), str(matter)], retry=False, expires=60)
    except Exception as error:  # noqa: BLE001 - every transport has errors of its own, and the sweep makes up for all
        logger.warning("the other office was not waked: %s", type(error).__name__)
