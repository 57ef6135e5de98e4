"""The office's own keys, each wrapped by the platform's key-encryption key, which is never in the database."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OfficeKey(models.Model):
    """One key of this office. Destroying the wrapped bytes makes what it sealed unreadable for ever."""

    class Purpose(models.TextChoices):
        DATA = "data", "data"
        INDEX = "index", "index"
        EXCHANGE = "exchange", "exchange"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose)
    number = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "number"], name="office_key_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="office_key_number_from_one"),
        ]
