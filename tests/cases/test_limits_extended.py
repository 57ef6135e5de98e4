"""A limit over several steps is lengthened by its lane, and what is urgent goes before the rest: both in the trail."""

from datetime import datetime, timedelta

import pytest

from cases.models import Event, LimitClock, StepPass
from cases.operations import incidents, opening, reports, steps
from cases.operations.reports import ReportData
from cases.progress import progress
from cases.refusals import NotAllowed, Refusal
from cases.versions import words_for
from frontend.casework.timeline import happening
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.frontend.screens import enter, read
from tests.sop_library.sheets import sop, step

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)
LIMIT = {
    "key": "b", "label": "Seluruhnya", "until": "b", "amount": "P3D", "clock": "clock",
    "extendable_by": {"lane": "ketua", "times": 1, "up_to": "P2D"},
}  # fmt: skip
URGENT = {"key": "bahaya", "label": "Korban dalam bahaya", "when": {"fact": "risk", "is": "high"}, "starts": "b"}


@pytest.fixture
def case(in_salatiga):
    version = adopt(definition=sop(step("a"), step("b"), limits=[LIMIT], interrupts=[URGENT]), at=ADOPTED)
    everyone = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
    return opening.open_case(report=report, version=version, door="datang", by=everyone, at=MONDAY)


def _trail(case):
    words = words_for(case)
    return [happening(event, words, now=LATER).words for event in Event.objects.filter(case=case).order_by("number")]


def _extend(case, by, **given):
    return steps.extend_limit(case=case, limit="b", reason="Korban di luar kota", by=by, at=LATER, **given)


def test_the_lane_of_the_sop_lengthens_a_limit(case):
    chief = staff("ketua", "ketua")
    before = LimitClock.objects.get(case=case).due_at
    assert progress(case=case, by=chief).limits[0].can_extend

    case = _extend(case, chief)

    assert LimitClock.objects.get(case=case).due_at == before + timedelta(days=2)
    told = [event for event in Event.objects.filter(case=case) if event.kind.startswith("limit")]
    assert [one.kind for one in told] == ["limit_extended"]
    assert _trail(case)[-1].startswith("Tenggat diperpanjang: Seluruhnya, dari ")
    assert not progress(case=case, by=chief).limits[0].can_extend


def test_nobody_else_does_and_not_more_often(case):
    officer, chief = staff("petugas", "petugas"), staff("ketua", "ketua")
    assert not progress(case=case, by=officer).limits[0].can_extend
    with pytest.raises(NotAllowed) as refused:
        _extend(case, officer)
    assert refused.value.code == "limit_wrong_lane"
    _extend(case, chief)
    with pytest.raises(Refusal) as refused:
        _extend(case, chief)
    assert refused.value.code == "limit_extended_enough"


def test_the_time_of_a_step_is_lengthened_by_its_lane_alone_and_the_trail_says_to_when(salatiga, in_salatiga):
    time = {"kind": "max", "amount": "P7D", "extendable_by": {"lane": "ketua", "times": 1, "up_to": "P7D"}}
    version = adopt(definition=sop(step("a", time=time), step("b")), at=ADOPTED)
    officer, chief = staff("petugas", "petugas"), staff("ketua", "ketua")
    report = reports.receive(data=ReportData(channel="datang"), by=officer, at=MONDAY)
    case = opening.open_case(report=report, version=version, door="datang", by=officer, at=MONDAY)
    row = StepPass.objects.select_related("case__version").get(case=case, step="a")
    page, form = f"/kasus/{case.pk}/", f"/kasus/{case.pk}/langkah/{row.pk}/perpanjangan/"
    offered = {one: form in enter(salatiga, one).get(page).content.decode() for one in (officer, chief)}
    assert offered == {officer: False, chief: True}
    assert "Menurut SOP 7 hari sekali perpanjang, masih 1 kali." in enter(salatiga, chief).get(page).content.decode()
    with pytest.raises(NotAllowed) as refused:
        steps.extend(step_pass=row, reason="Belum aman", by=officer, at=LATER)
    assert (refused.value.code, "hanya dapat diperpanjang oleh Ketua" in refused.value.message) == (
        "extension_wrong_lane", True,
    )  # fmt: skip
    before = row.due_at
    case = steps.extend(step_pass=row, reason="Belum aman", by=chief, at=LATER)
    row.refresh_from_db()
    assert row.due_at == before + timedelta(days=7)
    assert _trail(case)[-1].startswith("Tenggat diperpanjang: A, dari ")
    told = Event.objects.filter(case=case, kind="step_extended").get().data
    assert [datetime.fromisoformat(told[one]) for one in ("before", "after")] == [before, row.due_at]


def test_a_page_sent_twice_lengthens_once(salatiga, in_salatiga):
    twice = {**LIMIT, "extendable_by": {**LIMIT["extendable_by"], "times": 3}}
    version = adopt(definition=sop(step("a"), step("b"), limits=[twice]), at=ADOPTED)
    chief = staff("ketua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=chief, at=MONDAY)
    case = opening.open_case(report=report, version=version, door="datang", by=chief, at=MONDAY)
    client, page = enter(salatiga, chief), f"/kasus/{case.pk}/tenggat/b/perpanjangan/"
    before = LimitClock.objects.get(case=case).due_at
    seen = read(client.get(page)).find("input", {"name": "seen"})["value"]
    sent = {"seen": seen, "reason": "Korban di luar kota"}
    assert client.post(page, sent).status_code == 303
    again = client.post(page, sent)
    assert again.status_code == 409
    assert LimitClock.objects.get(case=case).due_at == before + timedelta(days=2)
    anew = {**sent, "seen": read(again).find("input", {"name": "seen"})["value"]}
    assert client.post(page, anew).status_code == 303


def test_what_was_put_first_stands_in_the_trail(case):
    incidents.rate_risk(case=case, risk="high", by=staff("ketua", "ketua"), at=LATER)
    assert StepPass.objects.get(case=case, step="b").status == "open"
    assert StepPass.objects.get(case=case, step="a").status == "waiting"
    assert "Didahulukan karena mendesak: Korban dalam bahaya, mulai B" in _trail(case)
