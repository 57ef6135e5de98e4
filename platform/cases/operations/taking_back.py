"""What was said to be done and is not after all: the row stands as before, and a correction keeps what stood there."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import states
from cases.models import Appointment, CarriedLimit, Case, Correction
from cases.operations import reasons
from cases.operations.working import check_answers_for
from cases.refusals import Refusal

BECAUSE = "because"
"""Field of the correction that keeps why something was so before it was set back."""


def check_goes_on(case: Case) -> None:
    """Raise Stale where another office holds the matter, Refusal("case_ended") where nothing goes on in the case."""
    check_answers_for(case)
    if case.state == Case.State.ENDED:
        raise Refusal("case_ended", states.over())


def keep(
    *, row: Appointment | CarriedLimit, case: Case, field: str, before: str, reason: str, said: str = "", by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    """Keep what stood in a field that is set back, and why; `said`: why it had been put so, where that was asked.

    Raises Refusal("reason_missing" | "unfit_words").
    """
    words = _("Tulis alasannya.")
    because = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    for name, stood in ((field, before), (BECAUSE, said)):
        if stood:
            correction = Correction(
                case=case, table=row._meta.db_table, row_id=row.pk, field=name, because=because, at=at, by=by
            )
            correction.before = stood
            correction.save(force_insert=True)
