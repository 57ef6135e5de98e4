"""What somebody has half typed: leaving asks, a step keeps it while its form is filled, Back brings no stray choice."""

import os
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page

from tests.journeys.desk import PATIENCE, WIDE, Desk
from tests.journeys.test_nothing_lost import SAVE, STORY, type_a_report

pytestmark = pytest.mark.browser

NAME = "Rukmini Rekaan"
NOTE = "Buku agenda nomor lima, di map kasus."


class Asked:
    """Answers what the browser asks before a page is left, as `stays` says; `kinds` is what was asked."""

    def __init__(self, page: Page) -> None:
        self.kinds: list[str] = []
        self.stays = True
        page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.kinds.append(dialog.type)
        if self.stays:
            dialog.dismiss()
        else:
            dialog.accept()


def cancelled(page: Page, asked: Asked) -> None:
    """Press "Batal" and stay: the browser asks."""
    before = len(asked.kinds)
    page.get_by_role("link", name="Batal").click()
    until = time.monotonic() + PATIENCE
    while len(asked.kinds) == before and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert asked.kinds[before:] == ["beforeunload"]


def send_for_a_file(page: Page) -> None:
    """Send another form whose answer is a file: the page stays, and so do the words on it."""
    page.route("**/berkas-rekaan*", lambda route: route.fulfill(status=204))
    page.evaluate("""() => {
        var form = document.body.appendChild(document.createElement("form"));
        form.action = "/berkas-rekaan";
        form.requestSubmit();
    }""")
    page.wait_for_timeout(1200)


def test_leaving_asks_while_words_are_unsaved_and_not_after(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("sari")
    page = type_a_report(desk)
    asked = Asked(page)
    cancelled(page, asked)
    assert desk.path == "/laporan/baru/"
    assert page.input_value("#id_story") == STORY
    send_for_a_file(page)
    cancelled(page, asked)
    desk.after(lambda: page.click(SAVE))
    assert "tersimpan dan menunggu" in desk.words("main")
    assert len(asked.kinds) == 2, "a saved form is left without a question"
    desk.after(page.go_back)
    assert page.locator("form.rk-intake :checked:not(option)").count() == 0, "nobody chose it"
    assert page.input_value("#id_story") == ""
    desk.go("/")
    assert len(asked.kinds) == 2, "nothing was typed"


def test_a_step_keeps_what_was_typed_while_its_form_is_filled(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("salatiga", size=WIDE)
    desk.log_in("sari")
    page = desk.page
    asked = Asked(page)
    desk.go("/laporan/baru/?saluran=datang")
    page.fill("#id_reporter_name", NAME)
    page.locator("input[name=next][value='pengaduan-langsung/datang']").check()
    desk.after(lambda: page.click(SAVE))
    case = desk.path
    page.locator(".rk-stepform textarea[name=note]").first.fill(NOTE)
    desk.after(page.locator(".rk-papers a[href*='/formulir/']").first.click)
    assert "/formulir/" in desk.path
    page.fill("[name=from_where]", "Sidorejo")
    page.locator("#tampilkan-identitas summary").click()
    page.locator("#tampilkan-identitas input[value=form]").check()
    desk.after(lambda: page.locator("button[name=tampilkan]").click())
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/opened-beside.png")
    assert page.input_value("[name=from_where]") == "Sidorejo"
    assert page.input_value("[name=guest_name]") == NAME
    assert page.locator("#tampilkan-identitas").count() == 0
    assert asked.kinds == [], "nothing was lost by any of it"
    cancelled(page, asked)
    asked.stays = False
    desk.go(case)
    assert page.locator(".rk-stepform textarea[name=note]").first.input_value() == NOTE
    assert "masih ada, tetapi belum tersimpan" in desk.words("main")
