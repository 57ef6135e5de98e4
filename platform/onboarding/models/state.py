"""What an office says of itself to those above it: numbers and days, nobody's name."""

from django.db import models

from tenants.models import Office


class OfficeState(models.Model):
    """One row an office, written by that office alone and read by its province and the ministry."""

    office = models.OneToOneField(Office, primary_key=True, on_delete=models.PROTECT, related_name="+")
    sops = models.PositiveSmallIntegerField(help_text="SOPs in force")
    staff = models.PositiveIntegerField(help_text="accounts that may log in")
    unheld = models.PositiveSmallIntegerField(help_text="lanes that nobody holds")
    serving_since = models.DateField(null=True, help_text="the day of the first case")
    active_on = models.DateField(null=True, help_text="the last day on which anything was done in a case or the office")
    told_at = models.DateTimeField()
