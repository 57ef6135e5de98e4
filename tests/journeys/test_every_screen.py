"""axe on every screen: at both widths, in the light and in the dark, in both languages. No address is left out.

In Indonesian wide in the light, wide in the dark (colours), narrow in the dark; in English narrow in the light: so each
pair of theme and width, and the English words where there is least room.
"""

import re
from collections.abc import Iterator, Sequence

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Page, Route

from infra.look import axe
from tests.isolation.routes import OFFICE, routes_of
from tests.isolation.routes import Route as Address
from tests.journeys.approving_screens import approving
from tests.journeys.called_screens import called
from tests.journeys.desk import NARROW, WIDE, Desk, open_desk
from tests.journeys.editor_screens import drafts
from tests.journeys.library_screens import library
from tests.journeys.screens import AREAS as OTHER_AREAS
from tests.journeys.screens import ONE_IS_ENOUGH, OPEN, Screen, send
from tests.journeys.server import WebServer
from tests.journeys.without_screen import WITHOUT_A_SCREEN
from tests.journeys.world import ERRORS, World

pytestmark = pytest.mark.browser

AREAS = {**OTHER_AREAS, "library": library, "approving": approving, "drafts": drafts, "called": called}
LANGUAGES = ("id", "en")
EVERY_RULE = ()
CLOSED = "form[action$='/identitas/']:has([type=radio]):not([data-rk-closed] *)"
TURN_DARK = "() => document.documentElement.classList.toggle('rk-dark')"
FETCH = """
    async path => {
        const answer = await fetch(path, {redirect: "manual"});
        return [answer.status, await answer.text()];
    }
"""
SPEAK = """
    language => {
        const form = document.querySelector("form[method=post]").cloneNode(true);
        form.action = "/bahasa/";
        const chosen = document.createElement("input");
        chosen.name = "language";
        chosen.value = language;
        form.append(chosen);
        document.body.append(form);
        form.submit();
    }
"""
FROM_ELSEWHERE = {"carried_limit_met"}
"""Addresses of rows that come with another office's file, of which this world has none: `tests/isolation` asks them."""
MISSING_LABEL = "() => document.querySelector('main').append(document.createElement('input'))"
SHOWN_AGAIN = """() => { const one = document.createElement("p"); one.hidden = true; one.textContent = "x";
  one.style.setProperty("display", "block", "important"); document.querySelector("main").append(one); }"""
PALE = "() => { document.querySelector('h1').style.color = '#ddd'; }"


class Desks:
    """One window for each person, logged in once; the account's language is changed as it is needed."""

    def __init__(self, browser: Browser, web: WebServer) -> None:
        self.browser, self.web = browser, web
        self.kept: dict[tuple[str, str], Desk] = {}
        self.spoken: dict[tuple[str, str], str] = {}

    def of(self, office: str, username: str, language: str) -> Desk:
        who = (office, username)
        if who not in self.kept:
            self.kept[who] = open_desk(self.browser, self.web, office)
            self.spoken[who] = "id"
            if username:
                self.kept[who].log_in(username)
        if self.spoken[who] != language:
            self._speak(self.kept[who], username, language)
            self.spoken[who] = language
        return self.kept[who]

    def leave(self) -> None:
        """Close every window; each account speaks the first language again, in which other journeys read it."""
        for (office, username), desk in self.kept.items():
            self.of(office, username, LANGUAGES[0])
            desk.page.context.close()

    @staticmethod
    def _speak(desk: Desk, username: str, language: str) -> None:
        desk.go("/setelan/" if username else "/masuk/")
        desk.after(lambda: desk.page.evaluate(SPEAK, language))
        assert desk.page.locator("html").get_attribute("lang") == language


@pytest.fixture(scope="module")
def desks(browser: Browser, web: WebServer) -> Iterator[Desks]:
    made = Desks(browser, web)
    yield made
    made.leave()


