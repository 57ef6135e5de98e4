"""A case that has ended and in which something runs on is nobody's blind spot: danger is told, and so are its times."""

import pytest

from cases.danger_queries import held_in_danger
from cases.models import Case, StepPass
from cases.office_queries import office_counts
from cases.operations import incidents
from frontend.register.finding import Wanted, found
from frontend.register.views import next_due_of
from tests.cases.calling import live, now, working
from tests.cases.conftest import MONDAY
from tests.cases.test_after_the_end import FIRST, ended
from tests.sop_library.sheets import step

pytestmark = pytest.mark.django_db
URGENT = {"key": "i", "label": "Gawat", "when": {"fact": "risk", "is": "high"}, "starts": "darurat"}
RUSH = "dampingi--p--darurat"


def test_what_runs_on_drops_everything_for_its_emergency(in_salatiga):
    rows = (step("terima", then="end"), step("darurat", then="end"))
    case, by = ended(*rows, interrupts=[URGENT])
    incidents.rate_risk(case=case, risk="high", by=by, at=MONDAY)
    assert live(case) == {FIRST: "waiting", RUSH: "open"}
    assert live(working(by)(now(case), RUSH)) == {FIRST: "open"}


def test_it_stands_among_the_cases_in_danger_until_nothing_runs_any_more(in_salatiga):
    case, by = ended(step("terima"))
    Case.objects.filter(pk=case.pk).update(risk="high", holder=by)
    assert list(held_in_danger(to=by)) == [case]
    assert (office_counts(at=MONDAY).high_risk, office_counts(at=MONDAY).running) == (1, 0)
    working(by)(now(case), FIRST)
    assert not held_in_danger(to=by).exists()
    assert office_counts(at=MONDAY).high_risk == 0


def test_the_register_names_the_time_of_what_runs_on(in_salatiga):
    case, by = ended(step("terima", time={"kind": "max", "amount": "P1D"}))
    due = StepPass.objects.get(case=case, step=FIRST).due_at
    [row] = found(Wanted(state="ended"), to=by, now=MONDAY)
    assert (next_due_of(row), due is not None) == (due, True)
    working(by)(now(case), FIRST)
    [row] = found(Wanted(state="ended"), to=by, now=MONDAY)
    assert next_due_of(row) is None
