"""The relay of one office: carries its messages out, in order within each matter and stream.

Several relays may run at once: each takes messages nobody else has locked. A batch is one transaction, a message one
savepoint in it: what a crash interrupts is carried out again by the next.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from outbox import delivery
from outbox.models import Message

logger = logging.getLogger(__name__)

BATCH = 50
GIVEN_UP_AFTER = 12
SLOWEST = timedelta(minutes=10)
FURTHEST = SLOWEST * 1.25
"""A next attempt further off than this was set by a clock that was wrong."""
NOBODYS = ("case",)
"""Streams of which some topics are nobody's for good: a case's own events, which stand in the case. An unknown topic of
any other stream comes from a newer version of the product and waits for a relay that knows it."""
NEXT = """
    SELECT m.* FROM outbox_message m
    WHERE m.sent_at IS NULL AND m.dead_at IS NULL AND (m.topic = ANY (%s) OR m.stream = ANY (%s))
      AND (m.attempts = 0 OR m.next_at <= %s OR m.next_at > %s) AND NOT EXISTS (
        SELECT FROM outbox_message earlier
        WHERE earlier.matter = m.matter AND earlier.stream = m.stream AND earlier.number < m.number
          AND earlier.sent_at IS NULL
    )
    ORDER BY m.number LIMIT %s FOR UPDATE OF m SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Relayed:
    """What a run of the relay came to, in messages."""

    sent: int = 0
    failed: int = 0
    unheard: int = 0


def relay(*, at: datetime, limit: int = 2000) -> Relayed:
    """Carry out the current office's messages that are due, at most `limit`.

    A message that fails is tried again later, each time after a longer while; after GIVEN_UP_AFTER attempts it waits
    for a person. The first attempt waits for no clock: who wrote the message may have had another. A database that is
    gone raises: nothing was lost, and the next run goes on. What only one message meets (a lock or a statement that
    takes too long) is that message's own failure.
    """
    unheard = _let_go_unheard(at)
    sent = failed = 0
    while sent + failed < limit:
        done, not_done = _batch(at=at, limit=min(BATCH, limit - sent - failed))
        sent, failed = sent + done, failed + not_done
        if not done and not not_done:
            break
    return Relayed(sent=sent, failed=failed, unheard=unheard)


def due(*, at: datetime) -> bool:
    """Whether the current office has messages to carry out."""
    topics, streams = delivery.handled()
    now = Q(attempts=0) | Q(next_at__lte=at) | Q(next_at__gt=at + FURTHEST)
    known = Q(topic__in=topics) | Q(stream__in=[*streams, *NOBODYS])
    return Message.objects.filter(now, known, sent_at=None, dead_at=None).exists()


def _let_go_unheard(at: datetime) -> int:
    """Mark what is nobody's as sent: it stands in the case's own events. What was given up waits for a person."""
    topics, streams = delivery.handled()
    unheard = Message.objects.filter(stream__in=NOBODYS, sent_at=None, dead_at=None)
    return unheard.exclude(Q(topic__in=topics) | Q(stream__in=streams)).update(sent_at=at)


@transaction.atomic
def _batch(*, at: datetime, limit: int) -> tuple[int, int]:
    done: list[int] = []
    failed = 0
    topics, streams = delivery.handled()
    for message in Message.objects.raw(NEXT, [topics, streams, at, at + FURTHEST, limit]):
        try:
            with transaction.atomic():
                for handle in delivery.handlers_of(message.topic):
                    handle(message)
        except Exception as error:
            if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
                raise
            _postpone(message, error=error, at=at)
            failed += 1
        else:
            done.append(message.number)
    Message.objects.filter(number__in=done).update(sent_at=at)
    return len(done), failed


def _postpone(message: Message, *, error: BaseException, at: datetime) -> None:
    """Try later, or leave it to a person. The log names the kind of error and the message, never what it holds."""
    message.attempts += 1
    message.fault = type(error).__name__[:60]
    if isinstance(error, delivery.NeverDeliverable) or message.attempts >= GIVEN_UP_AFTER:
        message.dead_at = at
        logger.error("message %s (%s) was given up: %s", message.id, message.topic, message.fault)
    else:
        seconds = min(2**message.attempts, SLOWEST.total_seconds())
        message.next_at = at + timedelta(seconds=seconds * (1 + secrets.randbelow(250) / 1000))
        logger.warning("message %s (%s) is tried again later: %s", message.id, message.topic, message.fault)
    message.save(update_fields=["attempts", "fault", "dead_at", "next_at"])
