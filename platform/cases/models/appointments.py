"""Appointments: what was agreed to happen with the person, when and with whom. They go along with a handover."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from safeguards.fields import SealedText


class Appointment(models.Model):
    """One appointment. Put off to another time it stays as it was, `moved`, and a new row names it in `replaces`.

    What it is about, where and with whom may tell a story or a hiding place, so they are sealed.
    """

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", _("Asesmen lanjutan")
        COUNSELLING = "counselling", _("Konseling")
        HEALTH = "health", _("Pemeriksaan kesehatan")
        LEGAL = "legal", _("Pendampingan hukum")
        COURT = "court", _("Sidang")
        VISIT = "visit", _("Kunjungan")
        MEDIATION = "mediation", _("Mediasi")
        CONFERENCE = "conference", _("Konferensi kasus")
        MONITORING = "monitoring", _("Pemantauan")
        OTHER = "other", _("Janji lain")

    class State(models.TextChoices):
        PLANNED = "planned", _("dijadwalkan")
        DONE = "done", _("terlaksana")
        CANCELLED = "cancelled", _("dibatalkan")
        MOVED = "moved", _("dijadwalkan ulang")
        HANDED_OVER = "handed_over", _("berpindah ke kantor penerima")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(_("waktu"))
    what = SealedText()
    place = SealedText()
    with_whom = SealedText()
    state = models.CharField(max_length=11, choices=State, default=State.PLANNED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.ForeignKey("cases.Reason", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["at"], condition=Q(state="planned"), name="appointment_planned"),
            models.Index(fields=["case", "at"], name="appointment_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "assessment", "counselling", "health", "legal", "court", "visit", "mediation", "conference",
                        "monitoring", "other",
                    ]
                ),
                name="appointment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", closed_at=None)
                | Q(state__in=["done", "cancelled", "moved", "handed_over"], closed_at__isnull=False),
                name="appointment_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cancelled", "moved"]) | Q(because__isnull=False, closed_by__isnull=False),
                name="appointment_dropped_says_why",
            ),
        ]  # fmt: skip
