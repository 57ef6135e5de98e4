"""Lanes (pelaksana): who does a step. An office's SOPs share them by key; staff hold them from a day to a day."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.staff import Staff


class Lane(models.Model):
    """A lane of this office. `key` is the name that SOP definitions use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    label = models.CharField(_("nama pelaksana"), max_length=200)
    short = models.CharField(_("nama pendek"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    holders = models.ManyToManyField(Staff, through="LaneMembership", related_name="lanes")
    held_by: list["LaneMembership"]
    """Its memberships that stand, on a lane that `queries.lanes_with_holders` brings; on no other."""

    class Meta:
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.short or self.label


class LaneMembership(models.Model):
    """That a staff member holds a lane. Ended, never deleted: the record says who could act when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="memberships")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lane", "staff"], condition=Q(ended_at=None), name="lane_held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="lane_ends_after_it_starts"
            ),
        ]
