"""The SOP at work: a row for each pass of each step, so that work lists and deadlines are plain SQL."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from safeguards.fields import SealedJSON, SealedText
from sop_library.models import FormVersion, SopVersion


class StepPass(models.Model):
    """One pass of one step. A loop or a going back opens the next pass; the old one stays as it was.

    `version`: the SOP version it was worked under; a pass at rest keeps it when its case moves to another one.
    `step` is the key in the version of the case, `worked_as` the one in its own where a move renamed it. `former`: its
    step has no place in the version of the case; the row is history, and the engine does not know it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        OPEN = "open", _("terbuka")
        DONE = "done", _("selesai")
        SKIPPED = "skipped", _("dilewati")
        PASSED_OVER = "passed_over", _("tidak berlaku")
        CANCELLED = "cancelled", _("dibatalkan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="passes")
    version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.SlugField(max_length=200)
    worked_as = models.SlugField(max_length=200, blank=True)
    stages = ArrayField(models.CharField(max_length=20), default=list)
    former = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    arrived = models.PositiveSmallIntegerField(help_text="place among the passes of the case, in order of arrival")
    status = models.CharField(max_length=11, choices=Status)
    lanes = ArrayField(models.CharField(), default=list)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=200, blank=True)
    outcomes = ArrayField(models.CharField(max_length=60), default=list)
    reason = models.CharField(
        max_length=500,
        blank=True,
        help_text="the engine's sentence; where somebody typed a reason, its key stands in it",
    )
    because = models.ForeignKey("cases.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    came_from = ArrayField(models.CharField(), default=list)
    engine = models.JSONField(
        default=dict, help_text="the engine's own state of this pass; the columns above are read from it"
    )

    class Meta:
        ordering = ["arrived"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "number"], condition=Q(former=False), name="pass_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(former=False) | ~Q(status__in=["waiting", "open"]), name="former_pass_is_at_rest"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "open", "done", "skipped", "passed_over", "cancelled"]),
                name="pass_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["skipped", "passed_over"]) | ~Q(reason=""), name="passed_by_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status="skipped")
                | Q(because__isnull=False, reason=Cast("because", models.CharField(max_length=500))),
                name="skipped_names_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="open"), name="pass_open_due"),
            GinIndex(fields=["lanes"], name="pass_lanes"),
        ]


class SignOff(models.Model):
    """That one of several lanes signed a step that all of them must sign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_pass = models.ForeignKey(StepPass, on_delete=models.PROTECT, related_name="sign_offs")
    lane = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step_pass", "lane"], name="lane_signs_once")]


class FilledForm(models.Model):
    """Answers to a form, sealed whole. A correction is a new row that names the one it replaces."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filled_forms")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    step_pass = models.ForeignKey(StepPass, null=True, on_delete=models.PROTECT, related_name="filled_forms")
    answers = SealedJSON()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    because = models.ForeignKey("cases.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "step_pass"],
                condition=Q(replaced_at=None),
                nulls_distinct=False,
                name="one_standing_filling",
            )
        ]


class PassOutput(models.Model):
    """What a step left behind: the output its sheet names, as a filled form or in the staff member's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_pass = models.ForeignKey(StepPass, on_delete=models.PROTECT, related_name="outputs")
    key = models.SlugField(max_length=80)
    form = models.ForeignKey(FilledForm, null=True, on_delete=models.PROTECT, related_name="outputs")
    note = SealedText()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step_pass", "key"], name="output_once_a_pass"),
            models.CheckConstraint(
                condition=Q(form__isnull=False) | Q(note__isnull=False), name="output_is_a_form_or_words"
            ),
        ]


class RequirementSeen(models.Model):
    """That a requirement (kelengkapan) of a step was there, or may follow and is owed.

    `person`: the victim it is of, where the sheet asks it of each; else None.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_pass = models.ForeignKey(StepPass, on_delete=models.PROTECT, related_name="requirements")
    key = models.CharField(max_length=120)
    person = models.ForeignKey(
        "cases.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owed = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step_pass", "key", "person"], name="requirement_once_a_pass", nulls_distinct=False
            )
        ]


class LimitClock(models.Model):
    """A time limit over several steps of a case ("maksimal 3x24 jam setelah pengaduan diterima")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="limits")
    key = models.SlugField(max_length=200)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="limit_once_a_case")]
