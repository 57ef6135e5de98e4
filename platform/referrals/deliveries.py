"""What the relay carries to the centre, under this office's role. A message may come twice, late, or of what is over.

`referral.sent`: the envelope with its parcels · `referral.parcel`: words said since · `referral.said`: that the other
office was telephoned · `case.consent_withdrawn`: consent withdrawn travels after the envelope · `case.changed`: what
happened in a matter that stands between offices.
"""

from outbox.delivery import handler
from outbox.models import Message
from referrals import posting, renewing, saying, withdrawing
from referrals.models import Exchange, Referral


def _locked(message: Message) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case", "consent", "made_by")
    return rows.get(pk=message.payload["referral"])


def _exchange(message: Message) -> Exchange:
    return Exchange.objects.get(pk=message.payload["exchange"])


@handler("referral.sent")
def sent(message: Message) -> None:
    """Post the envelope with the minimum and the file; nothing where it was withdrawn before it left."""
    posting.ensure_posted(_locked(message))


@handler("referral.parcel")
def parcel(message: Message) -> None:
    """Carry a reply or feedback, sealed."""
    saying.carry(_locked(message), _exchange(message))


@handler("referral.said")
def said(message: Message) -> None:
    """Say at the centre that the other office was telephoned."""
    saying.telephoned(_locked(message), _exchange(message))


@handler("case.consent_withdrawn")
def consent_withdrawn(message: Message) -> None:
    """Let the withdrawn consent follow every referral that was made on it."""
    withdrawing.follow(event=message.payload["event"])


@handler("case.changed")
def changed(message: Message) -> None:
    """Bring the file of a waiting referral up to date; tell the sender of a matter that we took over how it goes."""
    renewing.follow(event=message.payload["event"])
