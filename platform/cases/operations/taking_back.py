"""What was said to be done and is not after all: the row stands as before, and a correction keeps what stood there."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Appointment, CarriedLimit, Case, Correction
from cases.operations import reasons
from cases.operations.working import check_answers_for
from cases.refusals import Refusal


def check_goes_on(case: Case) -> None:
    """Raise Stale where another office holds the matter, Refusal("case_ended") where nothing goes on in the case."""
    check_answers_for(case)
    if case.state == Case.State.ENDED:
        raise Refusal(
            "case_ended", _("Kasus ini sudah selesai. Buka kembali lebih dulu bila ada yang perlu dikerjakan.")
        )


def keep(
    *, row: Appointment | CarriedLimit, case: Case, field: str, before: str, reason: str, by: Staff, at: datetime
) -> Correction:
    """Keep what stood in a field that is set back, and why. Raises Refusal("reason_missing" | "unfit_words")."""
    said = _("Tulis alasannya.")
    because = reasons.required(case=case, words=reason, by=by, at=at, message=said, missing=said)
    correction = Correction(
        case=case, table=row._meta.db_table, row_id=row.pk, field=field, because=because, at=at, by=by
    )
    correction.before = before
    correction.save(force_insert=True)
    return correction
