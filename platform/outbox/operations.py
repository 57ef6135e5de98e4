"""Posting to the outbox, and sending again what had been given up."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from outbox import delivery, waking
from outbox.models import Message


def post(*, topic: str, matter: uuid.UUID, payload: dict[str, Any], at: datetime) -> Message:
    """Write one message. Must run inside the transaction of the work it tells of; raises RuntimeError outside one.

    The payload carries numbers, codes and keys only: never a name, a story or anything sealed. Where somebody handles
    the topic, the relay is waked once the transaction has committed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an outbox message belongs to the transaction of the work it tells of")
    message = Message.objects.create(
        topic=topic, stream=topic.partition(".")[0], matter=matter, payload=payload, written_at=at, next_at=at
    )
    if delivery.handles(topic):
        waking.wake_after_commit()
    return message


@transaction.atomic
def send_again(*, message: uuid.UUID, at: datetime) -> bool:
    """Let the relay try a message that was given up once more; False where it is none of those (any more)."""
    again = Message.objects.filter(id=message, sent_at=None, dead_at__isnull=False).update(
        dead_at=None, attempts=0, next_at=at, fault=""
    )
    if again:
        waking.wake_after_commit()
    return bool(again)
