"""Clocks of two offices, or of one that was set back, disagree: what ends is never written as ended before it began."""

from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest


def no_earlier_than(column: str, at: datetime) -> Greatest:
    """Return `at` for an update, or what stands in the row's `column` where that is later."""
    return Greatest(F(column), Value(at, output_field=DateTimeField()))
