"""Facts that decide what a step needs are asked for with the step, not after it was refused."""

import pytest

from cases.models import Case
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.progress import progress
from sop_library.definition import parse
from sop_library.loading import check_document, with_order
from sop_library.operations.adopting import adopt
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db


def step(key: str, **more) -> dict:
    return {"key": key, "name": key, "text": f"{key}.", "lanes": {"any_of": ["meja"]}, "stage": "intake", **more}


@pytest.fixture
def version(in_salatiga):
    document = with_order(
        {
            "format": "rangkul-sop/1", "sop": "contoh/bertanya", "name": "Bertanya", "title": "BERTANYA",
            "service": "pengaduan-langsung", "regency": "33.73",
            "lanes": {"meja": {"label": "Meja depan", "name": "Meja depan"}},
            "doors": {"datang": {"label": "Datang sendiri", "starts": "terima", "channel": "datang"}},
            "steps": [
                step(
                    "terima",
                    needs=[
                        {"document": "Surat rumah aman", "key": "surat", "when": {"fact": "needs.shelter", "is": True}}
                    ],
                    outputs=[{"key": "laporan", "label": "Laporan", "when": {"fact": "crisis", "is": True}}],
                    then="akhir",
                ),
                step("akhir", kind="end"),
            ],
            "source": {"document": "contoh"},
        }
    )  # fmt: skip
    assert not check_document(document)
    return adopt(definition=parse(document), at=MONDAY)


def test_an_undecided_condition_is_asked_for_and_its_answer_taken_at_once(version):
    by = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    case = opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY)
    panel = progress(case=case, by=by).panels[0]
    assert {kind.name for kind in panel.facts_asked} == {"needs.shelter", "crisis"}
    assert [row.applies for row in panel.needs] == [None]

    facts = {"needs.shelter": False, "crisis": False}
    steps.complete(step_pass=panel.row, work=StepWork(facts=facts), by=by, at=MONDAY)
    panels = progress(case=Case.objects.get(pk=case.pk), by=by).panels
    assert [one.step.key for one in panels] != ["terima"]
