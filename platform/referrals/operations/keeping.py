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
from referrals.queries import came_back


@transaction.atomic
def keep_here(*, case: Case, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Event:
    """Record that staff decided to serve the person here: against the SOP's proposal, or after a referral came back.

    The reason is sealed, the event names its key.

    Raises NotAllowed, Stale, Refusal("nothing_proposed" | "reason_missing" | "unfit_words").
    """
    check_can_send(case=case, by=by)
    case = locked(case)
    check_fresh(case=case, seen=seen)
    weighing, back = weigh(case), came_back(case)
    to = weighing.suggested.code if weighing.suggested else back.other_code if back else ""
    if not to:
        raise Refusal("nothing_proposed", _("SOP tidak mengusulkan rujukan untuk kasus ini."))
    because = reasons.required(
        case=case, words=reason, by=by, at=at, message=_("Tulis mengapa kasus ditangani di sini."),
        missing=_("Tulis alasannya, misalnya “korban memilih dilayani di sini”."),
    )  # fmt: skip
    return append(
        case=case, kind="referral_kept", by=by, at=at, to=to, how=weighing.kind or (back.kind if back else ""),
        because=str(because.pk),
    )  # fmt: skip
