"""What was typed into a form that could not be taken because nobody was logged in any more: sealed, for one hour."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from safeguards.fields import SealedJSON


class KeptPost(models.Model):
    """One form as it was sent. Only `by` is ever shown it; `path` is where the form goes and holds keys alone."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT", "DELETE")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    fields = SealedJSON()
