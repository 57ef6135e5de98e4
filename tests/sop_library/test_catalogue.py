"""The nine SOPs run: no fault, every form defined, every outcome walkable, every door leads to an end."""

import pytest

from sop_library.checks import faults_of
from sop_library.forms import get
from sop_library.parts import STAGES
from sop_library.walking import paths
from tests.sop_library.sources import CATALOGUE
from tests.sop_library.walks import SOPS, definition, done, outcomes_taken, walked


def test_the_catalogue_holds_these_nine() -> None:
    files = {str(path.relative_to(CATALOGUE).with_suffix("")) for path in CATALOGUE.glob("*/[!_]*.yaml")}
    assert files == set(SOPS)
    assert [path.name for path in CATALOGUE.glob("*/_*")] == ["_document.yaml"]


@pytest.mark.parametrize("sop", SOPS)
def test_no_fault(sop: str) -> None:
    assert faults_of(definition(sop)) == []
    assert definition(sop).sop == sop
    unsaid = [step.key for step in definition(sop).steps if step.unsaid and not step.lanes and step.worked]
    assert unsaid == [], "steps for which neither the source nor the office names a lane"


@pytest.mark.parametrize("sop", SOPS)
def test_screen_names_are_short_and_different(sop: str) -> None:
    names = [step.name for step in definition(sop).steps]
    assert [name for name in names if len(name) > 60] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("sop", SOPS)
def test_every_form_is_defined_and_used(sop: str) -> None:
    found = definition(sop)
    for use in found.forms.values():
        assert use.form is not None
        assert get(use.form).key == use.form
    named = {output.form for step in found.steps for output in step.outputs if output.form}
    for step in found.steps:
        for need in step.needs:
            named |= {one.subject for one in (need, *need.options) if one.kind == "form"}
    assert named == set(found.forms)


@pytest.mark.parametrize("sop", SOPS)
def test_every_step_has_a_stage_of_the_spine(sop: str) -> None:
    assert [step.key for step in definition(sop).steps if not step.stages or set(step.stages) - set(STAGES)] == []


@pytest.mark.parametrize("sop", SOPS)
def test_somebody_inside_can_do_every_step(sop: str) -> None:
    found = definition(sop)
    assert [step.key for step in found.steps if not found.lanes_of(step)] == []
    assert [step.key for step in found.steps for lane in step.lanes if found.lanes[lane].outside] == []


@pytest.mark.parametrize("sop", SOPS)
def test_every_outcome_can_be_walked_to_an_end(sop: str) -> None:
    found = definition(sop)
    taken: set[tuple[str, str]] = set()
    for path in paths(found):
        strides = walked(sop, door=path.door, choices=path.choices)
        taken |= outcomes_taken(strides)
        assert strides[-1].state.ended is not None
    assert taken == {(step.key, outcome.key) for step in found.steps for outcome in step.outcomes}


@pytest.mark.parametrize(("sop", "door"), [(sop, door) for sop in SOPS for door in definition(sop).doors])
def test_every_door_leads_to_an_end(sop: str, door: str) -> None:
    last = walked(sop, door=door)[-1].state
    assert last.ended is not None
    assert last.ended.kind == "completed"
    assert last.ended.reason
    started = definition(sop).doors[door].starts
    expected = [step.key for step in definition(sop).steps[definition(sop).position[started] :]]
    assert sorted(set(done(last))) == sorted(expected)


@pytest.mark.parametrize("sop", SOPS)
def test_times_that_are_no_deadline_never_are_one(sop: str) -> None:
    found = definition(sop)
    due = {one.step: one.due_at for stride in walked(sop) for one in stride.state.open}
    for step in found.steps:
        assert (due[step.key] is not None) is (step.time.kind in ("standard", "range")), step.key
    total = found.document["standard"].get("total_time")
    assert total is None or all(limit.reading.printed != total["printed"] for limit in found.limits)
