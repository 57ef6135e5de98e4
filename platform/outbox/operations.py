"""Posting to the outbox."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection

from outbox.models import Message


def post(*, topic: str, matter: uuid.UUID, payload: dict[str, Any], at: datetime) -> Message:
    """Write one message. Must run inside the transaction of the work it tells of; raises RuntimeError outside one.

    The payload carries numbers, codes and keys only: never a name, a story or anything sealed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an outbox message belongs to the transaction of the work it tells of")
    return Message.objects.create(topic=topic, matter=matter, payload=payload, written_at=at)
