"""The centre forgets: sealed content that both offices have as their own, or that nobody may open any more, goes.

The minimum, letter and file are deleted by their sender, once it has itself followed the answer: whoever accepted has
had them in rows of its own since then, in the transaction of the acceptance. What was accepted before offices kept the
first two is kept by its receiver while it still stands at the centre: every evening, for PARCELS_KEPT_DAYS before any
sender forgets. What was said (questions, replies, reasons, feedback, supplements) is deleted by its receiver, who alone
knows that it has read and kept it. The envelope and the chain stay, with the seals of what was sent.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Coalesce

from custody.envelopes import TIED
from custody.models import Envelope, Parcel
from outbox.models import Message
from referrals import following
from referrals.checking import UNANSWERED
from referrals.models import Exchange, Referral
from referrals.operations import receiving
from tenants.current import current_office

logger = logging.getLogger(__name__)
TAKEN = (Envelope.State.ACCEPTED.value, Envelope.State.FINISHED.value)
KEPT_BY = ("referrals", "0004_came")
"""The migration since which whoever accepts keeps what came beside the file."""


def kept_since() -> datetime:
    """Since when offices keep what came with what they accept: when this one's tables were made so."""
    app, name = KEPT_BY
    applied: datetime = MigrationRecorder.Migration.objects.get(app=app, name=name).applied
    return applied


def keep_what_came() -> int:
    """Keep the minimum and the letter of what this office took before it kept them itself; return of how many.

    What does not open is left where it is, and tried again the next evening.
    """
    me = current_office().id
    there = Parcel.objects.filter(receiver=me, kind__in=("minimum", "letter")).values("envelope")
    taken = Referral.objects.filter(
        side=Referral.Side.IN, state__in=TAKEN, came=None, consent_withdrawn_at=None, pk__in=there
    )
    return sum(_tried(key) for key in list(taken.values_list("pk", flat=True)))


def _tried(key: UUID) -> bool:
    """Keep it, or log what kind of error that met: one that can't be kept holds up no other.

    Raises where the database itself is gone.
    """
    try:
        return _keep(key)
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.error("what came can't be kept: %s", type(error).__name__)  # noqa: TRY400 - no text of an error that may name somebody
        return False


@transaction.atomic
def _keep(key: UUID) -> bool:
    row = Referral.objects.select_for_update().get(pk=key)
    envelope = Envelope.objects.get(pk=key)
    if row.came is not None or row.consent_withdrawn_at is not None or envelope.consent_withdrawn_at is not None:
        return False
    row.came = receiving.came_with(envelope) or None
    row.save(update_fields=["came"])
    return row.came is not None


def forget_parcels(*, at: datetime) -> int:
    """Delete the minimum, letter and file of what this office sent and was answered PARCELS_KEPT_DAYS ago.

    Never while this office has something of the matter to follow or to carry, nor of what was taken before whoever took
    it has had that long to keep it. Returns how many parcels.
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
    if kept_since() > before:
        over = over.exclude(state__in=TAKEN)
    parcels = Parcel.objects.filter(sender=current_office().id, kind__in=TIED, envelope__in=over.values("pk"))
    return parcels.delete()[0]


def forget_what_was_read(*, at: datetime) -> int:
    """Delete what was said to this office PARCELS_KEPT_DAYS ago and stands in its own rows. Returns how many parcels.

    What did not open stays: its sender may be asked for it.
    """
    before = at - timedelta(days=settings.PARCELS_KEPT_DAYS)
    kept = Exchange.objects.filter(ours=False, unreadable=False)
    parcels = Parcel.objects.filter(receiver=current_office().id, at__lt=before).exclude(kind__in=TIED)
    return parcels.filter(pk__in=kept.values("pk")).delete()[0]
