"""Who saw whose identity or story, when and why. Append-only and hash-chained; a trigger refuses any change.

Why is a code, and what was typed beside it is sealed. The chain runs over what is sealed as it stands, so that it can
be followed without the office's key. Rows of before the sealing (edition 1) were chained over the words themselves.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from safeguards.fields import SealedText


class AccessEvent(models.Model):
    """One showing. `digest` covers this row and the digest before it, so that a row missing between others shows.

    Of the last rows nothing here tells that they were there: whoever may delete them has more than an office's rights.
    """

    class Edition(models.IntegerChoices):
        OVER_WORDS = 1
        OVER_SEALED = 2

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_table = models.CharField(max_length=60)
    subject_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(null=True, db_index=True)
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=20, help_text="a code")
    words = SealedText(help_text="what was typed beside the code")
    until = models.DateTimeField(null=True)
    edition = models.PositiveSmallIntegerField(default=Edition.OVER_SEALED, choices=Edition)
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["by", "subject_id", "until"], name="access_shown_until")]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"^[a-z_]{1,20}$"), name="access_reason_is_a_code"),
            models.CheckConstraint(condition=Q(edition__in=[1, 2]), name="access_edition_known"),
        ]
