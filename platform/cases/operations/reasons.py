"""What somebody gives as a reason, in their own words: sealed on a row of its own, named by its key elsewhere."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Reason
from cases.refusals import Missing, Refusal


def in_the_record() -> translation.override:
    """Make a sentence of the product's own inside it where the sentence is stored, or sent to another office.

    It stays as it was written, for everybody: Indonesian, in whichever language whoever brought it about reads.
    """
    return translation.override("id")


def keep(*, case: Case, words: str, by: Staff, at: datetime, field: str = "reason") -> Reason | None:
    """Seal the words inside an operation of its own; None where there are none.

    Raises Refusal("unfit_words") naming `field` where they cannot be kept.
    """
    if "\x00" in words:
        unfit = _("Ada karakter yang tidak dapat disimpan.")
        raise Refusal("unfit_words", unfit, missing=[Missing(field, unfit)])
    if not words.strip():
        return None
    reason = Reason(case=case, at=at, by=by)
    reason.words = words.strip()
    reason.save(force_insert=True)
    return reason


def required(
    *, case: Case, words: str, by: Staff, at: datetime, message: str, missing: str, field: str = "reason"
) -> Reason:
    """Seal the words as `keep` does.

    Raises Refusal("reason_missing") with `message`, and `missing` at `field`, where there are none.
    """
    reason = keep(case=case, words=words, by=by, at=at, field=field)
    if reason is None:
        raise Refusal("reason_missing", message, missing=[Missing(field, missing)])
    return reason


def of_correction(*, case: Case, words: str, by: Staff, at: datetime) -> Reason:
    """Seal why something recorded is mended. Raises as `required` does."""
    return required(
        case=case, words=words, by=by, at=at, message=_("Tulis mengapa data diperbaiki."),
        missing=_("Tulis alasan perbaikan, misalnya “salah ketik”."),
    )  # fmt: skip


def told(reason: Reason | None) -> str:
    """What the engine is told: a key that says nothing, empty where no reason was given, so that it refuses."""
    return str(reason.pk) if reason is not None else ""
