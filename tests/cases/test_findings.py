"""A step that waits for facts no row holds is answered where it waits: no SOP of the language can get stuck on one."""

import pytest

from cases.case_facts import ON_PAGES, READ_OFF, facts_of
from cases.models import Event, Finding, StepPass
from cases.operations import findings, opening, reports, stating
from cases.operations.reports import ReportData
from cases.progress import progress
from cases.refusals import Refusal, Stale
from sop_library.facts import FACTS
from sop_library.operations.adopting import adopt
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answer
from tests.sop_library.sheets import sop, step

pytestmark = pytest.mark.django_db


def opened(*steps, **fields):
    """A case of an SOP made for the test, and someone who may do everything."""
    version = adopt(definition=sop(*steps, **fields), at=MONDAY)
    everyone = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
    return opening.open_case(report=report, version=version, door="datang", by=everyone, at=MONDAY), everyone


def waiting(case) -> StepPass:
    return StepPass.objects.get(case=case, status=StepPass.Status.WAITING)


def test_every_fact_with_a_page_has_a_column_and_no_other_has():
    assert {stating.RISK, stating.KINDS, *stating.OF_VICTIM, *stating.OF_INCIDENT} == ON_PAGES
    assert FACTS.keys() >= ON_PAGES | READ_OFF


@pytest.mark.parametrize(
    "name", sorted(name for name in FACTS if name not in ON_PAGES | READ_OFF and not name.startswith("consent."))
)
@pytest.mark.parametrize("how", ["applies_when", "gate"])
def test_no_step_is_stuck_on_a_fact_that_no_row_holds(in_salatiga, name, how):
    value = answer(FACTS[name])
    test = {"fact": name, "is": value[0] if isinstance(value, tuple) else value}
    asks = {"applies_when": test} if how == "applies_when" else {"gate": {"when": test, "words": "Tunggu"}}
    case, everyone = opened(step("a", **asks))
    (panel,) = progress(case=case, by=everyone).panels
    assert [kind.name for kind in panel.facts_to_state] == [name]

    findings.state(step_pass=waiting(case), facts={name: value}, by=everyone, at=MONDAY)

    assert StepPass.objects.get(case=case).status == StepPass.Status.OPEN
    assert facts_of(case)[name] == value
    assert Event.objects.get(case=case, kind="facts_recorded").step == "a"


def test_what_a_gate_found_against_may_be_stated_anew(in_salatiga):
    shelter = {"when": {"fact": "needs.shelter", "is": True}, "words": "Hanya bila memerlukan rumah aman"}
    case, everyone = opened(step("a", gate=shelter))
    for needs in (False, True):
        findings.state(step_pass=waiting(case), facts={"needs.shelter": needs}, by=everyone, at=MONDAY)
    assert list(Finding.objects.filter(case=case).values_list("value", flat=True)) == [False, True]
    assert StepPass.objects.get(case=case).status == StepPass.Status.OPEN


def test_what_a_page_or_a_person_sets_is_not_asked_by_the_step(in_salatiga):
    when = {"all": [{"fact": "risk", "is": "high"}, {"fact": "consent.service", "is": True}]}
    case, everyone = opened(step("a", gate={"when": when, "words": "Tunggu"}))
    assert progress(case=case, by=everyone).panels[0].facts_to_state == ()
    with pytest.raises(Stale):
        findings.state(step_pass=waiting(case), facts={"risk": "high"}, by=everyone, at=MONDAY)


@pytest.mark.parametrize(
    ("facts", "code"),
    [({}, "facts_missing"), ({"risk": "high"}, "fact_not_asked"), ({"legal.state": "ngawur"}, "fact_value")],
)
def test_only_what_the_step_asks_is_taken_in_its_own_codes(in_salatiga, facts, code):
    states = FACTS["legal.state"].values
    lawyer = {"any": [{"fact": "legal.counsel", "is": True}, {"fact": "legal.state", "in": list(states)[:2]}]}
    case, everyone = opened(step("a", applies_when=lawyer))
    with pytest.raises(Refusal) as refused:
        findings.state(step_pass=waiting(case), facts=facts, by=everyone, at=MONDAY)
    assert refused.value.code == code
    assert not Finding.objects.exists()
