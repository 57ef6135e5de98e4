"""What came in (pengaduan) and what is said to have happened."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.keys import rising_key
from cases.models import codes
from cases.models.case import Case
from safeguards.fields import SealedJSON, SealedText


class Report(models.Model):
    """A report as it came in, through a channel; also without a name. It waits until a case is opened from it.

    It may be corrected while it waits and set aside with a reason; both leave rows, and `revision` counts them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        TAKEN = "taken", _("Sudah menjadi kasus")
        ASIDE = "aside", _("Disisihkan")

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
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["-received_at"], condition=Q(case=None), name="report_waiting")]
        constraints = [
            *codes.shaped("report", codes.REGENCY, "place"),
            *codes.shaped("report", codes.CODE, "age_band"),
            *codes.shaped("report", codes.KEY, "channel"),
            codes.one_of("report", "sex", codes.SEXES),
            models.CheckConstraint(
                condition=Q(state="taken", case__isnull=False) | Q(state__in=["waiting", "aside"], case=None),
                name="report_state_fits_its_case",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ReportCorrection(models.Model):
    """That a waiting report was wrong: which field, what stood there, who mended it and why. Append-only, sealed."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=60)
    before = SealedText()
    reason = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "field"]


class SettingAside(models.Model):
    """That a waiting report was set aside, never deleted. Taking it up again fills the second half, keeps the first."""

    class Reason(models.TextChoices):
        DUPLICATE = "duplicate", _("Sudah tercatat pada laporan atau kasus lain")
        REFERRED = "referred", _("Bukan tugas kantor ini, diteruskan ke lembaga lain")
        WITHDRAWN = "withdrawn", _("Ditarik oleh pelapor")
        MISTAKEN = "mistaken", _("Salah catat")
        OTHER = "other", _("Alasan lain")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="settings_aside")
    reason = models.CharField(max_length=9, choices=Reason)
    referred_to = SealedText(help_text="who was told or takes it on, where it is not this office's duty")
    words = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_up_because = SealedText()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(taken_up_at=None), name="aside_once"),
            models.CheckConstraint(
                condition=Q(reason__in=["duplicate", "referred", "withdrawn", "mistaken", "other"]),
                name="aside_reason_known",
            ),
            models.CheckConstraint(
                condition=~Q(reason="referred") | Q(referred_to__isnull=False), name="referred_says_to_whom"
            ),
            models.CheckConstraint(
                condition=Q(taken_up_at=None, taken_up_by=None)
                | Q(taken_up_at__gte=F("at"), taken_up_by__isnull=False),
                name="taken_up_after_aside",
            ),
        ]


class _OnTheirCase(models.Manager["Incident"]):
    """Incidents that nobody took off their case."""

    def get_queryset(self) -> models.QuerySet["Incident"]:
        return super().get_queryset().filter(taken_off_at=None)


class Incident(models.Model):
    """What is said to have happened, where and of which kinds (the ministry's list; several at once are usual).

    One that was recorded twice, or belongs to another case, is taken off and stays to be read: `every` finds it, too.
    """

    id = models.UUIDField(primary_key=True, default=rising_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    kinds = ArrayField(models.CharField(max_length=24), default=list)
    domestic = models.BooleanField(_("KDRT"), null=True)
    place = models.CharField(_("wilayah kejadian"), max_length=5, blank=True)
    place_kind = models.CharField(_("tempat kejadian"), max_length=24, blank=True)
    happened_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)
    story = SealedText()
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)

    objects = _OnTheirCase()
    every: ClassVar[models.Manager["Incident"]] = models.Manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            *codes.shaped("incident", codes.REGENCY, "place"),
            *codes.shaped("incident", codes.CODE, "place_kind"),
        ]
