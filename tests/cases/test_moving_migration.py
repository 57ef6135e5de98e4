"""Moves of an older release are told who took them back; that release knows one on its way back as over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import Move, MoveBack
from cases.operations import moving_back
from tenants.current import in_office
from tenants.migrating.offices import migrate_offices
from tenants.roles import as_owner
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.moving import changed, move_all, take_back
from tests.cases.test_moving import longer
from tests.cases.test_moving_busy import opened

LATER = MONDAY + timedelta(minutes=3)


@pytest.mark.slow
def test_moves_go_back_to_an_older_release_and_come_again(owner_committed_db, salatiga):
    with in_office(salatiga):
        version, boss = take("salatiga/pengaduan-langsung"), staff("semua", "*")
        boss.is_office_admin = True
        boss.save()
        opened(version, by=boss)
        newer = changed(version, longer, at=MONDAY)
        over = move_all(version, newer, by=boss, at=MONDAY)
        take_back(over, why="Keliru.", by=boss, at=LATER)
        under_way = move_all(version, newer, by=boss, at=LATER)
        moving_back.begin_back(move=under_way, why="Keliru lagi.", by=boss, at=LATER)
        with as_owner(connection):
            MigrationExecutor(connection).migrate([("cases", "0024_each_victim")])
            with connection.cursor() as cursor:
                cursor.execute("SELECT state FROM cases_move ORDER BY at")
                assert [state for (state,) in cursor.fetchall()] == ["reverted", "done"]
    migrate_offices(schemas=[salatiga.schema_name])
    with in_office(salatiga):
        assert [(one.move_id, one.by, one.at, one.why) for one in MoveBack.objects.all()] == [
            (over.pk, boss, LATER, None)
        ]
        assert {one.why for one in Move.objects.all()} == {None}
