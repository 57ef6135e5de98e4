"""What a console redirected and its sender will not seal anew: said at the centre, so that nobody waits there."""

from datetime import datetime

from cases.models import Case
from custody import chain
from custody.models import Envelope, Link
from referrals.models import Referral

KEPT = "kept"
"""Kind of the link that says so."""


def let_stay(case: Case, *, by_name: str, at: datetime) -> None:
    """Say it, once, of every redirected referral of a case that nothing follows."""
    for row in Referral.objects.filter(case=case, side=Referral.Side.OUT).only("id", "matter").order_by("made_at"):
        there = Envelope.objects.filter(pk=row.pk, state=Envelope.State.REDIRECTED, consent_withdrawn_at=None)
        said = Link.objects.filter(envelope=row.pk, kind=KEPT)
        if there.exists() and not Envelope.objects.filter(follows=row.pk).exists() and not said.exists():
            chain.append(matter=row.matter, kind=KEPT, at=at, by_name=by_name, envelope=row.pk)
