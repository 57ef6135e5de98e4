"""Background work of the accounts."""

from datetime import datetime

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from safeguards import keeping


@shared_task(name="accounts.forget_old_sessions")
def forget_old_sessions() -> int:
    """Delete expired sessions of this office and what was kept for who did not come back; return how many."""
    now = timezone.now()
    return _forget_sessions(at=now) + keeping.forget_old(at=now)


@shared_task(name="accounts.forget_old_console_sessions", without_office=True)
def forget_old_console_sessions() -> int:
    """Delete expired sessions of the consoles, which stand in the shared schema; return how many."""
    return _forget_sessions(at=timezone.now())


def _forget_sessions(*, at: datetime) -> int:
    deleted, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    return deleted
