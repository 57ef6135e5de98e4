"""A condition with a group in it, "this and (that or that)", picked in the browser by keyboard, at both widths."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.test_sop_editing import SitDown, begin, faultless

pytestmark = pytest.mark.browser
NAME = "applies_when"


def press(desk: Desk, button: Locator) -> None:
    """A button reached and pressed without a mouse, and what it brings."""
    button.focus()
    with desk.saved():
        desk.page.keyboard.press("Enter")


def pick(desk: Desk, row: str, fact: str) -> None:
    with desk.saved():
        desk.page.select_option(f"#f-{NAME}-{row}-subject", fact)
    expect(desk.page.locator(f"#f-{NAME}-{row}-area")).to_have_value("regency")


def test_this_and_either_of_two_is_picked_and_stays(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=NARROW)
    at = begin(desk, "admin", "layanan-konsultasi")
    step = desk.page.locator("table.rk-sop tbody tr[id]").last.get_attribute("id") or ""
    desk.go(f"{at}langkah/{step.removeprefix('langkah-')}/")
    group = desk.page.locator(f"#g-{NAME}")
    desk.page.locator("summary", has_text="Kapan berlaku").first.click()
    press(desk, group.get_by_role("button", name="Tambah syarat"))
    pick(desk, "0", "victim.residence")
    press(desk, group.get_by_role("button", name="Tambah kelompok syarat"))
    expect(group.get_by_role("group", name="Kelompok syarat 1", exact=True)).to_be_visible()
    pick(desk, "1-0", "incident.place")
    pick(desk, "1-1", "victim.domicile")
    desk.go(desk.path)
    desk.page.locator("summary", has_text="Kapan berlaku").first.click()
    shown = [one.input_value() for one in group.locator("select[id$=subject]").all()]
    assert shown == ["victim.residence", "incident.place", "victim.domicile"]
    assert [one.input_value() for one in group.locator("select[id$=mode]").all()] == ["all", "any"]
    for size in (NARROW, WIDE):
        desk.page.set_viewport_size({"width": size[0], "height": size[1]})
        faultless(desk, size[0])
