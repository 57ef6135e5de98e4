"""Somebody put on the wrong case is taken off it with a trace, a wrong note is struck; neither is carried anywhere."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.case_facts import facts_of
from cases.models import Case, Consent, Correction, Event, Fact, Person, Role, StepPass
from cases.operations import consents, filling, notes, people
from cases.operations.taking_over import supplement
from cases.people import PersonData, read
from cases.queries import register, same_person
from cases.refusals import NotAllowed, Refusal, Stale
from cases.sharing import refusals_of
from cases.stated import differing
from outbox.models import Message
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answers

pytestmark = pytest.mark.django_db
RIGHT = PersonData(name="Siti Aminah", nik="3322015708950003", sex="P", age_band="A25_44")
WRONG = PersonData(name="Bunga Lestari", nik="3373015708950003", phone="081300000000", sex="P", age_band="A25_44")
LATER = MONDAY + timedelta(hours=1)
Say = Callable[..., Consent]


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    """A case with a victim, and another one who belongs to another case."""
    return new_case(victims=[RIGHT, WRONG], respondents=[(PersonData(name="Joko", sex="L"), "SUAMI_ISTRI")])


@pytest.fixture
def wrong(case: Case) -> Person:
    return next(one for one in case.people.all() if one.name == WRONG.name)


@pytest.fixture
def say(case: Case, everyone: Staff) -> Say:
    def record(person: Person | None, kind: str = "interview", *, given: bool = True, **more: Any) -> Consent:
        said = {"way": "spoken", "by": everyone, "at": MONDAY} | more
        return consents.record(case=case, person=person, kind=kind, given=given, **said)

    return record


def off(person: Person, by: Staff, reason: str = "Korban kasus lain", **more: Any) -> Person:
    return people.take_off(person=person, **{"reason": reason, "by": by, "at": LATER} | more)


def test_who_is_taken_off_is_counted_found_and_carried_no_more(case: Case, wrong: Person, everyone: Staff) -> None:
    assert (Fact.objects.get(case=case).women, facts_of(case)["victim.count"]) == (2, 2)
    off(wrong, everyone)

    assert (Fact.objects.get(case=case).women, facts_of(case)["victim.count"]) == (1, 1)
    assert Case.objects.get(pk=case.pk).flow["facts"]["victim.count"] == 1
    for words in (WRONG.nik, WRONG.phone):
        assert not register(to=everyone, words=words).exists()
    assert same_person(nik=WRONG.nik, phone=WRONG.phone, to=everyone) == []
    assert same_person(nik=RIGHT.nik, phone="", to=everyone) == [case]
    told = file_of(case, list(SCOPE))
    assert "Bunga" not in json.dumps(told)
    assert [one["name"] for one in told["people"]] == ["Siti Aminah", "Joko"]
    assert told["off"] == [str(wrong.pk)], "the key alone"


def test_it_leaves_a_sealed_reason_and_what_is_recorded_stays(case: Case, wrong: Person, everyone: Staff) -> None:
    off(wrong, everyone, "Salah nomor")

    trace = Correction.objects.get(case=case)
    assert (trace.table, trace.row_id, trace.field, trace.by) == ("cases_person", wrong.pk, "roles", everyone)
    assert (trace.before, trace.because.words) == ("victim", "Salah nomor")
    event = Event.objects.get(case=case, kind="person_taken_off")
    assert (event.data, event.by) == ({"roles": ["victim"]}, everyone)
    assert read(Person.objects.get(pk=wrong.pk)) == WRONG
    assert Role.objects.get(person=wrong).ended_at == LATER


def test_nobody_is_taken_off_without_a_reason_twice_or_by_whoever_is_not_of_the_sop(
    case: Case, wrong: Person, everyone: Staff
) -> None:
    with pytest.raises(Refusal) as refused:
        off(wrong, everyone, "  ")
    assert (refused.value.code, [one.field for one in refused.value.missing]) == ("reason_missing", ["reason"])
    with pytest.raises(NotAllowed):
        off(wrong, staff("tamu"))
    assert not Event.objects.filter(kind="person_taken_off").exists()
    off(wrong, everyone)
    with pytest.raises(Stale) as stale:
        off(Person.objects.get(pk=wrong.pk), everyone)
    assert stale.value.code == "off_already"


def test_the_last_victim_and_the_last_party_stay(
    case: Case, wrong: Person, new_case: Callable[..., Case], everyone: Staff
) -> None:
    off(wrong, everyone)
    last = Person.objects.get(case=case, roles__kind="victim", roles__ended_at=None)
    with pytest.raises(Refusal) as refused:
        off(last, everyone)
    assert (refused.value.code, "satu-satunya korban" in refused.value.message) == ("last_victim", True)

    other = new_case(reporter=PersonData(name="Wati"))
    with pytest.raises(Refusal) as refused:
        off(Person.objects.get(case=other), everyone)
    assert (refused.value.code, "satu-satunya pihak" in refused.value.message) == ("last_party", True)


def test_whoever_is_put_back_has_a_part_again_with_its_trace(case: Case, wrong: Person, everyone: Staff) -> None:
    off(wrong, everyone)
    again = {"person": wrong, "data": WRONG, "roles": {"victim": ""}, "by": everyone, "at": LATER}
    with pytest.raises(Stale) as stale:
        people.correct(**again | {"data": RIGHT}, reason="Salah ketik")
    assert stale.value.code == "off_already"
    with pytest.raises(Refusal) as refused:
        people.correct(**again, reason=" ", back=True)
    assert refused.value.code == "reason_missing"
    assert facts_of(case)["victim.count"] == 1
    people.correct(**again, reason="Ternyata benar", back=True)

    assert facts_of(case)["victim.count"] == 2
    assert Event.objects.get(case=case, kind="person_put_back").data == {"fields": ["roles"]}
    assert sorted(one.before for one in Correction.objects.filter(row_id=wrong.pk)) == ["", "victim"]
    assert same_person(nik=WRONG.nik, phone="", to=everyone) == [case]
    assert file_of(case, [])["off"] == []


def test_a_word_of_hers_counts_no_more_a_yes_nor_a_no(case: Case, wrong: Person, say: Say, everyone: Staff) -> None:
    right = Person.objects.exclude(pk=wrong.pk).get(case=case, roles__kind="victim")
    say(right)
    say(wrong, given=False)
    say(wrong, "referral", given=False)
    assert facts_of(case)["consent.interview"] is False
    assert refusals_of(case)
    off(wrong, everyone)

    assert facts_of(case)["consent.interview"] is True
    assert refusals_of(case) == []
    assert [one["person"] for one in file_of(case, [])["consents"]] == [str(right.pk)]
    with pytest.raises(Refusal) as refused:
        say(wrong, at=LATER)
    assert [one.field for one in refused.value.missing] == ["person"]


def test_a_parent_who_was_none_speaks_for_no_child(new_case: Callable[..., Case], everyone: Staff) -> None:
    case = new_case(victims=[PersonData(sex="P", age_band="A06_12")], reporter=PersonData(name="Wati"))
    mother = case.people.get(roles__kind="reporter")
    said = {"case": case, "person": mother, "kind": "interview", "way": "guardian", "by": everyone, "at": MONDAY}
    consents.record(given=True, **said)
    assert facts_of(case)["consent.interview"] is True
    off(mother, everyone)
    assert "consent.interview" not in facts_of(case)


def test_what_she_agreed_to_share_is_weighed_again_and_put_back_she_has_refused_nothing(
    case: Case, wrong: Person, say: Say, everyone: Staff
) -> None:
    agreed = say(wrong, "referral", scope=("identity",), receiver="35.10")
    off(wrong, everyone)
    assert facts_of(case).get("consent.referral") is None
    weighed = Message.objects.filter(topic="case.consent_withdrawn")
    assert [one.payload["kind"] for one in weighed] == ["person_taken_off"]
    people.correct(person=wrong, data=WRONG, roles={"victim": ""}, reason="Benar", back=True, by=everyone, at=LATER)

    agreed.refresh_from_db()
    assert (agreed.withdrawn_at, refusals_of(case), facts_of(case)["consent.referral"]) == (None, [], True)
    assert not Event.objects.filter(case=case, kind="consent_withdrawn").exists()


def test_forms_filled_while_she_was_there_name_nobody_any_more(case: Case, wrong: Person, everyone: Staff) -> None:
    """A form says not whose name it holds."""
    row = StepPass.objects.get(case=case, step="buku-tamu")
    given = answers(filling.form_of(form_version(key="buku-tamu"))) | {"guest_name": "Bunga Lestari"}
    filling.fill(case=case, step_pass=row, form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
    whole = ["assessment", "identity", "contact"]
    assert "Bunga" in json.dumps(file_of(case, whole)["answers"])
    off(wrong, everyone)

    (told,) = file_of(case, whole)["answers"]
    assert told["answers"], "what names nobody goes"
    assert "Bunga" not in json.dumps(told)
    assert differing(case) == [], "it may have meant either"


def test_an_office_that_was_told_of_her_takes_her_off_and_does_not_bring_her_back(
    case: Case, wrong: Person, everyone: Staff
) -> None:
    before = file_of(case, ["identity"])
    said = {"case": case, "office_name": "Kabupaten Lain", "by": everyone, "at": LATER}
    after = {
        **before,
        "people": [one for one in before["people"] if one["id"] != str(wrong.pk)],
        "off": [str(wrong.pk)],
    }
    supplement(file=after, before=before, **said)
    assert Role.objects.get(person=wrong).ended_at == LATER
    assert Correction.objects.get(row_id=wrong.pk).because.words.startswith("Menurut Kabupaten Lain bukan bagian")

    supplement(file=before, before=before, **said)
    assert Role.objects.get(person=wrong).ended_at == LATER, "what was decided here stays"
    supplement(file=before, before=after, **said)
    assert Role.objects.filter(person=wrong, ended_at=None).count() == 1, "they put her back"


def test_a_part_that_is_taken_away_asks_why_and_one_that_is_added_only_leaves_its_trace(
    case: Case, wrong: Person, everyone: Staff
) -> None:
    changed = {"person": wrong, "data": WRONG, "by": everyone, "at": LATER}
    with pytest.raises(Refusal) as refused:
        people.correct(roles={"reporter": ""}, reason="", **changed)
    assert refused.value.code == "reason_missing"
    people.correct(roles={"victim": "", "reporter": ""}, reason="", **changed)
    people.correct(roles={"reporter": ""}, reason="Ia yang melapor", **changed)

    traces = Correction.objects.filter(row_id=wrong.pk, field="roles")
    assert {(one.before, one.because.words if one.because else None) for one in traces} == {
        ("victim", None), ("reporter,victim", "Ia yang melapor"),
    }  # fmt: skip
    assert [one.data for one in Event.objects.filter(kind="person_corrected")] == [{"fields": ["roles"]}] * 2


def test_a_struck_note_goes_along_no_more_and_stays_as_it_was_written(case: Case, everyone: Staff) -> None:
    keep = notes.add(case=case, body="Ditelepon sore.", by=everyone, at=MONDAY)
    wrong = notes.add(case=case, body="Cerita keluarga lain.", by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        notes.strike(note=wrong, reason="", by=everyone, at=LATER)
    assert refused.value.code == "reason_missing"
    with pytest.raises(NotAllowed):
        notes.strike(note=wrong, reason="x", by=staff("tamu"), at=LATER)
    notes.strike(note=wrong, reason="Kasus lain", by=everyone, at=LATER)

    assert [one["body"] for one in file_of(case, ["notes"])["notes"]] == [keep.body]
    struck = Correction.objects.get(table="cases_note")
    assert (struck.row_id, struck.because.words, struck.by, struck.at) == (wrong.pk, "Kasus lain", everyone, LATER)
    wrong.refresh_from_db()
    assert wrong.body == "Cerita keluarga lain."
    assert Event.objects.get(case=case, kind="note_struck").data == {}
    with pytest.raises(Stale) as stale:
        notes.strike(note=wrong, reason="lagi", by=everyone, at=LATER)
    assert stale.value.code == "struck_already"
