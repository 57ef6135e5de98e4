"""The provisioner dies in the middle of an opening: nothing of the office is left, and the next one opens it whole."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection

from accounts.models import Staff
from onboarding import asking, provisioning
from onboarding.keeping_once import unseal_password
from onboarding.models import Opening
from sop_library.models import Sop
from tenants.current import in_office
from tenants.models import Office
from tests.faults.bounds import FULL
from tests.faults.killing import DONE, KILLED, in_a_process
from tests.onboarding.test_provisioning import asked, traces

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KILLS = 60 if FULL else 5
PATIENCE = 30.0
ALONE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def nobody_else() -> None:
    """Until PostgreSQL has noticed that whoever was killed is gone."""
    end = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ALONE)
            if cursor.fetchone()[0] == 0:
                return
        assert time.monotonic() < end, "a connection of a dead process stays"
        time.sleep(0.02)


@pytest.fixture
def known_points(owner_committed_db: str) -> Iterator[int]:
    """How many points an opening passes: that of another office, carried out whole."""
    asked("33.23")
    code, passed = in_a_process(partial(provisioning.carry_out_all, at=AT))
    assert code == DONE
    assert passed > 50
    yield passed
    connection.close()


def test_a_provisioner_killed_in_the_middle_leaves_nothing_half(known_points: int) -> None:
    chance = random.Random(20261127)  # noqa: S311 - chance, not secrecy
    row, before = asked("33.22"), traces("33.22")
    points = [1, known_points // 2, *(chance.randint(2, known_points - 2) for _kill in range(KILLS - 2))]
    for point in points:
        code, _passed = in_a_process(partial(provisioning.carry_out_all, at=AT), kill_at=point)
        assert code == KILLED, point
        nobody_else()
        row.refresh_from_db()
        assert traces("33.22") == before, f"killed at {point} it left something"
        assert row.state in (Opening.State.ASKED, Opening.State.WORKING)
        assert (row.office, row.password, row.host) == (None, None, "")
    assert provisioning.carry_out_all(at=AT) == 1
    row.refresh_from_db()
    assert (row.state, row.failure) == (Opening.State.OPEN, "")
    with in_office(Office.objects.get(code="33.22")):
        assert Sop.objects.count() == 1
        password = unseal_password(bytes(row.password or b""), opening=row.pk)
        assert Staff.objects.get(username="admin").check_password(password)
    with pytest.raises(asking.OpeningRefused):
        asked("33.22")
