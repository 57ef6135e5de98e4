"""From pasted text to its second version: changed, tried, submitted, signed and published on screen; the cases on its
branches are moved there, tried first, and taken back."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Staff
from cases.models import StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from sop_library.checks import faults_of
from sop_library.definition import Definition, parse
from sop_library.importing.drafting import imported
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import staff
from tests.conftest import _entered
from tests.journeys.desk import NARROW, WIDE
from tests.journeys.test_sop_approving import press
from tests.journeys.test_sop_editing import SitDown, begin, faultless
from tests.journeys.test_sop_moving import shown
from tests.journeys.world import World

pytestmark = pytest.mark.browser
OFFICE, SOP = "salatiga", "pendampingan-awal"
JAKARTA = ZoneInfo("Asia/Jakarta")
"""Where Salatiga's day begins, seven hours before the platform's own."""
TEXT = """SOP Pendampingan Awal
1. Resepsionis menerima laporan, 10 menit
2. Analis menilai kasusnya. Jika darurat lanjut ke langkah 3, jika tidak lanjut ke langkah 4
3. Analis mengantar korban ke rumah sakit, 2 hari
4. Analis menjadwalkan konseling, 3 hari
5. Kepala Dinas menutup layanan, 1 hari
"""
NAMES = ("Menerima laporan", "Menilai kasus", "Mengantar korban", "Menjadwalkan konseling", "Menutup layanan")
WALKS: Mapping[str, tuple[str, ...]] = {"awal": (), "darurat": ("", "darurat"), "konseling": ("", "tidak")}
"""Where three cases come to -> the outcomes on their way."""
LONGER = "5 hari kerja"
WHY, BACK = "Rumah sakit jauh; lima hari lebih wajar.", "Bupati menundanya."


def from_text() -> Definition:
    """The pasted text as it is read, and what an office answers to its doubts."""
    document: dict[str, Any] = dict(imported(TEXT).document)
    rows = document["steps"]
    doing = ("resepsionis", "analis", "analis", "analis", "kepala-dinas")
    keys = [row["key"] for row in rows]
    for row, name, lane in zip(rows, NAMES, doing, strict=True):
        row.update(name=name, stage="intake", lanes={"any_of": [lane]})
        if row["time"]["kind"] != "none":
            row["time"] |= {"kind": "max", "clock": "working"}
            row["time"] = {key: value for key, value in row["time"].items() if value != "unsaid"}
    rows[1]["kind"] = "decision"
    rows[1]["outcomes"] = [
        {"key": "darurat", "label": "Darurat", "then": keys[2]}, {"key": "tidak", "label": "Tidak", "then": keys[3]},
    ]  # fmt: skip
    rows[2]["then"] = keys[4]
    lanes = {lane: {"label": lane.title()} for lane in doing}
    document |= {"lanes": lanes, "anomalies": [], "sop": f"rekaan/{SOP}", "service": "pendampingan", "regency": "33.73"}
    found = parse(document)
    assert faults_of(found) == []
    return found


@pytest.fixture(scope="module", autouse=True)
def cases(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Mapping[str, str]:
    """Version 1 and a case on each of its branches, name -> number. Before the browser is there."""
    with _entered(filled[0], "web"), django_db_blocker.unblock():
        office = Office.objects.get(slug=OFFICE)
        with in_office(office):
            at = timezone.now() - timedelta(minutes=20)
            version = adopt(definition=from_text(), at=at)
            by: Staff = staff("alur", "*")
            made = {}
            for name, outcomes in WALKS.items():
                report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
                case = opening.open_case(report=report, version=version, door="datang", by=by, at=at)
                for outcome in outcomes:
                    row = StepPass.objects.get(case=case, status="open")
                    chosen = (outcome,) if outcome else ()
                    steps.complete(step_pass=row, work=StepWork(outcomes=chosen), by=by, at=at)
                made[name] = case.number
        return made


def test_a_pasted_sops_next_version_is_published_on_screen_and_its_cases_moved(
    sit_down: SitDown, cases: Mapping[str, str]
) -> None:
    writer, head = sit_down(OFFICE, size=WIDE), sit_down(OFFICE, size=NARROW)
    at = begin(writer, "admin", SOP)
    writer.after(writer.page.locator("table.rk-sop tbody tr[id] th a").nth(2).click)
    writer.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    with writer.saved():
        writer.page.fill("#f-time-printed", LONGER)
        writer.page.keyboard.press("Tab")
    writer.page.fill("#f-time-amount", "5")
    press(writer, "Coba jalankan")
    writer.go(f"{at}coba/")
    press(writer, "Jalankan semua cabang")
    assert "Semua cabang sudah dicoba." in writer.words("main")
    writer.go(f"{at}ajukan/")
    today = timezone.localdate(timezone=JAKARTA)
    writer.page.fill("[name=number]", "050/10")
    writer.page.fill("[name=why]", WHY)
    for part in ("day", "month", "year"):
        writer.page.fill(f"[name=effective-{part}]", str(getattr(today, part)))
    press(writer, "Ajukan ke kepala kantor")

    head.log_in("retno")
    head.go(f"{at}pengesahan/")
    press(head, "Sahkan dan terbitkan")
    assert head.path == f"/sop/{SOP}/versi/2/"
    page = f"/sop/{SOP}/versi/2/pindah/"
    head.after(head.page.locator(f"a[href='{page}']").click)
    faultless(head, NARROW[0])
    head.page.check("#tenggat-recount")
    press(head, "Periksa dulu")
    tried = shown(head, "#hasil")
    faultless(head, NARROW[0])
    assert "3 kasus pindah, 0 tetap pada versi lama." in tried
    for name, step in (("awal", "1. Menerima laporan"), ("konseling", "4. Menjadwalkan konseling")):
        due = rf"{re.escape(step)}: [^:]*, tetap"
        assert re.search(rf"Tetap di {re.escape(step)}: 1 kasus {cases[name]} {due} ", tried), tried
    later = r"3\. Mengantar korban: [^:]* menjadi [^:]*"
    assert re.search(rf"Tetap di 3\. Mengantar korban: 1 kasus {cases['darurat']} {later} ", tried), tried
    assert "1 menjadi lebih lambat" in tried
    assert "3. Mengantar korban berubah: waktu" in tried

    head.page.fill("#id_why", WHY)
    press(head, "Pindahkan 3 kasus")
    assert "3 kasus dipindah, 0 tetap pada versi lama" in head.words("main")
    assert WHY in head.words("main")
    faultless(head, NARROW[0])
    head.page.fill("#id_why", BACK)
    press(head, "Kembalikan pemindahan ini")
    assert "3 dikembalikan" in head.words("main")
    press(head, "Riwayat")
    told = head.words("main")
    assert "3 kasus dipindah dari versi 1 ke versi 2" in told
    assert BACK in told
    faultless(head, NARROW[0])
