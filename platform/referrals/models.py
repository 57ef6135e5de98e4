"""An office's own side of a handoff. What both offices share (state, custody, chain) stands in `custody`."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Consent
from safeguards.fields import SealedJSON, SealedText


class ReferralCounter(models.Model):
    """The last number given to a referral in a year; locked while the next is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Referral(models.Model):
    """A referral as this office knows it. `id` is the envelope's; `state` follows it, `queued` before it left.

    `content` is our own sealed copy: of one that went out its minimum and, once sealed, what its file and its last
    supplement told of people, incidents, findings and risk; of one that came its newest file, with what stood here when
    that was taken in. `words` is what an officer wrote beside it.
    """

    class Side(models.TextChoices):
        OUT = "out", _("Keluar")
        IN = "in", _("Masuk")

    class Urgency(models.TextChoices):
        NOW = "now", _("Sekarang: jawaban dalam 3 jam")
        DAY = "day", _("Segera: jawaban dalam 1x24 jam")
        DAYS = "days", _("Biasa: jawaban dalam 3 hari kerja")

    QUEUED: ClassVar[str] = "queued"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    side = models.CharField(max_length=3, choices=Side)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="referrals")
    matter = models.UUIDField(db_index=True)
    number = models.CharField(_("nomor rujukan"), max_length=24)
    kind = models.CharField(max_length=10)
    moves = models.BooleanField()
    other_code = models.CharField(max_length=5)
    other_name = models.CharField(max_length=80)
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    scope = ArrayField(models.CharField(max_length=24), default=list)
    risk = models.CharField(max_length=8, blank=True)
    urgency = models.CharField(max_length=4, choices=Urgency)
    state = models.CharField(max_length=10, default="queued")
    follows = models.UUIDField(null=True)
    binding = models.BooleanField(default=False)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")
    weighed = models.JSONField(default=dict, help_text="what spoke for and against: codes of facts and regions")
    overridden = models.BooleanField(default=False, help_text="staff decided against the SOP's own rule")
    override_reason = SealedText(help_text="why staff decided against the rule")
    words = SealedText()
    content = SealedJSON()
    came = SealedJSON(help_text="the minimum and the letter that came with it: ours from acceptance on")
    answer_by = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    telephoned_at = models.DateTimeField(null=True)
    consent_withdrawn_at = models.DateTimeField(null=True)
    news = ArrayField(
        models.CharField(max_length=24), default=list,
        help_text="kinds of what the other office told since somebody here looked",
    )  # fmt: skip
    news_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["side", "state", "-made_at"], name="referral_side_state"),
            models.Index(
                fields=["made_at"],
                condition=Q(side="out", risk="high", telephoned_at=None),
                name="referral_to_telephone",
            ),
            models.Index(fields=["-news_at"], condition=Q(news_at__isnull=False), name="referral_news"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["out", "in"]), name="referral_side_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["rujukan", "pelimpahan", "bersama"]), name="referral_kind_known"
            ),
            models.CheckConstraint(condition=Q(urgency__in=["now", "day", "days"]), name="referral_urgency_known"),
            models.CheckConstraint(condition=Q(side="in") | Q(case__isnull=False), name="referral_out_has_a_case"),
            models.CheckConstraint(
                condition=Q(overridden=False) | Q(override_reason__isnull=False), name="referral_override_says_why"
            ),
            models.UniqueConstraint(fields=["number"], condition=Q(side="out"), name="referral_number_once"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(side="out", moves=True, state__in=["queued", "sent", "opened", "asked", "assigned"]),
                name="one_handover_out_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Exchange(models.Model):
    """What was said about a referral, sealed: a question, its reply, why it was declined, feedback, a call."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Pertanyaan")
        REPLY = "reply", _("Jawaban")
        DECLINE = "decline", _("Alasan pengembalian")
        WITHDRAW = "withdraw", _("Alasan penarikan")
        FEEDBACK = "feedback", _("Umpan balik")
        TELEPHONE = "telephone", _("Dihubungi lewat telepon")
        SUPPLEMENT = "supplement", _("Data susulan")
        ANSWER = "answer", _("Jawaban di luar sistem")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="exchanges")
    ours = models.BooleanField(help_text="said by this office")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=24, blank=True, help_text="a coded reason, a stage")
    words = SealedText()
    content = SealedJSON()
    unreadable = models.BooleanField(default=False, help_text="it came and could not be opened: its sender is asked")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "question", "reply", "decline", "withdraw", "feedback", "telephone", "supplement", "answer",
                    ]
                ),
                name="exchange_kind_known",
            )
        ]  # fmt: skip


class Followed(models.Model):
    """How far this office has read a matter's chain: everything up to `number` is applied to its own rows.

    `fault`: what kind of error the link after it met; then it is tried again at `next_at`, and a person sees it.
    """

    matter = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    fault = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
