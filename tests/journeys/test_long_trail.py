"""Jejak of a case with a long past: older lines come below those that are read, with scripts and without."""

from collections.abc import Callable

import pytest

from frontend.casework.trailing import PAGE
from tests.journeys.desk import NARROW, Desk
from tests.journeys.world import PASSWORD, World

pytestmark = pytest.mark.browser


def test_older_lines_come_below_or_without_scripts_on_pages_of_their_own(
    sit_down: Callable[..., Desk], world: World
) -> None:
    address = f"/kasus/{world.cases['selesai'].id}/jejak/"
    desk = sit_down("salatiga", size=NARROW)
    desk.log_in("ratna")
    desk.go(address)
    page, lines = desk.page, desk.page.locator("#jejak > li")
    assert lines.count() == PAGE
    page.locator("#jejak-lama").focus()
    desk.after(lambda: page.keyboard.press("Enter"))
    assert (lines.count(), desk.path) == (2 * PAGE, address)
    assert page.evaluate("document.activeElement.id") == "jejak-lama", "who pressed the key stays where they were"
    desk.after(page.locator("#jejak-lama").click)
    whole = lines.all_inner_texts()
    assert len(whole) > 2 * PAGE
    assert "Kasus dibuka" in whole[-1]
    assert page.locator("#jejak-lama").count() == 0
    assert desk.words("#jejak-lanjut") == "Sampai awal kasus ini."
    assert desk.sideways() <= 0
    assert page_by_page(sit_down("salatiga", size=NARROW, scripted=False), address) == whole


def page_by_page(desk: Desk, address: str) -> list[str]:
    """Every line, read without scripts; afterwards the first page is open again."""
    page, lines = desk.page, desk.page.locator("#jejak > li")
    desk.go("/masuk/")
    page.fill("input[name=login]", "ratna")
    page.fill("input[name=password]", PASSWORD)
    desk.after(lambda: page.click("main button[type=submit]"))
    desk.go(address)
    found = lines.all_inner_texts()
    while page.locator("#jejak-lama").count():
        desk.after(lambda: page.click("#jejak-lama"))
        found += lines.all_inner_texts()
    desk.after(page.get_by_role("link", name="Ke yang terbaru").click)
    assert (lines.count(), desk.path) == (PAGE, address)
    return found
