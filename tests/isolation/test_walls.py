"""The wall as it stands, tried from inside requests."""

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tenants import roles
from tenants.shared_tables import Wall, declared_tables
from tests import databases
from tests.isolation.probes import READS
from tests.isolation.visiting import leaks, visit
from tests.isolation.walls import FORGERIES, READ_BY_ALL, ROWS_KEPT_APART, breaches, tried
from tests.isolation.world import World


def test_the_wall_stands_from_either_side(world: World, inside_urls: None) -> None:
    assert tried(world.ours, world.theirs) == []
    assert tried(world.theirs, world.ours) == []


def test_the_web_login_itself_comes_to_no_office(world: World) -> None:
    """Outside any office, as in an address that belongs to none."""
    reachable = [
        one
        for one in breaches(theirs=world.theirs.office.schema_name, their_id=world.theirs.office.pk)
        if not one.startswith('"public".')
    ]
    assert reachable == []


def test_every_shared_table_that_offices_may_write_has_a_try_of_its_own() -> None:
    """A mailbox that offices write comes with a statement in walls.py that would write in another's name."""
    written = {name for name, table in declared_tables().items() if set(table.offices) - {"SELECT"}}
    assert written == set(FORGERIES)


def test_what_every_office_may_read_is_a_table_and_has_a_reason() -> None:
    assert all(reason for reason in READ_BY_ALL.values())
    assert set(READ_BY_ALL) <= {name for name, table in declared_tables().items() if table.wall is Wall.ROWS}


def test_every_shared_table_with_rows_of_offices_holds_one_of_the_other(world: World) -> None:
    """Else "sees none of theirs" would be true of an empty table."""
    with psycopg.connect(databases.owner_url(str(connection.settings_dict["NAME"]))) as owner:
        for name in ROWS_KEPT_APART:
            table = declared_tables()[name]
            found = owner.execute(
                sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
                    sql.Identifier("public", name), sql.Identifier(table.office_column)
                ),
                [world.theirs.office.pk],
            ).fetchone()
            assert found is not None
            assert found[0] > 0, name


def test_without_the_role_switch_the_web_login_opens_no_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The login that runs has no right of its own: a switch that does not happen stops the work, it opens nothing."""
    monkeypatch.setattr(roles, "role_for", lambda schema: roles.NO_ROLE)
    connection.search_path_set_schemas = None
    page = next(probe for probe in READS if probe.route == "case")
    answer = visit(world.ours, page, "worker")
    assert answer.status_code == 302, "no office's sessions: nobody is logged in"
    assert leaks(answer, world.ours) == []
