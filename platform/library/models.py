"""What stands in the library, and what a console is still bringing into it. Tables of the shared schema."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_library.drafting.refusing import ChangeRefused
from sop_library.drafting.settling import settled
from sop_library.loading import read
from tenants.registry.source import provinces

HASH = r"^[0-9a-f]{64}$"
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CONSOLE = r"^(\d{2}|nation)$"


class LibraryEntry(models.Model):
    """One published state of an SOP of the library. It never changes: a trigger refuses it; it may be retired.

    `key` stays through all its numbers. `province` is "" where it is for the whole nation. `name` to `words` repeat
    what the document says, so that nobody reads two hundred documents to list them; `words` are what is looked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField()
    province = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200)
    title = models.TextField()
    service = models.SlugField(max_length=80)
    steps = models.PositiveSmallIntegerField()
    stages = ArrayField(models.CharField(max_length=20), default=list)
    lanes = ArrayField(models.CharField(max_length=200), default=list, help_text="those somebody in an office holds")
    unsaid = models.PositiveSmallIntegerField(default=0, help_text="steps whose source names no lane")
    starts = ArrayField(models.CharField(max_length=120), default=list, help_text="SOPs and services that it starts")
    words = models.TextField()
    document: Any = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True, help_text="the staff member of the console; none: it was shipped")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="library_entry_numbered_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="library_entry_key_shape"),
            models.CheckConstraint(condition=Q(number__gte=1), name="library_entry_number_counts"),
            models.CheckConstraint(condition=Q(province__regex=r"^(\d{2})?$"), name="library_entry_province_shape"),
            models.CheckConstraint(condition=Q(content_hash__regex=HASH), name="library_entry_hash_shape"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def owner(self) -> str:
        """The first part of the key: the office whose sheet it is, or who published it."""
        return self.key.partition("/")[0]

    @property
    def short(self) -> str:
        """The second part of the key."""
        return self.key.partition("/")[2]

    @property
    def source(self) -> str:
        """Where it is from, on screen: "Provinsi Jawa Tengah", or the place whose office's sheet it is."""
        if self.province:
            return _("Provinsi %s") % provinces()[self.province].name
        return self.owner.replace("-", " ").title()


class ShelfDraft(models.Model):
    """An SOP on its way into the library, at the console that brings it in. `text` is its file, whatever its faults.

    `doubts` are what the reading of pasted words was not sure of: place, quote and sentence each. `edits` are the last
    changes made on screen, `replaces` the key of the entry whose next number it becomes. Whoever submitted it does not
    publish it where somebody else can.
    """

    class State(models.TextChoices):
        WRITING = "writing", gettext_lazy("Sedang disusun")
        SUBMITTED = "submitted", gettext_lazy("Menunggu orang kedua")
        PUBLISHED = "published", gettext_lazy("Sudah terbit")
        DROPPED = "dropped", gettext_lazy("Dibuang")

    OPEN = (State.WRITING, State.SUBMITTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    console = models.CharField(max_length=6)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60)
    replaces = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    doubts: Any = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    edits: Any = models.JSONField(default=list, help_text="what was changed on screen and what takes it back")
    here: Any = models.JSONField(
        default=list, db_default=[], help_text="who has it open, at which part, last seen when"
    )
    state = models.CharField(max_length=9, choices=State, default=State.WRITING)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_by_name = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField(null=True)
    sent_back_why = models.CharField(max_length=500, blank=True)
    entry = models.ForeignKey(LibraryEntry, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(console__regex=CONSOLE), name="shelf_draft_console_pattern"),
            models.CheckConstraint(
                condition=Q(state__in=["writing", "submitted", "published", "dropped"]), name="shelf_draft_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submitted_shelf_draft_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(entry__isnull=False), name="published_shelf_draft_has_its_entry"
            ),
        ]

    base = None
    """The editor's word for the version that a draft began from: a console has none."""

    @property
    def document(self) -> dict[str, Any]:
        """What the text says, as the editor changes it; read once for each state of the text."""
        if getattr(self, "_read_from", None) != self.text:
            self._read_from, self._document = self.text, settled(read(self.text).document or {})
        return self._document

    @property
    def is_on_screen(self) -> bool:
        """Whether the text can be read as far as the editor needs."""
        try:
            return bool(read(self.text).document) and bool(self.document)
        except ChangeRefused:
            return False
