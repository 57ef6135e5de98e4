"""An office's facts come to the nation: newest stands, whatever the order; nobody writes for another."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case
from outbox import relay
from outbox.models import Message
from reporting import carrying
from reporting.models import Lag, NationalFact
from tenants.current import in_office
from tenants.database import connection as office_connection
from tenants.roles import as_console
from tests.reporting.conftest import AT, as_nation, change, make_case

pytestmark = pytest.mark.django_db


def national(matter):
    with as_nation():
        return NationalFact.objects.get(matter=matter)


def test_the_relay_brings_a_fact_that_changed(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga, kinds=("FISIK", "SEKSUAL"))
        assert [message.topic for message in Message.objects.filter(matter=case.matter)] == ["fact.kept"]
        relay.relay(at=AT + timedelta(minutes=1))
        assert not Message.objects.filter(sent_at=None).exists()
    there = national(case.matter)
    assert (there.code, str(there.month), there.stage) == ("33.73", "2026-05-01", "service")
    assert there.kinds == ["FISIK", "SEKSUAL"]


def test_what_changes_nothing_that_is_counted_tells_nothing(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga)
        change(case, at=AT + timedelta(hours=1), holder=None)
        assert Message.objects.filter(matter=case.matter).count() == 1
        change(case, at=AT + timedelta(hours=2), stage="monitoring")
        assert Message.objects.filter(matter=case.matter).count() == 2


def test_a_repeated_message_changes_nothing(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga)
        assert carrying.carry(case.matter)
        assert not carrying.carry(case.matter)


def test_an_old_fact_does_not_come_back(offices):
    """A database restored from yesterday's copy: what it says of a case is older than what the nation has."""
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga)
        change(case, at=AT + timedelta(hours=1), stage="monitoring")
        carrying.carry(case.matter)
        Case.objects.filter(pk=case.pk).update(revision=1)
        assert not carrying.carry(case.matter)
        with pytest.raises(DatabaseError, match="does not go back"), transaction.atomic():
            NationalFact.objects.filter(matter=case.matter).update(revision=1)
    assert national(case.matter).stage == "monitoring"


def test_the_same_revision_with_a_later_change_comes(offices):
    """The engine may read a case anew without an event of its own."""
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga)
        carrying.carry(case.matter)
        change(case, at=AT + timedelta(hours=1), stage="monitoring")
        Case.objects.filter(pk=case.pk).update(revision=1)
        assert carrying.carry(case.matter)
    assert national(case.matter).stage == "monitoring"


def test_everything_that_no_message_brought_is_brought(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        made = [make_case(salatiga) for _ in range(3)]
        carrying.carry(made[0].matter)
        assert carrying.carry_everything(at=AT) == 2
        assert carrying.carry_everything(at=AT) == 0


def test_an_unknown_matter_brings_nothing(offices):
    with in_office(offices[0]):
        assert not carrying.carry(uuid.uuid4())


def test_the_lag_is_told(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        assert carrying.tell_lag(at=AT).unsent == 0
        make_case(salatiga)
        told = carrying.tell_lag(at=AT + timedelta(minutes=5))
        assert (told.unsent, told.oldest_at) == (1, AT)
        assert Lag.objects.get().code == "33.73"


class TestWall:
    """Who reads and writes what: PostgreSQL says it."""

    def test_an_office_sees_and_writes_its_own_facts_alone(self, offices):
        salatiga, banyuwangi, _nunukan = offices
        with in_office(salatiga):
            matter = make_case(salatiga).matter
            carrying.carry(matter)
        with in_office(banyuwangi):
            assert not NationalFact.objects.exists()
            assert NationalFact.objects.filter(matter=matter).update(stage="x") == 0
            for office in (salatiga, banyuwangi):
                with transaction.atomic():
                    written = _write(office.id)
                assert written == (office == banyuwangi), office

    def test_an_office_does_not_choose_its_code(self, offices):
        _salatiga, banyuwangi, _nunukan = offices
        with in_office(banyuwangi):
            _write(banyuwangi.id)
            assert NationalFact.objects.get().code == "35.10"

    def test_a_province_sees_its_own_regencies(self, offices):
        for office in offices:
            with in_office(office):
                carrying.carry(make_case(office).matter)
        with as_nation():
            assert NationalFact.objects.count() == 3
        for province, code in (("33", "33.73"), ("35", "35.10")):
            with as_console(office_connection, province):
                assert [fact.code for fact in NationalFact.objects.all()] == [code]
                with pytest.raises(DatabaseError), transaction.atomic():
                    NationalFact.objects.update(stage="x")

    def test_the_web_login_itself_sees_nothing(self, offices):
        with pytest.raises(DatabaseError), transaction.atomic():
            NationalFact.objects.exists()


def _write(office_id):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO public.reporting_fact (office_id, matter, code, month, state, stage, kinds, revision,"
                " changed_at, carried_at) VALUES (%s, %s, '33.73', '2026-05-01', 'running', '', '{}', 1, now(), now())",
                [office_id, uuid.uuid4()],
            )
    except DatabaseError:
        return False
    return True
