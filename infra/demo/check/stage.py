"""The demo that is checked: where it answers, who may log in, and a browser for each of them."""

import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from infra.demo.check.browser import LOOPBACK, Browser, Page
from infra.demo.check.operator import Operator, at_the_machine
from infra.demo.check.report import present, want

if TYPE_CHECKING:
    from infra.demo.check.sops import OwnSop
    from infra.demo.check.working import Work

CODES = {"salatiga": "33.73", "banyuwangi": "35.10", "nunukan": "65.03", "barito-utara": "62.05"}
SILENT = "kabupaten-semarang"
"""An office with staff and no case of its own: the one that does not answer in time."""
LOGIN = r"/masuk/$"
INDONESIAN = "id"


class NoDemo(RuntimeError):
    """No demo answers."""


@dataclass(frozen=True)
class Account:
    """Somebody who may log in."""

    username: str
    password: str
    name: str
    lanes: frozenset[str]
    admin: bool


@dataclass(frozen=True)
class Regency:
    """A regency that a province opened while the demo ran. `opened`: in this play, not in an earlier one."""

    slug: str
    code: str
    name: str
    opened: bool


def read_accounts(text: str) -> dict[str, dict[str, Account]]:
    """Read accounts.json: office slug -> user name -> account."""
    return {
        office["slug"]: {
            one["username"]: Account(
                one["username"], one["password"], one["name"], frozenset(one["lanes"]), bool(one["admin"])
            )
            for one in office["accounts"]
        }
        for office in json.loads(text)
    }


@dataclass
class Stage:
    """What every scene is given. `opened`: every case it opened, as (office, user name, address).

    `regencies`: the one that this play opened at the console, or found opened, or None where there was none to open.
    `own_sops`: the SOP that this play made of one of the library; `on_own`: the cases still open on it.
    """

    port: int
    offices: dict[str, Mapping[str, Account]]
    operator: Operator = field(default_factory=lambda: Operator(_nobody))
    transport: httpx.BaseTransport | None = None
    dice: random.Random = field(default_factory=random.SystemRandom)
    offered: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    chosen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    opened: list[tuple[str, str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=lambda: {**CODES, SILENT: "33.22"})
    regencies: list[Regency | None] = field(default_factory=list)
    own_sops: list["OwnSop"] = field(default_factory=list)
    on_own: list["Work"] = field(default_factory=list)
    _at_work: dict[tuple[str, str], Browser] = field(default_factory=dict)
    _spoke: dict[tuple[str, str], str] = field(default_factory=dict)

    def browser(self, slug: str) -> Browser:
        """A fresh browser at an office's door."""
        return Browser(host=f"{slug}.localhost", port=self.port, transport=self.transport)

    def log_in(self, browser: Browser, account: Account, *, password: str = "") -> Page:
        """Log in through the login form; return the page after it."""
        door = browser.get("/masuk/")
        form = door.form(action=LOGIN)
        names = [name for name, question in form.questions.items() if question.kind != "hidden"]
        want(len(names) == 2, f"the login form asks for {names}")
        return browser.submit(form, {names[0]: account.username, names[1]: password or account.password})

    def at(self, slug: str, username: str) -> Browser:
        """The browser of somebody at work: logged in once, and kept."""
        key = (slug, username)
        if key not in self._at_work:
            browser = self.browser(slug)
            page = self.log_in(browser, self.offices[slug][username])
            want(page.status == 200 and not page.has_form(LOGIN), f"{username} could not log in: {page.words[:200]}")
            self._at_work[key] = browser
            if language_of(page) != INDONESIAN:
                self._spoke[key] = language_of(page)
                speak(browser, INDONESIAN)
        return self._at_work[key]

    def named(self, slug: str, name: str) -> str | None:
        """The user name of somebody by the name that pages show; None for who was added since the demo was made."""
        return next((one.username for one in self.offices[slug].values() if one.name == name), None)

    def holding(self, slug: str, lane: str) -> str:
        """The user name of the first who holds a lane. Raises Wrong where nobody does."""
        found = (one.username for one in self.offices[slug].values() if lane in one.lanes)
        return present(next(found, None), f"{slug}: none of the demo's accounts holds {lane!r}")

    def newly_open(self, slug: str, *, code: str, people: Mapping[str, Account]) -> None:
        """Know an office that was opened since the demo was made."""
        self.offices[slug], self.codes[slug] = people, code

    def note_choice(self, sheet: str, number: str, offered: set[str], chosen: set[str]) -> None:
        """Remember which ways a step offered and which was taken."""
        self.offered.setdefault((sheet, number), set()).update(offered)
        self.chosen.setdefault((sheet, number), set()).update(chosen)

    def close(self) -> None:
        """Give everybody back the language they had chosen, and close every browser."""
        for key, language in self._spoke.items():
            speak(self._at_work[key], language)
        for browser in self._at_work.values():
            browser.client.close()


def _nobody(words: list[str]) -> tuple[int, str]:
    return 127, f"nobody is at the machine to type {words}"


def speak(browser: Browser, language: str) -> Page:
    """Choose the language of the screens for whoever is logged in; return their first page in it."""
    form = browser.get("/setelan/").form(action=r"/setelan/$")
    browser.submit(form, {"language": language}, button=form.buttons[0][0])
    return browser.get("/")


def language_of(page: Page) -> str:
    """The language a page says it is in."""
    root = page.part("html")
    return str(root["lang"]) if root else ""


def find_demo(folder: Path, *, patience: float) -> Stage:
    """Return the demo of a state folder once it answers. Raises NoDemo after `patience` seconds."""
    deadline = time.monotonic() + patience
    why = f"demo belum berjalan: {folder / 'running.json'} tidak ada"
    while time.monotonic() < deadline:
        try:
            port = int(json.loads((folder / "running.json").read_text(encoding="utf-8"))["port"])
            if all(_answers(port, slug) for slug in CODES):
                accounts = read_accounts((folder / "accounts.json").read_text(encoding="utf-8"))
                return Stage(port, dict(accounts), at_the_machine(folder))
            why = f"demo belum menjawab di {LOOPBACK}:{port}"
        except FileNotFoundError:
            pass
        time.sleep(0.5)
    raise NoDemo(why)


def _answers(port: int, slug: str) -> bool:
    headers = {"Host": f"{slug}.localhost:{port}"}
    try:
        answer = httpx.get(f"http://{LOOPBACK}:{port}/sehat", headers=headers, timeout=10.0, trust_env=False)
    except httpx.TransportError:
        return False
    return answer.status_code == 200
