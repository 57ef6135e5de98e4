"""Waking the other office: it reads the matter's chain. Only a hint; the sweep finds what it misses."""

import uuid

from django.db import transaction

from outbox.waking import hint


def wake_after_commit(*, office: uuid.UUID | None, matter: uuid.UUID) -> None:
    """Tell an office, once the transaction commits, that something happened to a matter; None: nobody to tell."""
    if office is not None:
        transaction.on_commit(lambda: _wake(office, matter))


def _wake(office: uuid.UUID, matter: uuid.UUID) -> None:
    from referrals.tasks import pass_on

    hint(pass_on, args=[str(office), str(matter)], whom="the other office")
