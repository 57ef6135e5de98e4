"""Staff at work over HTTP, with no screen: logged in, opening cases, handing in steps; one browser for each thread."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from infra.demo.check.browser import Browser, Page
from tests.journeys.world import PASSWORD

Answer = TypeVar("Answer")
SLUG = "salatiga"
NEW = "/laporan/baru/"
SENTENCE = "Dicatat sesuai keterangan; orang dan peristiwanya rekaan."
NUMBER = re.compile(r"SLT-\d\d-\d{4,}")


class Crew:
    """The browsers of a test, closed at its end."""

    def __init__(self) -> None:
        self.browsers: list[Browser] = []

    def at(self, port: int) -> Browser:
        """A new browser at Salatiga's door."""
        self.browsers.append(Browser(host=f"{SLUG}.localhost", port=port))
        return self.browsers[-1]

    def log_in(self, port: int, username: str, *, password: str = PASSWORD) -> Browser:
        """A browser in which somebody is logged in."""
        browser = self.at(port)
        form = browser.get("/masuk/").form(action=r"/masuk/$")
        page = browser.submit(form, {"login": username, "password": password})
        assert page.status == 200, page.words[:300]
        assert not page.has_form(r"/masuk/$"), f"{username} could not log in"
        return browser

    def beside(self, browser: Browser, port: int) -> Browser:
        """A second browser of the same person, for a thread of its own."""
        other = self.at(port)
        other.take_cookies(browser)
        return other

    def close(self) -> None:
        for browser in self.browsers:
            browser.client.close()


def new_case(browser: Browser, *, door: str, channel: str) -> tuple[str, list[tuple[str, str]]]:
    """Where a new report is sent, and what, for a case to be opened from it at once."""
    page = browser.get(f"{NEW}?saluran={channel}")
    assert page.status == 200, page.words[:300]
    form = page.form(action=rf"{NEW}$")
    pairs = form.sent({"channel": channel, "next": door, "victim_sex": "P", "kinds": ["PSIKIS"], "story": SENTENCE})
    return form.action, pairs


def number_on(page: Page) -> str:
    """The register number of the case that a page is about."""
    assert page.status == 200, page.words[:300]
    assert NUMBER.fullmatch(page.heading), page.heading
    return page.heading


def completing(browser: Browser, address: str, *, note: str) -> tuple[str, list[tuple[str, str]]]:
    """Where the open step of a case is handed in, and what: everything there, and a note."""
    form = browser.get(address).form(action=r"/selesai/$")
    values: dict[str, str | list[str]] = {"note": note}
    values |= {one.name: SENTENCE for one in form.named("output-") if one.kind != "hidden"}
    values |= {one.name: "seen" for one in form.named("need-")}
    return form.action, form.sent(values)


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Let all of them happen at the same moment, each in a thread of its own; return their answers in order."""
    gate = Barrier(len(acts))

    def wait_and(act: Callable[[], Answer]) -> Answer:
        gate.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(wait_and, acts))
