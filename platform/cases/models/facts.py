"""What the engine may ask of a case, and the nameless row that is counted."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models import codes
from cases.models.case import Case


class Finding(models.Model):
    """A fact of the case that a step established and no other column holds (legal.process_open). The newest counts."""

    number = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["case", "name", "-number"], name="finding_newest")]


class Fact(models.Model):
    """The local reporting fact (fakta pelaporan) of one case: codes and counts, kept in the work's own transaction."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="fact")
    matter = models.UUIDField(unique=True)
    reported_on = models.DateField(help_text="in the office's own zone; the nation counts by it")
    service = models.SlugField(max_length=80)
    channel = models.SlugField(max_length=40)
    state = models.CharField(max_length=8)
    stage = models.CharField(max_length=20, blank=True)
    risk = models.CharField(max_length=8, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list)
    domestic = models.BooleanField(null=True)
    incident_place = models.CharField(max_length=5, blank=True)
    residence = models.CharField(max_length=5, blank=True)
    girls = models.PositiveSmallIntegerField(default=0)
    boys = models.PositiveSmallIntegerField(default=0)
    women = models.PositiveSmallIntegerField(default=0)
    men = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)
    first_assessed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["reported_on"], name="fact_reported")]
        constraints = (
            *codes.shaped("fact", codes.REGENCY, "incident_place", "residence"),
            *codes.shaped("fact", codes.KEY, "channel", "service"),
            codes.one_of("fact", "state", codes.STATES),
            codes.one_of("fact", "risk", codes.RISKS),
            codes.one_of("fact", "stage", codes.STAGES),
        )
