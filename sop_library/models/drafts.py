"""What an office writes before it is an SOP: the draft, each change made to it, who is at it, and what became of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sop_library.models.versions import Sop, SopVersion
from sop_library.retelling import retold_event


class Draft(models.Model):
    """One SOP being written. `document` may be half built: no steps, no doors, faults. `revision` counts its edits.

    `base` is the version it began from, `base_hash` the content hash of what was adopted, `origin` where that stands in
    the library. At most one draft of a name is open, so that nobody writes beside somebody else.
    """

    class State(models.TextChoices):
        WRITING = "writing", _("sedang ditulis")
        SUBMITTED = "submitted", _("menunggu pengesahan")
        SENT_BACK = "sent_back", _("dikembalikan")
        PUBLISHED = "published", _("disahkan")
        DROPPED = "dropped", _("dibuang")

    OPEN: ClassVar[tuple[str, ...]] = (State.WRITING, State.SUBMITTED, State.SENT_BACK)
    WRITABLE: ClassVar[tuple[str, ...]] = (State.WRITING, State.SENT_BACK)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sop = models.ForeignKey(Sop, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("nama"), max_length=200)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    base = models.ForeignKey(SopVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    base_hash = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WRITING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    why = models.TextField(_("apa yang baru"), blank=True)
    note = models.TextField(_("alasan dikembalikan"), blank=True)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state__in=("writing", "submitted", "sent_back")),
                name="one_open_draft_of_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submitted_draft_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """True until it was published or dropped."""
        return self.state in self.OPEN

    @property
    def is_writable(self) -> bool:
        """True while it may be changed: not while it waits for the head."""
        return self.state in self.WRITABLE


class Edit(models.Model):
    """One change of a draft and what takes it back. Append-only (a trigger refuses change)."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    number = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="edits")
    revision = models.PositiveIntegerField(help_text="the draft's after this edit")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    part = models.CharField(max_length=140)
    field = models.CharField(max_length=60, blank=True)
    change = models.JSONField()
    inverse = models.JSONField()
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["draft", "revision"]
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="edit_numbered_once")]


class Presence(models.Model):
    """That somebody has a draft open, and at which part of it. Old rows say nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=140, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["draft", "staff"], name="present_once")]


class SopEvent(models.Model):
    """What happened to an SOP as a paper: begun, submitted, sent back, published, retired; by whom, when and why.

    Append-only (a trigger refuses change). `by` is None for what opening the office did.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    class Kind(models.TextChoices):
        BEGUN = "begun", _("Draf dimulai")
        SUBMITTED = "submitted", _("Diajukan untuk disahkan")
        SENT_BACK = "sent_back", _("Dikembalikan untuk diperbaiki")
        TAKEN_BACK = "taken_back", _("Pengajuan ditarik oleh yang mengajukan")
        PUBLISHED = "published", _("Disahkan dan diterbitkan")
        ADOPTED = "adopted", _("Dipakai dari pustaka")
        DROPPED = "dropped", _("Draf dibuang")
        VERSION_RETIRED = "version_retired", _("Versi ditarik")
        RETIRED = "retired", _("SOP tidak dipakai lagi")
        BOUND = "bound", _("Pelaksana ditetapkan kantor")
        ANNOUNCED = "announced", _("Standar pelayanan dibuka untuk umum")
        CLOSED = "closed", _("Standar pelayanan ditutup untuk umum")

    number = models.BigAutoField(primary_key=True)
    sop = models.ForeignKey(Sop, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    version = models.ForeignKey(SopVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    kind = models.SlugField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sop__isnull=False) | Q(draft__isnull=False), name="sop_event_is_about_something"
            )
        ]

    @property
    def said(self) -> str:
        """`why` in the reader's language, where the sentence is ours."""
        return retold_event(self.kind, self.why, gettext)


class Trial(models.Model):
    """A made-up case played through a draft: its door and its acts, from which it is played anew each time.

    `run_hash` names what ran (the document without its header); `covered` are the branches taken: "step/outcome",
    "door:KEY". `door` is empty for a run of every branch at once. No case, no person and no number stands in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="trials")
    run_hash = models.CharField(max_length=64)
    door = models.CharField(max_length=60, blank=True)
    acts = models.JSONField(default=list)
    covered = models.JSONField(default=list)
    stuck = models.PositiveSmallIntegerField(default=0, help_text="branches that came to no end")
    began_at = models.DateTimeField(help_text="the made-up case's own beginning")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["draft", "run_hash"], name="trials_of_what_ran")]
