"""Waking the provisioner. Only a hint: what it misses the sweep finds."""

from django.db import transaction

from outbox.waking import hint


def wake_after_commit() -> None:
    """Wake the provisioner once the transaction commits. A broker that does not answer is logged, never raised."""
    transaction.on_commit(_wake)


def _wake() -> None:
    from onboarding.tasks import carry_out_openings

    hint(carry_out_openings, whom="the provisioner")
