"""What this office has to tell the outside, written in the same transaction as the work that caused it."""

import uuid

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One message. Ordered by number within a matter; sent once or more, so receivers must not mind a repeat."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField(max_length=60)
    matter = models.UUIDField(db_index=True)
    payload = models.JSONField()
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["number"], condition=models.Q(sent_at=None), name="outbox_unsent"),
        ]
