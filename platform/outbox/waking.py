"""Waking the relay. Only a hint: what it misses (no broker, a crash after the commit) the sweep finds."""

import logging
import time

from django.db import connection, transaction

logger = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
"""How long nobody is waked after the broker did not answer: a request must not wait for it again and again."""

_quiet_until = 0.0


def wake_after_commit() -> None:
    """Wake the relay of the current office once the transaction commits; once, however often it is asked for."""
    if not any(waiting[1] is wake for waiting in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Send the relay's task for the current office. A broker that does not answer is logged, never raised."""
    global _quiet_until  # noqa: PLW0603 - one broker a process
    if time.monotonic() < _quiet_until:
        return
    from outbox.tasks import relay_messages

    try:
        relay_messages.apply_async(retry=False, expires=60)
    except Exception as error:  # noqa: BLE001 - every transport has errors of its own, and the sweep makes up for all
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("the relay was not waked: %s", type(error).__name__)
