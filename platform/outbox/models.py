"""What this office has to tell the outside, written in the same transaction as the work that caused it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Message(models.Model):
    """One message. Ordered by number within its matter and stream; a receiver must not mind a repeat.

    `stream` is the topic's first word: what is told of reporting facts never waits for a referral, nor the other way.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField(max_length=60)
    stream = models.CharField(max_length=20)
    matter = models.UUIDField(db_index=True)
    payload = models.JSONField()
    written_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now, help_text="not tried before this moment")
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True, help_text="given up: it waits for a person")
    fault = models.CharField(max_length=60, blank=True, help_text="what kind of error the last attempt met")

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["number"], condition=Q(sent_at=None), name="outbox_unsent"),
            models.Index(fields=["matter", "stream", "number"], condition=Q(sent_at=None), name="outbox_in_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(dead_at=None), name="message_sent_or_dead"),
        ]
