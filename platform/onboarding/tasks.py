"""Background work: what an office says of itself, and the provisioner's."""

import logging

from celery import shared_task
from django.utils import timezone

from onboarding.provisioning import carry_out_all
from onboarding.telling import tell_state as tell
from tenants.roles import NotTheOwner

logger = logging.getLogger(__name__)


@shared_task(name="onboarding.tell_state")
def tell_state() -> None:
    """Write what this office says of itself to those above it."""
    tell(at=timezone.now())


@shared_task(name="onboarding.carry_out", without_office=True)
def carry_out_openings() -> int:
    """Carry out what consoles asked for; return how many offices were opened. A worker without the owner's login
    leaves them for one that has it.
    """
    try:
        return carry_out_all(at=timezone.now())
    except NotTheOwner:
        logger.warning("openings wait for a provisioner: this worker has the web's login")
        return 0
