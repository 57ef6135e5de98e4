"""The version and the stages of each pass are filled where cases are many, and go and come back without a loss."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from cases.models import Case, StepPass
from tenants.current import in_office
from tenants.migrating.offices import migrate_offices
from tenants.roles import as_owner
from tests.cases.conftest import MONDAY
from tests.isolation.things import make_things


@pytest.mark.slow
def test_the_columns_are_filled_on_a_full_table(owner_committed_db, salatiga):
    with in_office(salatiga):
        make_things(marker="PENANDA", at=MONDAY, name="")
        known = {one.pk: (one.version_id, one.stages) for one in StepPass.objects.all()}
        assert any(stages for _version, stages in known.values())
        Case.objects.update(earlier=[["a", 1]])
        with as_owner(connection), pytest.raises(DatabaseError, match="its history is lost"):
            MigrationExecutor(connection).migrate([("cases", "0018_incidents_taken_off")])
        Case.objects.update(earlier=[])
        with as_owner(connection):
            MigrationExecutor(connection).migrate([("cases", "0018_incidents_taken_off")])
    migrate_offices(schemas=[salatiga.schema_name])
    with in_office(salatiga):
        assert {one.pk: (one.version_id, one.stages) for one in StepPass.objects.all()} == known
