"""What a form says of a party: unknown before, it is taken over with a trace; where it differs, staff decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.carrying import minimum_of
from cases.case_facts import facts_of
from cases.giving import times_of
from cases.models import Case, Correction, Event, Fact, FilledForm, Person
from cases.operations import filling, parties, people
from cases.people import PersonData
from cases.refusals import Stale
from cases.stated import QUESTIONS, differing
from sop_library.forms import library
from tests.cases.conftest import MONDAY
from tests.cases.driving import stands

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
RIGHT, WRONG = "3373015001900001", "3373010101900001"


@pytest.fixture
def complain(everyone):
    """Fill the complaint form of a case with these answers beside the least it wants."""

    def fill(case: Case, *, at=MONDAY, reason="", **given) -> FilledForm:
        least = {"report_date": "2026-11-20", "reporter_relation": "KORBAN", "needs": "Didampingi."}
        return filling.fill(
            case=case, step_pass=None, form_key="formulir-pengaduan", answers=least | given, reason=reason,
            replaces=stands(case, None, "formulir-pengaduan"), by=everyone, at=at,
        )  # fmt: skip

    return fill


def fields_of(case: Case) -> list[str]:
    return [one.field for one in differing(case)]


def test_a_respondent_known_by_relation_alone_is_a_party_and_the_minimum_says_it(new_case, complain):
    case = new_case(victims=[PersonData(sex="P")])
    complain(case, respondent_relation="SUAMI_ISTRI")
    assert minimum_of(case)["relation"] == "SUAMI_ISTRI"
    assert Event.objects.filter(case=case, kind="person_added").last().data == {"roles": ["respondent"]}
    assert fields_of(case) == []


def test_what_was_unknown_is_taken_over_and_the_persons_trace_agrees_with_the_cases(new_case, complain):
    case = new_case(victims=[PersonData(sex="P", name="Rekaan")], respondents=[(PersonData(sex="L"), "")])
    complain(case, victim_nik=RIGHT, home_region="33.73", respondent_relation="MAJIKAN", education="NA")
    victim, respondent = Person.objects.filter(case=case).order_by("added_at", "id")
    assert (victim.nik, victim.domicile, victim.education) == (RIGHT, "33.73", "")
    assert respondent.roles.get().relation == "MAJIKAN"
    events = Event.objects.filter(case=case, kind="person_corrected")
    told = {field for event in events for field in event.data["fields"]}
    kept = Correction.objects.filter(case=case)
    assert told == {one.field for one in kept} == {"nik", "domicile", "relation"}
    assert {(one.before, one.because) for one in kept} == {("", None)}
    assert fields_of(case) == []


def test_what_is_recorded_otherwise_stays_until_somebody_says_which_is_right(new_case, complain, everyone):
    case = new_case(victims=[PersonData(sex="P", name="Siti  rekaan", nik=WRONG)])
    filled = complain(case, victim_nik=RIGHT, victim_name="Siti Rekaan")
    victim = Person.objects.get(case=case)
    assert victim.nik == WRONG
    assert fields_of(case) == ["nik"], "a name spaced otherwise is the same"
    parties.settle(filled=filled, question="victim_nik", use_form=True, by=everyone, at=LATER)
    victim = Person.objects.get(case=case)
    assert victim.nik == RIGHT
    kept = Correction.objects.get(case=case, field="nik")
    assert (kept.before, kept.because.words) == (WRONG, "Menurut formulir Formulir Pengaduan Masyarakat")
    assert fields_of(case) == []
    with pytest.raises(Stale):
        parties.settle(filled=filled, question="victim_nik", use_form=True, by=everyone, at=LATER)


def test_the_recorded_may_be_right_and_a_newer_form_is_asked_about_anew(new_case, complain, everyone):
    case = new_case(victims=[PersonData(sex="P", nik=RIGHT)])
    filled = complain(case, victim_nik=WRONG)
    parties.settle(filled=filled, question="victim_nik", use_form=False, by=everyone, at=LATER)
    assert Person.objects.get(case=case).nik == RIGHT
    assert Event.objects.get(case=case, kind="answer_set_aside").data == {
        "filled": str(filled.pk), "question": "victim_nik"
    }  # fmt: skip
    assert fields_of(case) == []
    complain(case, victim_nik=WRONG, needs="Didampingi ke polisi.", reason="diisi lagi", at=LATER)
    assert fields_of(case) == [], "the same answer in a correction of the same form was decided on"
    complain(case, victim_nik="3373010202910002", reason="diisi lagi", at=LATER)
    assert fields_of(case) == ["nik"], "another answer was not"


def test_an_answer_set_aside_is_asked_about_again_once_something_else_is_recorded(new_case, complain, everyone):
    case = new_case(victims=[PersonData(sex="P", nik=RIGHT)])
    filled = complain(case, victim_nik=WRONG)
    parties.settle(filled=filled, question="victim_nik", use_form=False, by=everyone, at=LATER)
    data = PersonData(sex="P", nik="3373015702900003")
    people.correct(
        person=Person.objects.get(case=case), data=data, roles={"victim": ""}, reason="KTP", by=everyone,
        at=LATER + timedelta(hours=1),
    )  # fmt: skip
    complain(case, victim_nik=WRONG, reason="diisi lagi", at=LATER + timedelta(hours=2))
    assert fields_of(case) == ["nik"]


def test_sex_age_and_regions_that_a_form_says_otherwise_are_decided_too(new_case, complain, everyone):
    known = PersonData(sex="P", residence="33.73", domicile="33.73", presence="33.73", age_band="A25_44")
    case = new_case(victims=[known])
    said = {"victim_sex": "L", "papers_region": "33.22", "home_region": "33.22", "present_region": "33.22"}
    filled = complain(case, **said)
    victim = Person.objects.get(case=case)
    assert (victim.sex, victim.residence, victim.domicile) == ("P", "33.73", "33.73")
    assert victim.presence == "33.22", "where somebody is now is as new as who says it last"
    assert sorted(fields_of(case)) == ["domicile", "residence", "sex"]
    assert facts_of(Case.objects.get(pk=case.pk))["victim.residence"] == "33.73"
    parties.settle(filled=filled, question="papers_region", use_form=True, by=everyone, at=LATER)
    parties.settle(filled=filled, question="victim_sex", use_form=False, by=everyone, at=LATER)
    victim = Person.objects.get(case=case)
    assert (victim.sex, victim.residence) == ("P", "33.22")
    assert facts_of(Case.objects.get(pk=case.pk))["victim.residence"] == "33.22"
    assert Fact.objects.get(case=case).residence == "33.22"
    assert fields_of(case) == ["domicile"]


def test_what_the_form_itself_had_said_is_put_right_by_its_correction(new_case, complain):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    complain(case, victim_sex="L", papers_region="33.22")
    complain(case, victim_sex="P", papers_region="33.73", reason="salah centang", at=LATER)
    victim = Person.objects.get(case=case)
    assert (victim.sex, victim.residence) == ("P", "33.73")
    assert fields_of(case) == []


def test_a_correction_after_the_form_is_newer_than_it_and_of_several_nobody_is_meant(new_case, complain, everyone):
    case = new_case(victims=[PersonData(sex="P", nik=WRONG)])
    complain(case, victim_nik=RIGHT)
    data = PersonData(sex="P", nik="3373015702900003")
    people.correct(
        person=Person.objects.get(case=case), data=data, roles={"victim": ""}, reason="KTP", by=everyone, at=LATER
    )
    assert fields_of(case) == []
    two = new_case(victims=[PersonData(sex="P", nik=WRONG), PersonData(sex="P")])
    complain(two, victim_nik=RIGHT)
    assert fields_of(two) == []
    assert {one.nik for one in Person.objects.filter(case=two)} == {WRONG, None}


def test_every_question_that_fills_a_field_is_asked_by_a_form_that_is_shipped():
    asked = {question.name for form in library().values() for question in form.fields}
    assert set(QUESTIONS) <= asked


def test_a_birth_date_of_another_age_than_recorded_is_decided_by_somebody(new_case, complain, everyone):
    case = new_case(victims=[PersonData(sex="P", age_band="A25_44")])
    filled = complain(case, victim_birth_date="2016-05-04")
    victim = Person.objects.get(case=case)
    assert (victim.birth_date, victim.age_band) == (None, "A25_44"), "whose word counts hangs on it"
    [one] = differing(case)
    assert (one.field, one.recorded, one.stated.question) == ("birth_date", "A25_44", "victim_birth_date")
    parties.settle(filled=filled, question="victim_birth_date", use_form=True, by=everyone, at=LATER)
    assert Person.objects.get(case=case).birth_date == "2016-05-04"
    fits = new_case(victims=[PersonData(sex="P", age_band="A25_44")])
    complain(fits, victim_birth_date="1996-05-04")
    assert Person.objects.get(case=fits).birth_date == "1996-05-04"
    assert fields_of(fits) == []


def test_a_victim_who_reports_for_herself_is_one_person(new_case, complain):
    case = new_case(victims=[PersonData(sex="P")])
    complain(case, reporter_name="Siti Rekaan", victim_name="Siti Rekaan")
    victim = Person.objects.get(case=case)
    assert (victim.name, {role.kind for role in victim.roles.all()}) == ("Siti Rekaan", {"victim", "reporter"})
    assert facts_of(case)["reporter.is_victim"] is True
    alone = new_case()
    complain(alone, reporter_name="Siti Rekaan")
    assert {role.kind for role in Person.objects.get(case=alone).roles.all()} == {"victim", "reporter"}


def test_a_form_that_was_replaced_again_and_again_costs_no_more_queries(new_case, complain, everyone):
    cost = []
    for times in (1, 4):
        case = new_case(victims=[PersonData(sex="P", nik=WRONG)])
        first = complain(case, victim_nik=RIGHT)
        parties.settle(filled=first, question="victim_nik", use_form=False, by=everyone, at=LATER)
        for number in range(times):
            newest = complain(
                case, victim_nik=RIGHT, victim_name=f"Siti {number}", reason="nama", at=LATER + timedelta(hours=number)
            )
        newest = FilledForm.objects.select_related("form").get(pk=newest.pk)
        with CaptureQueriesContext(connection) as asked:
            assert "nik" not in fields_of(case), "decided on the first of them, and said the same since"
            assert len(times_of(newest)) == times + 1
        cost.append(len(asked))
    assert cost[0] == cost[1]
