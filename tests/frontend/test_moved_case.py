"""A case that moved: what was done keeps the time it was done under, and what was open is told as what it became."""

import pytest
from django.utils import timezone

from cases.models import Event, StepPass
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.driving import drive_on
from tests.cases.moving import changed, move_all, step_in
from tests.frontend.screens import OPENED, enter, read
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db


def test_done_work_keeps_its_time_and_an_open_step_is_told_as_what_it_became(salatiga, version, boss):
    case = new_case(salatiga, version, boss)
    with in_office(salatiga):
        drive_on(case=case, by=boss, at=case.opened_at)
        done = StepPass.objects.get(case=case, status="done").step
        was = StepPass.objects.get(case=case, status="open").step
        steps = [one.key for one in definition_of(version).steps]
        to = steps[steps.index(was) + 1]

        def other(document):
            step_in(document, done)["time"] = {"printed": "77 menit", "kind": "standard", "amount": "PT77M"}

        newer = changed(version, other, at=OPENED)
        move_all(version, newer, by=boss, at=timezone.now(), steps={was: to})
        told = Event.objects.get(case=case, kind="case_moved").data
        assert told["steps"] == [[was, to]]
        labels = {one.key: one.name for one in definition_of(version).steps}
    page = read(enter(salatiga, boss).get(f"/kasus/{case.pk}/"))
    row = next(one for one in page.select("li, tr") if labels[done] in one.get_text() and not one.select("li, tr"))
    assert "77 menit" not in row.get_text()
    trail = read(enter(salatiga, boss).get(f"/kasus/{case.pk}/jejak/")).get_text(" ")
    assert f"{labels[was]}, dilanjutkan sebagai" in " ".join(trail.split())
