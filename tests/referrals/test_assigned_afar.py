"""The ministry assigns a handoff to an office of another province, and no console waits for it for ever."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from cases.models import Case
from cases.operations import lifecycle
from custody import console
from custody.models import Envelope, Link
from custody.refusals import OutOfReach
from referrals.models import Referral
from tenants.roles import as_console
from tests.faults.between import Between, furnish
from tests.frontend.screens import enter, words

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


def consoles_with(key: UUID, *, at: datetime) -> set[str]:
    found = set()
    for seat in ("33", "35", "65", "nation"):
        connection.set_schema_to_public()
        with as_console(connection, seat):
            if console.in_flight(at=at).filter(pk=key).exists():
                found.add(seat)
    return found


def after(key: UUID) -> str:
    """What the ministry's console reads of what the sender made of it."""
    connection.set_schema_to_public()
    with as_console(connection, "nation"):
        return console.after_redirecting(Envelope.objects.get(pk=key))


def page_of(between: Between, key: UUID) -> str:
    """The sender's own page of it."""
    desk = between.desks[A]
    return words(enter(desk.office, desk.by).get(f"/rujukan/{key}/"))


def test_one_redirected_to_another_province_waits_until_it_is_sealed_anew(db: None, salatiga: object) -> None:
    between = Between(furnish())
    matter = between.open_case(A)
    key = between.send(A, matter, B)
    between.relay(A)
    with pytest.raises(OutOfReach):
        between.assign("nation", key, A)
    between.assign("nation", key, C)
    assert consoles_with(key, at=between.now()) == {"33", "35", "65", "nation"}
    between.settle()
    assert consoles_with(key, at=between.now()) == set()
    with between.desks[A]():
        anew = Referral.objects.get(follows=key)
        assert (anew.other_code, Envelope.objects.get(pk=anew.pk).binding) == (C, True)
    assert consoles_with(anew.pk, at=between.now()) == {"33", "65", "nation"}
    assert after(key) == "sealed_anew"
    assert "Buka rujukan penggantinya" in page_of(between, key)
    between.check_settled()


def ended_case(between: Between) -> tuple[UUID, UUID]:
    """A case that ended while it had asked for help: its matter, and the referral as a console still sees it."""
    desk, matter = between.desks[A], between.open_case(A)
    key = between.send(A, matter, B, "rujukan")
    between.relay(A)
    with desk():
        case = Case.objects.get(matter=matter)
        lifecycle.close(case=case, reason="unreachable", by=desk.by, at=between.now(A))
    return matter, key


def test_one_whose_case_has_ended_is_not_sealed_anew_and_no_console_waits(db: None, salatiga: object) -> None:
    between = Between(furnish())
    _matter, key = ended_case(between)
    between.assign("nation", key, C)
    assert consoles_with(key, at=between.now())
    assert after(key) == ""
    between.settle()
    assert consoles_with(key, at=between.now()) == set()
    assert after(key) == "kept"
    assert "jadi tidak ada yang ditunggu" in page_of(between, key)
    with between.desks[A]():
        assert Envelope.objects.get(pk=key).state == "redirected"
        assert Link.objects.filter(envelope=key, kind="kept").count() == 1, "said once"
        assert not Referral.objects.filter(follows=key).exists()
    between.check_settled()


def test_one_that_its_sender_never_hears_of_is_before_the_consoles_for_a_month(db: None, salatiga: object) -> None:
    between = Between(furnish())
    key = between.send(A, between.open_case(A), B)
    between.relay(A)
    between.assign("nation", key, C)
    due = between.now() + console.MINISTRY_AFTER
    assert consoles_with(key, at=due + timedelta(days=25))
    assert consoles_with(key, at=due + timedelta(days=60)) == set()
