"""What is typed and not taken: handed in too late, or after the session had ended."""

from collections.abc import Callable

from tests.journeys.desk import Desk
from tests.journeys.world import PASSWORD

STORY = "Ia datang sendiri, berjalan kaki, dan minta jangan ditelepon malam."
SEND_TO = "(form, action) => { form.action = action || form.action; HTMLFormElement.prototype.submit.call(form); }"


def come_back_after_a_login(desk: Desk) -> None:
    """Type a report while the session ends, without scripts; log in again, and find it filled in."""
    page = desk.page
    page.fill("#id_story", STORY)
    page.context.clear_cookies(name="rangkul_session")
    desk.after(lambda: page.locator("#laporan-baru").evaluate(SEND_TO))
    page.fill("input[name=login]", "sari")
    page.fill("input[name=password]", PASSWORD)
    desk.after(lambda: page.click("main button[type=submit]"))
    assert page.input_value("#id_story") == STORY


def hand_in_what_is_done(address: str) -> Callable[[Desk], None]:
    """Type a note and hand it in for a step that somebody finished meanwhile."""

    def act(desk: Desk) -> None:
        form = desk.page.locator("form.rk-stepform").first
        form.locator("textarea").last.fill(STORY)
        desk.after(lambda: form.evaluate(SEND_TO, address))
        assert desk.page.locator("#h-kept").count() == 1, desk.words("main")

    return act
