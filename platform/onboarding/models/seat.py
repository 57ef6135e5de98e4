"""Who of the shared schema's staff sits at which console."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff

CONSOLE = r"^(\d{2}|nation)$"


class Seat(models.Model):
    """A staff member of a province or of the ministry. `console` is the province's two-digit code, or `nation`."""

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.PROTECT, related_name="+")
    console = models.CharField(max_length=6)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(console__regex=CONSOLE), name="seat_console_pattern")]
