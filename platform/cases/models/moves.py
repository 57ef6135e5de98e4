"""Moving the open cases of an SOP from one version to another: the move, and what it did to each case."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from safeguards.fields import SealedText
from sop_library.models import Sop, SopVersion

UNDER_WAY = ("running", "undoing")
"""The states in which cases of an SOP are on their way, there or back: one move of it at a time."""


class Move(models.Model):
    """A move of every open case of one version to another, by a plan that is kept with it. One at a time for an SOP.

    `why` is sealed like every reason that somebody types; None of moves that were not asked for one yet.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("sedang berjalan")
        DONE = "done", _("selesai")
        UNDOING = "undoing", _("sedang dikembalikan")
        REVERTED = "reverted", _("dikembalikan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="moves")
    of = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField(help_text="old key to new key; keys only")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = SealedText()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["sop"], condition=Q(state__in=UNDER_WAY), name="one_move_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "done", "undoing", "reverted"]), name="move_state_known"
            ),
            models.CheckConstraint(condition=~Q(of=F("to")), name="move_goes_somewhere"),
            models.CheckConstraint(
                condition=Q(state="running") | Q(ended_at__isnull=False), name="move_over_says_when"
            ),
        ]


class MoveBack(models.Model):
    """One time that a move was taken back: who, when and why. What could not come back may be tried anew, as another.

    The cases that came back by it say its `at` as when they did.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="backs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = SealedText()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["move", "at"], name="one_way_back_at_a_time")]


class CaseMove(models.Model):
    """What a move did to one case. `before`: every row that changed, as it stood; keys, codes and times, no words.

    `reasons`: why it stays where it is, or why it could not be taken back.
    """

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT", "UPDATE")

    class Outcome(models.TextChoices):
        PLANNED = "planned", _("menunggu giliran")
        MOVED = "moved", _("dipindah")
        HELD = "held", _("tetap pada versi lama")
        REVERTED = "reverted", _("dikembalikan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.PLANNED)
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    before = models.JSONField(default=dict)
    after_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(null=True)
    reverted_at = models.DateTimeField(null=True, help_text="when the way back was begun that it took")

    class Meta:
        ordering = ["case"]
        indexes = [models.Index(fields=["move", "case"], condition=Q(outcome="planned"), name="case_move_ahead")]
        constraints = [
            models.UniqueConstraint(fields=["move", "case"], name="case_once_a_move"),
            models.CheckConstraint(
                condition=Q(outcome__in=["planned", "moved", "held", "reverted"]), name="case_move_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["moved", "reverted"]) | ~Q(after_hash=""), name="moved_knows_how_it_was_left"
            ),
            models.CheckConstraint(condition=~Q(outcome="held") | ~Q(reasons=[]), name="held_says_why"),
        ]
