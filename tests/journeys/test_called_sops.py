"""A case runs through an SOP that starts two others: one it waits for, done by a colleague, one that goes on beside."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Lane, LaneMembership, Staff
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from sop_library.definition import Definition, parse
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.cases.calling import accompanying, consulting, serving
from tests.conftest import _entered
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_sop_editing import faultless
from tests.journeys.world import World

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]
OFFICE, FRONT, COUNSELLOR = "barito-utara", "yulia", "herlina"
HELD = {"meja-layanan": FRONT, "konselor": COUNSELLOR}


def of_lane(definition: Definition, lane: str) -> Definition:
    """The SOP with all its steps done by one lane."""
    document = dict(definition.document)
    steps = [one | {"lanes": {"any_of": [lane]}} for one in document["steps"]]
    label = lane.replace("-", " ").capitalize()
    return parse(document | {"lanes": {lane: {"label": label}}, "steps": steps})


@pytest.fixture(scope="module", autouse=True)
def case(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> uuid.UUID:
    """A case that has just come in. Before the browser is there."""
    with _entered(filled[0], "web"), django_db_blocker.unblock(), in_office(Office.objects.get(slug=OFFICE)):
        at = timezone.now() - timedelta(minutes=5)
        for order, one in enumerate((consulting(), accompanying()), start=20):
            adopt(definition=of_lane(one, "konselor"), at=at, order=order)
        version = adopt(definition=of_lane(serving(), "meja-layanan"), at=at, order=22)
        for key, username in HELD.items():
            staff = Staff.objects.get(username=username)
            LaneMembership.objects.create(lane=Lane.objects.get(key=key), staff=staff)
        by = Staff.objects.get(username=FRONT)
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
        return opening.open_case(report=report, version=version, door="datang", by=by, at=at).pk


def do_step(desk: Desk) -> None:
    """Complete the step that is this person's turn, by keyboard alone."""
    keyboard = Keyboard(desk)
    keyboard.to(desk.page.locator("form[action$='/selesai/'] button[type=submit]").first)
    keyboard.send()


def test_a_case_goes_through_both_by_keyboard_and_on_a_phone(sit_down: SitDown, case: uuid.UUID) -> None:
    at = f"/kasus/{case}/"
    front, counsellor = sit_down(OFFICE, size=WIDE), sit_down(OFFICE, size=NARROW)
    front.log_in(FRONT)
    front.go(at)
    do_step(front)
    assert "Menunggu “Konsultasi” selesai." in front.words("main")
    faultless(front, WIDE[0])

    counsellor.log_in(COUNSELLOR)
    counsellor.go("/")
    assert "Konsultasi 1/2" in counsellor.words("main")
    faultless(counsellor, NARROW[0])
    counsellor.go(at)
    block = counsellor.page.get_by_role("region", name="SOP Konsultasi")
    assert "langkah di atas menunggu SOP ini" in block.inner_text()
    faultless(counsellor, NARROW[0])
    for _step in ("Terima", "Catat"):
        do_step(counsellor)
    assert "2 dari 2 langkah selesai" in block.inner_text()
    beside = counsellor.page.get_by_role("region", name="SOP Pendampingan")
    assert "berjalan sendiri, tidak ditunggu" in beside.inner_text()

    front.go(at)
    assert "3 dari 4 langkah selesai" in front.words("main")
    faultless(front, WIDE[0])
    do_step(front)
    assert "Kasus selesai" in front.words("main")

    counsellor.go("/")
    assert "Pendampingan 1/2" in counsellor.words("main")
    counsellor.go(at)
    for _step in ("Terima", "Dampingi"):
        do_step(counsellor)
    faultless(counsellor, NARROW[0])
    counsellor.go(f"{at}jejak/")
    trail = counsellor.words("main")
    assert "SOP Konsultasi dimulai dari Panggil" in trail
    assert "Selesai: SOP Pendampingan, Dampingi" in trail
    faultless(counsellor, NARROW[0])
    front.go("/sop/layanan/")
    faultless(front, WIDE[0])
