"""Background work of the accounts."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone


@shared_task(name="accounts.forget_old_sessions")
def forget_old_sessions() -> int:
    """Delete sessions of this office that have expired; return how many."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted
