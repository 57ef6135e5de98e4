"""Ends of cases that were joined go back to what an older release knows, and the tables come again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import Case, Ending, StepPass
from cases.operations import joining, opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.migrating.offices import migrate_offices
from tenants.roles import as_owner
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.sop_library.sheets import outcome, sop, step

ASKED = step("periksa", outcomes=[outcome("lama", "attach"), outcome("baru")])


@pytest.mark.slow
def test_a_joined_case_goes_back_as_one_that_ended(owner_committed_db, salatiga):
    with in_office(salatiga):
        version, by = adopt(definition=sop(ASKED, step("kerjakan")), at=ADOPTED), staff("semua", "*")
        for chosen in ("baru", "lama"):
            report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
            case = opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY)
            steps.complete(
                step_pass=StepPass.objects.get(case=case), work=StepWork(outcomes=(chosen,)), by=by, at=MONDAY
            )
        older, newer = Case.objects.order_by("number")
        joining.join(case=newer, number=older.number, by=by, at=MONDAY)
        with as_owner(connection):
            MigrationExecutor(connection).migrate([("cases", "0020_moves")])
    migrate_offices(schemas=[salatiga.schema_name])
    with in_office(salatiga):
        ending = Ending.objects.get()
        assert (ending.kind, ending.reason, ending.joined) == (Ending.Kind.COMPLETED, Ending.Reason.COMPLETED, None)
