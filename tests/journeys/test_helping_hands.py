"""The keyboard of the journeys fails where a person would; and a page tells when its words did not arrive."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.journeys.desk import WIDE, Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.world import World

pytestmark = pytest.mark.browser

UNSEEN = """
    () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("*, *::before, *::after { outline: none !important; box-shadow: none !important;"
            + " text-decoration: none !important; border-color: black !important; color: black !important;"
            + " background: none !important; }");
        document.adoptedStyleSheets = [sheet];
    }
"""
UNDER = """
    () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("body::after { content: ''; position: fixed; inset: 0; z-index: 9; background: white; }");
        document.adoptedStyleSheets = [sheet];
    }
"""
NO_TAB = "() => document.querySelectorAll('main a, main button').forEach(one => { one.tabIndex = -1; })"


@pytest.fixture
def desk(sit_down: Callable[..., Desk]) -> Desk:
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("ratna")
    return desk


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(UNSEEN, "does not show"), (UNDER, "lies under"), (NO_TAB, "no tab leads to")],
    ids=["unseen", "under", "no tab"],
)
def test_a_spoiled_page_stops_the_keyboard(desk: Desk, spoil: str, said: str) -> None:
    Keyboard(desk).to_named("button", "Simpan setelan")
    desk.go("/setelan/")
    desk.page.evaluate(spoil)
    with pytest.raises(AssertionError, match=said):
        Keyboard(desk).to_named("button", "Simpan setelan")


def test_the_first_tab_leads_past_the_navigation(desk: Desk) -> None:
    keyboard = Keyboard(desk)
    desk.go("/kasus/")
    assert keyboard.tab().words == "Langsung ke isi"
    keyboard.keys.press("Enter")
    assert keyboard.tab().tag
    assert desk.page.evaluate("() => document.getElementById('isi').contains(document.activeElement)")


@pytest.mark.parametrize(("status", "said"), [(0, "Sambungan terputus"), (503, "Belum tersimpan karena ada gangguan")])
def test_words_that_did_not_arrive_stay_on_the_page(desk: Desk, world: World, status: int, said: str) -> None:
    desk.go(f"/kasus/{world.cases['luar-wilayah'].id}/catatan/")

    def lose(route: Route) -> None:
        if status:
            route.fulfill(status=status, body="")
        else:
            route.abort("connectionreset")

    desk.page.route("**/catatan/", lose)
    note = desk.page.get_by_role("textbox", name="Catatan baru")
    note.fill("Kakaknya menjemput pukul dua.")
    desk.page.get_by_role("button", name="Simpan catatan").click()
    desk.page.get_by_text(said).wait_for()
    assert note.input_value() == "Kakaknya menjemput pukul dua."
    desk.page.unroute_all()
    desk.after(desk.page.get_by_role("button", name="Simpan catatan").click)
    assert "Catatan tersimpan" in desk.words("main")
    assert desk.page.get_by_text(said).count() == 0
    desk.wrong.clear()  # what was lost on purpose stands there
