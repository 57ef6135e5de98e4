"""What the plan of a move says of the new version: what is the same by key alone, what is new, what is gone."""

import pytest

from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.moving import changed, step_in
from tests.frontend.screens import OPENED, employ, enter, faults_of, read
from tests.frontend.working import new_case
from tests.sop_library import sheets

pytestmark = pytest.mark.django_db


def test_the_plan_and_the_dry_run_name_what_changed_what_is_new_and_what_is_gone(salatiga):
    with in_office(salatiga):
        old = adopt(definition=sheets.sop(sheets.step("a"), sheets.step("b"), sheets.step("c")), at=OPENED)
    boss = employ(salatiga, "boss", "*", admin=True)
    door = next(iter(old.definition["doors"]))
    new_case(salatiga, old, boss, door=door)

    def other(document):
        step_in(document, "a")["text"] = "Menerima dengan cara lain"
        gone = step_in(document, "c")
        document["steps"][document["steps"].index(gone)] = {**gone, "key": "d", "name": "Penutupan baru"}

    with in_office(salatiga):
        changed(old, other, at=OPENED)
    page = enter(salatiga, boss).get(f"/sop/{old.sop.slug}/versi/2/pindah/", {"dari": "1", "periksa": "1"})
    assert page.status_code == 200
    assert faults_of(page) == []
    pairs = [" ".join(row.get_text(" ").split()) for row in read(page).select("details li")]
    steps = [row for row in pairs if row.startswith("sama")]
    assert any(row.startswith("sama kunci ") and row.endswith("berubah: kegiatan") for row in steps), steps
    assert sum(row.startswith("sama kunci") for row in steps) == 1
    tried = " ".join(read(page).select_one("#hasil").get_text(" ").split())
    assert "berubah: kegiatan" in tried
    assert "Baru: 3. Penutupan baru" in tried or "Baru: Penutupan baru" in tried
    assert "Tidak ada lagi: " in tried
    assert "Baru pada versi ini:" in " ".join(read(page).get_text(" ").split())
