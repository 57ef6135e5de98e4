"""Choosing the SOP that a step starts: its name stands at once, its doors alone are offered, and typing goes on."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import NARROW, WIDE
from tests.journeys.test_sop_condition_groups import press
from tests.journeys.test_sop_editing import SitDown, begin, faultless

pytestmark = pytest.mark.browser


def test_the_sop_that_is_started_is_picked_with_its_doors(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=NARROW)
    at = begin(desk, "admin", "layanan-konsultasi")
    page = desk.page
    step = page.locator("table.rk-sop tbody tr[id]").last.get_attribute("id") or ""
    desk.go(f"{at}langkah/{step.removeprefix('langkah-')}/")
    page.locator("#panel summary", has_text="SOP lain").first.click()
    press(desk, page.locator("button[value='add:sub']"))
    doors = page.locator("#f-sub-0-door option")
    every = doors.count()
    with desk.saved():
        page.select_option("#f-sub-0-what", label="Pengaduan langsung")
        page.focus("#f-sub-0-label")
        page.keyboard.type("Aduan")
    expect(page.locator("#f-sub-0-label")).to_have_value("Aduan")
    expect(doors).not_to_have_count(every)
    assert not any("(" in words for words in doors.all_inner_texts()), "no other SOP's doors beside its own"
    desk.go(desk.path)
    expect(page.locator("#f-sub-0-label")).to_have_value("Aduan")
    for size in (NARROW, WIDE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        faultless(desk, size[0])
