"""A province's own office on the platform receives like any other, under the same province's eye."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from cases.models import Case, Person
from custody import console
from custody.models import Envelope
from onboarding.operations import open_office
from referrals.models import Referral
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console
from tests.cases.conftest import staff, take
from tests.faults.between import Between, Desk, furnish

SALATIGA, BANYUWANGI, PROVINCE = "33.73", "35.10", "33"
AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def between(owner_db: str) -> Between:
    """The offices, and that of Jawa Tengah, which takes over by Salatiga's SOP."""
    open_office(code=PROVINCE, at=AT)
    office = Office.objects.get(code=PROVINCE)
    with in_office(office):
        desk = Desk(office, take("salatiga/pengaduan-langsung"), staff("petugas", "*"))
    return Between(furnish() | {PROVINCE: desk})


def test_a_province_s_office_takes_a_case_over_and_gives_it_back(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, PROVINCE)
    between.relay(SALATIGA)
    with between.desks[SALATIGA]():
        envelope = Envelope.objects.get(pk=key)
        assert envelope.receiver_id == between.desks[PROVINCE].office.id, "not on paper"
        assert Referral.objects.get(pk=key).other_name == "Provinsi Jawa Tengah"
    between.ask(PROVINCE, key)
    between.settle()
    between.reply(SALATIGA, key)
    between.settle()
    between.accept(PROVINCE, key)
    between.settle()
    between.check_settled()
    assert between.holder_of(matter) == PROVINCE
    with between.desks[PROVINCE]():
        assert Person.objects.get(case__matter=matter).name == "Rini Astuti"
        assert Case.objects.get(matter=matter).state == "running"
    between.feed_back(PROVINCE, key)
    back = between.give_back(PROVINCE, key)
    between.settle()
    between.accept(SALATIGA, back)
    between.settle()
    between.check_settled()
    assert between.holder_of(matter) == SALATIGA


@pytest.mark.parametrize(("by", "sees"), [("33", True), ("nation", True), ("35", False)])
def test_the_consoles_see_and_assign_it_as_any_other(between: Between, by: str, sees: bool) -> None:
    key = between.send(SALATIGA, between.open_case(SALATIGA), PROVINCE)
    between.relay(SALATIGA)
    connection.set_schema_to_public()
    with as_console(connection, by):
        assert [one.pk for one in console.in_flight(at=between.now())] == ([key] if sees else [])
    if sees:
        between.assign(by, key, PROVINCE)
        between.accept(PROVINCE, key)
        between.settle()
        between.check_settled()


def test_a_console_assigns_an_unanswered_one_to_its_own_office(between: Between) -> None:
    key = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    between.assign("nation", key, PROVINCE)
    between.settle()
    with between.desks[PROVINCE]():
        [onward] = Envelope.objects.filter(follows=key)
    between.accept(PROVINCE, onward.pk)
    between.settle()
    between.check_settled()
    assert between.holder_of(between.matters[0]) == PROVINCE
