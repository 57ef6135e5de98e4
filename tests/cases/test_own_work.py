"""One person in two lanes may approve their own work; it is seen in the row, in the trail and on paper."""

from datetime import timedelta

import pytest

from cases.models import Event, StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.own_work import in_case
from cases.versions import words_for
from frontend.casework.timeline import happening, own_work_words
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.frontend.screens import enter, faults_of, read
from tests.sop_library.sheets import sop, step

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)
BOTH = {"all_of": ["petugas", "ketua"]}
SIGNED = step("sahkan", kind="signature", lanes={"any_of": ["ketua"]})


def _case(*sheet, by):
    version = adopt(definition=sop(*sheet), at=ADOPTED)
    by = by()
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    return opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY), by


def _everyone():
    return staff("semua", "*")


def _do(case, key, by):
    row = StepPass.objects.get(case=case, step=key, status="open")
    return steps.complete(step_pass=row, work=StepWork(), by=by, at=LATER)


def _own(case):
    case.refresh_from_db()
    return [one.step for one in in_case(case, words_for(case))]


def test_who_wrote_and_signed_is_said_in_the_trail(in_salatiga):
    case, by = _case(step("susun"), SIGNED, step("kirim"), by=_everyone)
    _do(case, "susun", by)
    _do(case, "sahkan", by)
    assert _own(case) == ["sahkan"]
    words = words_for(case)
    own = in_case(case, words)
    told = [
        happening(one, words, now=LATER, own=own).words for one in Event.objects.filter(case=case, kind="step_done")
    ]
    assert [own_work_words() in line for line in told] == [False, True]


def test_another_person_signs_and_nothing_is_said(in_salatiga):
    case, by = _case(step("susun"), SIGNED, by=_everyone)
    _do(case, "susun", by)
    _do(case, "sahkan", staff("ketua", "ketua"))
    assert _own(case) == []


def test_a_step_that_did_not_apply_lies_between(in_salatiga):
    never = {"fact": "risk", "is": "high"}
    case, by = _case(step("susun"), step("lewat", applies_when={"not": never}), SIGNED, by=_everyone)
    case.risk = "high"
    case.save(update_fields=["risk"])
    _do(case, "susun", by)
    assert StepPass.objects.get(case=case, step="lewat").status == "passed_over"
    _do(case, "sahkan", by)
    assert _own(case) == ["sahkan"]


def test_both_signatures_of_one_person(in_salatiga):
    case, by = _case(step("paraf", lanes=BOTH), step("lain"), by=_everyone)
    _do(case, "paraf", by)
    assert _own(case) == ["paraf"]


def test_two_people_sign_and_nothing_is_said(in_salatiga):
    case, _by = _case(step("paraf", lanes=BOTH), step("lain"), by=_everyone)
    row = StepPass.objects.get(case=case, step="paraf")
    steps.sign(step_pass=row, lane="petugas", by=staff("petugas", "petugas"), at=LATER)
    steps.complete(step_pass=row, work=StepWork(), by=staff("ketua", "ketua"), at=LATER)
    assert _own(case) == []


def test_the_page_of_the_case_says_it(salatiga, in_salatiga):
    case, by = _case(step("susun"), SIGNED, step("kirim"), by=_everyone)
    _do(case, "susun", by)
    _do(case, "sahkan", by)
    answer = enter(salatiga, by).get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    assert "dikerjakan dan disahkan orang yang sama" in read(answer).find(id="baris-sahkan").get_text()
    assert "dikerjakan" not in read(answer).find(id="baris-susun").get_text()
    trail = read(enter(salatiga, by).get(f"/kasus/{case.pk}/jejak/")).get_text()
    assert trail.count("dikerjakan dan disahkan orang yang sama") == 1
