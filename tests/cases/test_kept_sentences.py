"""Sentences of the product's own that are stored stay Indonesian, whoever's English screen brought them about."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.models import Case, Consent, Correction, Note
from cases.operations import consents, lifecycle, notes, opening, reports
from cases.operations.reports import ReportData
from cases.operations.taking_over import merge
from cases.people import PersonData
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = MONDAY + 2 * HOUR


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_why_a_case_was_opened_again(new_case: Callable[..., Case], everyone: Staff) -> None:
    case = new_case()
    lifecycle.close(case=case, reason="withdrawn", note="Sudah selesai.", by=everyone, at=MONDAY + HOUR)
    report = reports.receive(data=ReportData(channel="telepon"), by=everyone, at=LATER)
    opening.attach(report=report, case=case, by=everyone, at=LATER)
    assert case.endings.get().reopened_because.words == f"Laporan baru {report.code}"


def test_what_another_office_told_and_changed(new_case: Callable[..., Case], everyone: Staff) -> None:
    theirs = new_case(victims=[PersonData(name="Siti", sex="P")])
    notes.add(case=theirs, body="Datang sendiri.", by=everyone, at=MONDAY + HOUR)
    consents.record(
        case=theirs, person=theirs.people.get(), kind="referral", given=True, way="duty", note="Nyawa terancam.",
        receiver="35.10", by=everyone, at=MONDAY + HOUR,
    )  # fmt: skip
    before = file_of(theirs, list(SCOPE))
    before["consents"][0]["note"] = ""
    ours = new_case(victims=[])
    merge(case=ours, file=before, office_name="Kota Salatiga", by=everyone, at=LATER)
    assert Note.objects.get(case=ours).body.startswith("Kota Salatiga, ")
    assert Consent.objects.get(case=ours).note == "Alasannya ada di kantor yang mencatat."

    told = file_of(theirs, list(SCOPE))
    told["people"][0]["name"] = "Siti Aminah"
    merge(case=ours, file=told, before=before, office_name="Kota Salatiga", by=everyone, at=LATER)
    assert {row.because.words for row in Correction.objects.filter(case=ours)} == {"Diperbaiki oleh Kota Salatiga"}
