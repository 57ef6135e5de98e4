"""The ministry assigns a handoff to an office of another province, and no console waits for it for ever."""

from uuid import UUID

import pytest
from django.db import connection

from custody import console
from custody.models import Envelope
from custody.refusals import OutOfReach
from referrals.models import Referral
from tenants.roles import as_console
from tests.faults.between import Between, furnish

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


def consoles_with(key: UUID) -> set[str]:
    found = set()
    for seat in ("33", "35", "65", "nation"):
        connection.set_schema_to_public()
        with as_console(connection, seat):
            if console.in_flight().filter(pk=key).exists():
                found.add(seat)
    return found


def test_one_redirected_to_another_province_waits_until_it_is_sealed_anew(db: None, salatiga: object) -> None:
    between = Between(furnish())
    matter = between.open_case(A)
    key = between.send(A, matter, B)
    between.relay(A)
    with pytest.raises(OutOfReach):
        between.assign("nation", key, A)
    between.assign("nation", key, C)
    assert consoles_with(key) == {"33", "35", "65", "nation"}
    between.settle()
    assert consoles_with(key) == set()
    with between.desks[A]():
        anew = Referral.objects.get(follows=key)
        assert (anew.other_code, Envelope.objects.get(pk=anew.pk).binding) == (C, True)
    assert consoles_with(anew.pk) == {"33", "65", "nation"}
    between.check_settled()
