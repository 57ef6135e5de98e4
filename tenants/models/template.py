"""The cached script that opens an office: its tables, constraints and fixed rows as SQL."""

from django.db import models


class OfficeTemplate(models.Model):
    """The script for one state of the migrations. Only the owner may read or write it, for the owner runs it."""

    key = models.CharField(max_length=64, primary_key=True)
    statements = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
