"""What the nation counts: one narrow, nameless row per matter and office, and the table published from them."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CompositePrimaryKey, Q

from tenants.models import Office

NATION = "ID"
ALL = "*"
NO_STAGE = "-"
AREA = r"^(ID|\d{2}(\.\d{2})?)$"


class NationalFact(models.Model):
    """An office's fact of one matter, as the relay brought it. Of several offices' `counting.ROWS` takes one.

    No finer than what is published: the month and not the day, no person's sex, age or residence, no risk, no channel.
    """

    pk = CompositePrimaryKey("office_id", "matter")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    matter = models.UUIDField(default=uuid.uuid4)
    code = models.CharField(max_length=5, help_text="the office's Kemendagri code; PostgreSQL writes it")
    month = models.DateField(help_text="the first day of the month of the report, in the office's own zone")
    state = models.CharField(max_length=12)
    stage = models.CharField(max_length=20, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list)
    revision = models.PositiveIntegerField(help_text="the case's when the fact was read; it never goes back")
    changed_at = models.DateTimeField()
    carried_at = models.DateTimeField()

    class Meta:
        db_table = "reporting_fact"
        indexes = [models.Index(fields=["matter"], name="fact_of_matter")]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="fact_month_is_a_month")]


class Lag(models.Model):
    """How many facts an office had yet to send when it was last asked, and since when the oldest waits."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField(max_length=5)
    unsent = models.PositiveIntegerField()
    oldest_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField()


class Cell(models.Model):
    """One published number. `cases` is null where it is withheld, so that nobody who reads this table can leak it.

    `area` is ID, a province's code or a regency's; `kind` and `stage` are a code, or * for all of them together.
    """

    class Withheld(models.TextChoices):
        NO = "", "published"
        SMALL = "small", "1 to 4"
        COVER = "cover", "withheld, so that one below 5 can't be worked out"

    pk = CompositePrimaryKey("month", "area", "kind", "stage")
    month = models.DateField()
    area = models.CharField(max_length=5)
    kind = models.CharField(max_length=24)
    stage = models.CharField(max_length=20)
    cases = models.PositiveIntegerField(null=True)
    withheld = models.CharField(max_length=5, blank=True, choices=Withheld)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld="", cases__gte=5) | Q(withheld__in=["small", "cover"], cases=None),
                name="cell_small_ones_are_withheld",
            ),
            models.CheckConstraint(condition=Q(area__regex=AREA), name="cell_area_pattern"),
        ]


class Month(models.Model):
    """A month that was published, and the digest of what was counted: it is worked out again only when that changes."""

    month = models.DateField(primary_key=True)
    digest = models.BinaryField(max_length=32)


class Publication(models.Model):
    """The newest publication, in its one row: as of when, and how far the offices' facts lagged behind then."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    lags: Any = models.JSONField(default=dict, help_text="seconds behind by an office's code; null: not heard of")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="publication_is_one")]
