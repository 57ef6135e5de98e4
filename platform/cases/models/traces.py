"""What happened to a case: events without names, notes, and corrections that keep what stood before."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.models import codes
from cases.models.case import Case
from safeguards.fields import SealedText


class Event(models.Model):
    """One thing that happened. Append-only (a trigger refuses change). `data` holds keys, codes, numbers: no person."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.SlugField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["case", "number"], name="event_of_case")]
        constraints = [*codes.shaped("event", codes.KEY, "kind", "step")]


class Reason(models.Model):
    """Why somebody left the plain course, in their own words. They may tell a story, so they are sealed like one.

    Whatever needs a reason names this row: the engine's state holds its key alone. Never changed.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reasons")
    words = SealedText(null=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]


class Note(models.Model):
    """A note on a case, sealed like the story it belongs to. Never changed: a correction that names it strikes it."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    body = SealedText(null=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]


class Correction(models.Model):
    """That a recorded row was mended: which field, what stood there (sealed), who and why.

    A field that was empty and filled later needs no reason: `before` is empty then. `there`: the region's code of the
    office that did it, where it was not this one; `by` is whom the case belongs to here.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    table = models.CharField(max_length=60)
    row_id = models.UUIDField()
    field = models.CharField(max_length=60)
    before = SealedText()
    because = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    there = models.CharField(max_length=5, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-at"]
        constraints = [*codes.shaped("correction", codes.REGION, "there")]
