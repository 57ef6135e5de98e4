"""A newer version of an SOP is in force: its open cases are moved there, tried first, worked on, and taken back."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from typing import NamedTuple

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Staff
from infra.demo.data.driving import play
from infra.demo.data.people import woman
from infra.demo.data.script import Sample, did
from sop_library.definition import parse
from sop_library.loading import load
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.conftest import _entered
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.test_sop_approving import press
from tests.journeys.test_sop_editing import faultless
from tests.journeys.world import World

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]
OFFICE, SOP = "barito-utara", "krisis"
PAGE = f"/sop/{SOP}/versi/2/pindah/"
AT_IT = (did("catat-identitas", 10),)
PAST_IT = (*AT_IT, did("identifikasi-singkat", 20), did("prioritas", 10))
WHY, BACK = "Langkah 2 kini berwaktu.", "Bupati menundanya."
WHERE = {"dikerjakan": AT_IT, "dibiarkan": AT_IT, "tertahan": PAST_IT}


class Moving(NamedTuple):
    """A case by its key and its number."""

    key: uuid.UUID
    number: str


@pytest.fixture(scope="module", autouse=True)
def cases(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Mapping[str, Moving]:
    """Three cases of version 1; then version 2, in which two steps have other keys and one of them a time. Before the
    browser is there."""
    with _entered(filled[0], "web"), django_db_blocker.unblock():
        office = Office.objects.get(slug=OFFICE)
        with in_office(office):
            staff = {one.username: one for one in Staff.objects.filter(is_active=True)}
            made = {}
            for number, (name, acts) in enumerate(WHERE.items()):
                sample = Sample(
                    name, timezone.now() - timedelta(hours=2), "herlina", "datang", ("PSIKIS",),
                    woman(f"Rekaan {name.title()}", 1990, 700 + number), SOP, "datang", acts,
                )  # fmt: skip
                case = play(sample=sample, region=office.code, staff=staff, report_id=uuid.uuid4())
                assert case is not None
                made[name] = Moving(case.pk, case.number)
            text = files("sop_library").joinpath("catalogue", OFFICE, f"{SOP}.yaml").read_text(encoding="utf-8")
            for key, other in (("identifikasi-singkat", "kenali-singkat"), ("surat-pengantar\n", "buat-surat\n")):
                text = text.replace(key, other)
            document = dict(load(text.encode(), name=f"{OFFICE}/{SOP}").document)
            known = next(step for step in document["steps"] if step["key"] == "kenali-singkat")
            known["time"] = {"printed": "3 jam", "kind": "max", "amount": "PT3H", "clock": "clock"}
            assert adopt(definition=parse(document), at=timezone.now()).number == 2
        return made


def choose(desk: Desk) -> None:
    """Go on at the step that is called otherwise, count deadlines again, and look what would happen."""
    desk.page.select_option("#langkah-identifikasi-singkat", "kenali-singkat")
    desk.page.check("#tenggat-recount")
    press(desk, "Periksa dulu")


def panel(desk: Desk, case: uuid.UUID) -> str:
    """What the page of a case says of its open step, without what a minute changes."""
    assert desk.go(f"/kasus/{case}/") == 200
    return desk.words("[id^=langkah-]:has(form[action$='/selesai/'])")


def shown(desk: Desk, selector: str) -> str:
    """A part of the page with what is folded in it."""
    desk.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    return desk.words(selector)


def test_cases_are_moved_tried_first_worked_on_and_taken_back(sit_down: SitDown, cases: Mapping[str, Moving]) -> None:
    head, admin = sit_down(OFFICE, size=WIDE), sit_down(OFFICE, size=NARROW)
    officer = sit_down(OFFICE, size=NARROW)
    officer.log_in("sinta")
    worked, left, held = (cases[name] for name in WHERE)
    before = panel(officer, left.key)
    assert "versi 1" in before

    admin.log_in("admin")
    admin.go(f"/sop/{SOP}/")
    admin.after(admin.page.locator(f"a[href='{PAGE}']").click)
    faultless(admin, NARROW[0])
    choose(admin)
    assert "tidak Anda tangani" in shown(admin, "#hasil")
    assert worked.number not in admin.words()
    faultless(admin, NARROW[0])

    head.log_in("mega")
    head.go(PAGE)
    faultless(head, WIDE[0])
    choose(head)
    tried = shown(head, "#hasil")
    assert "2 kasus pindah, 1 tetap pada versi lama." in tried
    stays = "Langkah yang sedang terbuka tidak punya padanan pada versi baru."
    assert re.search(rf"Yang tetap pada versi lama Di [^:]*: 1 kasus\. {re.escape(stays)} {held.number} ", tried), tried
    due = r"2\. Identifikasi singkat[^:]*: tanpa tenggat menjadi [^:]*"
    goes = rf"Yang pindah Tetap di 2\. Identifikasi singkat[^:]*: 2 kasus {worked.number} {due} {left.number} {due} "
    assert re.search(goes, tried), tried
    assert "2 menjadi lebih awal, atau baru" in tried
    faultless(head, WIDE[0])
    press(head, "Pindahkan 2 kasus")
    assert "Isi alasan" in head.words("main") or "Alasan" in head.words(".govuk-error-summary")
    faultless(head, WIDE[0])
    head.page.fill("#id_why", WHY)
    press(head, "Pindahkan 2 kasus")
    assert "2 kasus dipindah, 1 tetap pada versi lama" in head.words("main")
    faultless(head, WIDE[0])

    assert "versi 2" in panel(officer, left.key)
    assert "Waktu baku 3 jam" in panel(officer, worked.key)
    faultless(officer, NARROW[0])
    press(officer, "Selesaikan langkah")
    assert "Langkah 2 selesai." in officer.words("main")

    head.page.fill("#id_why", BACK)
    press(head, "Kembalikan pemindahan ini")
    log = shown(head, "main")
    assert f"1 kasus. Sudah dikerjakan sesudah pindah, jadi tidak dapat dikembalikan. {worked.number}" in log
    assert "1 dikembalikan" in log
    assert WHY in log
    assert BACK in log
    faultless(head, WIDE[0])
    head.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    faultless(head, NARROW[0])
    assert panel(officer, left.key) == before
