"""Each pass knows the version it was worked under: what was done is read in its words, whatever the SOP says now."""

import pytest

from cases.carrying import SCOPE, file_of
from cases.models import Case, Event, Fact, StepPass
from cases.operations import requirements, steps
from cases.operations.steps import StepWork
from cases.progress import progress
from cases.recap_queries import recap_of
from cases.refusals import Stale
from cases.versions import step_of, words_for
from frontend.casework.timeline import happening
from sop_library.queries import definition_of
from tests.cases.conftest import MONDAY
from tests.cases.driving import Far, drive
from tests.cases.two_versions import next_version, put_under

pytestmark = pytest.mark.django_db


def assessed(case: Case, by, *, steps_at_least: int = 6) -> Case:
    """The case worked until somebody was assessed."""

    def watch(now: Case) -> None:
        done = StepPass.objects.filter(case=now, status="done")
        if done.count() >= steps_at_least and any("assessment" in one.stages for one in done):
            raise Far

    with pytest.raises(Far):
        drive(case=case, by=by, at=MONDAY, watch=watch)
    return Case.objects.select_related("version__sop").get(pk=case.pk)


@pytest.fixture
def both(new_case, everyone, langsung):
    """A case half done under the first version, before; and the same one under the second."""
    case = assessed(new_case(), everyone)
    before = {
        "fact": Fact.objects.filter(case=case).values().get(), "recap": recap_of(month=MONDAY.date().replace(day=1)),
        "file": file_of(case, frozenset(SCOPE)), "names": [step_of(one).name for one in _rows(case)],
    }  # fmt: skip
    moved = put_under(case, next_version(langsung, at=MONDAY), by=everyone, at=MONDAY)
    return moved, before


def _rows(case: Case) -> list[StepPass]:
    return list(StepPass.objects.filter(case=case).select_related("case__version").order_by("arrived", "number"))


def test_the_two_versions_share_no_key(langsung):
    newer = next_version(langsung, at=MONDAY)
    assert not definition_of(newer).by_key.keys() & definition_of(langsung).by_key.keys()


def test_a_pass_says_its_step_as_it_was_worked(both):
    case, before = both
    former = [one for one in _rows(case) if one.former]
    assert [step_of(one).name for one in former] == before["names"]
    assert [one.step.name for one in progress(case=case, by=case.opened_by).former] == before["names"]
    assert all(one.worked_as == "" and one.version_id != case.version_id for one in former)


def test_new_passes_come_after_what_was_done(both, everyone):
    case, _before = both
    rows = _rows(case)
    assert [one.former for one in rows] == sorted((one.former for one in rows), reverse=True)
    live = StepPass.objects.get(case=case, status="open")
    assert (live.version_id, live.number) == (case.version_id, 1)
    assert live.stages == list(definition_of(case.version).step(live.step).stages)


def test_figures_stay(both):
    case, before = both
    now = Fact.objects.filter(case=case).values().get()
    shifts = ("changed_at", "stage")
    assert {k: v for k, v in now.items() if k not in shifts} == {
        k: v for k, v in before["fact"].items() if k not in shifts
    }
    assert now["first_assessed_at"] is not None
    assert recap_of(month=MONDAY.date().replace(day=1)) == before["recap"]


def test_what_goes_to_another_office_tells_what_was_done(both):
    case, before = both
    told = file_of(case, frozenset(SCOPE))
    done = [one for one in before["file"]["steps"] if one["status"] == "done"]
    assert [one for one in told["steps"] if one["status"] == "done"] == done
    assert told["answers"] == before["file"]["answers"]
    assert told["limits"] == before["file"]["limits"]
    assert any(one["stages"] for one in done)


def test_events_are_told_in_the_words_of_their_time(both):
    case, before = both
    words = words_for(case)
    told = [happening(one, words, now=MONDAY).words for one in Event.objects.filter(case=case, kind="step_done")]
    assert len(told) >= 6
    assert not any(key in line for line in told for key in definition_of(case.version).by_key)
    assert all(any(name in line for name in before["names"]) or "hasil" in line for line in told)


def test_what_is_history_cannot_be_worked_on(both, everyone):
    case, _before = both
    row = StepPass.objects.filter(case=case, former=True).exclude(status="done").select_related("case__version").first()
    with pytest.raises(Stale):
        steps.complete(step_pass=row, work=StepWork(), by=everyone, at=MONDAY)


def test_what_an_earlier_version_owes_is_owed_still(new_case, everyone, langsung):
    case = assessed(new_case(), everyone)
    row = next(one for one in _rows(case) if one.status == "done" and step_of(one).needs)
    need = step_of(row).needs[0]
    row.requirements.all().delete()
    row.engine["lacking"] = [need.key]
    row.save(update_fields=["engine"])
    moved = put_under(case, next_version(langsung, at=MONDAY), by=everyone, at=MONDAY)
    owed = [one.need.key for one in progress(case=moved, by=everyone).short if one.step_pass.pk == row.pk]
    assert owed == [need.key]
    requirements.bring(step_pass=StepPass.objects.get(pk=row.pk), key=need.key, by=everyone, at=MONDAY)
    assert not [one for one in progress(case=moved, by=everyone).short if one.step_pass.pk == row.pk]
