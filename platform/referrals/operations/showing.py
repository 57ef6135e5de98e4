"""Showing what people wrote about a referral: with a reason, for ten minutes, never without a row in the access log."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import Staff
from cases.models import Case
from cases.operations.identities import check_reason
from cases.policies import check_can_see, check_can_take_reports
from safeguards.access import SHOWN_FOR, record_access
from safeguards.models import AccessEvent

TABLE = "custody_envelope"


def _check_may(case: Case | None, *, by: Staff) -> None:
    if case is None:
        check_can_take_reports(by=by)
    else:
        check_can_see(case=case, by=by)


@transaction.atomic
def show(
    *, envelope: uuid.UUID, case: Case | None, reason: str, words: str = "", by: Staff, at: datetime
) -> AccessEvent:
    """Open what stands sealed about a referral to this person for ten minutes. `case`: None before it is one here.

    Raises NotAllowed, Refusal("reason_missing").
    """
    _check_may(case, by=by)
    check_reason(reason, words)
    return record_access(
        by=by, at=at, subject_table=TABLE, subject_id=envelope, case_id=case.pk if case else None, what="identity",
        reason=reason, words=words, until=at + SHOWN_FOR,
    )  # fmt: skip


@transaction.atomic
def hide(*, envelope: uuid.UUID, case: Case | None, by: Staff, at: datetime) -> None:
    """Close it before its time. The log keeps both."""
    _check_may(case, by=by)
    record_access(
        by=by, at=at, subject_table=TABLE, subject_id=envelope, case_id=case.pk if case else None,
        what="identity_hidden", reason="closed", until=None,
    )  # fmt: skip