def reveal(desk: Desk, address: str) -> None:
    """Open what is hidden, for the reason that comes first."""
    desk.go(address)
    form = desk.page.locator(CLOSED)
    form.locator("xpath=ancestor::details").evaluate_all(OPEN)
    form.locator("label").first.click()
    desk.after(form.locator("button").first.click)


def faults_of(desk: Desk, screen: Screen, world: World, language: str) -> list[str]:
    """Everything that is wrong with one screen, at both widths and in the dark."""
    desk.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    status = desk.go(screen.path)
    if screen.opened and desk.page.locator(CLOSED).count():
        reveal(desk, screen.opened)
        status = desk.go(screen.path)
        assert desk.page.locator(CLOSED).count() == 0, f"{screen.key} did not open"
    found = [] if status == screen.status else [f"status {status}"]
    if screen.act:
        screen.act(desk)
    found += seen(desk, language=language, names=world.names, once=screen.key in ONE_IS_ENOUGH)
    found += [f"in the page: {fault}" for fault in desk.wrong]
    desk.wrong.clear()
    return [f"{screen.key} ({language}): {fault}" for fault in found]


def seen(desk: Desk, *, language: str, names: frozenset[str], once: bool = False) -> list[str]:
    """What is wrong with the page that is open. `once`: it is not looked at in another language."""
    page = desk.page
    page.locator("details").evaluate_all(OPEN)
    title, headings = page.title(), page.locator("h1").count()
    found = []
    if page.locator("html").get_attribute("lang") != language:
        found.append("html lang is another")
    if headings != 1:
        found.append(f"{headings} h1")
    if not re.fullmatch(r".*\S \N{EN DASH} Rangkul", title):
        found.append(f"title {title!r}")
    found += [f"{name} in the title" for name in names if name in title]
    first = language == LANGUAGES[0]
    found += _at(desk, WIDE[0], light=EVERY_RULE if first else None, dark=axe.COLOUR_RULES if first else None)
    found += _at(desk, NARROW[0], light=EVERY_RULE if once or not first else None, dark=EVERY_RULE if first else None)
    return found


def _at(desk: Desk, width: int, *, light: Sequence[str] | None, dark: Sequence[str] | None) -> list[str]:
    """What is wrong at a width, in the light and in the dark, by these rules; None: that theme is not looked at."""
    axe.whole_page(desk.page, width=width)
    found = [f"{width}: moves sideways by {desk.sideways()} pixels"] if desk.sideways() > 0 else []
    if light is not None:
        found += [f"{width}: {fault}" for fault in axe.faults(desk.page, rules=light)]
    if dark is not None:
        desk.page.evaluate(TURN_DARK)
        found += [f"{width}, dark: {fault}" for fault in axe.faults(desk.page, rules=dark)]
        desk.page.evaluate(TURN_DARK)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_axe_finds_nothing(area: str, language: str, desks: Desks, world: World) -> None:
    found = []
    for screen in AREAS[area](world):
        if language != LANGUAGES[0] and screen.key in ONE_IS_ENOUGH:
            continue
        desk = desks.of(screen.office, screen.by, language)
        found += faults_of(desk, screen, world, language)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_error_pages(language: str, desks: Desks, world: World) -> None:
    desk = desks.of("salatiga", "", language)
    found = []
    for name in ERRORS:
        page_of(desk.page, name, world.errors[name, language])
        desk.go(f"/galat/{name}")
        found += [f"{name} ({language}): {fault}" for fault in seen(desk, language=language, names=world.names)]
        desk.page.unroute_all()
    desk.wrong.clear()  # the pages pretended to be 500 and 503
    assert found == []


def page_of(page: Page, name: str, html: str) -> None:
    """Let an address answer with this page."""
    status = int(name) if name.isdecimal() else 403

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=html, content_type="text/html; charset=utf-8")

    page.route(f"**/galat/{name}", answer)


