"""What came from the other office since anybody concerned here looked: told once on Hari ini, gone once it is read.

What waits for somebody (a question, a referral given back or redirected without a decision) is told there by itself.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Staff
from cases.models import Case
from cases.policies import can_take_reports
from cases.queries import visible_cases
from custody.models import Envelope, Link
from referrals.models import Referral

TO_THE_SENDER = frozenset({
    "accepted", "declined", "feedback", "finished", "consent_withdrawn", "assigned", "redirected",
})  # fmt: skip
TO_THE_RECEIVER = frozenset({"replied", "supplemented", "feedback", "withdrawn", "finished", "consent_withdrawn"})
"""Kinds of links that are news to whoever sent a referral, and to whoever it was sent to."""
MOST = 8
"""How many kinds are kept: the latest."""


def comes(row: Referral, link: Link) -> list[str]:
    """Put on a locked row what a link of the other office tells; return the columns to save, if any."""
    kinds = TO_THE_SENDER if row.side == Referral.Side.OUT else TO_THE_RECEIVER
    if link.kind not in kinds:
        return []
    _put(row, kind=link.kind, at=link.at)
    return ["news", "news_at"]


def tell(row: Referral, *, kind: str, at: datetime) -> None:
    """The same for what is told of a referral between two others; saves a locked row."""
    _put(row, kind=kind, at=at)
    row.save(update_fields=["news", "news_at"])


def _put(row: Referral, *, kind: str, at: datetime) -> None:
    row.news = [*(one for one in row.news if one != kind), kind][-MOST:]
    row.news_at = max(at, row.news_at or at)


def _concerned(by: Staff) -> Q:
    """Whoever sent it and whoever holds the case; where neither works here any more, all who may see it."""
    theirs = Q(made_by=by) | Q(case__holder=by)
    return theirs | ~(Q(made_by__is_active=True) | Q(case__holder__is_active=True))


def unread(*, to: Staff) -> QuerySet[Referral]:
    """Return the referrals, sent and received, of which something came that this person is to read; newest first."""
    seen = Q(case__in=visible_cases(to=to).values("pk"))
    if can_take_reports(by=to):
        seen |= Q(case=None)
    found = Referral.objects.filter(_concerned(to), seen, news_at__isnull=False).select_related("case")
    return found.defer("words", "content", "came", "override_reason", "case__flow").order_by("-news_at")


def read(*, referral: Referral, by: Staff) -> bool:
    """Take away what was told of a referral, as somebody concerned looks at it; return whether there was anything.

    A colleague who only looks takes nothing away from them.
    """
    if referral.news_at is None:
        return False
    mine = Referral.objects.filter(_concerned(by), pk=referral.pk, news_at=referral.news_at, news=referral.news)
    return bool(Referral.objects.filter(pk__in=mine.values("pk")).update(news=[], news_at=None))


def decided(case: Case) -> None:
    """Take away what was told of referrals that came back, as somebody decides what next."""
    came_back = Referral.objects.filter(case=case, side=Referral.Side.OUT, news_at__isnull=False)
    came_back.filter(state__in=[Envelope.State.DECLINED, Envelope.State.REDIRECTED]).update(news=[], news_at=None)
