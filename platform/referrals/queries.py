"""Finding this office's own referrals. Every look-up starts from what the person may see; nothing sealed is opened."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Staff
from cases.models import Case, Event
from cases.queries import visible_cases
from custody.models import Address, Envelope
from referrals.checking import UNANSWERED
from referrals.models import Referral

SEALED = ("words", "content", "came", "override_reason")


def outgoing(*, to: Staff) -> QuerySet[Referral]:
    """What this office sent, newest first."""
    found = Referral.objects.filter(side=Referral.Side.OUT, case__in=visible_cases(to=to).values("pk"))
    return found.select_related("case__version__sop", "made_by").defer(*SEALED)


def unanswered(*, to: Staff) -> QuerySet[Referral]:
    """What this office sent and nobody has answered, the most urgent first."""
    return outgoing(to=to).filter(state__in=UNANSWERED).order_by("answer_by", "made_at")


def to_telephone(*, to: Staff) -> QuerySet[Referral]:
    """High risk that waits on a mailbox alone: nobody telephoned the other office yet. Oldest first."""
    high = Q(risk=Case.Risk.HIGH) | Q(case__risk=Case.Risk.HIGH)
    return unanswered(to=to).filter(high, telephoned_at=None).order_by("made_at")


def undecided() -> Q:
    """Ours that came back without an office that takes the person, where nobody here has decided what next.

    Declined; or a province named another office and no new envelope went there. Decided is: sent anew, kept here with
    a reason, the case at its end, or the consent withdrawn.
    """
    later = Referral.objects.filter(side=Referral.Side.OUT, case=OuterRef("case"), made_at__gt=OuterRef("made_at"))
    kept = Event.objects.filter(case=OuterRef("case"), kind="referral_kept", at__gt=OuterRef("made_at"))
    back = Q(state__in=[Envelope.State.DECLINED, Envelope.State.REDIRECTED], consent_withdrawn_at=None)
    return back & ~Q(case__state=Case.State.ENDED) & ~Q(Exists(later)) & ~Q(Exists(kept))


def on_paper() -> Q:
    """Help asked by letter of an office outside the platform, which waits or goes on: nothing that is done here reaches
    it by itself.
    """
    goes_on = Q(side=Referral.Side.OUT, moves=False, consent_withdrawn_at=None)
    goes_on &= Q(state__in=[*(set(UNANSWERED) - {Referral.QUEUED}), Envelope.State.ACCEPTED])
    return goes_on & ~Q(Exists(Address.objects.filter(code=OuterRef("other_code"))))


def still_on_paper(case: Case) -> list[Referral]:
    """Those of a case: once it ends, somebody has to tell them."""
    return list(Referral.objects.filter(on_paper(), case=case).defer(*SEALED).order_by("made_at"))


def came_back(case: Case) -> Referral | None:
    """The newest referral of this case that came back and about which nobody here has decided what next."""
    found = Referral.objects.filter(undecided(), case=case, side=Referral.Side.OUT).defer(*SEALED)
    return found.order_by("-made_at").first()


def is_high(row: Referral) -> bool:
    """Whether what we sent was told as of high risk, or is so by now."""
    return Case.Risk.HIGH in (row.risk, row.case.risk if row.case is not None else "")
