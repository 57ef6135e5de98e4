"""A paper that an older release noted once for a case speaks for each victim whom the case had by then."""

from datetime import timedelta

import pytest

from cases.models import Case, RequirementSeen
from cases.operations import people, requirements
from cases.people import PersonData
from cases.refusals import Refusal
from tests.cases.conftest import MONDAY
from tests.cases.test_each_victim import LATER, complete, dewi, ids, short, stands, the_pass, two, version

__all__ = ["dewi", "two", "version"]


def noted_once(case: Case, by, *, at=MONDAY, **owed: bool) -> None:
    RequirementSeen.objects.filter(step_pass__case=case).delete()
    for key, is_owed in owed.items():
        RequirementSeen.objects.create(step_pass=the_pass(case), key=key, owed=is_owed, at=at, by=by)


@pytest.fixture
def before(two, dewi) -> Case:
    """A case whose first step an older release completed: the papers of both victims there, their photos promised."""
    complete(two, dewi, ktp="seen", foto="owed", surat="seen")
    noted_once(two, dewi, ktp=False, foto=True, surat=False)
    return two


def test_what_was_noted_once_is_there_and_what_was_promised_follows_for_each(before, dewi):
    promised = [("Foto korban (korban 1)", True), ("Foto korban (korban 2)", True)]
    assert short(before, dewi) == promised
    people.add(case=before, data=PersonData(sex="L"), roles={"victim": ""}, by=dewi, at=LATER)
    new = [("KTP korban (korban 3)", False), ("Foto korban (korban 3)", False)]
    assert sorted(short(before, dewi)) == sorted([*promised, *new])


def test_what_one_victim_brings_since_is_theirs_alone(before, dewi):
    a, b = ids(before)
    requirements.bring(step_pass=the_pass(before), key=f"foto@{b}", by=dewi, at=LATER)
    assert short(before, dewi) == [("Foto korban (korban 1)", True)]
    assert [one.label for one in stands(before, dewi).came_later] == ["Foto korban (korban 2)"]
    with pytest.raises(Refusal, match="nothing_owed"):
        requirements.bring(step_pass=the_pass(before), key=f"ktp@{a}", by=dewi, at=LATER)
    rows = RequirementSeen.objects.filter(key="foto").values_list("person", "owed", "at")
    assert {(str(person), owed, at) for person, owed, at in rows} == {(a, True, MONDAY), (b, False, LATER)}


def test_what_came_later_may_be_set_back_for_one(before, dewi):
    a, b = ids(before)
    noted_once(before, dewi, at=LATER, ktp=False, foto=False, surat=False)
    came = [one.key for one in stands(before, dewi).came_later]
    assert {f"foto@{a}", f"foto@{b}"} <= {*came}
    requirements.set_back(step_pass=the_pass(before), key=f"foto@{a}", by=dewi, at=LATER + timedelta(hours=1))
    assert short(before, dewi) == [("Foto korban (korban 1)", False)]


def test_an_open_step_knows_what_was_noted_of_it_once(two, dewi):
    noted_once(two, dewi, ktp=False)
    (panel,) = stands(two, dewi).panels
    assert [one.seen for one in panel.needs if one.need.key == "ktp"] == [True, True]
    complete(two, dewi)
    assert the_pass(two).status == "done"
    assert {str(one) for one in RequirementSeen.objects.filter(key="ktp").values_list("person", flat=True)} == {
        *ids(two)
    }
