"""What is refused, with its reason, and that nothing is written then."""

from datetime import timedelta

import pytest

from cases.models import Case, Event, Fact, Finding, PassOutput, StepPass
from cases.operations import filling, lifecycle, notes, opening, steps
from cases.operations.steps import StepWork
from cases.refusals import NotAllowed, Refusal, Stale
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answers, drive

pytestmark = pytest.mark.django_db


def open_pass(case: Case) -> StepPass:
    return StepPass.objects.get(case=case, status=StepPass.Status.OPEN)


def test_a_step_without_the_form_its_sheet_names_is_refused_and_says_which(new_case, everyone):
    case = new_case()
    with pytest.raises(Refusal) as refused:
        steps.complete(step_pass=open_pass(case), work=StepWork(), by=everyone, at=MONDAY)

    assert refused.value.code == "incomplete"
    assert [one.field for one in refused.value.missing] == ["output-buku-tamu"]
    assert "Buku Tamu" in refused.value.missing[0].message


def test_words_are_no_form(new_case, everyone):
    case = new_case()
    with pytest.raises(Refusal):
        steps.complete(
            step_pass=open_pass(case), work=StepWork(outputs={"buku-tamu": "sudah diisi"}), by=everyone, at=MONDAY
        )
    assert not PassOutput.objects.exists()


def test_the_wrong_lane_is_told_whose_turn_it_is(new_case, langsung):
    case = new_case()
    analis = staff("ratna", "analis")
    with pytest.raises(NotAllowed) as refused:
        steps.complete(step_pass=open_pass(case), work=StepWork(), by=analis, at=MONDAY)

    assert refused.value.status == 403
    assert "Resepsionis" in refused.value.message


def test_someone_without_a_lane_of_the_sop_may_not_even_see_it(new_case, langsung):
    case = new_case()
    with pytest.raises(NotAllowed) as refused:
        steps.complete(step_pass=open_pass(case), work=StepWork(), by=staff("tamu"), at=MONDAY)
    assert refused.value.code == "not_in_sop"


def test_who_gives_a_case_to_somebody_outside_its_sop_hears_that_it_is_the_other(new_case, everyone):
    case = new_case()
    with pytest.raises(Refusal) as refused:
        opening.give_to(case=case, holder=staff("tamu"), by=everyone, at=MONDAY)
    assert (refused.value.code, refused.value.message) == ("holder_not_in_sop", "Tamu bukan pelaksana SOP kasus ini.")
    assert [one.field for one in refused.value.missing] == ["holder"]
    assert Case.objects.get(pk=case.pk).holder_id == case.holder_id


def fill_guest_book(case, by, step_pass):
    version = form_version(key="buku-tamu")
    filling.fill(
        case=case,
        step_pass=step_pass,
        form_key="buku-tamu",
        answers=answers(filling.form_of(version)),
        by=by,
        at=MONDAY,
    )


def test_a_step_done_twice_is_stale_and_names_who_did_it(new_case, everyone):
    colleague = staff("kolega", "*")
    case = new_case()
    step_pass = open_pass(case)
    fill_guest_book(case, everyone, step_pass)
    steps.complete(step_pass=step_pass, work=StepWork(), by=everyone, at=MONDAY)
    events = Event.objects.count()

    with pytest.raises(Stale) as refused:
        steps.complete(step_pass=step_pass, work=StepWork(), by=colleague, at=MONDAY + timedelta(minutes=1))
    with pytest.raises(Stale, match="pass_done") as own:
        steps.complete(step_pass=step_pass, work=StepWork(), by=everyone, at=MONDAY + timedelta(minutes=1))

    assert refused.value.status == 409
    assert everyone.name in refused.value.message
    assert "Anda" in own.value.message, "nobody is told of themselves as of somebody else"
    assert Event.objects.count() == events


def test_a_page_from_before_the_case_was_paused_is_stale(new_case, everyone):
    case = new_case()
    seen = case.revision
    lifecycle.pause(case=case, reason="Korban dirawat", by=everyone, at=MONDAY)
    lifecycle.resume(case=case, by=everyone, at=MONDAY + timedelta(hours=1))

    with pytest.raises(Stale) as refused:
        steps.complete(step_pass=open_pass(case), work=StepWork(), seen=seen, by=everyone, at=MONDAY)
    assert everyone.name in refused.value.message


def test_a_note_by_a_colleague_does_not_make_a_page_stale(new_case, everyone):
    case = new_case()
    seen = case.revision
    step_pass = open_pass(case)
    fill_guest_book(case, everyone, step_pass)
    notes.add(case=case, body="Menelepon balik.", by=everyone, at=MONDAY)

    case = steps.complete(step_pass=step_pass, work=StepWork(), seen=case.revision or seen, by=everyone, at=MONDAY)
    assert case.state == Case.State.RUNNING


def test_a_mandatory_step_cannot_be_skipped_and_an_optional_one_wants_a_reason(new_case, everyone):
    case = new_case()
    with pytest.raises(Refusal) as refused:
        steps.skip(step_pass=open_pass(case), reason="buru-buru", by=everyone, at=MONDAY)
    assert refused.value.code == "not_optional"


def test_nothing_happens_to_an_ended_case_until_it_is_reopened(new_case, everyone):
    case, _done = drive(case=new_case(), by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        steps.go_back(case=case, to_step="rtl", reason="keliru", by=everyone, at=MONDAY + timedelta(days=1))
    assert refused.value.code == "case_ended"


def test_a_round_of_a_loop_wants_its_form_anew(new_case, everyone):
    """The form of an earlier round is no output of this one; only for whoever came back it is (`papers_from`)."""
    case = new_case()
    step_pass = open_pass(case)
    fill_guest_book(case, everyone, step_pass)
    steps.complete(step_pass=step_pass, work=StepWork(), by=everyone, at=MONDAY)
    steps.go_back(case=case, to_step="buku-tamu", reason="Salah orang", by=everyone, at=MONDAY)
    again = open_pass(case)
    StepPass.objects.filter(pk=again.pk).update(engine=again.engine | {"papers_from": 0})

    with pytest.raises(Refusal) as refused:
        steps.complete(step_pass=again, work=StepWork(), by=everyone, at=MONDAY)
    assert [one.field for one in refused.value.missing] == ["output-buku-tamu"]


@pytest.mark.parametrize("name", ["consent.service", "victim.child", "risk"])
def test_a_step_establishes_no_fact_that_it_does_not_ask_for(new_case, everyone, name):
    case = new_case()
    step_pass = open_pass(case)
    fill_guest_book(case, everyone, step_pass)
    with pytest.raises(Refusal) as refused:
        steps.complete(step_pass=step_pass, work=StepWork(facts={name: True}), by=everyone, at=MONDAY)

    assert refused.value.code == "fact_not_asked"
    assert not Finding.objects.filter(name=name).exists()


def test_a_note_by_someone_whose_page_is_old_does_not_bring_an_ended_case_back_to_the_figures(new_case, everyone):
    case = new_case()
    old = Case.objects.get(pk=case.pk)
    lifecycle.close(case=case, reason="unreachable", by=everyone, at=MONDAY)
    notes.add(case=old, body="Menelepon balik.", by=everyone, at=MONDAY)

    assert Fact.objects.get(case=case).state == "ended"
