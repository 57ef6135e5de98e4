"""Whose word opens a gate: the victim's, or a child's parent's or guardian's; nobody else's, and each victim's own."""

from datetime import timedelta

import pytest

from cases.case_facts import facts_of
from cases.models import Consent, Person
from cases.operations import consents, people
from cases.people import PersonData
from cases.refusals import Refusal
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db
YES, NO = True, False


@pytest.fixture
def told(new_case, everyone):
    """What the SOP reads of "interview" after words said in this order: (who, answer) or (who, answer, way).

    `victims`: age band for each. Who: a place among the victims, a part in the case, or None for a form's word.
    """

    def read(*words, victims=("A25_44",)):
        case = new_case(victims=[PersonData(sex="P", age_band=band) for band in victims])
        found = dict(enumerate(Person.objects.filter(case=case).order_by("added_at", "id")))
        for part in ("reporter", "respondent", "companion"):
            found[part] = people.add(
                case=case, data=PersonData(sex="L"), roles={part: "ORANG_TUA"}, by=everyone, at=MONDAY
            )
        for minute, (who, answer, *way) in enumerate(words):
            Consent.objects.create(
                case=case, person=found.get(who), kind="interview", given=answer, way=(way or ["spoken"])[0],
                at=MONDAY + timedelta(minutes=minute), by=everyone,
            )  # fmt: skip
        return facts_of(case).get("consent.interview")

    return read


@pytest.mark.parametrize("other", ["respondent", "reporter", "companion"])
def test_nobody_agrees_after_the_victim_has_refused(told, other):
    assert told((0, NO), (other, YES)) is False


@pytest.mark.parametrize("other", ["respondent", "reporter", "companion"])
def test_nobody_agrees_or_refuses_where_the_victim_was_not_asked(told, other):
    assert told((other, YES)) is None
    assert told((other, NO)) is None
    assert told((0, YES), (other, NO)) is True


def test_of_the_same_victim_the_newest_word_counts(told):
    assert told((0, NO), (0, YES)) is True
    assert told((0, YES), (0, NO)) is False


def test_one_victim_speaks_for_no_other(told):
    two = ("A25_44", "A25_44")
    assert told((0, NO), (1, YES), victims=two) is False
    assert told((0, YES), (1, NO), victims=two) is False
    assert told((0, YES), victims=two) is True
    assert told((0, NO), (1, YES), (0, YES), victims=two) is True


def test_a_word_of_nobody_in_particular_is_the_only_victims_and_of_several_it_overrules_no_refusal(told):
    two = ("A25_44", "A25_44")
    assert told((0, NO), (None, YES)) is True
    assert told((0, NO), (None, YES), victims=two) is False
    assert told((None, YES), victims=two) is True
    assert told((0, YES), (None, NO), victims=two) is False
    assert told((None, NO), (None, YES), victims=two) is True
    assert told((None, YES), victims=()) is True


def test_a_guardian_speaks_for_children_and_a_suspected_one_for_nobody(told):
    assert told(("reporter", YES, "guardian"), victims=("A06_12",)) is True
    assert told(("respondent", YES, "guardian"), victims=("A06_12",)) is None
    assert told((0, YES, "guardian"), victims=("A06_12",)) is True
    assert told((0, NO), ("reporter", YES, "guardian"), victims=("A25_44", "A06_12")) is False
    assert told(("reporter", YES, "guardian"), victims=("A25_44", "A25_44")) is None


def test_a_withdrawn_yes_is_a_no(told):
    Consent.objects.all().delete()
    assert told((0, YES)) is True
    Consent.objects.update(withdrawn_at=MONDAY + timedelta(days=1))
    assert facts_of(Consent.objects.get().case)["consent.interview"] is False


def test_who_has_no_part_of_a_victim_any_more_speaks_no_more(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P")])
    somebody = Person.objects.get(case=case)
    consents.record(case=case, person=somebody, kind="interview", given=True, way="spoken", by=everyone, at=MONDAY)
    people.correct(
        person=somebody, data=PersonData(sex="P"), roles={"companion": ""}, reason="x", by=everyone, at=MONDAY
    )
    assert "consent.interview" not in facts_of(case)


def test_whoever_is_reported_is_not_asked_unless_a_victim_too(new_case, everyone):
    case = new_case(respondents=[(PersonData(sex="L"), "SUAMI_ISTRI")])
    said = {"case": case, "kind": "interview", "given": True, "way": "spoken", "by": everyone, "at": MONDAY}
    with pytest.raises(Refusal) as refused:
        consents.record(person=Person.objects.get(case=case), **said)
    assert (refused.value.code, [one.field for one in refused.value.missing]) == ("consent_invalid", ["person"])
    assert not Consent.objects.exists()
    both = people.add(
        case=case, data=PersonData(sex="P"), roles={"victim": "", "respondent": "TEMAN"}, by=everyone, at=MONDAY
    )
    consents.record(person=both, **said)
    assert facts_of(case)["consent.interview"] is True


def test_a_parents_word_opens_nothing_for_an_adult_and_for_unknown_age_it_does(told):
    assert told((0, YES, "guardian"), victims=("A25_44",)) is None
    assert told(("reporter", YES, "guardian"), victims=("A25_44",)) is None
    assert told((None, YES, "guardian"), victims=("A25_44",)) is None
    assert told((0, NO), (0, YES, "guardian"), victims=("A25_44",)) is False
    assert told((None, YES, "guardian"), victims=("",)) is True
    Consent.objects.all().delete()
    told((0, YES, "guardian"), victims=("A25_44",))
    row = Consent.objects.get()
    row.note = "Pengampu menurut putusan pengadilan."
    row.save()
    assert facts_of(row.case)["consent.interview"] is True, "where it is written why"
