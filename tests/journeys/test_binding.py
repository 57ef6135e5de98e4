"""An admin says by keyboard, with scripts and without, who does a step; whoever comes first has the whole page."""

from collections.abc import Callable

import pytest

from tests.journeys.desk import NARROW, Desk
from tests.journeys.world import PASSWORD, World

pytestmark = pytest.mark.browser


def enter(desk: Desk, who: str) -> None:
    desk.go("/masuk/")
    desk.page.fill("input[name=login]", who)
    desk.page.fill("input[name=password]", PASSWORD)
    desk.after(lambda: desk.page.click("main button[type=submit]"))


@pytest.mark.parametrize("scripted", [True, False])
def test_a_step_is_given_to_a_lane_by_keyboard(sit_down: Callable[..., Desk], world: World, *, scripted: bool) -> None:
    desk = sit_down("salatiga", size=NARROW, scripted=scripted)
    enter(desk, "admin")
    address = f"/sop/draf/{world.drafts['terbuka']}/pelaksana/"
    desk.go(address)
    page = desk.page
    asked = page.locator("select[name=langkah-cerita]")
    wanted = "resepsionis" if asked.input_value() == "analis" else "analis"
    label = asked.locator(f"option[value={wanted}]").inner_text()
    asked.focus()
    page.keyboard.type(label[:24])
    assert asked.input_value() == wanted
    page.locator("main form button[type=submit]").focus()
    desk.after(lambda: page.keyboard.press("Enter"))
    assert desk.path == address
    assert asked.input_value() == wanted
    assert "Yang pernah ditetapkan" in page.locator("main").inner_text()
    assert desk.sideways() <= 0


def test_whoever_comes_for_the_first_time_has_the_whole_width_of_the_page(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga")
    enter(desk, "baru")
    assert desk.path == "/sandi/"
    box = desk.page.locator("main input[type=password]").first.bounding_box()
    assert box is not None
    assert box["width"] > 240
