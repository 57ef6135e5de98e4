"""A dry run says as much in the shell as on the screen: who moves where, who stays, deadlines, changes, who sees it."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import Case, LimitClock, StepPass
from cases.move_words import moment
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.driving import drive_on
from tests.cases.moving import changed, step_in
from tests.frontend.screens import employ, enter, read
from tests.frontend.working import new_case
from tests.onboarding.test_sop_migrate import sop
from tests.sop_library import sheets

TWO, FOUR = ({"printed": f"{n} hari", "kind": "max", "amount": f"PT{24 * n}H", "clock": "clock"} for n in (2, 4))
LIMIT = {"key": "lama", "label": "Seluruh layanan", "until": "c", "kind": "max", "amount": "P9D", "counts_from": "case"}
PLAN = {"steps": {"a": "mulai"}, "deadlines": "recount"}
WHY_HELD = "Langkah yang sedang terbuka tidak punya padanan pada versi baru."


def reshape(document):
    """The first step is called otherwise and gets longer, the second is gone, the last loses its time, asks a form and
    is another lane's; the limit over all is gone."""
    first, last = step_in(document, "a"), step_in(document, "c")
    first.update(key="mulai", name="Mulai", time=FOUR)
    document["steps"] = [first, last]
    document["doors"]["datang"]["starts"] = "mulai"
    last.pop("time")
    last.update(lanes={"any_of": ["ketua"]}, outputs=[{"key": "p", "label": "Formulir G", "form": "g"}])
    document["forms"] = {"g": {"label": "Formulir G"}}
    document.pop("limits")


def due_of(row: StepPass) -> datetime:
    assert row.due_at is not None
    return row.due_at


@pytest.fixture
def office(owner_db, salatiga):
    """Two cases at the first step, one at the second, one at the last; then the next version."""
    with in_office(salatiga):
        steps = (sheets.step("a", step="1", time=TWO), sheets.step("b", step="2"), sheets.step("c", step="3", time=TWO))
        version = adopt(definition=sheets.sop(*steps, limits=[LIMIT]), at=timezone.now())
    boss = employ(salatiga, "boss", "*", admin=True)
    made = [new_case(salatiga, version, boss) for _ in range(4)]
    with in_office(salatiga):
        for case, done in zip(made[2:], (1, 2), strict=True):
            drive_on(case=case, by=boss, at=case.opened_at, steps=done)
        changed(version, reshape, at=timezone.now())
    return salatiga, version, boss


def test_it_is_said_in_the_shell_as_on_the_screen(office, tmp_path):
    salatiga, version, boss = office
    plan = tmp_path / "rencana.json"
    plan.write_text(json.dumps(PLAN))
    shell = sop("migrate", "33.73", version.sop.slug, "--to", "2", "--plan", str(plan), "--dry-run")
    given = {"dari": "1", "periksa": "1", "langkah-a": "mulai", "tenggat": "recount"}
    page = enter(salatiga, boss).get(f"/sop/{version.sop.slug}/versi/2/pindah/", given)
    (shown,) = read(page).select("#hasil")
    screen = " ".join(shown.get_text(" ").split())

    with in_office(salatiga), timezone.override(ZoneInfo("Asia/Jakarta")):
        cases = list(Case.objects.order_by("number"))
        rows = {one.case_id: one for one in StepPass.objects.filter(status="open")}
        limits = {one.case_id: one.due_at for one in LimitClock.objects.all()}
        assert len(cases) == len(limits) == 4
        first, second, third, last = (one.number for one in cases)
        a, c = rows[cases[0].pk], rows[cases[3].pk]
        assert a.opened_at is not None
        longer = f"1. Mulai: {moment(due_of(a))} menjadi {moment(a.opened_at + timedelta(days=4))}"
        untimed = f"3. C: {moment(due_of(c))}, tetap, karena versi baru tidak memberinya waktu"
        carried = f"Seluruh layanan: {moment(limits[cases[0].pk])}, berjalan terus di samping SOP"
    said = [
        "3 kasus pindah, 1 tetap pada versi lama.",
        "Yang pindah", "Dari 1. A ke 1. Mulai: 2 kasus", first,
        longer, carried, second,
        "Tetap di 3. C: 1 kasus", last, untimed,
        "Yang tetap pada versi lama", "Di 2. B: 1 kasus", WHY_HELD, third,
        "Tenggat", "2 menjadi lebih lambat", "1 tetap seperti sekarang, karena versi baru tidak memberinya waktu",
        "3 tidak dikenal versi baru, dan berjalan terus di samping SOP sampai dinyatakan terpenuhi",
        "Yang lain pada versi baru", "Langkah", "Tidak ada lagi: 2. B",
        "3. C berubah: waktu, pelaksana, output, formulir",
        "Tenggat beberapa langkah", "Tidak ada lagi: Seluruh layanan",
        "Formulir", "3. C: “Formulir G” (di kertas) baru diminta",
        "Siapa yang melihat kasus ini", "Akan melihatnya juga: Ketua",
    ]  # fmt: skip
    for told in (screen, re.sub(r"\s+", " ", shell)):
        places = [told.find(one) for one in said]
        assert -1 not in places, (said[places.index(-1)], told)
        after = 0
        for one in said:
            after = told.find(one, after)
            assert after >= 0, (one, told)
    assert "PERHATIAN" not in shell
    assert "“b”, 2. B." in shell
