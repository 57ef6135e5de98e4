"""Deciding to serve a person here although the SOP proposes another office: as good a decision, and on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Event
from cases.operations import reasons
from cases.operations.events import append
from cases.operations.working import check_fresh, locked
from cases.refusals import Refusal
from referrals.policies import check_can_send
from referrals.proposal import weigh


@transaction.atomic
def keep_here(*, case: Case, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Event:
    """Record that staff decided against the proposal; the reason is sealed, the event names its key.

    Raises NotAllowed, Stale, Refusal("nothing_proposed" | "reason_missing" | "unfit_words").
    """
    check_can_send(case=case, by=by)
    case = locked(case)
    check_fresh(case=case, seen=seen)
    weighing = weigh(case)
    if weighing.suggested is None:
        raise Refusal("nothing_proposed", _("SOP tidak mengusulkan rujukan untuk kasus ini."))
    because = reasons.required(
        case=case, words=reason, by=by, at=at, message=_("Tulis mengapa kasus ditangani di sini."),
        missing=_("Tulis alasannya, misalnya “korban memilih dilayani di sini”."),
    )  # fmt: skip
    return append(
        case=case, kind="referral_kept", by=by, at=at, to=weighing.suggested.code, how=weighing.kind,
        because=str(because.pk),
    )  # fmt: skip
