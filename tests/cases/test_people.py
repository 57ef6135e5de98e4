"""People of a case: four regions apart, corrections with a trace, masked in lists, found by blind index only."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases import keys, queries
from cases.case_facts import facts_of
from cases.models import Case, Correction, Event, Fact, Incident, Person, Role
from cases.operations import consents, incidents, opening, people, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData, read
from cases.refusals import NotAllowed, Refusal
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db
SARI = PersonData(
    name="Sari Melati", nik="3373015708950003", phone="0812-1216-0212", birth_date=date(1995, 8, 17), sex="P",
    residence="33.22", domicile="33.73", presence="33.74", occupation="IRT",
)  # fmt: skip
VICTIM = {"victim": ""}


@pytest.fixture
def case(new_case):
    return new_case()


def test_what_was_typed_comes_back_and_the_band_is_read_from_the_birth_date(case, everyone):
    person = people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)
    kept = read(Person.objects.get(pk=person.pk))

    assert (kept.name, kept.nik, kept.birth_date, kept.age_band) == (SARI.name, SARI.nik, SARI.birth_date, "A25_44")
    assert (kept.residence, kept.domicile, kept.presence) == ("33.22", "33.73", "33.74")


def test_the_database_never_sees_the_name(case, everyone):
    people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_person::text FROM cases_person")
        assert all("Sari" not in row and "3373015708950003" not in row for (row,) in cursor.fetchall())


def test_a_region_that_is_no_code_is_refused_by_the_database(case, everyone):
    with pytest.raises(IntegrityError), transaction.atomic():
        people.add(case=case, data=PersonData(residence="3322"), roles=VICTIM, by=everyone, at=MONDAY)


def test_a_correction_keeps_what_stood_there_and_who_and_why(case, everyone):
    person = people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)
    mended = PersonData(**{**SARI.__dict__, "name": "Sari Melati Putri", "marital": "MENIKAH"})
    people.correct(
        person=person, data=mended, roles=VICTIM, reason="Nama di KK", by=everyone, at=MONDAY + timedelta(hours=1)
    )

    correction, filled = Correction.objects.order_by("-field")
    assert (correction.field, correction.before, correction.because.words) == ("name", "Sari Melati", "Nama di KK")
    assert (filled.field, filled.before) == ("marital", "")
    assert read(Person.objects.get(pk=person.pk)).name == "Sari Melati Putri"
    assert Event.objects.get(kind="person_corrected").data == {"fields": ["marital", "name"]}


def test_adding_what_was_unknown_needs_no_reason_but_replacing_does(case, everyone):
    person = people.add(case=case, data=PersonData(sex="P"), roles=VICTIM, by=everyone, at=MONDAY)
    people.correct(
        person=person, data=PersonData(sex="P", name="Sari"), roles=VICTIM, reason="", by=everyone, at=MONDAY
    )
    with pytest.raises(Refusal) as refused:
        people.correct(person=person, data=PersonData(sex="L"), roles=VICTIM, reason="", by=everyone, at=MONDAY)
    assert refused.value.code == "reason_missing"
    assert read(Person.objects.get(pk=person.pk)).sex == "P"


def test_the_fact_counts_victims_by_sex_and_age_and_follows_corrections(case, everyone):
    child = people.add(case=case, data=PersonData(sex="P", age_band="A06_12"), roles=VICTIM, by=everyone, at=MONDAY)
    people.add(case=case, data=PersonData(sex="L"), roles=VICTIM, by=everyone, at=MONDAY)
    fact = Fact.objects.get(case=case)
    assert (fact.girls, fact.boys, fact.women, fact.men, fact.unknown) == (1, 0, 0, 0, 1)

    people.correct(
        person=child, data=PersonData(sex="P", age_band="A18_24"), roles=VICTIM, reason="umur", by=everyone, at=MONDAY
    )
    fact.refresh_from_db()
    assert (fact.girls, fact.women) == (0, 1)


def test_the_register_finds_by_number_by_nik_and_by_phone_and_by_no_part_of_them(case, everyone):
    people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)

    for words in (case.number, case.number[-4:], "3373 0157 0895 0003", "+62 812 1216 0212"):
        assert list(queries.register(to=everyone, words=words)) == [case], words
    for words in ("33730157", "3373015708950004", "Sari", "0812"):
        assert not queries.register(to=everyone, words=words).exists(), words


def test_the_same_person_is_recognised_at_intake(case, everyone):
    people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)

    assert queries.same_person(nik=SARI.nik, phone="", to=everyone) == [case]
    assert queries.same_person(nik="", phone="081212160212", to=everyone) == [case]
    assert queries.same_person(nik="", phone="", to=everyone) == []
    assert queries.same_person(nik=SARI.nik, phone="", to=everyone, besides=case) == []


def test_a_colleague_outside_the_sop_finds_nothing_and_may_change_nothing(case, everyone):
    person = people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)
    outsider = staff("tamu")

    assert not queries.register(to=outsider, words=case.number).exists()
    with pytest.raises(NotAllowed):
        people.correct(person=person, data=SARI, roles=VICTIM, reason="x", by=outsider, at=MONDAY)


def test_a_withdrawn_consent_stays_on_record_as_both(case, everyone):
    person = people.add(case=case, data=SARI, roles=VICTIM, by=everyone, at=MONDAY)
    consent = consents.record(
        case=case, person=person, kind="referral", given=True, way="signed", by=everyone, at=MONDAY
    )
    consents.withdraw(consent=consent, by=everyone, at=MONDAY + timedelta(hours=1))
    with pytest.raises(Refusal):
        consents.withdraw(consent=consent, by=everyone, at=MONDAY + timedelta(hours=2))

    consent.refresh_from_db()
    assert (consent.given, consent.withdrawn_at) == (True, MONDAY + timedelta(hours=1))


def test_risk_is_rated_again_with_both_ratings_in_the_trail(case, everyone):
    incidents.rate_risk(case=case, risk="medium", by=everyone, at=MONDAY)
    case.refresh_from_db()
    incidents.rate_risk(case=case, risk="high", by=everyone, at=MONDAY)

    data = list(Event.objects.filter(kind="risk_rated").values_list("data", flat=True))
    assert data == [{"risk": "medium", "before": ""}, {"risk": "high", "before": "medium"}]


def test_several_incidents_add_up_to_one_set_of_kinds(case, everyone):
    incidents.add(case=case, data=IncidentData(kinds=("FISIK",), domestic=True), by=everyone, at=MONDAY)
    incidents.add(case=case, data=IncidentData(kinds=("PSIKIS", "FISIK")), by=everyone, at=MONDAY)

    assert Fact.objects.get(case=case).kinds == ["FISIK", "PSIKIS"]


def test_one_incident_in_the_household_makes_the_case_domestic_whichever_came_first(case, everyone):
    incidents.add(case=case, data=IncidentData(kinds=("FISIK",), domestic=False), by=everyone, at=MONDAY)
    assert Fact.objects.get(case=case).domestic is False
    incidents.add(case=case, data=IncidentData(kinds=("FISIK",), domestic=True), by=everyone, at=MONDAY)

    assert facts_of(case)["incident.domestic"] is Fact.objects.get(case=case).domestic is True


def test_a_child_born_while_the_case_runs_is_recorded_as_one(case, everyone):
    born, later = date(2026, 12, 10), MONDAY + timedelta(days=30)
    child = people.add(
        case=case, data=PersonData(name="Bayi", sex="L", birth_date=born), roles=VICTIM, by=everyone, at=later
    )
    assert child.age_band == "A00_05"
    assert Fact.objects.get(case=case).boys == 1
    put_right = PersonData(name="Bayi", sex="L", birth_date=born + timedelta(days=1))
    people.correct(person=child, data=put_right, roles=VICTIM, reason="Akta lahir", by=everyone, at=later)
    assert read(Person.objects.get(pk=child.pk)) == replace(put_right, age_band="A00_05")


def test_a_relation_is_corrected_like_any_other_field(case, everyone):
    roles = {"respondent": "TETANGGA"}
    person = people.add(case=case, data=PersonData(name="Rekaan"), roles=roles, by=everyone, at=MONDAY)
    mended = {"person": person, "data": PersonData(name="Rekaan"), "roles": {"respondent": "ORANG_TUA"}}
    with pytest.raises(Refusal) as refused:
        people.correct(**mended, reason="", by=everyone, at=MONDAY)
    assert refused.value.code == "reason_missing"

    people.correct(**mended, reason="kata korban", by=everyone, at=MONDAY)

    kept = Correction.objects.get()
    assert (kept.field, kept.before, kept.row_id) == ("relation", "TETANGGA", person.pk)
    assert kept.because.words == "kata korban"
    assert Role.objects.get(person=person).relation == "ORANG_TUA"
    assert Event.objects.get(kind="person_corrected").data == {"fields": ["relation"]}
    assert Case.objects.get(pk=case.pk).flow["facts"]["respondent.guardian"] is True


def test_a_relation_that_was_unknown_is_added_without_a_reason(case, everyone):
    person = people.add(case=case, data=PersonData(name="Rekaan"), roles={"respondent": ""}, by=everyone, at=MONDAY)
    people.correct(
        person=person, data=PersonData(name="Rekaan"), roles={"respondent": "ORANG_TUA"}, reason="", by=everyone,
        at=MONDAY,
    )  # fmt: skip

    kept = Correction.objects.get()
    assert (kept.field, kept.before, kept.because) == ("relation", "", None)
    assert Case.objects.get(pk=case.pk).flow["facts"]["respondent.guardian"] is True


def test_what_is_filled_later_leaves_its_trace_without_a_reason(case, everyone):
    person = people.add(case=case, data=PersonData(name="Rekaan"), roles=VICTIM, by=everyone, at=MONDAY)
    more = PersonData(name="Rekaan", residence="33.73")
    people.correct(person=person, data=more, roles=VICTIM, reason="", by=everyone, at=MONDAY)
    incident = incidents.add(case=case, data=IncidentData(kinds=("FISIK",)), by=everyone, at=MONDAY)
    told = IncidentData(kinds=("FISIK",), place="33.73")
    incidents.correct(incident=incident, data=told, reason="", by=everyone, at=MONDAY)

    assert {(one.field, one.before, one.because) for one in Correction.objects.all()} == {
        ("residence", "", None), ("place", "", None),
    }  # fmt: skip


def test_of_two_corrections_at_once_the_later_keeps_what_the_earlier_wrote(case, everyone):
    """Each page holds the row as it was when the page was made."""
    person = people.add(case=case, data=PersonData(name="Satu"), roles=VICTIM, by=everyone, at=MONDAY)
    incident = incidents.add(case=case, data=IncidentData(kinds=("FISIK",)), by=everyone, at=MONDAY)
    pages = [(Person.objects.get(pk=person.pk), Incident.objects.get(pk=incident.pk)) for _ in range(2)]
    for (whom, what), name, kind in zip(pages, ("Dua", "Tiga"), ("PSIKIS", "SEKSUAL"), strict=True):
        people.correct(person=whom, data=PersonData(name=name), roles=VICTIM, reason="x", by=everyone, at=MONDAY)
        incidents.correct(incident=what, data=IncidentData(kinds=(kind,)), reason="x", by=everyone, at=MONDAY)

    assert {one.before for one in Correction.objects.all()} == {"Satu", "Dua", "('FISIK',)", "('PSIKIS',)"}


def test_a_rating_from_an_older_page_still_says_what_stood_before(case, everyone):
    older = Case.objects.get(pk=case.pk)
    incidents.rate_risk(case=case, risk="medium", by=everyone, at=MONDAY)
    incidents.rate_risk(case=older, risk="high", by=everyone, at=MONDAY)

    assert Event.objects.filter(kind="risk_rated").last().data == {"risk": "high", "before": "medium"}


def test_confirming_the_risk_is_an_act_with_its_event(case, everyone):
    for _again in range(2):
        incidents.rate_risk(case=case, risk="high", by=everyone, at=MONDAY)

    data = list(Event.objects.filter(case=case, kind="risk_rated").values_list("data", flat=True))
    assert data == [{"risk": "high", "before": ""}, {"risk": "high", "before": "high"}]


def test_people_of_one_moment_stand_in_the_order_in_which_they_were_told(everyone, langsung):
    told = [PersonData(name=f"Anak {number}", age_band="A0_5") for number in range(12)]
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
    case = opening.open_case(report=report, version=langsung, door="datang", victims=told, by=everyone, at=MONDAY)

    assert [person.name for person in Person.objects.filter(case=case)] == [one.name for one in told]


def test_keys_rise_also_when_the_clock_is_set_back(monkeypatch):
    before = keys.rising_key()
    monkeypatch.setattr("cases.keys.time_ns", lambda: 0)
    after = [keys.rising_key() for _time in range(5000)]

    assert [before, *after] == sorted({before, *after})
    assert {(key.version, key.variant) for key in after} == {(7, uuid.RFC_4122)}
