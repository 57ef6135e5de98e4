"""The centre forgets: sealed content that both offices have as their own, or that nobody may open any more, goes.

Only its sender can delete a parcel. It does so once it has itself followed the answer: whoever accepted has had the
file, the minimum and the letter in rows of its own since then, in the transaction of the acceptance. The envelope and
the chain stay, with the seals of what was sent.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Coalesce

from custody.envelopes import TIED
from custody.models import Parcel
from outbox.models import Message
from referrals import following
from referrals.checking import UNANSWERED
from referrals.models import Referral
from tenants.current import current_office


def forget_parcels(*, at: datetime) -> int:
    """Delete the minimum, letter and file of what this office sent and was answered PARCELS_KEPT_DAYS ago.

    Never while this office has something of the matter to follow or to carry. Returns how many parcels.
    """
    before = at - timedelta(days=settings.PARCELS_KEPT_DAYS)
    over = (
        Referral.objects.filter(side=Referral.Side.OUT)
        .exclude(state__in=UNANSWERED)
        .annotate(over_at=Coalesce("answered_at", "finished_at"))
        .filter(over_at__lt=before)
        .exclude(matter__in=following.behind())
        .exclude(matter__in=Message.objects.filter(sent_at=None).values("matter"))
    )
    parcels = Parcel.objects.filter(sender=current_office().id, kind__in=TIED, envelope__in=over.values("pk"))
    return parcels.delete()[0]
