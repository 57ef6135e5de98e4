"""A case whose SOP finds that the person has one already ends as that, and is joined to the other one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Ending, Event, Fact, StepPass
from cases.operations import joining, lifecycle, opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.refusals import NotAllowed, Refusal, Stale
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.frontend.screens import enter, faults_of, read, words
from tests.sop_library.sheets import outcome, sop, step

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)
ASKED = step("periksa", outcomes=[outcome("lama", "attach"), outcome("baru")])


@pytest.fixture
def pair(in_salatiga):
    """Two cases of one person, the newer one found to be of the older, and who works on them."""
    version = adopt(definition=sop(ASKED, step("kerjakan")), at=ADOPTED)
    by = staff("semua", "*")

    def opened(chosen):
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
        case = opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY)
        first = StepPass.objects.get(case=case)
        return steps.complete(step_pass=first, work=StepWork(outcomes=(chosen,)), by=by, at=LATER)

    return opened("baru"), opened("lama"), by


def _join(case, number, by):
    return joining.join(case=case, number=number, by=by, at=LATER)


def test_it_ends_as_what_it_is_and_is_joined(pair):
    older, newer, by = pair
    ending = newer.endings.get()
    assert (newer.state, ending.kind, ending.reason) == ("ended", Ending.Kind.ATTACHED, Ending.Reason.DUPLICATE)
    assert Fact.objects.get(case=newer).state == "ended"

    assert _join(newer, f" {older.number.lower()} ", by) == older

    ending.refresh_from_db()
    assert ending.joined == older
    assert Event.objects.filter(case=newer).last().data == {"to": older.number}
    assert Event.objects.filter(case=older).last().data == {"joined": newer.number}
    assert Fact.objects.get(case=newer).state == "undone", "the matter is counted once"
    with pytest.raises(Stale, match="joined"):
        _join(newer, older.number, by)


def test_opened_again_it_counts_again(pair):
    older, newer, by = pair
    _join(newer, older.number, by)
    lifecycle.reopen(case=newer, because="Orang lain", step="periksa", by=by, at=LATER)
    assert Fact.objects.get(case=newer).state == "running"


@pytest.mark.parametrize(
    ("number", "code"), [("ZZZ-26-9999", "case_unknown"), ("\x00", "case_unknown"), ("own", "same_case")]
)
def test_only_to_another_case_that_is_seen(pair, number, code):
    _older, newer, by = pair
    with pytest.raises(Refusal) as refused:
        _join(newer, newer.number if number == "own" else number, by)
    assert refused.value.code == code
    assert [one.field for one in refused.value.missing] == ["number"]


def test_not_to_one_that_is_over_nor_from_one_that_goes_on(pair):
    older, newer, by = pair
    with pytest.raises(Refusal, match="not_attached"):
        _join(older, newer.number, by)
    lifecycle.close(case=older, reason="withdrawn", by=by, at=LATER)
    with pytest.raises(Refusal, match="case_ended"):
        _join(newer, older.number, by)


def test_nobody_outside_the_sop_joins_cases(pair):
    older, newer, _by = pair
    with pytest.raises(NotAllowed):
        _join(newer, older.number, staff("orang-lain"))


def test_only_an_end_of_that_kind_names_another_case(pair):
    older, newer, by = pair
    with pytest.raises(IntegrityError), transaction.atomic():
        newer.endings.update(joined=newer)
    lifecycle.close(case=older, reason="withdrawn", by=by, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        older.endings.update(joined=newer)


def test_the_page_leads_there_and_back(salatiga, pair):
    older, newer, by = pair
    client = enter(salatiga, by)
    page = f"/kasus/{newer.pk}/"
    answer = client.get(page)
    assert faults_of(answer) == []
    assert "orang ini sudah punya kasus" in words(answer)
    assert read(answer).find("a", href=f"{page}gabungan/")

    wrong = client.post(f"{page}gabungan/", {"number": "SAL-26-9999"})
    assert wrong.status_code == 422
    assert "Periksa nomornya" in words(wrong)
    assert 'value="SAL-26-9999"' in wrong.content.decode()
    assert faults_of(wrong) == []

    assert client.post(f"{page}gabungan/", {"number": older.number}).status_code == 303
    answer = client.get(page)
    assert f"Digabung ke kasus {older.number}." in words(answer)
    assert read(answer).find("a", href=f"/kasus/{older.pk}/")
    assert f"Kasus {newer.number} digabung ke kasus ini" in words(client.get(f"/kasus/{older.pk}/"))
    assert Case.objects.count() == 2
