"""What came along from another office: what it had asked already, and what it still owed by a certain time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import codes
from cases.models.case import Case
from safeguards.fields import SealedJSON


def of_office(*, code: str, name: str) -> Q:
    """What came along from an office: by its region's code, by its name where a file of before told no code."""
    return Q(office_code=code) | Q(office_code="", office_name=name) if code else Q(office_name=name)


class CarriedAnswers(models.Model):
    """The answers to a form that came along with a case from another office. Never changed: a form filled here stands
    beside it, begun with these answers.

    `asked` is the form as it was asked there (`cases.carrying`): its version, digest, and the questions in their words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_answers")
    form = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, blank=True)
    office_name = models.CharField(max_length=80)
    office_code = models.CharField(max_length=5, blank=True, default="", db_default="")
    answers = SealedJSON()
    asked = SealedJSON()
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["case", "form"], name="carried_of_form")]
        constraints = [*codes.shaped("carriedanswers", codes.REGION, "office_code")]


class CarriedLimit(models.Model):
    """A time limit over several steps that another office had not met when the case came: it holds here all the same.

    No engine knows it, so staff say that it is met; without anybody, the other office told so. `office_name`: whose
    limit it is, also where it came by way of a third one; `office_code`: its region's, by which it is known again
    whatever it is called by then. Files of before told names alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_limits")
    office_name = models.CharField(max_length=80)
    office_code = models.CharField(max_length=5, blank=True, default="", db_default="")
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    came_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(met_at=None), name="carried_limit_unmet")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office_name", "key"], condition=Q(office_code=""), name="carried_limit_once_a_name"
            ),
            models.UniqueConstraint(
                fields=["case", "office_code", "key"], condition=~Q(office_code=""), name="carried_limit_once_an_office"
            ),
            models.CheckConstraint(
                condition=Q(met_by=None) | Q(met_at__isnull=False), name="carried_limit_met_says_when"
            ),
            *codes.shaped("carriedlimit", codes.KEY, "key"),
            *codes.shaped("carriedlimit", codes.REGION, "office_code"),
        ]

    def is_of(self, *, code: str, name: str) -> bool:
        """Whether it is that office's: by the code, by the name where one of both is not known by a code."""
        return self.office_code == code if self.office_code and code else self.office_name == name
