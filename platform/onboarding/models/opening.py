"""An office that somebody asked to be opened, from the first step on screen to the office itself."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onboarding.models.seat import CONSOLE
from tenants.models import Office


class Opening(models.Model):
    """A request to open an office. A console writes it until it is asked for; the provisioner alone carries it out.

    `password` is the first admin's one-time password, sealed; it is destroyed as it is shown. `failure` is a code.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Sedang diisi")
        ASKED = "asked", _("Menunggu giliran")
        WORKING = "working", _("Sedang dibuka")
        OPEN = "open", _("Sudah dibuka")
        FAILED = "failed", _("Gagal")

    UNDER_WAY = (State.DRAFT, State.ASKED, State.WORKING, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    console = models.CharField(max_length=6)
    code = models.CharField(max_length=5)
    begun_by = models.UUIDField(help_text="the staff member of the console")
    begun_at = models.DateTimeField()
    profile: Any = models.JSONField(default=dict)
    sops = ArrayField(models.CharField(max_length=120), default=list)
    admin_username = models.CharField(max_length=60, blank=True)
    admin_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    asked_at = models.DateTimeField(null=True)
    working_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.SlugField(max_length=20, blank=True)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=253, blank=True)
    password = models.BinaryField(null=True)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(condition=Q(console__regex=CONSOLE), name="opening_console_pattern"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2}(\.\d{2})?$"), name="opening_code_pattern"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "asked", "working", "open", "failed"]), name="opening_state_known"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=["draft", "asked", "working", "failed"]),
                name="one_opening_at_a_time",
            ),
        ]

    @property
    def ready(self) -> bool:
        """Whether every step on screen was filled in."""
        return bool(self.profile and self.sops and self.admin_username)
