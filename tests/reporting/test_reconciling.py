"""Nation = sum of offices = sum of cases: what the proof says when it is so, and when it is not."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from cases.models import Case, Ending, Fact
from outbox import relay
from reporting.models import NationalFact
from reporting.reconciling import reconcile
from tenants.current import in_office
from tests.reporting.conftest import AT, accept, change, make_case, send
from tests.reporting.test_publishing import fill

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


def lines():
    found = reconcile(at=LATER)
    by = {
        (account.code, f"{line.month:%Y-%m}"): (line.cases, line.facts, line.nation)
        for account in found.accounts
        for line in account.lines
    }
    return found, by


def test_all_three_agree(offices):
    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 3)
    fill(banyuwangi, 2, reported_at=AT - timedelta(days=60))
    found, by = lines()
    assert by == {("33.73", "2026-05"): (3, 3, 3), ("35.10", "2026-03"): (2, 2, 2)}
    assert found.agrees
    assert found.nation == found.cases == 5


def test_a_month_is_the_office_s_own(offices):
    """Half past six on 1 June in Nunukan (WITA) is still May in UTC."""
    _salatiga, _banyuwangi, nunukan = offices
    fill(nunukan, 1, reported_at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    assert lines()[1] == {("65.03", "2026-06"): (1, 1, 1)}


def test_a_case_opened_by_mistake_is_counted_nowhere(offices):
    salatiga, _banyuwangi, _nunukan = offices
    _kept, mistaken, closed = fill(salatiga, 3)
    for case, reason in ((mistaken, "mistaken"), (closed, "duplicate")):
        with in_office(salatiga):
            Ending.objects.create(case=case, kind="early", reason=reason, at=LATER, by=case.opened_by)
            change(case, at=LATER, state="ended", ended_at=LATER)
            assert Fact.objects.get(case=case).state == ("undone" if case == mistaken else "ended")
    found, by = lines()
    assert by == {("33.73", "2026-05"): (2, 2, 3)}, "not carried yet"
    assert not found.agrees
    with in_office(salatiga):
        relay.relay(at=LATER)
    found, by = lines()
    assert by == {("33.73", "2026-05"): (2, 2, 2)}
    assert found.agrees
    assert found.nation == found.cases == 2


def test_a_handover_moves_the_matter_in_all_three(offices):
    salatiga, banyuwangi, _nunukan = offices
    (case,) = fill(salatiga, 1)
    envelope = send(salatiga, banyuwangi, case.matter)
    assert lines()[0].agrees
    accept(banyuwangi, envelope)
    found, by = lines()
    assert by == {("33.73", "2026-05"): (0, 0, 1)}, "taken over; the new office has not opened its case"
    assert not found.agrees
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=case.matter)
    assert lines()[1] == {("33.73", "2026-05"): (0, 0, 1), ("35.10", "2026-05"): (1, 1, 0)}
    with in_office(banyuwangi):
        relay.relay(at=LATER)
    found, by = lines()
    assert by == {("35.10", "2026-05"): (1, 1, 1)}
    assert found.nation == found.cases == 1


def test_a_rujukan_is_the_holder_s_alone(offices):
    salatiga, banyuwangi, _nunukan = offices
    (case,) = fill(salatiga, 1)
    accept(banyuwangi, send(salatiga, banyuwangi, case.matter, kind="rujukan", moves=False))
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=case.matter)
        relay.relay(at=LATER)
    found, by = lines()
    assert by == {("33.73", "2026-05"): (1, 1, 1)}
    assert found.agrees


def test_what_waits_is_shown_with_how_long(offices):
    salatiga, *_others = offices
    with in_office(salatiga):
        make_case(salatiga)
    found, by = lines()
    account = next(one for one in found.accounts if one.code == "33.73")
    assert (account.unsent, account.waits_seconds, account.agrees) == (1, 3 * 3600, False)
    assert by == {("33.73", "2026-05"): (1, 1, 0)}


@pytest.mark.parametrize("damage", ["case", "fact", "nation", "content"])
def test_whatever_is_wrong_is_found(offices, damage, capsys):
    salatiga, *_others = offices
    first, second = fill(salatiga, 2)
    with in_office(salatiga):
        if damage == "case":
            Case.objects.filter(pk=first.pk).update(reported_at=AT - timedelta(days=99))
        elif damage == "fact":
            Fact.objects.filter(case=first).delete()
        elif damage == "nation":
            NationalFact.objects.filter(matter=second.matter).update(month="2026-01-01")
        else:
            NationalFact.objects.filter(matter=second.matter).update(stage="intake")
    assert not lines()[0].agrees
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile")
    assert ended.value.code == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["agrees"] is False
    assert ("BERBEDA" in printed.err) or ("belum sama" in printed.err)


def test_the_command_prints_both_and_ends_well(offices, capsys):
    salatiga, *_others = offices
    fill(salatiga, 2)
    call_command("reconcile")
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert (document["agrees"], document["nation"], document["cases"]) == (True, 2, 2)
    assert "Kota Salatiga" in printed.err
    call_command("reconcile", "--quiet")
    assert capsys.readouterr().err == ""


def test_an_office_that_can_not_be_read_is_named_and_nothing_is_proven(offices, monkeypatch):
    from django.db import DatabaseError

    from reporting import reconciling

    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 1)
    asked = reconciling._asked

    def gone(office, *rest):
        if office == banyuwangi:
            raise DatabaseError
        return asked(office, *rest)

    monkeypatch.setattr(reconciling, "_asked", gone)
    found, _by = lines()
    assert [account.code for account in found.accounts if account.fault] == ["35.10"]
    assert not found.agrees


def test_work_that_goes_on_is_no_difference_once_carried(offices):
    salatiga, *_others = offices
    (case,) = fill(salatiga, 1)
    with in_office(salatiga):
        change(case, at=LATER, stage="monitoring")
        assert not lines()[0].agrees
    with in_office(salatiga):
        relay.relay(at=LATER)
    assert lines()[0].agrees
