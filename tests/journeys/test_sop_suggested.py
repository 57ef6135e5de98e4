"""A pasted SOP becomes a draft on screen; one press takes what a doubt suggests: by phone, wide, without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from infra.look import axe
from tests.journeys.desk import NARROW, WIDE, Desk

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]
PASTED = (
    "SOP Pengaduan\n1. Petugas mencatat identitas\n2. Petugas memeriksa berkas:\na. Lengkap, lanjut ke nomor 4\n"
    "b. Tidak lengkap, ditolak\n3. Petugas mengarsipkan berkas\n4. Petugas memberi surat tanda terima"
)


@pytest.mark.parametrize(("size", "scripts"), [(NARROW, True), (WIDE, True), (WIDE, False)])
def test_one_press_takes_a_lane_and_outcomes_and_undo_brings_the_doubt_back(
    sit_down: SitDown, size: tuple[int, int], scripts: bool
) -> None:
    desk = sit_down("salatiga", size=size, scripted=scripts)
    desk.log_in("admin")
    desk.go("/sop/draf/baru/")
    desk.page.locator("textarea[name=pasted]").fill(PASTED)
    desk.after(desk.page.locator("button[type=submit]", has_text="Baca").first.click)
    desk.page.locator("input[name=name]").fill(f"Pengaduan {size[0]} {scripts}")
    desk.page.locator("select[name=service]").select_option(index=1)
    desk.after(desk.page.get_by_role("button", name="Mulai draf ini").click)
    if scripts:
        axe.whole_page(desk.page, width=size[0])
        assert axe.faults(desk.page) == []
    assert desk.sideways() == 0
    lanes = desk.page.get_by_role("button", name="Jadikan “Petugas” pelaksana langkah ini")
    expect(lanes).to_have_count(4)
    desk.after(lanes.first.click)
    expect(lanes).to_have_count(3)
    ways = desk.page.get_by_role("button", name="Pakai hasil yang disebut")
    desk.after(ways.click)
    expect(ways).to_have_count(0)
    expect(desk.page.locator("#ragu")).to_contain_text("Teks tidak menyebut ke mana alurnya")
    desk.after(desk.page.locator("#urung").click)
    expect(ways).to_have_count(1)