def test_the_error_pages_that_can_be_met_are_those(desks: Desks, world: World, web: WebServer) -> None:
    desk = desks.of("salatiga", "", "id")
    assert desk.go("/masuk/") == 200
    desk.page.locator("[name=csrfmiddlewaretoken]").first.evaluate("one => { one.value = 'x'.repeat(64); }")
    send("main form", login="ratna", password="x")(desk)
    met = {"csrf": desk.page.content()}
    staff = desks.of("salatiga", "ratna", "id")
    assert staff.go("/tidak-ada/") == 404
    met["404"] = staff.page.content()
    desk.page.goto(web.at("tidak-dikenal"))
    met["host"] = desk.page.content()
    for name, html in met.items():
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", world.errors[name, "id"])
        assert heading is not None
        assert heading[1] in html, name
    assert desk.wrong == staff.wrong == []


def test_every_address_is_looked_at(world: World) -> None:
    """A new address needs a screen in `screens.py`, or the reason why it shows none."""
    addresses = {address.name for address in routes_of()}
    shown = {screen.route for screens in AREAS.values() for screen in screens(world)}
    assert shown & WITHOUT_A_SCREEN.keys() == set()
    assert shown | WITHOUT_A_SCREEN.keys() == addresses


def test_every_screen_is_the_one_it_says(world: World) -> None:
    screens = [screen for found in AREAS.values() for screen in found(world)]
    assert [
        screen.key for screen in screens if resolve(screen.path.split("?")[0], OFFICE).url_name != screen.route
    ] == []
    assert len({(screen.key, screen.office) for screen in screens}) == len(screens)


def test_what_shows_no_screen_shows_none(desks: Desks, world: World) -> None:
    pages = []
    for address in routes_of():
        if address.name in WITHOUT_A_SCREEN:
            desk = desks.of("salatiga", "admin" if address.pattern.startswith(("kantor/", "sop/")) else "ratna", "id")
            if desk.path != "/setelan/":
                desk.go("/setelan/")
            status, text = desk.page.evaluate(FETCH, filled(address, world))
            assert status < 500, address
            if "<html" in text and not (status == 404 and address.name in FROM_ELSEWHERE):
                pages.append(address.name)
    assert pages == []


def filled(address: Address, world: World) -> str:
    """An address with keys of things that are there."""
    case = world.cases["gambaran-terlambat"]
    values = {
        "case_id": case.id, "pass_id": case.passes["gambaran"], "report_id": world.reports["laporan-web"],
        "consent_id": case.consent, "closure_id": case.id, "staff_id": world.staff["sari"], "form_key": "buku-tamu",
        "referral_id": world.referrals["luar"], "what": "penarikan", "appointment_id": world.referrals["janji"],
        "limit_id": case.id, "incident_id": case.incident_off, "lane_id": case.id,
        "message_id": world.referrals["gagal"], "document_id": world.referrals["berkas"],
        "filled_id": case.filled["formulir-pengaduan"], "matter_id": case.id,
        "draft_id": world.drafts["penuh"], "move_id": world.move, "number": 1,
        "slug": "layanan-konsultasi" if address.name == "sop_base_svg" else "layanan-informasi",  # it has news
        "word": "langkah", "key": "buku-tamu", "deed": "hapus",
    }  # fmt: skip
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), address.pattern)


@pytest.mark.parametrize(
    ("spoil", "rule"), [(MISSING_LABEL, "label"), (PALE, "color-contrast"), (SHOWN_AGAIN, "hidden")]
)
def test_axe_would_find_something(spoil: str, rule: str, desks: Desks) -> None:
    desk = desks.of("salatiga", "ratna", "id")
    desk.go("/setelan/")
    axe.whole_page(desk.page, width=WIDE[0])
    assert axe.faults(desk.page) == []
    desk.page.evaluate(spoil)
    assert [fault.split(":")[0] for fault in axe.faults(desk.page)] == [rule]
