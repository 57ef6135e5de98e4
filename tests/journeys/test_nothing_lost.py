"""What was typed stays when the session ends, the key changes or the connection goes; with and without scripts."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route

from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.world import PASSWORD, World

pytestmark = pytest.mark.browser

STORY = "Ia datang sendiri, berjalan kaki, dan minta jangan ditelepon malam."
SAVE = "form.rk-intake button[type=submit]"
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["phone", "desk"])


def type_a_report(desk: Desk, *, scripted: bool = True) -> Page:
    """A long report, with the way to go on chosen; nothing sent yet."""
    desk.go("/laporan/baru/")
    page = desk.page
    channel = page.locator("input[name=channel][value=telepon]")
    if scripted:
        desk.after(channel.check)
    else:
        channel.check()
    page.fill("#id_victim_name", "Rukmini Rekaan")
    page.fill("#id_story", STORY)
    page.locator("input[name=next][value=simpan]").check()
    return page


def log_in_beside(desk: Desk, username: str) -> None:
    """Log out and in again in a second tab of the same browser."""
    context: BrowserContext = desk.page.context
    beside = context.new_page()
    beside.goto(f"{desk.at}/masuk/")
    beside.fill("input[name=login]", username)
    beside.fill("input[name=password]", PASSWORD)
    with beside.expect_navigation():
        beside.click("main button[type=submit]")
    beside.close()


def forget_me(desk: Desk) -> None:
    desk.page.context.clear_cookies(name="rangkul_session")


def stands_at_the_button(desk: Desk, note: Locator) -> None:
    """The words can be seen without moving the page, and lie near the button that was pressed."""
    note.wait_for()
    words, button = note.bounding_box(), desk.page.locator(SAVE).bounding_box()
    assert words is not None
    assert button is not None
    height = desk.page.viewport_size["height"] if desk.page.viewport_size else 0
    assert 0 <= words["y"] <= height - 20, words
    assert abs(words["y"] - button["y"]) < 260


@SIZES
def test_the_session_ends_while_a_report_is_written(sit_down: Callable[..., Desk], size: tuple[int, int]) -> None:
    desk = sit_down("salatiga", size=size)
    desk.log_in("sari")
    page = type_a_report(desk)
    forget_me(desk)
    page.click(SAVE)
    stands_at_the_button(desk, page.locator(".rk-beside"))
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/session-{size[0]}.png")
    assert page.input_value("#id_story") == STORY
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    other = opened.value
    other.fill("input[name=login]", "sari")
    other.fill("input[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.get_by_text("kembali ke tab yang tadi").wait_for()
    other.close()
    desk.after(lambda: page.click(SAVE))
    assert "tersimpan dan menunggu" in desk.words("main")


@SIZES
def test_without_scripts_the_report_comes_back_after_the_login(
    sit_down: Callable[..., Desk], size: tuple[int, int]
) -> None:
    desk = sit_down("salatiga", size=size, scripted=False)
    page = desk.page
    desk.go("/masuk/")
    page.fill("input[name=login]", "sari")
    page.fill("input[name=password]", PASSWORD)
    desk.after(lambda: page.click("main button[type=submit]"))
    type_a_report(desk, scripted=False)
    forget_me(desk)
    page.click(SAVE)
    page.get_by_text("Isian Anda masih ada").wait_for()
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/login-{size[0]}.png")
    page.fill("input[name=login]", "sari")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.get_by_text("tetapi belum tersimpan").wait_for()
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/back-{size[0]}.png")
    assert page.input_value("#id_story") == STORY
    page.click(SAVE)
    page.get_by_text("tersimpan dan menunggu").wait_for()


def test_logging_in_again_in_another_tab_changes_nothing_for_the_first(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("sari")
    page = type_a_report(desk)
    forget_me(desk)
    log_in_beside(desk, "sari")
    desk.after(lambda: page.click(SAVE))
    assert "tersimpan dan menunggu" in desk.words("main")


def test_a_form_is_not_sent_by_the_next_person_at_the_counter(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga", size=NARROW)
    desk.log_in("sari")
    page = type_a_report(desk)
    forget_me(desk)
    log_in_beside(desk, "ratna")
    page.click(SAVE)
    stands_at_the_button(desk, page.locator(".rk-beside"))
    assert "milik akun lain" in desk.words(".rk-beside")
    assert page.input_value("#id_story") == STORY
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("way", ["gone", "no key"])
def test_what_went_wrong_is_said_beside_the_button(sit_down: Callable[..., Desk], way: str) -> None:
    desk = sit_down("salatiga", size=NARROW)
    desk.log_in("sari")
    page = type_a_report(desk)

    def lose(route: Route) -> None:
        route.abort("connectionreset")

    if way == "gone":
        page.route("**/laporan/baru/", lose)
    else:
        page.context.clear_cookies(name="rangkul_csrf")
    page.click(SAVE)
    stands_at_the_button(desk, page.locator(".rk-beside"))
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{way}.png")
    assert page.locator("h1").count() == 1
    assert page.input_value("#id_story") == STORY
    page.unroute_all()
    desk.after(lambda: page.click(SAVE))
    assert "tersimpan dan menunggu" in desk.words("main")
    desk.wrong.clear()  # what was lost on purpose stands there


def test_a_page_on_which_nothing_was_typed_goes_to_the_login(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("ratna")
    desk.go("/laporan/")
    forget_me(desk)
    page = desk.page
    page.evaluate("htmx.ajax('GET', '/laporan/', '#laporan')")
    page.wait_for_url("**/masuk/?next=**")


def test_a_refused_report_applies_no_inline_style(sit_down: Callable[..., Desk], world: World) -> None:
    """A text area that was made larger by hand carries a style; the part that replaces it must not copy it."""
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("sari")
    page = type_a_report(desk)
    page.evaluate("document.querySelectorAll('#laporan-baru [id]').forEach(one => { one.style.height = '' ; })")
    page.evaluate("document.getElementById('id_story').style.height = '300px'")
    page.fill("#id_victim_nik", "123")
    desk.after(lambda: page.click(SAVE))
    assert page.locator(".govuk-error-summary").count() == 1
    assert desk.wrong == []
