"""Lanes that are new to the office are given to people in a browser: from the panel of the lane, then in Kantor."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.test_sop_editing import faultless

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]


def newly(desk: Desk, name: str, lane: str) -> str:
    """A new SOP with one lane nobody knows and one step in it; the address of its draft."""
    desk.log_in("admin")
    desk.go("/sop/draf/kosong/")
    desk.page.fill("#id_name", name)
    desk.page.select_option("[name=service]", "mediasi")
    desk.after(desk.page.locator("main form button[type=submit]").click)
    at = desk.path
    desk.page.fill("#baru-lane", lane)
    desk.after(desk.page.get_by_role("button", name="Tambah Pelaksana").click)
    desk.go(at)
    desk.page.fill("#langkah-baru", "Menemui korban")
    desk.after(desk.page.get_by_role("button", name="Tambah langkah").click)
    with desk.saved():
        desk.page.get_by_label(lane).check()
    return at


def test_a_new_lane_gets_its_people_from_its_panel(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    at = newly(desk, "Pendampingan psikolog", "Psikolog Klinis")
    desk.go(at)
    desk.after(desk.page.get_by_role("link", name="Belum ada petugas yang memegang pelaksana Psikolog Klinis.").click)
    assert desk.path == f"{at}pelaksana/psikolog-klinis/"
    expect(desk.page.locator("#pemegang")).to_contain_text("Kantor belum punya pelaksana ini")
    faultless(desk, WIDE[0])
    desk.after(desk.page.get_by_role("button", name="Tambahkan ke kantor").click)
    expect(desk.page.locator("#pemegang")).to_contain_text("Belum ada petugas.")
    desk.after(desk.page.get_by_role("link", name="Tetapkan di Kantor, Pelaksana").click)
    assert desk.path == "/kantor/pelaksana/"
    row = desk.page.locator("#pelaksana-psikolog-klinis")
    row.locator("select").select_option(index=1)
    desk.after(row.get_by_role("button", name="Tetapkan").click)
    expect(row.locator("a.rk-chip")).to_have_count(1)
    faultless(desk, WIDE[0])
    desk.go(f"{at}ajukan/")
    assert "memegang pelaksana" not in desk.words("main")


def test_on_a_phone_kantor_takes_the_lane_a_draft_asks_for(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=NARROW, touch=True)
    at = newly(desk, "Konseling remaja", "Konselor Remaja")
    desk.go(f"{at}ajukan/")
    expect(desk.page.locator("#pelaksana")).to_contain_text("Konselor Remaja")
    faultless(desk, NARROW[0])
    desk.go("/kantor/pelaksana/")
    faultless(desk, NARROW[0])
    asked = desk.page.locator("section[aria-labelledby=h-diminta] li", has_text="Konseling remaja")
    desk.after(asked.get_by_role("button").click)
    row = desk.page.locator("#pelaksana-konselor-remaja")
    expect(row).to_contain_text("belum ada petugasnya")
    row.locator("select").select_option(index=1)
    desk.after(row.get_by_role("button", name="Tetapkan").click)
    expect(row.locator("a.rk-chip")).to_have_count(1)
