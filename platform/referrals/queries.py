"""Finding this office's own referrals. Every look-up starts from what the person may see; nothing sealed is opened."""

from django.db.models import Q, QuerySet

from accounts.models import Staff
from cases.models import Case
from cases.queries import visible_cases
from referrals.checking import UNANSWERED
from referrals.models import Referral

SEALED = ("words", "content", "override_reason")


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


def is_high(row: Referral) -> bool:
    """Whether what we sent was told as of high risk, or is so by now."""
    return Case.Risk.HIGH in (row.risk, row.case.risk if row.case is not None else "")


def of_case(case: Case) -> QuerySet[Referral]:
    """Every referral of a case, both ways, oldest first, with what was said about it."""
    return (
        Referral.objects.filter(case=case).order_by("made_at").select_related("made_by").prefetch_related("exchanges")
    )
