"""Background work: facts that no message brought, and the published table with each office's lag."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from reporting import carrying, publishing
from tenants.current import in_office
from tenants.models import Office

logger = logging.getLogger(__name__)


@shared_task(name="reporting.carry_everything")
def carry_everything() -> int:
    """Bring every fact of this office that the nation has not as new; return how many."""
    return carrying.carry_everything(at=timezone.now())


@shared_task(name="reporting.publish", without_office=True)
def publish() -> int:
    """Ask every office how far it lags, and make the published table; return how many months changed."""
    for office in list(Office.objects.all()):
        try:
            with in_office(office):
                carrying.tell_lag(at=timezone.now())
        except DatabaseError as error:  # an office whose schema is away is shown as not heard of
            logger.error("the lag of %s is not known: %s", office.schema_name, type(error).__name__)  # noqa: TRY400 - the kind says enough, the text may say too much
    return publishing.publish(at=timezone.now())
