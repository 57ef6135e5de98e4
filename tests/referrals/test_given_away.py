"""An office that gave a case away writes nothing more into it that nobody would read: two offices never both edit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from cases.models import Case, Event, Person, StepPass
from cases.operations import (
    appointments,
    consents,
    filling,
    findings,
    incidents,
    lifecycle,
    notes,
    opening,
    people,
    requirements,
    steps,
)
from cases.operations import reports as taking_reports
from cases.operations.appointments import AppointmentData
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from cases.refusals import Refusal
from sop_library.queries import definition_of
from tests.cases.conftest import MONDAY
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI = "33.73", "35.10"
LATER = MONDAY + timedelta(days=1)
VISIT = AppointmentData("visit", LATER + timedelta(days=9))
ADIK = PersonData(name="Adik", sex="P", age_band="A06_12")
Who = dict[str, Any]


def _step(case: Case) -> StepPass:
    return StepPass.objects.filter(case=case).order_by("arrived").select_related("case__version__sop").first()


def _form(case: Case) -> str:
    return next(one.form or one.key for one in definition_of(case.version).forms.values())


def _report(who: Who) -> Any:
    return taking_reports.receive(data=ReportData(channel="datang"), **who)


ACTS: dict[str, Callable[[Case, Who], object]] = {
    "complete": lambda case, who: steps.complete(step_pass=_step(case), work=StepWork(), **who),
    "skip": lambda case, who: steps.skip(step_pass=_step(case), reason="Tidak perlu.", **who),
    "state": lambda case, who: findings.state(step_pass=_step(case), facts={"victim.safe": False}, **who),
    "bring": lambda case, who: requirements.bring(step_pass=_step(case), key="ktp", **who),
    "fill": lambda case, who: filling.fill(case=case, step_pass=None, form_key=_form(case), answers={}, **who),
    "person": lambda case, who: people.add(case=case, data=ADIK, roles={"victim": ""}, **who),
    "mend person": lambda case, who: people.correct(
        person=case.people.get(), data=ADIK, roles={"victim": ""}, reason="Salah.", **who
    ),
    "incident": lambda case, who: incidents.add(case=case, data=IncidentData(kinds=("PSIKIS",)), **who),
    "mend incident": lambda case, who: incidents.correct(
        incident=case.incidents.get(), data=IncidentData(kinds=("PSIKIS",)), reason="Salah.", **who
    ),
    "risk": lambda case, who: incidents.rate_risk(case=case, risk="high", **who),
    "consent": lambda case, who: consents.record(
        case=case, person=case.people.get(), kind="service", given=True, way="spoken", **who
    ),
    "appointment": lambda case, who: appointments.add(case=case, data=VISIT, **who),
    "report": lambda case, who: opening.attach(report=_report(who), case=case, **who),
    "pause": lambda case, who: lifecycle.pause(case=case, reason="Menunggu.", **who),
    "close": lambda case, who: lifecycle.close(case=case, reason="unreachable", **who),
}  # fmt: skip
OVER = frozenset({"bring", "fill", "pause", "close"})
"""What an ended case, or one without such a thing, refuses for a reason of its own."""


@pytest.mark.parametrize("followed", [False, True])
def test_whoever_gave_a_case_away_is_told_and_nothing_is_written(between: Between, followed: bool) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    if followed:
        between.settle()
    desk = between.desks[SALATIGA]
    who = {"by": desk.by, "at": LATER}
    said = {}
    with desk():
        case = Case.objects.select_related("version__sop").get(matter=matter)
        before = Event.objects.filter(case=case).count(), Person.objects.filter(case=case).count(), case.risk
        for name, act in ACTS.items():
            try:
                with transaction.atomic():
                    act(Case.objects.select_related("version__sop").get(pk=case.pk), who)
                said[name] = "done"
            except Refusal as refused:
                said[name] = refused.code
        case.refresh_from_db()
        now = Event.objects.filter(case=case).count(), Person.objects.filter(case=case).count(), case.risk
    assert "done" not in said.values(), said
    assert {name for name, code in said.items() if code != "handed_over"} <= OVER, said
    assert now == before, "nothing was written"


def test_a_note_and_a_no_are_taken_down_all_the_same(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        notes.add(case=case, body="Ia menelepon kami.", by=desk.by, at=LATER)
        consents.record(
            case=case, person=case.people.get(), kind="referral", given=False, way="spoken", by=desk.by, at=LATER
        )
        assert not case.consents.filter(kind="referral", given=True, withdrawn_at=None).exists()
