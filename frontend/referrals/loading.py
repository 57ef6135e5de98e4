"""A referral as whoever asks may see it; everything else is not found."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.policies import can_take_reports
from cases.queries import visible_cases
from custody.models import Envelope
from custody.states import WAITING
from frontend.casework.answering import StaffRequest
from frontend.casework.revealing import Window, seconds_left
from referrals.checking import UNANSWERED
from referrals.models import Referral
from safeguards.access import SHOWN_FOR, shown_until


@dataclass(frozen=True)
class Matter:
    """One referral: the envelope at the centre (None before ours has left) and this office's own row of it, if any."""

    id: uuid.UUID
    envelope: Envelope | None
    referral: Referral | None
    case: Case | None
    incoming: bool

    @property
    def state(self) -> str:
        """Where it stands: a state of custody, or "queued"."""
        if self.envelope is not None:
            return self.envelope.state
        return self.referral.state if self.referral is not None else ""

    @property
    def waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state in (WAITING if self.incoming else UNANSWERED)

    @property
    def taken(self) -> bool:
        """Whether the other office accepted it, so that it has a case of its own from it."""
        return self.state in (Envelope.State.ACCEPTED, Envelope.State.FINISHED)

    @property
    def about(self) -> Envelope | Referral:
        """What both rows say alike: number, kind, reasons, scope, risk, answer_by."""
        found = self.envelope or self.referral
        if found is None:
            raise LookupError("a matter is one of the two at least")
        return found


def matter_or_404(request: StaffRequest, referral_id: uuid.UUID) -> Matter:
    """The referral, where this person may see it.

    One that waits for us: whoever may take reports. One that is a case here: whoever sees the case. Raises Http404.
    """
    referral = Referral.objects.select_related("made_by", "consent").filter(pk=referral_id).first()
    case = None
    if referral is not None and referral.case_id is not None:
        seen = visible_cases(to=request.user)
        case = seen.filter(pk=referral.case_id).first()
        if case is None:
            raise Http404
        referral.case = case
    if referral is not None and referral.side == Referral.Side.OUT:
        return Matter(referral_id, Envelope.objects.filter(pk=referral_id).first(), referral, case, incoming=False)
    envelope = Envelope.objects.filter(pk=referral_id, receiver_id=request.office.pk).first()
    if envelope is None or (case is None and not can_take_reports(by=request.user)):
        raise Http404
    return Matter(referral_id, envelope, referral, case, incoming=True)


def window_on(request: StaffRequest, matter: Matter, *, now: datetime | None = None) -> Window:
    """What is open to this person: of the referral itself, or of the case it belongs to."""
    now = now or timezone.now()
    until = shown_until(by=request.user, subject_id=matter.id, at=now)
    if until is None and matter.case is not None:
        until = shown_until(by=request.user, subject_id=matter.case.pk, at=now)
    return Window(until, seconds_left(until, at=now) or int(SHOWN_FOR.total_seconds()))
