"""Sending again what the relay had given up: an admin does it, and the office's trail says so."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import OfficeEvent, Staff
from accounts.policies import check_can_administer
from outbox.models import Message
from outbox.operations import send_again


@transaction.atomic
def deliver_again(*, message: uuid.UUID, by: Staff, at: datetime) -> bool:
    """Let the relay try a message once more; False where it is not given up (any more). Raises NotAllowed."""
    check_can_administer(by=by)
    found = Message.objects.filter(id=message).only("topic").first()
    if found is None or not send_again(message=message, at=at):
        return False
    trail.record(OfficeEvent.Kind.SENT_AGAIN, by=by, at=at, topic=found.topic)
    return True
