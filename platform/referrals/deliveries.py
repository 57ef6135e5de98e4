"""What the relay carries to the centre, under this office's role. A message may come twice, late, or of what is over.

`referral.sent`: the envelope with its parcels · `referral.parcel`: words said since · `referral.said`: that the other
office was telephoned · `case.consent_withdrawn`: consent withdrawn travels after the envelope · `matter.changed`: what
happened in a matter that stands between offices.
"""

from cases.models import Case
from custody import holding
from custody.models import Envelope
from outbox.delivery import handler
from outbox.models import Message
from referrals import posting, renewing, saying, waking, withdrawing
from referrals.models import Exchange, Referral
from tenants.current import current_office


def _locked(message: Message) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__version__sop", "consent", "made_by")
    row = rows.get(pk=message.payload["referral"])
    if row.consent is not None and row.case is not None and row.consent.case_id == row.case_id:
        row.consent.case = row.case
    return row


def _exchange(message: Message) -> Exchange:
    return Exchange.objects.get(pk=message.payload["exchange"])


def _wake(message: Message) -> None:
    """Let the other offices of the matter look: their rows follow what was just carried out."""
    me = current_office().id
    ends = set(Envelope.objects.filter(matter=message.matter).values_list("sender", "receiver"))
    others = {receiver if sender == me else sender for sender, receiver in ends}
    held = holding.holder_of(message.matter)
    for office in others | ({held.office_id} if held is not None else set()) - {me}:
        waking.wake_after_commit(office=office, matter=message.matter)


@handler("referral.sent")
def sent(message: Message) -> None:
    """Post the envelope with the minimum and the file; nothing where it was withdrawn before it left.

    The case is locked first: what a colleague writes meanwhile is in the file, or it is told as `matter.changed`.
    Nobody is waked: the receiver's inbox reads the envelope where it stands, and has no row yet that would follow it.
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).filter(referrals=message.payload["referral"])
    case.values_list("pk").first()
    posting.ensure_posted(_locked(message))


@handler("referral.parcel")
def parcel(message: Message) -> None:
    """Carry a reply or feedback, sealed."""
    saying.carry(_locked(message), _exchange(message))
    _wake(message)


@handler("referral.said")
def said(message: Message) -> None:
    """Say at the centre that the other office was telephoned."""
    saying.telephoned(_locked(message), _exchange(message))
    _wake(message)


@handler("case.consent_withdrawn")
def consent_withdrawn(message: Message) -> None:
    """Let the withdrawn consent follow every referral that was made on it."""
    withdrawing.follow(event=message.payload["event"])
    _wake(message)


@handler("matter.changed")
def changed(message: Message) -> None:
    """Bring the file of a waiting referral up to date; tell the sender of a matter that we took over how it goes."""
    renewing.follow(event=message.payload["event"])
    _wake(message)
