"""What of the outbox a person wants to know."""

from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from outbox.models import Message


def dead_letters() -> QuerySet[Message]:
    """Return the messages that were given up, the oldest first: each waits for a person."""
    return Message.objects.filter(sent_at=None, dead_at__isnull=False)


def lag(*, at: datetime) -> timedelta:
    """Return how long the oldest message that is not out yet has waited; zero where there is none.

    Zero, too, where a clock that is ahead wrote it.
    """
    oldest = Message.objects.filter(sent_at=None).aggregate(oldest=Min("written_at"))["oldest"]
    return max(at - oldest, timedelta()) if oldest is not None else timedelta()
