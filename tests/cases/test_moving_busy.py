"""A case that somebody works on while the others move comes last, and is held as busy where they don't let go."""

from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet
from psycopg.errors import DeadlockDetected

from accounts.models import Staff
from cases.models import Case, CaseMove, Move
from cases.operations import moving, opening, reports
from cases.operations.reports import ReportData
from sop_library.models import SopVersion
from sop_library.moving import propose
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.moving import changed


def opened(version: SopVersion, *, by: Staff) -> list[Case]:
    """Three cases at their first step."""
    cases = []
    for _ in range(3):
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
        cases.append(opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY))
    return cases


def test_it_is_held_as_busy_and_the_others_move(committed_db, salatiga, monkeypatch):
    monkeypatch.setattr(moving, "PATIENCE", timedelta(milliseconds=100))
    with in_office(salatiga):
        version, boss = take("salatiga/pengaduan-langsung"), staff("semua", "*")
        boss.is_office_admin = True
        boss.save()
        cases = opened(version, by=boss)
        newer = changed(version, lambda document: document.update(note="Berikutnya."), at=MONDAY)
        plan = propose(definition_of(version), definition_of(newer))
        move = moving.begin(of=version, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)
        busy = cases[1]
        settings = connection.get_connection_params()
        known = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
        with psycopg.connect(**known) as other:
            other.execute(f'SET ROLE "{salatiga.role_name}"')
            other.execute(f'SELECT 1 FROM "{salatiga.schema_name}".cases_case WHERE id = %s FOR UPDATE', [busy.pk])
            done = moving.run(move=move, now=lambda: MONDAY)
        assert done.state == Move.State.DONE
        assert {row.case_id: row.reasons for row in CaseMove.objects.filter(move=move)} == {
            one.pk: ["busy"] if one == busy else [] for one in cases
        }
        assert Case.objects.get(pk=busy.pk).version == version


def planned(new_case, langsung) -> tuple[Case, QuerySet[CaseMove]]:
    case = new_case()
    boss = staff("kepala", "*")
    boss.is_office_admin = True
    boss.save()
    newer = changed(langsung, lambda document: document.update(note="Berikutnya."), at=MONDAY)
    plan = propose(definition_of(langsung), definition_of(newer))
    move = moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)
    return case, CaseMove.objects.filter(move=move)


@pytest.mark.django_db
def test_patience_ends_with_the_case_it_was_for(new_case, langsung):
    case, ahead = planned(new_case, langsung)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        usual = cursor.fetchone()
        assert moving._waited_for(case.pk, ahead=ahead, at=MONDAY) == [case]
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == usual


@pytest.mark.django_db
def test_another_trouble_of_the_database_is_not_called_busy(new_case, langsung, monkeypatch):
    case, ahead = planned(new_case, langsung)

    def trouble(*_given, **_named):
        raise OperationalError("deadlock detected") from DeadlockDetected()

    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "select_for_update", trouble)
        with pytest.raises(OperationalError):
            moving._waited_for(case.pk, ahead=ahead, at=MONDAY)
    assert ahead.get().outcome == "planned"
