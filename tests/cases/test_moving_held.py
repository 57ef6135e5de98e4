"""Who works on a case asks whose its steps are while a move waits for it: neither stands in the other's way."""

from collections.abc import Callable
from threading import Thread

import psycopg
import pytest
from django.db import connection

from accounts.models import Lane, Staff
from cases.models import Move
from cases.operations import moving
from sop_library.models import SopVersion
from sop_library.moving import propose
from sop_library.operations.binding import HOLD
from sop_library.queries import definition_of
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY, staff
from tests.cases.moving import changed, take_back
from tests.cases.test_binding import enter
from tests.sop_library.opened import adopt_bound
from tests.sop_library.sheets import sop, step

A_WHILE = 0.5
"""Seconds in which the move comes to wait for the case."""


def known() -> dict[str, str]:
    settings = connection.get_connection_params()
    return {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("back", [False, True])
def test_a_move_that_waits_for_a_case_lets_its_step_be_done(salatiga: Office, back: bool) -> None:
    def in_a_thread(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                with in_office(salatiga):
                    act()
            finally:
                connection.close()

        return run

    with in_office(salatiga):
        Lane.objects.create(key="petugas", label="Petugas", order=1)
        boss = staff("semua", "petugas")
        Staff.objects.filter(pk=boss.pk).update(is_office_admin=True)
        boss.refresh_from_db()
        made = adopt_bound(sop(step("terima"), step("catat"), step("tutup", kind="end")), "petugas", "catat", at=MONDAY)
        of = SopVersion.objects.select_related("sop").get(pk=made.pk)
        case = enter(of, boss)
        to = changed(of, lambda document: document.update(note="Berikutnya."), at=MONDAY)
        begun = {"of": of, "to": to, "plan": propose(definition_of(of), definition_of(to)), "why": "Baru.", "by": boss}
        if back:
            move = moving.run(move=moving.begin(**begun, at=MONDAY), now=lambda: MONDAY)
        act = (lambda: take_back(move, by=boss, at=MONDAY)) if back else (lambda: moving.begin(**begun, at=MONDAY))
        other = Thread(target=in_a_thread(act))
        with psycopg.connect(**known()) as clerk:
            clerk.execute(f'SET ROLE "{salatiga.role_name}"')
            clerk.execute(f'SET search_path TO "{salatiga.schema_name}"')
            clerk.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case.pk])
            other.start()
            other.join(A_WHILE)
            assert other.is_alive(), "waits for the case"
            clerk.execute("SET LOCAL lock_timeout = '200ms'")
            clerk.execute(HOLD, [of.sop_id])
        other.join()
        assert Move.objects.get().state == (Move.State.REVERTED if back else Move.State.RUNNING)
