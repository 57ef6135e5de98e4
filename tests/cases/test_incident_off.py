"""An incident that was recorded twice is taken off its case with a trace, counted and carried no more, and put back."""

import json
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.case_facts import facts_of
from cases.models import Case, Correction, Event, Fact, Incident
from cases.operations import incidents
from cases.operations.incidents import IncidentData
from cases.operations.taking_over import supplement
from cases.refusals import NotAllowed, Refusal, Stale
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
RIGHT = IncidentData(kinds=("FISIK",), domestic=False, place="33.73", story="Ia dipukul.")
WRONG = IncidentData(kinds=("SEKSUAL",), domestic=True, place="33.22", story="Cerita kasus lain.")


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case(incident=RIGHT)


@pytest.fixture
def wrong(case: Case, everyone: Staff) -> Incident:
    return incidents.add(case=case, data=WRONG, by=everyone, at=MONDAY)


def counted(case: Case) -> tuple[list[str], bool | None]:
    fact = Fact.objects.get(case=case)
    return fact.kinds, fact.domestic


def test_what_is_taken_off_is_neither_counted_nor_carried_and_stays_as_it_was(
    case: Case, wrong: Incident, everyone: Staff
) -> None:
    assert counted(case) == (["FISIK", "SEKSUAL"], True)
    incidents.take_off(incident=wrong, reason="Kasus lain", by=everyone, at=LATER)

    assert counted(case) == (["FISIK"], False)
    assert facts_of(case)["incident.kinds"] == ("FISIK",)
    assert Case.objects.get(pk=case.pk).flow["facts"]["incident.kinds"] == ["FISIK"]
    told = file_of(case, list(SCOPE))
    assert "Cerita kasus lain." not in json.dumps(told)
    assert told["off"] == [str(wrong.pk)]
    trace = Correction.objects.get(case=case)
    assert (trace.table, trace.row_id, trace.field) == ("cases_incident", wrong.pk, "taken_off")
    assert (trace.because.words, trace.by, trace.at) == ("Kasus lain", everyone, LATER)
    assert Event.objects.get(case=case, kind="incident_taken_off").data == {}
    assert incidents.read(Incident.every.get(pk=wrong.pk)) == WRONG


def test_it_is_put_back_as_it_was(case: Case, wrong: Incident, everyone: Staff) -> None:
    back = {"incident": wrong, "by": everyone, "at": LATER}
    with pytest.raises(Stale):
        incidents.put_back(**back, reason="Ternyata benar")
    incidents.take_off(incident=wrong, reason="Kasus lain", by=everyone, at=LATER)
    with pytest.raises(Refusal) as refused:
        incidents.put_back(**back, reason=" ")
    assert (refused.value.code, counted(case)) == ("reason_missing", (["FISIK"], False))
    incidents.put_back(**back, reason="Ternyata benar")

    assert counted(case) == (["FISIK", "SEKSUAL"], True)
    traces = Correction.objects.filter(row_id=wrong.pk).select_related("because")
    assert {(one.field, one.because.words) for one in traces} == {
        ("taken_off", "Kasus lain"), ("put_back", "Ternyata benar"),
    }  # fmt: skip
    assert Event.objects.filter(case=case, kind="incident_put_back").exists()


def test_it_takes_a_reason_somebody_of_the_sop_and_another_incident(
    case: Case, wrong: Incident, everyone: Staff
) -> None:
    for by, reason, refused in ((everyone, " ", Refusal), (staff("tamu"), "x", NotAllowed)):
        with pytest.raises(refused):
            incidents.take_off(incident=wrong, reason=reason, by=by, at=LATER)
    incidents.take_off(incident=wrong, reason="Kasus lain", by=everyone, at=LATER)
    with pytest.raises(Stale) as stale:
        incidents.take_off(incident=wrong, reason="lagi", by=everyone, at=LATER)
    assert stale.value.code == "off_already"
    with pytest.raises(Refusal) as refusal:
        incidents.take_off(incident=case.incidents.get(), reason="x", by=everyone, at=LATER)
    assert refusal.value.code == "last_incident"


def test_an_office_that_was_told_of_it_takes_it_off_and_does_not_bring_it_back(
    case: Case, wrong: Incident, everyone: Staff
) -> None:
    before = file_of(case, ["story"])
    said = {"case": case, "office_name": "Kabupaten Lain", "by": everyone, "at": LATER}
    kept = [one for one in before["incidents"] if one["id"] != str(wrong.pk)]
    after = {**before, "incidents": kept, "off": [str(wrong.pk)]}
    supplement(file=after, before=before, **said)
    assert counted(case) == (["FISIK"], False)
    supplement(file=before, before=before, **said)
    assert counted(case) == (["FISIK"], False), "what was decided here stays"
    supplement(file=before, before=after, **said)
    assert counted(case) == (["FISIK", "SEKSUAL"], True), "they put it back"


def test_the_migration_does_not_go_back_while_one_is_off(case: Case, wrong: Incident, everyone: Staff) -> None:
    refuse = import_module("cases.migrations.0018_incidents_taken_off").refuse_where_any_is_off
    before = MigrationExecutor(connection).loader.project_state([("cases", "0018_incidents_taken_off")]).apps
    refuse(before, None)
    incidents.take_off(incident=wrong, reason="Kasus lain", by=everyone, at=LATER)
    with pytest.raises(IrreversibleError):
        refuse(before, None)
