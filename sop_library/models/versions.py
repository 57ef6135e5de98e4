"""An office's SOPs and forms. A published version never changes: a trigger refuses it, its content hash names it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Sop(models.Model):
    """One SOP of this office, through all its versions.

    `bound`: step -> the lanes that the office gave to it where its source names none, as `LaneBinding` holds them.
    `announced_at`: since when anybody may read its service standard; None for the office alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    service = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    bound = models.JSONField(default=dict, db_default={}, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class SopVersion(models.Model):
    """One state of an SOP. `definition` is the whole document; cases are pinned to a published version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=120, blank=True, help_text="catalogue key it was adopted from")
    effective_from = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    base_hash = models.CharField(max_length=64, blank=True, help_text="content hash of what was adopted")
    why = models.TextField(blank=True, help_text="what is new in this version")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sop", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["sop", "number"], name="sop_version_numbered_once"),
            models.CheckConstraint(condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="sop_version_hash_shape"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(effective_from__isnull=False), name="published_version_is_effective"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | (Q(submitted_by__isnull=False) & ~Q(approved_by=F("submitted_by"))),
                name="approved_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sop} v{self.number}"


class FormVersion(models.Model):
    """One state of a form definition, as filled forms point to it. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["key", "-number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="form_version_numbered_once")]
