"""What another office had asked already, so that nobody asks it again."""

import uuid

from django.db import models

from cases.models.case import Case
from safeguards.fields import SealedJSON


class CarriedAnswers(models.Model):
    """The answers to a form that came along with a case from another office. Never changed: a form filled here stands
    beside it, begun with these answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_answers")
    form = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, blank=True)
    office_name = models.CharField(max_length=80)
    answers = SealedJSON()
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["case", "form"], name="carried_of_form")]
