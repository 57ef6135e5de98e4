"""Joining a case offers those in which its victim is known already, as the intake does, as far as one may see them."""

from datetime import date, timedelta

import pytest

from accounts.models import Staff
from cases.models import Case, Ending, Role, StepPass
from cases.operations import joining, lifecycle, opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from cases.queries import other_cases_of
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.frontend.screens import enter, faults_of, read, words
from tests.sop_library.sheets import outcome, sop, step

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)
ASKED = step("periksa", outcomes=[outcome("lama", "attach"), outcome("baru")])
NIK, PHONE = "3373015409900001", "081212160212"


@pytest.fixture
def version(in_salatiga) -> SopVersion:
    return adopt(definition=sop(ASKED, step("kerjakan")), at=ADOPTED)


@pytest.fixture
def by(version: SopVersion) -> Staff:
    return staff("semua", "*")


def opened(version: SopVersion, by: Staff, chosen: str, *, role: str = "victim", **known: str) -> Case:
    person = PersonData(sex="P", birth_date=date(1990, 9, 14), **known)
    people = {"victims": [person]} if role == "victim" else {"respondents": [(person, "")]}
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    case = opening.open_case(report=report, version=version, door="datang", **people, by=by, at=MONDAY)
    return steps.complete(step_pass=StepPass.objects.get(case=case), work=StepWork(outcomes=(chosen,)), by=by, at=LATER)


def test_a_victim_is_found_again_by_nik_or_by_telephone(version, by):
    by_nik, by_phone = opened(version, by, "baru", nik=NIK), opened(version, by, "baru", phone=PHONE)
    opened(version, by, "baru", nik="3373015409900002", phone="081212160213")
    opened(version, by, "baru")
    newer = opened(version, by, "lama", nik=NIK, phone=PHONE)
    assert {case.pk for case in other_cases_of(newer, to=by)} == {by_nik.pk, by_phone.pk}
    assert other_cases_of(opened(version, by, "lama"), to=by) == [], "nobody is known by a number that nobody gave"


def test_nor_what_the_worker_may_not_see_nor_by_the_respondent(version, by):
    opened(version, by, "baru", nik=NIK)
    newer = opened(version, by, "lama", nik=NIK)
    assert other_cases_of(newer, to=staff("orang-lain")) == []
    shared = opened(version, by, "lama", role="respondent", nik=NIK)
    assert Role.objects.get(person__case=shared).kind == Role.Kind.RESPONDENT
    assert other_cases_of(shared, to=by) == []


def test_one_that_was_chosen_is_joined(salatiga, version, by, django_assert_max_num_queries):
    older, newer = opened(version, by, "baru", nik=NIK), opened(version, by, "lama", nik=NIK)
    client, page = enter(salatiga, by), f"/kasus/{newer.pk}/gabungan/"
    with django_assert_max_num_queries(20):
        answer = client.get(page)
    assert faults_of(answer) == []
    assert [one["value"] for one in read(answer).select("input[name=which]")] == [older.number, "lain"]
    assert "Berjalan" in words(answer)

    for nothing in ({}, {"which": "lain"}):
        assert "Pilih kasusnya, atau tulis nomor registernya" in words(client.post(page, nothing))
    assert client.post(page, {"which": "SLT-99-9999"}).status_code == 422
    assert client.post(page, {"which": older.number}).status_code == 303
    assert newer.endings.get(kind=Ending.Kind.ATTACHED).joined == older


def test_another_one_is_still_named_by_its_number(salatiga, version, by):
    opened(version, by, "baru", nik=NIK)
    unknown, newer = opened(version, by, "baru"), opened(version, by, "lama", nik=NIK)
    page = f"/kasus/{newer.pk}/gabungan/"
    assert enter(salatiga, by).post(page, {"which": "lain", "number": unknown.number}).status_code == 303
    assert newer.endings.get(kind=Ending.Kind.ATTACHED).joined == unknown


def test_one_that_is_over_is_named_with_what_to_do_first(salatiga, version, by):
    older, newer = opened(version, by, "baru", nik=NIK), opened(version, by, "lama", nik=NIK)
    lifecycle.close(case=older, reason="withdrawn", by=by, at=LATER)
    answer = enter(salatiga, by).get(f"/kasus/{newer.pk}/gabungan/")
    assert f"Kasus orang ini yang sudah selesai: {older.number}. Buka kembali lebih dulu" in words(answer)
    assert not read(answer).select("input[name=which]")
    assert faults_of(answer) == []


def test_a_case_opened_by_mistake_is_none(version, by):
    older, newer = opened(version, by, "baru", nik=NIK), opened(version, by, "lama", nik=NIK)
    lifecycle.close(case=older, reason="withdrawn", by=by, at=LATER)
    older.endings.update(reason=Ending.Reason.MISTAKEN)
    assert other_cases_of(newer, to=by) == []
    joined = opened(version, by, "baru", nik=NIK)
    assert joining.join(case=newer, number=joined.number, by=by, at=LATER) == joined
