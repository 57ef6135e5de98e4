"""What goes along with a case: the minimum names nobody, the file goes as far as the consent's scope and no further."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Staff
from cases.carrying import FILE, MINIMUM, SCOPE, file_of, initials, minimum_of, need_words
from cases.models import Case, StepPass
from cases.operations import consents, filling, findings, incidents, notes, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY
from tests.cases.driving import answers

pytestmark = pytest.mark.django_db
NewCase = Callable[..., Case]

SITI = PersonData(
    name="Siti Aminah", nik="3322015708950003", phone="081212160212", address="Jalan Contoh 4",
    birth_date=date(1995, 8, 17), safe_contact="Setelah jam 15", sex="P",
    residence="33.22", domicile="33.22", presence="33.73",
)  # fmt: skip
STORY = "Ia dipukul di dapur."
WORDS_OF_HERS = ("Siti", "Aminah", "3322015708950003", "0812", "Jalan Contoh", "jam 15", STORY, "1995-08-17")


@pytest.fixture
def case(new_case: NewCase) -> Case:
    return new_case(
        victims=[SITI],
        respondents=[(PersonData(name="Joko", sex="L"), "SUAMI_ISTRI")],
        incident=IncidentData(kinds=("FISIK", "PSIKIS"), domestic=True, place="33.73", story=STORY),
        risk="medium",
    )


def keep(case: Case, by: Staff, **said) -> None:
    """Facts found by a step, as an operation keeps them."""
    from cases.operations.working import locked

    findings.keep(
        case=locked(case), asked=[name.replace("__", ".") for name in said],
        facts={name.replace("__", "."): value for name, value in said.items()}, step="asal", by=by, at=MONDAY,
    )  # fmt: skip


def test_the_minimum_says_what_is_needed_to_decide_and_names_nobody(case: Case, everyone: Staff) -> None:
    keep(case, everyone, victim__safe=True, needs__shelter=True, legal__process_open=False)
    told = minimum_of(case)
    assert told == {
        "format": MINIMUM, "initials": "S. A.", "age_band": "A25_44", "sex": "P", "others": [],
        "kinds": ["FISIK", "PSIKIS"], "domestic": True, "relation": "SUAMI_ISTRI", "risk": "medium",
        "safe_tonight": True, "needs": ["needs.shelter"], "place": "33.73", "domicile": "33.22",
        "police_report": False, "stage": "intake", "words": "",
    }  # fmt: skip
    assert not any(word in json.dumps(told) for word in (*WORDS_OF_HERS, "Joko"))


def test_what_is_not_known_is_not_guessed(new_case: NewCase) -> None:
    told = minimum_of(new_case())
    assert (told["initials"], told["age_band"], told["risk"], told["place"]) == ("", "", "", "")
    assert (told["safe_tonight"], told["police_report"], told["domestic"]) == (None, None, None)
    assert told["kinds"] == told["needs"] == told["others"] == []


def test_of_several_victims_the_others_are_told_by_sex_and_age_alone(new_case: NewCase, everyone: Staff) -> None:
    case = new_case(victims=[SITI])
    child = PersonData(name="Bunga", sex="P", age_band="A06_12")
    people.add(case=case, data=child, roles={"victim": ""}, by=everyone, at=MONDAY + timedelta(minutes=1))
    told = minimum_of(case)
    assert told["initials"] == "S. A."
    assert told["others"] == [{"age_band": "A06_12", "sex": "P"}]
    consenting = case.people.get(age_band="A06_12")
    about_her = minimum_of(case, about=consenting.pk)
    assert (about_her["initials"], about_her["age_band"], about_her["domicile"]) == ("B.", "A06_12", "")
    assert about_her["others"] == [{"age_band": "A25_44", "sex": "P"}]


def fully(case: Case, by: Staff) -> Case:
    """A case of which something is known under every scope."""
    notes.add(case=case, body="Ibu Siti ingin ditelepon sore.", by=by, at=MONDAY)
    victim = case.people.get(roles__kind="victim")
    consents.record(
        case=case, person=victim, kind="record", given=True, way="signed", note="Disaksikan Siti", by=by, at=MONDAY
    )
    row = StepPass.objects.get(case=case, step="buku-tamu")
    version = form_version(key="buku-tamu")
    assert version is not None
    form = filling.form_of(version)
    said = answers(form) | {"guest_name": "Siti Aminah"}
    filling.fill(case=case, step_pass=row, form_key="buku-tamu", answers=said, by=by, at=MONDAY)
    return Case.objects.get(pk=case.pk)


def test_without_any_scope_the_frame_goes_and_no_word_of_hers(case: Case, everyone: Staff) -> None:
    told = file_of(fully(case, everyone), [])
    assert told["format"] == FILE
    assert not any(word in json.dumps(told, ensure_ascii=False) for word in (*WORDS_OF_HERS, "Joko", "Disaksikan"))
    assert [one["kinds"] for one in told["incidents"]] == [["FISIK", "PSIKIS"]]
    (victim,) = [one for one in told["people"] if one["roles"] == [{"kind": "victim", "relation": ""}]]
    assert (victim["residence"], victim["age_band"]) == ("33.22", "A25_44")
    assert [(one["kind"], one["given"], one["note"]) for one in told["consents"]] == [("record", True, "")]
    assert told["steps"][0]["step"] == "buku-tamu"
    assert told["case"]["number"] == case.number


@pytest.mark.parametrize(
    ("scope", "there"),
    [
        ("identity", "3322015708950003"),
        ("contact", "Jalan Contoh 4"),
        ("story", STORY),
        ("notes", "ditelepon sore"),
        ("assessment", "buku-tamu"),
    ],
)
def test_each_scope_lets_its_own_words_go_and_only_those(case: Case, everyone: Staff, scope: str, there: str) -> None:
    whole = fully(case, everyone)
    with_it = json.dumps(file_of(whole, [scope]), ensure_ascii=False)
    others = [code for code in SCOPE if code != scope]
    assert there in with_it
    if scope == "assessment":
        assert file_of(whole, others)["answers"] == []
    else:
        assert there not in json.dumps(file_of(whole, others) | {"answers": []}, ensure_ascii=False)


def test_answers_leave_names_behind_unless_identity_and_contact_both_go(case: Case, everyone: Staff) -> None:
    whole = fully(case, everyone)
    form = filling.form_of(form_version(key="buku-tamu"))
    named = {item.name for item in form.fields if item.sealed == "identity"}
    assert named, "the guest book asks who came"
    for scope in (["assessment"], ["assessment", "identity"], ["assessment", "contact"]):
        assert not named & file_of(whole, scope)["answers"][0]["answers"].keys()
    assert named & file_of(whole, ["assessment", "identity", "contact"])["answers"][0]["answers"].keys()


def test_another_victim_who_did_not_agree_stays_here(new_case: NewCase) -> None:
    case = new_case(victims=[SITI, PersonData(name="Bunga", phone="081300000000", sex="P", age_band="A06_12")])
    other = case.people.exclude(residence="33.22").get()
    told = file_of(case, list(SCOPE), without={other.pk})
    assert sorted((one["name"], one["age_band"]) for one in told["people"]) == [
        ("", "A06_12"),
        ("Siti Aminah", "A25_44"),
    ]
    assert "0813" not in json.dumps(told)


def test_why_the_law_stood_in_place_of_consent_goes_along_with_it(case: Case, everyone: Staff) -> None:
    consents.record(
        case=case, person=None, kind="referral", given=True, way="duty", note="Wali terlapor", scope=["contact"],
        receiver="35.10", by=everyone, at=MONDAY,
    )  # fmt: skip
    (told,) = file_of(case, [])["consents"]
    assert (told["way"], told["note"], told["scope"], told["receiver"]) == (
        "duty", "Wali terlapor", ["contact"], "35.10",
    )  # fmt: skip


def test_whoever_has_no_part_any_more_does_not_go_along(case: Case, everyone: Staff) -> None:
    joko = case.people.get(roles__kind="respondent")
    people.add(case=case, data=PersonData(name="Wati"), roles={"companion": ""}, by=everyone, at=MONDAY)
    joko.roles.update(ended_at=MONDAY)
    assert {one["name"] for one in file_of(case, ["identity"])["people"]} == {"Siti Aminah", "Wati"}


def test_a_scope_that_is_none_is_refused(case: Case) -> None:
    with pytest.raises(ValueError, match="everything"):
        file_of(case, ["identity", "everything"])


def test_what_was_found_last_goes_along(case: Case, everyone: Staff) -> None:
    keep(case, everyone, legal__counsel=False)
    keep(case, everyone, legal__counsel=True)
    assert file_of(case, [])["findings"] == [{"name": "legal.counsel", "value": True}]


def test_a_file_costs_the_same_queries_however_much_is_in_it(case: Case, everyone: Staff) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            file_of(Case.objects.select_related("version__sop").get(pk=case.pk), list(SCOPE))
        return len(queries)

    fully(case, everyone)
    few = cost()
    for place in range(5):
        notes.add(case=case, body=f"Catatan {place}", by=everyone, at=MONDAY)
        people.add(case=case, data=PersonData(name=f"Saksi {place}"), roles={"companion": ""}, by=everyone, at=MONDAY)
        incidents.add(case=case, data=IncidentData(kinds=("PSIKIS",)), by=everyone, at=MONDAY)
    assert cost() == few <= 17


def test_initials_and_needs_read_well() -> None:
    assert initials("  siti  nur aminah binti x ") == "S. N. A."
    assert initials("") == ""
    assert need_words("needs.shelter") == "Memerlukan rumah aman"
