"""A clock that is behind, here or in the office a case came from, keeps nobody from acting."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Staff
from cases.models import Case
from cases.operations import consents, lifecycle
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(hours=3)


def test_a_consent_from_an_hour_that_is_still_to_come_is_withdrawn(
    new_case: Callable[..., Case], everyone: Staff
) -> None:
    case = new_case()
    given = {"case": case, "person": None, "kind": "service", "given": True, "way": "spoken", "by": everyone}
    consent = consents.record(**given, at=MONDAY)
    consents.withdraw(consent=consent, by=everyone, at=BEFORE)
    assert consent.withdrawn_at == MONDAY
    consents.record(**given, at=MONDAY)
    later = consents.record(**given, at=BEFORE)
    assert later.withdrawn_at is None


def test_a_pause_and_an_ending_from_then_are_over(new_case: Callable[..., Case], everyone: Staff) -> None:
    case = new_case()
    case = lifecycle.pause(case=case, reason="Menunggu.", by=everyone, at=MONDAY)
    case = lifecycle.resume(case=case, by=everyone, at=BEFORE)
    assert case.pauses.get().ended_at == MONDAY
    case = lifecycle.close(case=case, reason="unreachable", by=everyone, at=MONDAY)
    case = lifecycle.reopen(case=case, because="Ia kembali.", by=everyone, at=BEFORE)
    assert (case.state, case.endings.get().reopened_at) == ("running", MONDAY)
