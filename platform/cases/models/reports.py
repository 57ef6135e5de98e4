"""What came in (pengaduan) and what is said to have happened."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from safeguards.fields import SealedJSON, SealedText


class Report(models.Model):
    """A report as it came in, through a channel; also without a name. It waits until a case is opened from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("kode laporan"), max_length=16, unique=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    channel = models.SlugField(_("saluran"), max_length=40)
    received_at = models.DateTimeField(_("diterima"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    anonymous = models.BooleanField(_("tanpa nama"), default=False)
    reporter_name = SealedText()
    reporter_phone = SealedText()
    story = SealedText()
    safe_contact = SealedText()
    details = SealedJSON(help_text="what was said of people, places and the incident, kept until a case is opened")
    age_band = models.CharField(max_length=6, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    place = models.CharField(_("wilayah kejadian"), max_length=5, blank=True)
    in_danger = models.BooleanField(_("dalam bahaya sekarang"), null=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["-received_at"], condition=Q(case=None), name="report_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(place__regex=r"^([0-9]{2}\.[0-9]{2})?$"), name="report_place_is_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class Incident(models.Model):
    """What is said to have happened, where and of which kinds (the ministry's list; several at once are usual)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    kinds = ArrayField(models.CharField(max_length=24), default=list)
    domestic = models.BooleanField(_("KDRT"), null=True)
    place = models.CharField(_("wilayah kejadian"), max_length=5, blank=True)
    place_kind = models.CharField(_("tempat kejadian"), max_length=24, blank=True)
    happened_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)
    story = SealedText()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__regex=r"^([0-9]{2}\.[0-9]{2})?$"), name="incident_place_is_a_code"
            )
        ]
