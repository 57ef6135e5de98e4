"""Background work: facts that no message brought, how far each office lags, and the published table."""

from celery import shared_task
from django.utils import timezone

from reporting import carrying, publishing


@shared_task(name="reporting.carry_everything")
def carry_everything() -> int:
    """Bring every fact of this office that the nation has not as new; return how many."""
    return carrying.carry_everything(at=timezone.now())


@shared_task(name="reporting.tell_lag")
def tell_lag() -> int:
    """Say how far this office's facts lag; return how many wait."""
    return carrying.tell_lag(at=timezone.now()).unsent


@shared_task(name="reporting.publish", without_office=True)
def publish() -> int:
    """Make the published table from the facts there are; return how many months changed."""
    return publishing.publish(at=timezone.now())
