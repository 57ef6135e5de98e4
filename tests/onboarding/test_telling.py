"""What an office tells those above it: days are the office's own, whichever zone the task that tells them runs in."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import OfficeEvent, Staff
from onboarding.models import OfficeState
from onboarding.telling import tell_state
from tenants.current import in_office
from tests.cases.conftest import staff, take
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # in Nunukan (WITA) the 21st has begun
NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # in Nunukan the 23rd, 07.30


@pytest.mark.parametrize("active", ["UTC", "America/Los_Angeles"])
def test_days_told_are_the_office_s_own(nunukan, active):
    with in_office(nunukan), timezone.override(active):
        version = take("salatiga/pengaduan-langsung")
        by: Staff = staff("semua", "*")
        new_case(nunukan, version, by, at=EVENING)
        OfficeEvent.objects.create(at=NIGHT, by=by, kind="hours_changed")
        tell_state(at=NIGHT)
        told = OfficeState.objects.get(office_id=nunukan.id)
    assert (told.serving_since, told.active_on) == (date(2026, 11, 21), date(2026, 11, 23))
