"""The nation's figures at the first start: carried and published at once, not when the schedule's turn comes."""

from collections.abc import Collection
from datetime import datetime

from outbox.relay import relay
from reporting.indicators import state
from reporting.tasks import publish
from tenants.current import in_office
from tenants.models import Office


def publish_first(*, offices: Collection[Office], now: datetime) -> bool:
    """Carry the sample facts and publish them, unless figures are published already; return whether they were."""
    if state().number:
        return False
    for office in offices:
        with in_office(office):
            relay(at=now)
    publish()
    return True
