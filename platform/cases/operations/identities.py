"""Showing an identity: with a reason, for ten minutes, and never without a row in the access log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from cases.models import Case, Report
from cases.policies import check_can_see, check_can_take_reports
from cases.refusals import Missing, Refusal
from safeguards.access import SHOWN_FOR, record_access
from safeguards.models import AccessEvent

REASONS = {
    "contact": gettext_lazy("Menghubungi korban atau pelapor"),
    "form": gettext_lazy("Mengisi formulir SOP"),
    "letter": gettext_lazy("Menyiapkan surat rujukan"),
    "check": gettext_lazy("Memeriksa kebenaran data"),
    "other": gettext_lazy("Keperluan lain"),
}


FEWEST_LETTERS = 10
"""How long a reason in free words is at least."""


@transaction.atomic
def show(*, case: Case, reason: str, words: str = "", by: Staff, at: datetime) -> AccessEvent:
    """Open the identities and story of a case to this person for ten minutes.

    Raises NotAllowed outside the SOP's lanes, Refusal("reason_missing", "reason_short") without a reason.
    """
    check_can_see(case=case, by=by)
    check_reason(reason, words)
    return record_access(
        by=by, at=at, subject_table="cases_case", subject_id=case.id, case_id=case.id, what="identity",
        reason=reason, words=words, until=at + SHOWN_FOR,
    )  # fmt: skip


@transaction.atomic
def show_report(*, report: Report, reason: str, words: str = "", by: Staff, at: datetime) -> AccessEvent:
    """Open who reported, about whom and what, of a report that waits, to this person for ten minutes.

    Raises NotAllowed for someone without a lane, Refusal("reason_missing", "reason_short") without a reason.
    """
    check_can_take_reports(by=by)
    check_reason(reason, words)
    return record_access(
        by=by, at=at, subject_table="cases_report", subject_id=report.id, case_id=report.case_id, what="identity",
        reason=reason, words=words, until=at + SHOWN_FOR,
    )  # fmt: skip


def check_reason(reason: str, words: str) -> None:
    """Raise Refusal("reason_missing") without one of the reasons, or where "other" is not told in words.

    One letter is no reason: the log of accesses must prove something.
    """
    if reason not in REASONS:
        raise Refusal(
            "reason_missing",
            _("Pilih keperluannya dulu."),
            missing=[Missing("reason", _("Pilih untuk keperluan apa identitas dibuka."))],
        )
    if reason == "other" and not words.strip():
        raise Refusal(
            "reason_missing", _("Tulis keperluannya."), missing=[Missing("words", _("Tulis keperluan lain itu apa."))]
        )
    if reason == "other" and len(words.strip()) < FEWEST_LETTERS:
        said = _("Tulis keperluan itu dengan sedikitnya %(count)d huruf.") % {"count": FEWEST_LETTERS}
        raise Refusal("reason_short", said, missing=[Missing("words", said)])


@transaction.atomic
def hide(*, case: Case, by: Staff, at: datetime) -> None:
    """Close what this person has open of a case before its time. The log keeps both."""
    record_access(
        by=by, at=at, subject_table="cases_case", subject_id=case.id, case_id=case.id, what="identity_hidden",
        reason="closed", until=None,
    )  # fmt: skip


@transaction.atomic
def hide_report(*, report: Report, by: Staff, at: datetime) -> None:
    """Close what this person has open of a waiting report before its time."""
    record_access(
        by=by, at=at, subject_table="cases_report", subject_id=report.id, case_id=report.case_id,
        what="identity_hidden", reason="closed", until=None,
    )  # fmt: skip
