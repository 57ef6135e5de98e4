"""A folder of an older release: the demo's start brings its tables forward and leaves what people did in it alone."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import Staff
from accounts.operations import change_own_password
from cases import people as reading
from cases.models import Case, Event, Report
from cases.operations import lifecycle
from infra.demo import prepare
from infra.demo.data import making
from infra.demo.data.accounts import kept_password
from infra.demo.data.samples import salatiga
from infra.demo.data.times import Times
from tenants.migrating.plan import applied_in, full_order
from tenants.models import Office
from tenants.roles import as_owner

Entering = Callable[[Office], AbstractContextManager[None]]
OLDER = [("cases", "0013_rising_keys"), ("custody", "0004_in_time")]
"""Where the folder stands: tables of the offices and shared ones, functions and triggers among them."""
BUILT_AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OWN_PASSWORD = "kata-sandi-pilihan-7"
FEW = {"33.73", "62.05"}
KEPT = {"baru-datang", "ditutup-awal", "laporan-web"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo of two offices with three samples, so that it is made in a moment."""

    def samples(times: Times) -> list[object]:
        return [sample for sample in salatiga.samples(times) if sample.key in KEPT]

    monkeypatch.setattr(making, "OFFICES", tuple(plan for plan in making.OFFICES if plan.code in FEW))
    monkeypatch.setattr(making, "NEIGHBOURS", ())
    monkeypatch.setattr(making, "SAMPLES", {"33.73": samples, "62.05": lambda _times: []})


def take_back(*schemas: str) -> list[str]:
    """Undo what came after OLDER, as if the release of that day had made these schemas; return what was undone."""
    undone = []
    with as_owner(connection):
        for schema in schemas:
            connection.set_schema(schema)
            executor = MigrationExecutor(connection)
            undone = [f"{one.app_label}.{one.name}" for one, _back in executor.migration_plan(OLDER)]
            executor.migrate(OLDER)
        connection.set_schema_to_public()
    return undone


def lacking(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        there = applied_in(cursor, schema)
    every = {(one.app_label, one.name) for one in full_order(MigrationExecutor(connection).loader)}
    return {f"{app}.{name}" for app, name in every - there}


def as_it_stands() -> list[object]:
    """What is in the office: cases as their pages show them, names included, events, reports, accounts."""
    cases = Case.objects.order_by("number")
    return [
        [(case.number, case.state, case.revision, case.flow) for case in cases],
        [reading.read(person).name for case in cases for person in case.people.order_by("pk")],
        list(Event.objects.order_by("number").values_list("id", "kind", "at", "data")),
        list(Report.objects.order_by("code").values_list("code", "state", "received_at")),
        list(Staff.objects.order_by("username").values_list("username", "password", "is_active")),
    ]


@pytest.mark.slow
def test_an_older_folder_is_brought_forward_with_all_that_is_in_it(
    owner_committed_db: str, tmp_path: Path, in_office: Entering, small: None, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    making.make(folder=tmp_path, now=BUILT_AT, tell=lambda _line: None)
    accounts = (tmp_path / "accounts.json").read_text(encoding="utf-8")
    here = Office.objects.get(code="33.73")
    with in_office(here):
        ratna = Staff.objects.get(username="ratna")
        change_own_password(staff=ratna, password=OWN_PASSWORD)
        lifecycle.pause(case=Case.objects.get(state="running"), reason="Sakit", by=ratna, at=timezone.now())
        before = as_it_stands()
    schemas = sorted(Office.objects.filter(code__in=FEW).values_list("schema_name", flat=True))
    undone = take_back("public", *schemas)
    assert {one.partition(".")[0] for one in undone} == {"cases", "custody"}
    assert all(lacking(schema) == set(undone) for schema in ("public", *schemas))
    with in_office(here), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ending_reason_known'"
                       " AND connamespace = %s::regnamespace", [here.schema_name])  # fmt: skip
        assert "mistaken" not in str(cursor.fetchall()), "the tables are the older ones"

    monkeypatch.setenv("RANGKUL_STATE", str(tmp_path))
    monkeypatch.setattr(prepare.django, "setup", lambda: None)  # it is, and would set the log up anew
    assert prepare.main() == 0
    said = capsys.readouterr().out
    assert "dilewati" not in said
    assert "kasus dan laporan contoh" not in said, "nothing is made a second time"
    assert not any(lacking(schema) for schema in ("public", *schemas))
    assert (tmp_path / "accounts.json").read_text(encoding="utf-8") == accounts
    with in_office(here):
        assert as_it_stands() == before
        assert len(before[0]) == len(KEPT) - 1
        password = kept_password(tmp_path)
        assert Staff.objects.get(username="sari").check_password(str(password))
        assert Staff.objects.get(username="ratna").check_password(OWN_PASSWORD)
        lifecycle.resume(case=Case.objects.get(state="paused"), by=ratna, at=timezone.now())
    assert json.loads(accounts)[0]["accounts"]
