"""Help asked for beside a handover: it ends with the custody of whoever asked, and is known to whoever holds it now."""

from custody import envelopes
from custody.models import Envelope, Link, Parcel
from custody.refusals import Overtaken
from custody.states import WAITING
from referrals import waking
from referrals.checking import UNANSWERED
from referrals.models import Referral
from tenants.current import current_office

HANDED_OVER = "handed_over"
"""Why PostgreSQL took a referral back: the matter was handed over before anybody had accepted it."""


def let_go(row: Referral, link: Link) -> list[Referral]:
    """Take back what else this office asked for about a matter that it has handed over; return those referrals.

    At the centre that happened with the handover itself, but for one that was being answered at the same moment, or
    has not left yet. `row`, `link`: the handover and its acceptance; the case is locked.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__version__sop", "made_by")
    beside = rows.filter(matter=row.matter, side=Referral.Side.OUT, state__in=UNANSWERED).exclude(pk=row.pk)
    return [one for one in beside.order_by("made_at") if _let_go(one, link)]


def _let_go(one: Referral, link: Link) -> bool:
    there = Envelope.objects.filter(pk=one.pk).first()
    if there is not None and there.state in WAITING:
        try:
            envelopes.do(envelope=one.pk, verb="withdraw", by_name="", at=link.at, because=HANDED_OVER)
        except Overtaken:
            return False  # somebody answered meanwhile: that is told by its own link
        waking.wake_after_commit(office=there.receiver_id, matter=one.matter)
    elif there is not None and there.state != Envelope.State.WITHDRAWN:
        return False
    Parcel.objects.filter(envelope=one.pk, sender=current_office().id).delete()
    one.state, one.finished_at = Envelope.State.WITHDRAWN, link.at
    one.save(update_fields=["state", "finished_at"])
    return True
