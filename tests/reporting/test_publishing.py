"""The published table: made from what is counted, as of a moment, by the ministry's role alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from reporting import tasks
from reporting.carrying import carry, tell_lag
from reporting.models import Cell, Month, Publication
from reporting.publishing import publish
from tenants.current import in_office
from tenants.database import connection as office_connection
from tenants.roles import as_console
from tests.reporting.conftest import AT, accept, as_nation, change, make_case, send

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 1, tzinfo=UTC).date()


def fill(office, number, **values):
    with in_office(office):
        cases = [make_case(office, **values) for _ in range(number)]
        for case in cases:
            carry(case.matter)
    return cases


def cells(**filters):
    with as_nation():
        return {(cell.area, cell.kind, cell.stage): cell.cases for cell in Cell.objects.filter(month=MAY, **filters)}


def test_numbers_are_those_of_the_offices(offices):
    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 7)
    fill(banyuwangi, 6, kinds=("FISIK", "SEKSUAL"))
    fill(banyuwangi, 1, reported_at=AT - timedelta(days=60))
    assert publish(at=AT) == 2
    found = cells(stage="*")
    assert found["ID", "*", "*"] == found["ID", "FISIK", "*"] == 13
    assert found["33.73", "*", "*"] == found["33", "*", "*"] == 7
    assert found["35", "SEKSUAL", "*"] == 6


def test_small_numbers_are_not_there_at_all(offices):
    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 3)
    fill(banyuwangi, 9)
    publish(at=AT)
    found = cells(kind="*", stage="*")
    assert found["33.73", "*", "*"] is None
    assert None in (found["35.10", "*", "*"], found["ID", "*", "*"]), "one less the other would be Salatiga's"
    with as_nation(), pytest.raises(DatabaseError, match="cell_small_ones_are_withheld"), transaction.atomic():
        Cell.objects.filter(area="33.73").update(cases=3, withheld="")


def test_only_what_changed_is_worked_out_anew(offices):
    salatiga, *_others = offices
    cases = fill(salatiga, 6)
    assert publish(at=AT) == 1
    assert publish(at=AT + timedelta(minutes=5)) == 0
    with in_office(salatiga):
        change(cases[0], at=AT + timedelta(hours=1), stage="monitoring")
        carry(cases[0].matter)
    assert publish(at=AT + timedelta(minutes=10)) == 1
    with as_nation():
        assert (Publication.objects.get().number, Publication.objects.get().as_of) == (3, AT + timedelta(minutes=10))
        assert Month.objects.count() == 1


def test_a_month_that_nobody_counts_any_more_goes(offices):
    salatiga, banyuwangi, _nunukan = offices
    (case,) = fill(salatiga, 1)
    publish(at=AT)
    accept(banyuwangi, send(salatiga, banyuwangi, case.matter))
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=case.matter, reported_at=AT + timedelta(days=40))
        carry(case.matter)
    assert publish(at=AT) == 2
    with as_nation():
        assert [str(month.month) for month in Month.objects.all()] == ["2026-06-01"]
        assert set(Cell.objects.values_list("area", flat=True)) == {"35.10", "35", "ID"}


def test_a_handover_moves_the_number_and_the_nation_s_stays(offices):
    salatiga, banyuwangi, _nunukan = offices
    cases = fill(salatiga, 12)
    fill(banyuwangi, 12)
    publish(at=AT)
    before = cells(kind="*", stage="*")
    accept(banyuwangi, send(salatiga, banyuwangi, cases[0].matter))
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=cases[0].matter)
        carry(cases[0].matter)
    publish(at=AT)
    after = cells(kind="*", stage="*")
    assert (before["33.73", "*", "*"], after["33.73", "*", "*"]) == (12, 11)
    assert (before["35.10", "*", "*"], after["35.10", "*", "*"]) == (12, 13)
    assert before["ID", "*", "*"] == after["ID", "*", "*"] == 24


def test_the_lag_is_published(offices):
    salatiga, banyuwangi, _nunukan = offices
    with in_office(salatiga):
        make_case(salatiga)
        tell_lag(at=AT + timedelta(seconds=90))
    with in_office(banyuwangi):
        tell_lag(at=AT)
    publish(at=AT + timedelta(minutes=5))
    with as_nation():
        lags = Publication.objects.get().lags
    assert lags == {"33.73": 90, "35.10": 0, "65.03": None, "62.05": None}
    publish(at=AT + timedelta(hours=2))
    with as_nation():
        assert set(Publication.objects.get().lags.values()) == {None}, "nobody was heard of for two hours"


def test_the_task_asks_every_office_first(offices):
    salatiga, *_others = offices
    fill(salatiga, 6)
    assert tasks.publish() == 1
    with as_nation():
        assert None not in Publication.objects.get().lags.values()


def test_a_province_reads_its_own_part_and_writes_none(offices):
    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 7)
    fill(banyuwangi, 7)
    publish(at=AT)
    with as_console(office_connection, "33"):
        assert set(Cell.objects.values_list("area", flat=True)) == {"33", "33.73"}
        assert Cell.objects.update(cases=9) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Cell.objects.create(month=MAY, area="33.74", kind="*", stage="*", cases=9)
    with in_office(salatiga), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM public.reporting_cell")
