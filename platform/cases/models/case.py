"""The case: one reported matter in one office, pinned to the SOP version it began with."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import codes
from sop_library.models import SopVersion


class RegisterCounter(models.Model):
    """The last register number given out in a year; locked while the next is taken, so that none is given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """A case. `matter` is the same in every office that ever answers for it; `number` is this office's own."""

    class State(models.TextChoices):
        RUNNING = "running", _("Berjalan")
        PAUSED = "paused", _("Dijeda")
        ENDED = "ended", _("Selesai")

    class Risk(models.TextChoices):
        HIGH = "high", _("Risiko tinggi")
        MEDIUM = "medium", _("Risiko sedang")
        LOW = "low", _("Risiko rendah")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("nomor register"), max_length=20, unique=True)
    version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="cases")
    door = models.SlugField(_("pintu"), max_length=60)
    channel = models.SlugField(_("saluran"), max_length=40)
    reported_at = models.DateTimeField(_("diterima"))
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="held_cases"
    )
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    stage = models.CharField(_("tahap"), max_length=20, blank=True)
    risk = models.CharField(_("risiko"), max_length=8, choices=Risk, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    flow = models.JSONField(default=dict, help_text="the engine's state of the case beside its passes; keys and codes")
    earlier = models.JSONField(
        default=list, blank=True,
        help_text="versions it ran under before: [key, number of the event by which it moved on], in order",
    )  # fmt: skip

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="case_state_opened"),
            models.Index(fields=["-opened_at"], name="case_opened"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="ended") & Q(ended_at__isnull=False)) | (~Q(state="ended") & Q(ended_at=None)),
                name="case_ended_has_its_time",
            ),
            models.CheckConstraint(condition=Q(state__in=["running", "paused", "ended"]), name="case_state_known"),
            models.CheckConstraint(condition=Q(risk__in=["", "high", "medium", "low"]), name="case_risk_known"),
            codes.one_of("case", "stage", codes.STAGES),
            *codes.shaped("case", codes.KEY, "door", "channel"),
        ]

    def __str__(self) -> str:
        return self.number


class Pause(models.Model):
    """That work on a case rested, from when to when and why; `look_again_on`: the day that brings it back to mind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.ForeignKey("cases.Reason", on_delete=models.PROTECT, related_name="+")
    look_again_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="pause_ends_after_it_starts"
            ),
        ]


class Ending(models.Model):
    """That a case ended: by its SOP, or early with a reason. Reopening fills the second half and keeps the first."""

    class Kind(models.TextChoices):
        COMPLETED = "completed", _("selesai menurut SOP")
        ATTACHED = "attached", _("orang ini sudah punya kasus")
        EARLY = "early", _("ditutup lebih awal")
        HANDED_OVER = "handed_over", _("diserahkan ke kantor lain")

    class Reason(models.TextChoices):
        COMPLETED = "completed", _("SOP selesai")
        WITHDRAWN = "withdrawn", _("Permintaan korban atau pelapor")
        UNREACHABLE = "unreachable", _("Tidak dapat dihubungi lagi")
        MOVED = "moved", _("Pindah ke luar wilayah")
        DUPLICATE = "duplicate", _("Sudah dicatat pada kasus lain")
        NOT_VIOLENCE = "not_violence", _("Bukan kekerasan, diberi informasi")
        DECEASED = "deceased", _("Korban meninggal dunia")
        HANDED_OVER = "handed_over", _("Dilimpahkan ke kantor lain")
        HELP_OVER = "help_over", _("Bantuan untuk kantor lain selesai")
        MISTAKEN = "mistaken", _("Salah dibuka, SOP atau pintunya keliru")
        OTHER = "other", _("Alasan lain")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=11, choices=Kind)
    reason = models.CharField(max_length=12, choices=Reason)
    note = models.CharField(max_length=300, blank=True, help_text="the SOP's own words for an end that it has")
    because = models.ForeignKey("cases.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="+", help_text="the case it was joined to"
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_because = models.ForeignKey("cases.Reason", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(reopened_at=None), name="one_standing_ending"),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | Q(reopened_at__gte=F("at")), name="reopened_after_the_end"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["completed", "attached", "early", "handed_over"]), name="ending_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["completed", "attached"]) | Q(note=""), name="ending_note_is_the_sops"
            ),
            models.CheckConstraint(
                condition=Q(joined=None) | (Q(kind="attached") & ~Q(joined=F("case"))), name="only_attached_is_joined"
            ),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "completed",
                        "withdrawn",
                        "unreachable",
                        "moved",
                        "duplicate",
                        "not_violence",
                        "handed_over",
                        "help_over",
                        "mistaken",
                        "deceased",
                        "other",
                    ]
                ),
                name="ending_reason_known",
            ),
        ]
