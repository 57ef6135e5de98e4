"""A trial that starts others, papers of each victim in a called SOP: on a phone whose browser runs no scripts."""

from collections.abc import Callable

import pytest

from tests.journeys.called import WHO
from tests.journeys.desk import NARROW, Desk
from tests.journeys.test_binding import enter
from tests.journeys.world import World

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]


def test_a_trial_asks_again_where_none_was_chosen(sit_down: SitDown, world: World) -> None:
    desk = sit_down("salatiga", size=NARROW, scripted=False)
    enter(desk, "admin")
    desk.go(f"/sop/draf/{world.called['draft']}/coba/{world.called['trial']}/")
    page = desk.page
    page.locator("main [name=sub]:checked").uncheck()
    desk.after(page.locator("main button[value=work]").first.click)
    assert "belum lengkap: SOP lanjutan" in page.locator("[role=alert]").inner_text()
    assert page.locator("main [name=sub]:checked").count() == 0
    assert desk.sideways() <= 0
    desk.wrong.clear()  # it was refused


def test_each_victim_has_a_row_of_their_own_inside_a_called_sop(sit_down: SitDown, world: World) -> None:
    desk = sit_down("salatiga", size=NARROW, scripted=False)
    enter(desk, WHO)
    desk.go(f"/kasus/{world.called['case']}/")
    page = desk.page
    form = page.locator("form[action$='/selesai/']").first
    words = form.inner_text()
    assert "Akta kelahiran (korban 1)" in words
    assert "Akta kelahiran (korban 2)" in words
    assert desk.sideways() <= 0
    desk.after(form.locator("button[type=submit]").first.click)
    told = page.locator("main").inner_text()
    assert "korban 2" in told
    assert desk.sideways() <= 0
    assert page.locator("main [role=alert]").count() == 1
    desk.wrong.clear()  # it was refused
