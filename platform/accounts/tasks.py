"""Background work of the accounts."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from safeguards import keeping


@shared_task(name="accounts.forget_old_sessions")
def forget_old_sessions() -> int:
    """Delete expired sessions of this office and what was kept for who did not come back; return how many."""
    now = timezone.now()
    deleted, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return deleted + keeping.forget_old(at=now)
