"""What is handed in with a step: only what the sheet asks for, in words that can be kept."""

import pytest

from cases.models import PassOutput, RequirementSeen, StepPass
from cases.operations import filling, requirements, steps
from cases.operations.steps import OWED, StepWork
from cases.progress import progress
from cases.refusals import Refusal
from sop_library.facts import FactValueWrong, checked_value
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY
from tests.cases.driving import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(new_case):
    return new_case()


def open_pass(case) -> StepPass:
    return StepPass.objects.get(case=case, status=StepPass.Status.OPEN)


def complete(case, by, **work) -> None:
    steps.complete(step_pass=open_pass(case), work=StepWork(**work), by=by, at=MONDAY)


@pytest.fixture
def at_identity_papers(case, everyone):
    """Salatiga's step 3, whose papers may follow."""
    given = answers(filling.form_of(form_version(key="buku-tamu")))
    filling.fill(case=case, step_pass=open_pass(case), form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
    complete(case, everyone)
    complete(case, everyone)
    assert open_pass(case).step == "identitas"
    return case


@pytest.mark.parametrize("key", ["ngawur", "a\x00b", "x" * 121])
@pytest.mark.parametrize("what", ["requirements", "outputs"])
def test_a_key_that_the_step_does_not_have_is_refused(case, everyone, key, what):
    with pytest.raises(Refusal) as refused:
        complete(case, everyone, **{what: {key: "seen"}})
    assert refused.value.code == "unknown_key"
    assert "\x00" not in refused.value.missing[0].field
    assert not RequirementSeen.objects.exists()


@pytest.mark.parametrize(
    ("work", "field"), [({"outputs": {"buku-tamu": "a\x00b"}}, "output-buku-tamu"), ({"note": "a\x00b"}, "note")]
)
def test_words_that_cannot_be_kept_are_refused_at_their_field(case, everyone, work, field):
    with pytest.raises(Refusal) as refused:
        complete(case, everyone, **work)
    assert [one.field for one in refused.value.missing] == [field]


def test_a_reason_that_cannot_be_kept_is_refused(case, everyone):
    with pytest.raises(Refusal) as refused:
        steps.go_back(case=case, to_step="buku-tamu", reason="a\x00b", by=everyone, at=MONDAY)
    assert refused.value.code == "unfit_words"


def test_a_name_that_cannot_be_kept_is_no_fact():
    with pytest.raises(FactValueWrong):
        checked_value("door", "a\x00b")


def test_what_is_said_to_follow_stands_as_owed(at_identity_papers, everyone):
    case, step_pass = at_identity_papers, open_pass(at_identity_papers)
    panel = progress(case=case, by=everyone).panels[0]
    need = panel.needs[0].need
    assert need.may_follow
    complete(case, everyone, requirements={need.key: "seen"})
    steps.go_back(case=case, to_step="identitas", reason="Salah orang", by=everyone, at=MONDAY)
    given = {(need.key, None): OWED}
    steps._keep_requirements(step_pass=step_pass, step=panel.step, given=given, victims=[], by=everyone, at=MONDAY)
    assert RequirementSeen.objects.get(step_pass=step_pass, key=need.key).owed


def test_what_nobody_promised_is_listed_as_not_there_until_it_comes(at_identity_papers, everyone):
    case, step_pass = at_identity_papers, open_pass(at_identity_papers)
    need = progress(case=case, by=everyone).panels[0].needs[0].need
    complete(case, everyone)
    assert [(row.need.key, row.promised) for row in progress(case=case, by=everyone).short] == [(need.key, False)]
    requirements.bring(step_pass=step_pass, key=need.key, by=everyone, at=MONDAY)
    assert progress(case=case, by=everyone).short == ()
    with pytest.raises(Refusal) as refused:
        requirements.bring(step_pass=step_pass, key=need.key, by=everyone, at=MONDAY)
    assert refused.value.code == "nothing_owed"


def test_a_form_filled_without_a_pass_does_not_hide_the_one_of_the_step(new_case, everyone):
    case = new_case()
    step_pass = open_pass(case)
    given = answers(filling.form_of(form_version(key="buku-tamu")))
    own = filling.fill(case=case, step_pass=step_pass, form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
    filling.fill(case=case, step_pass=None, form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
    assert progress(case=case, by=everyone).panels[0].outputs[0].filled == own
    assert progress(case=case, by=everyone).panels[0].outputs[0].given
    complete(case, everyone)
    assert PassOutput.objects.get(step_pass=step_pass).form == own


def test_words_and_a_form_of_no_step_are_not_the_form_of_the_step(new_case, everyone):
    case = new_case()
    given = answers(filling.form_of(form_version(key="buku-tamu")))
    filling.fill(case=case, step_pass=None, form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
    output = progress(case=case, by=everyone).panels[0].outputs[0].output
    with pytest.raises(Refusal) as refused:
        complete(case, everyone, outputs={output.key: "Sudah ditulis"})
    assert refused.value.code == "incomplete"
