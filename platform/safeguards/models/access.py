"""Who saw whose identity or story, when and why. Append-only and hash-chained; a trigger refuses any change."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class AccessEvent(models.Model):
    """One showing. `digest` covers this row and the digest before it, so that a missing row shows."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_table = models.CharField(max_length=60)
    subject_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(null=True, db_index=True)
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["by", "subject_id", "until"], name="access_shown_until")]
