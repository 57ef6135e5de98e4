"""Whoever helps hears how the case stands over any number of handovers: it goes back the way that the matter came."""

from collections.abc import Callable
from uuid import UUID

import pytest

from cases.models import Case
from cases.operations import lifecycle
from custody.models import Link
from referrals.leading import ENDED, GOES_ON, heard
from referrals.models import Referral
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import staff, take
from tests.faults.between import Between, Desk, furnish
from tests.referrals.test_unreadable import BANYUWANGI, NUNUKAN, SALATIGA

BARITO = "62.05"
pytestmark = pytest.mark.django_db


@pytest.fixture
def between(db: None, salatiga: object) -> Between:
    """Four offices: three that hand on, and one that helps."""
    office = Office.objects.get(code=BARITO)
    with in_office(office):
        desk = Desk(office, take("salatiga/pengaduan-langsung"), staff("petugas", "*"))
    return Between(furnish() | {BARITO: desk})


def asked(between: Between, matter: UUID) -> UUID:
    """Salatiga asks Barito Utara for help."""
    return between.hand(matter, SALATIGA, BARITO, "rujukan")


def state(between: Between, code: str, matter: UUID, act: Callable[..., object], **given: str) -> None:
    desk = between.desks[code]
    with desk():
        act(case=Case.objects.get(matter=matter), **given, by=desk.by, at=between.now(code))
    between.settle()


def known(between: Between, key: UUID) -> str:
    with between.desks[BARITO]():
        return heard(Referral.objects.get(pk=key), ours=False)


def test_whoever_helps_hears_over_two_handovers_that_the_case_ended_and_goes_on(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = asked(between, matter)
    between.hand(matter, SALATIGA, BANYUWANGI)
    between.hand(matter, BANYUWANGI, NUNUKAN)
    assert known(between, key) == ""
    state(between, NUNUKAN, matter, lifecycle.close, reason="unreachable")
    assert known(between, key) == ENDED
    state(between, NUNUKAN, matter, lifecycle.reopen, because="Ia kembali.")
    assert known(between, key) == GOES_ON
    between.check_settled()


def test_in_a_ring_of_handovers_it_is_told_once(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = asked(between, matter)
    between.hand(matter, SALATIGA, BANYUWANGI)
    between.hand(matter, BANYUWANGI, SALATIGA)
    between.hand(matter, SALATIGA, BANYUWANGI)
    between.hand(matter, BANYUWANGI, NUNUKAN)
    state(between, NUNUKAN, matter, lifecycle.close, reason="unreachable")
    assert known(between, key) == ENDED
    with between.desks[BARITO]():
        assert Link.objects.filter(envelope=key, kind="feedback", data__code=ENDED).count() == 1
    between.check_settled()


def test_no_further_than_consent_goes(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = asked(between, matter)
    between.hand(matter, SALATIGA, BANYUWANGI)
    between.hand(matter, BANYUWANGI, NUNUKAN)
    between.take_consent_back(BANYUWANGI, matter)
    between.settle()
    state(between, NUNUKAN, matter, lifecycle.close, reason="unreachable")
    assert known(between, key) == ""


def test_an_office_in_between_says_once_that_it_passed_the_case_on(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    between.hand(matter, SALATIGA, BANYUWANGI)
    between.hand(matter, BANYUWANGI, NUNUKAN)
    state(between, NUNUKAN, matter, lifecycle.close, reason="unreachable")
    with between.desks[SALATIGA]():
        said = Link.objects.filter(matter=matter, kind="feedback").values_list("data__code", flat=True)
        assert list(said).count("passed_on") == 1
