"""Reasons of before the sealing: their words are moved out of the clear, and come back where the release goes back."""

import hashlib
import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Staff
from cases.models import Case, Correction, Ending, FilledForm, Incident, Pause, Reason, StepPass
from cases.running import load
from safeguards.access import broken_at
from safeguards.models import AccessEvent
from tenants.current import in_office
from tenants.migrating.offices import migrate_offices
from tenants.models import Office
from tenants.roles import as_owner
from tests.cases.conftest import MONDAY
from tests.isolation.things import make_things
from tests.isolation.typed import Typist

BEFORE = [("safeguards", "0002_append_only")]
SUBJECT = uuid.UUID(int=5)
COLUMNS = (
    "SELECT reason FROM cases_pause",
    "SELECT note FROM cases_ending WHERE kind = 'early'",
    "SELECT reopened_because FROM cases_ending",
    "SELECT reason FROM cases_correction WHERE reason <> ''",
    "SELECT reason FROM cases_steppass WHERE status = 'skipped'",
    "SELECT reason FROM cases_steppass WHERE reason LIKE 'Kembali ke langkah%'",
    "SELECT x ->> 'reason' FROM cases_steppass, jsonb_array_elements(engine -> 'extended') x",
    "SELECT engine -> 'overridden' ->> 'reason' FROM cases_steppass WHERE engine -> 'overridden' <> 'null'",
    "SELECT x ->> 'reason' FROM cases_case, jsonb_array_elements(flow -> 'pauses') x",
)


@pytest.fixture
def full(owner_committed_db: str, salatiga: Office) -> Office:
    """An office with every kind of reason, but no row of the access log: those of today have no way back."""
    with in_office(salatiga):
        Typist(make_things(marker="PENANDA", at=MONDAY, name=""), at=MONDAY).everywhere()
        _forget_showings()
        Incident.every.update(taken_off_at=None)  # while one is off, its column does not go
        Case.objects.update(earlier=[])  # nor the column of the versions a case ran under before
    return salatiga


def _forget_showings() -> None:
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE safeguards_accessevent DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM safeguards_accessevent")
        cursor.execute("ALTER TABLE safeguards_accessevent ENABLE TRIGGER USER")


def _read(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor.fetchall()]


def _go_back(office: Office) -> None:
    with in_office(office), as_owner(connection):
        MigrationExecutor(connection).migrate(BEFORE)


def _old_showing(by: Staff) -> None:
    """A row as the older release wrote it: words in clear beside the code, chained over both."""
    number, why = uuid.uuid4(), "other: Ibunya menelepon"
    parts = (number, MONDAY.isoformat(), by.pk, "cases_case", SUBJECT, None, "identity", why, "")
    digest = hashlib.sha256("|".join(str(part) for part in parts).encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO safeguards_accessevent (id, at, by_id, subject_table, subject_id, what, reason, digest)"
            " VALUES (%s, %s, %s, 'cases_case', %s, 'identity', %s, %s)",
            [number, MONDAY, by.pk, SUBJECT, why, digest],
        )


def _kept() -> dict[str, Any]:
    """What is known of every reason, opened, and how the cases stand."""
    return {
        "pauses": sorted((str(one.id), one.because.words) for one in Pause.objects.all()),
        "endings": sorted(
            (str(one.id), one.because and one.because.words, one.reopened_because and one.reopened_because.words)
            for one in Ending.objects.all()
        ),
        "corrections": sorted((str(one.id), one.because.words) for one in Correction.objects.exclude(because=None)),
        "passes": sorted((str(one.id), one.because.words) for one in StepPass.objects.exclude(because=None)),
        "standing": sorted(str(one.id) for one in FilledForm.objects.filter(replaced_at=None)),
        "open": {case.number: load(case).live_ids for case in Case.objects.all()},
    }


@pytest.mark.slow
def test_words_go_into_the_clear_and_come_back_sealed(full: Office) -> None:
    with in_office(full):
        before = _kept()
    _go_back(full)
    with in_office(full):
        for statement in COLUMNS:
            words = _read(statement)
            assert any("zqx" in str(word) for word in words), statement
        _old_showing(Staff.objects.get(username="worker"))

    migrate_offices(schemas=[full.schema_name])

    with in_office(full):
        assert _kept() == before
        assert Reason.objects.count() > 8
        stored = " ".join(_read("SELECT c::text FROM cases_case c") + _read("SELECT p::text FROM cases_steppass p"))
        assert "zqx" not in stored
        showing = AccessEvent.objects.get()
        assert (showing.reason, showing.words, showing.edition) == ("other", "Ibunya menelepon", 1)
        assert broken_at() is None
        assert _read("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'") == [0]
