"""Waking the provisioner. Only a hint: what it misses the sweep finds."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def wake_after_commit() -> None:
    """Wake the provisioner once the transaction commits. A broker that does not answer is logged, never raised."""
    transaction.on_commit(_wake)


def _wake() -> None:
    from onboarding.tasks import carry_out_openings

    try:
        carry_out_openings.apply_async(retry=False, expires=60)
    except Exception as error:  # noqa: BLE001 - every transport has errors of its own, and the sweep makes up for all
        logger.warning("the provisioner was not waked: %s", type(error).__name__)
