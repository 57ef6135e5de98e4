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
from referrals import astray, news
from referrals.policies import check_can_send
from referrals.proposal import weigh
from referrals.queries import came_back


@transaction.atomic
def keep_here(*, case: Case, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Event:
    """Record that staff decided to serve the person here: against what the SOP or a step of it proposes, or after a
    referral came back. `to` of the event is "" where the step named no place.

    The reason is sealed, the event names its key.

    Raises NotAllowed, Stale, Refusal("nothing_proposed" | "reason_missing" | "unfit_words").
    """
    check_can_send(case=case, by=by)
    case = locked(case)
    check_fresh(case=case, seen=seen)
    weighing, back = weigh(case), came_back(case)
    by_step = weighing.by_step
    if weighing.suggested is None and back is None and by_step is None:
        raise Refusal("nothing_proposed", _("SOP tidak mengusulkan rujukan untuk kasus ini."))
    because = reasons.required(
        case=case, words=reason, by=by, at=at, message=_("Tulis mengapa kasus ditangani di sini."),
        missing=_("Tulis alasannya, misalnya “korban memilih dilayani di sini”."),
    )  # fmt: skip
    to, how = (by_step.code, by_step.kind) if by_step is not None else ("", "")
    if weighing.suggested is not None:
        to, how = weighing.suggested.code, weighing.kind
    elif back is not None:
        to, how = back.other_code, back.kind
    astray.let_stay(case, by_name=by.name, at=at)
    news.decided(case)
    return append(case=case, kind="referral_kept", by=by, at=at, to=to, how=how, because=str(because.pk))
