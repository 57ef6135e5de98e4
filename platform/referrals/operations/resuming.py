"""Following again a matter that this office could not follow: an admin asks for it, and the office's trail says so."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import OfficeEvent, Staff
from accounts.policies import check_can_administer
from referrals import waking
from referrals.models import Followed
from tenants.current import current_office

TOPIC = "referral.followed"


@transaction.atomic
def follow_again(*, matter: uuid.UUID, by: Staff, at: datetime) -> bool:
    """Let a worker follow a matter once more now; False where nothing holds it up (any more). Raises NotAllowed."""
    check_can_administer(by=by)
    if not Followed.objects.filter(matter=matter).exclude(fault="").update(next_at=None):
        return False
    trail.record(OfficeEvent.Kind.SENT_AGAIN, by=by, at=at, topic=TOPIC)
    waking.wake_after_commit(office=current_office().id, matter=matter)
    return True
