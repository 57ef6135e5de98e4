"""Between offices: who answers for a matter, what was sent to whom about it, and the chain of what happened.

All of it stands in the shared schema behind row-level security (migration 0002), keyed on the role that asks.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CompositePrimaryKey, F, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from custody.states import WAITING
from tenants.models import Office

CODE = r"^\d{2}(\.\d{2})?$"


class Address(models.Model):
    """How the others reach an office: every office reads all of them, each may change its own telephone and unit."""

    office = models.OneToOneField(Office, primary_key=True, on_delete=models.PROTECT, related_name="address")
    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=40)

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=CODE), name="address_code_pattern")]

    def __str__(self) -> str:
        return self.name


class Custody(models.Model):
    """Which office answers for a matter. One row; changed by compare-and-set on `revision` alone.

    `head` and `length` are the end of the matter's chain, kept by PostgreSQL.
    """

    matter = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    length = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes)

    class Meta:
        verbose_name_plural = "custodies"
        indexes = [
            models.Index(fields=["office"], name="custody_office"),
            models.Index(fields=["matter"], condition=Q(revision__gt=0), name="custody_moved"),
        ]


class Part(models.Model):
    """The part an office has or had in a matter. PostgreSQL writes it: custody began, or an envelope was accepted."""

    class Kind(models.TextChoices):
        HOLDER = "holder", _("pemegang kasus")
        HELPER = "helper", _("kantor pendamping")
        FORMER = "former", _("pernah memegang atau mendampingi")

    pk = CompositePrimaryKey("matter", "office_id")
    matter = models.UUIDField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["holder", "helper", "former"]), name="part_kind_known"),
            models.UniqueConstraint(fields=["matter"], condition=Q(kind="holder"), name="one_holder_a_matter"),
        ]


class Envelope(models.Model):
    """One handoff: numbers, offices, codes, state and times; never a word about a person. Content is in its parcels."""

    class Kind(models.TextChoices):
        RUJUKAN = "rujukan", _("Rujukan")
        PELIMPAHAN = "pelimpahan", _("Pelimpahan")
        BERSAMA = "bersama", _("Penanganan bersama")

    class State(models.TextChoices):
        SENT = "sent", _("Terkirim")
        OPENED = "opened", _("Dibuka")
        ASKED = "asked", _("Minta keterangan")
        ASSIGNED = "assigned", _("Ditetapkan provinsi")
        ACCEPTED = "accepted", _("Diterima")
        DECLINED = "declined", _("Dikembalikan")
        WITHDRAWN = "withdrawn", _("Ditarik")
        REDIRECTED = "redirected", _("Dialihkan provinsi")
        FINISHED = "finished", _("Selesai")

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=24)
    matter = models.UUIDField(db_index=True)
    sender = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    sender_code = models.CharField(max_length=5)
    receiver_code = models.CharField(max_length=5)
    kind = models.CharField(max_length=10, choices=Kind)
    moves = models.BooleanField(help_text="whether custody moves on acceptance")
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    scope = ArrayField(models.CharField(max_length=24), default=list, help_text="what the consent lets go along")
    risk = models.CharField(max_length=8, blank=True)
    follows = models.UUIDField(null=True, help_text="the envelope that this one answers: a return, a redirection")
    binding = models.BooleanField(default=False, help_text="assigned by a province: it can't be declined")
    sent_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    telephoned_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    consent_withdrawn_at = models.DateTimeField(null=True)
    assigned_to = models.CharField(max_length=5, blank=True)
    assigned_by = models.CharField(max_length=6, blank=True, help_text="a province's code, or `nation`")
    proposed = models.CharField(max_length=5, blank=True, help_text="the regency that a declining office proposes")
    custody_revision = models.PositiveIntegerField(null=True, help_text="the custody row's, once this one moved it")

    class Meta:
        ordering = ["-sent_at"]
        indexes = [
            models.Index(fields=["receiver", "state", "answer_by"], name="envelope_inbox"),
            models.Index(fields=["sender", "state", "-sent_at"], name="envelope_sent"),
            models.Index(fields=["answer_by"], condition=Q(state__in=sorted(WAITING)), name="envelope_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sender", "number"], name="envelope_number_once"),
            models.UniqueConstraint(fields=["matter", "custody_revision"], name="custody_moved_once"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(moves=True, state__in=sorted(WAITING)),
                name="one_handover_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="envelope_goes_elsewhere"),
            models.CheckConstraint(condition=~Q(sender_code=F("receiver_code")), name="envelope_goes_to_another_place"),
            models.CheckConstraint(condition=Q(receiver_code__regex=CODE), name="envelope_receiver_pattern"),
            models.CheckConstraint(condition=Q(sender_code__regex=CODE), name="envelope_sender_pattern"),
            models.CheckConstraint(
                condition=Q(kind="pelimpahan", moves=True) | Q(kind="rujukan", moves=False) | Q(kind="bersama"),
                name="envelope_moves_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "sent",
                        "opened",
                        "asked",
                        "assigned",
                        "accepted",
                        "declined",
                        "withdrawn",
                        "redirected",
                        "finished",
                    ]
                ),
                name="envelope_state_known",
            ),
            models.CheckConstraint(condition=Q(risk__in=["", "high", "medium", "low"]), name="envelope_risk_known"),
            models.CheckConstraint(condition=Q(answer_by__gte=F("sent_at")), name="envelope_answer_after_sending"),
        ]

    def __str__(self) -> str:
        return self.number


class Link(models.Model):
    """One link of a matter's chain: what happened between offices. PostgreSQL numbers it and ties it to the one before.

    `data` holds codes and numbers; `by_name` is the officer who did it, as on a letter. Append-only.
    PostgreSQL takes no link that says otherwise than its envelope.
    """

    pk = CompositePrimaryKey("matter", "number")
    matter = models.UUIDField()
    number = models.PositiveIntegerField()
    id = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    console = models.CharField(max_length=6, blank=True, help_text="a province's code, or `nation`, where it acted")
    envelope = models.UUIDField(null=True)
    kind = models.SlugField(max_length=40)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    form = models.PositiveSmallIntegerField(default=1, help_text="how `digest` is made; PostgreSQL says")
    revision = models.PositiveIntegerField(
        null=True, help_text="the envelope's, which this link is the first to tell of; PostgreSQL says"
    )

    class Meta:
        ordering = ["matter", "number"]
        indexes = [models.Index(fields=["envelope", "number"], name="link_of_envelope")]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "revision"], name="link_tells_a_revision_once"),
            models.UniqueConstraint(
                "envelope", KT("data__stage"), KT("data__due"), condition=Q(kind="nudged"), name="nudged_once_a_stage"
            ),
        ]


class Parcel(models.Model):
    """Sealed content that goes with an envelope, from one of its offices to the other. Nobody else can open it.

    `file` and what follows it are shown to the receiver by PostgreSQL only once the envelope is accepted.
    """

    class Kind(models.TextChoices):
        MINIMUM = "minimum", _("data minimum")
        FILE = "file", _("berkas kasus")
        LETTER = "letter", _("surat")
        QUESTION = "question", _("pertanyaan")
        REPLY = "reply", _("jawaban")
        DECLINE = "decline", _("alasan pengembalian")
        FEEDBACK = "feedback", _("umpan balik")
        SUPPLEMENT = "supplement", _("susulan")

    id = models.UUIDField(primary_key=True, editable=False)
    envelope = models.UUIDField()
    sender = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    key_number = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["envelope", "receiver", "kind"], name="parcel_of_envelope")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "minimum",
                        "file",
                        "letter",
                        "question",
                        "reply",
                        "decline",
                        "feedback",
                        "supplement",
                    ]
                ),
                name="parcel_kind_known",
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="parcel_goes_elsewhere"),
        ]
