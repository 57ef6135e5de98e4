"""What another office asked already: a form that is filled here begins with those answers, so nobody asks again."""

from typing import Any

from cases.models import CarriedAnswers, Case
from frontend.formbuild import initial_from


def carried_for(case: Case, form_key: str) -> CarriedAnswers | None:
    """The newest answers to this form that came along with the case, unopened; None where none came."""
    found = CarriedAnswers.objects.filter(case=case, form=form_key).defer("answers")
    return found.order_by("-asked_at", "-id").first()


def carried_answers(carried: CarriedAnswers | None, *, opened: bool) -> dict[str, Any]:
    """Them as a form's first values, in this person's open window alone: they name people."""
    return initial_from(carried.answers) if carried is not None and opened else {}
