"""One person at one screen: a browser context of their own, and whatever goes wrong in it while they work."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from playwright.sync_api import Error as BrowserError

from tests.journeys.server import WebServer
from tests.journeys.world import PASSWORD

WATCH = Path(__file__).with_name("watch.js")
PATIENCE = 20.0
A_MOMENT = 0.02
OF_AN_ANSWER = "Failed to load resource: the server responded with a status of"
STATE = """
    () => window.journey ? window.journey.state() : performance.timeOrigin + ":plain:" + document.readyState
"""
WIDE, NARROW = (1440, 900), (360, 740)


@dataclass
class Desk:
    """A logged-out browser window at one office. `wrong` fills by itself."""

    page: Page
    at: str
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        """Open an address of the office; return the status."""
        answer = self.page.goto(f"{self.at}{path}", wait_until="load")
        return answer.status if answer else 0

    @property
    def path(self) -> str:
        """Where the window is, without host and query."""
        return _plain(self.page.url).removeprefix(self.at)

    def after(self, act: Callable[[], Any]) -> None:
        """Do something that sends a form or follows a link, and wait for the page, or the part of it, that answers."""
        before = self.state()
        act()
        end = time.monotonic() + PATIENCE
        while True:
            now = self.state()
            if now.endswith(":complete") and now != before:
                return
            if time.monotonic() > end:
                raise AssertionError(f"{self.path}: nothing answered")
            time.sleep(A_MOMENT)

    @contextmanager
    def saved(self) -> Iterator[None]:
        """Do what makes the form of this page save itself, and wait for its answer."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST" and self.is_here(answer.url)):
            yield

    def is_here(self, address: str) -> bool:
        """Whether an address is the one where the window is; the query does not matter."""
        return _plain(address) == _plain(self.page.url)

    def state(self) -> str:
        """Changes with every page and every part that htmx swaps in; empty between two pages."""
        try:
            return str(self.page.evaluate(STATE))
        except BrowserError as gone:
            if "context was destroyed" in str(gone):  # the page went away while it was asked
                return ""
            raise

    def words(self, selector: str = "body") -> str:
        """The text of a part of the page, with single blanks."""
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def log_in(self, username: str) -> None:
        """Through the login page, quickly."""
        self.go("/masuk/?next=/setelan/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.after(lambda: self.page.click("main button[type=submit]"))
        assert self.path in {"/setelan/", "/sandi/"}, f"{username} is at {self.path}"

    def sideways(self) -> int:
        """How many pixels the page can be moved sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def _plain(address: str) -> str:
    return re.sub(r"[?#].*", "", address)


def open_desk(
    browser: Browser, web: WebServer, slug: str, *, size: tuple[int, int] = WIDE, touch: bool = False,
    scripted: bool = True,
) -> Desk:  # fmt: skip
    """A new window at an office, with nobody logged in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="id-ID", timezone_id="Asia/Jakarta",
        reduced_motion="reduce", has_touch=touch, is_mobile=touch, java_script_enabled=scripted,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE * 1000)
    if scripted:
        context.add_init_script(path=WATCH)
    desk = Desk(context.new_page(), web.at(slug))
    desk.page.on("console", lambda message: _heard(desk, message))
    desk.page.on("pageerror", lambda error: desk.wrong.append(f"{desk.path}: {error}"))
    desk.page.on("response", lambda response: _answered(desk, response))
    return desk


def _heard(desk: Desk, message: ConsoleMessage) -> None:
    if message.type == "error" and not message.text.startswith(OF_AN_ANSWER):
        desk.wrong.append(f"{desk.path}: console: {message.text}")


def _answered(desk: Desk, response: Response) -> None:
    own = response.request.resource_type in {"document", "xhr", "fetch"}
    if response.status >= 500 or (response.status >= 400 and not own):
        desk.wrong.append(f"{response.status} for {response.url.removeprefix(desk.at)}")
