"""What a letter-like form is known by without opening it: number, day, who signed it for the office and in which post.

These answers stand in every office's register of letters and name nobody the case is about. Nothing else is let out.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import FilledForm
from sop_library.forms import from_document
from sop_library.models import FormVersion

SIGNED, POST, NUMBER = "signed_by", "signed_post", "letter_number"
DAYS = ("letter_date", "agreement_date", "disposition_date", "report_date", "draft_date")


@dataclass(frozen=True)
class LetterMarks:
    """`day` is ISO 8601, "" where none is given; `numbered` is false for a form that asks for no number."""

    number: str
    day: str
    signed_by: str
    signed_post: str
    numbered: bool


def letter_marks(fillings: Iterable[FilledForm]) -> dict[uuid.UUID, LetterMarks]:
    """The marks of those of these fillings that somebody signs for the office, by filling. One query, however many."""
    filled = list(fillings)
    forms = FormVersion.objects.in_bulk({one.form_id for one in filled})
    found = {}
    for one in filled:
        questions = from_document(forms[one.form_id].definition).fields
        asked = {question.name for question in questions if not question.sealed}
        if SIGNED in asked:
            found[one.pk] = _marks(one.answers, asked)
    return found


def _marks(answers: dict[str, Any], asked: set[str]) -> LetterMarks:
    told = {name: str(answers.get(name) or "") for name in asked}
    return LetterMarks(
        number=told.get(NUMBER, ""),
        day=next((told[day] for day in DAYS if told.get(day)), ""),
        signed_by=told[SIGNED],
        signed_post=told.get(POST, ""),
        numbered=NUMBER in asked,
    )
