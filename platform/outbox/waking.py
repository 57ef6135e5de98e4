"""Waking whoever works in the background. Only hints: what they miss (no broker, a crash) the sweeps find."""

import logging
import time
from collections.abc import Sequence
from typing import Any

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
    from outbox.tasks import relay_messages

    hint(relay_messages, whom="the relay")


def hint(task: Any, *, args: Sequence[str] = (), whom: str) -> None:
    """Send a task that a sweep does anyway. A broker that does not answer is logged naming `whom`, never raised."""
    global _quiet_until  # noqa: PLW0603 - one broker a process
    if time.monotonic() < _quiet_until:
        return
    try:
        task.apply_async(args=list(args), retry=False, expires=60)
    except Exception as error:  # noqa: BLE001 - every transport has errors of its own, and the sweep makes up for all
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("%s was not waked: %s", whom, type(error).__name__)
