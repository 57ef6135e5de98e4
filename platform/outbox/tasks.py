"""Background work of the outbox."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from outbox import relay, waking
from outbox.models import Message
from tenants.current import in_office
from tenants.models import Office

logger = logging.getLogger(__name__)

KEPT_DAYS = 30
"""How long a message that went out is kept, for whoever asks what was told when."""
SWEPT = 200
"""Messages of one office that a sweep carries out itself."""


@shared_task(name="outbox.relay")
def relay_messages() -> int:
    """Carry out the office's messages; return how many went out."""
    return relay.relay(at=timezone.now()).sent


@shared_task(name="outbox.sweep", without_office=True)
def sweep() -> int:
    """Carry out what no waking told of, office by office; return how many messages went out."""
    sent = 0
    for office in list(Office.objects.all()):
        try:
            with in_office(office):
                sent += _swept(at=timezone.now())
        except DatabaseError as error:  # an office whose schema is away must not hold up the others
            logger.error("the outbox of %s was not swept: %s", office.schema_name, type(error).__name__)  # noqa: TRY400 - the kind says enough, the text may say too much
    return sent


def _swept(*, at: datetime) -> int:
    """Carry out the current office's messages, so many that the others wait for no backlog of one; wake who goes on."""
    if not relay.due(at=at):
        return 0
    done = relay.relay(at=at, limit=SWEPT)
    if done.sent + done.failed >= SWEPT:
        waking.wake()
    return done.sent


@shared_task(name="outbox.forget_old_messages")
def forget_old_messages() -> int:
    """Delete messages that went out long ago; return how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    return Message.objects.filter(sent_at__lt=before).delete()[0]
