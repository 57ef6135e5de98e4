"""Who does a step whose source names nobody: the office's own word, kept beside the versions and never in them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sop_library.models.drafts import Draft
from sop_library.models.versions import Sop


class LaneBinding(models.Model):
    """The lanes an office gave to one step, by whom and from when; a later one ends it.

    `lanes`: for each its `key`, and its `label` as it stood then. Of a `draft` until that is published, then of the
    `sop`. What stands now of an SOP is also in `Sop.bound`.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sop = models.ForeignKey(Sop, null=True, blank=True, on_delete=models.PROTECT, related_name="bindings")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="bindings")
    step = models.SlugField(max_length=200)
    lanes = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sop", "step"], condition=Q(ended_at=None, sop__isnull=False), name="step_bound_once"
            ),
            models.UniqueConstraint(
                fields=["draft", "step"], condition=Q(ended_at=None, sop=None), name="step_bound_once_in_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(sop__isnull=False) | Q(draft__isnull=False), name="binding_is_of_something"
            ),
        ]

    @property
    def labels(self) -> str:
        """Who does it, as the office calls them."""
        return ", ".join(lane["label"] for lane in self.lanes)
