"""A browser without a screen: one person, one office, cookies, links and forms. Dials 127.0.0.1 and names the host."""

import re
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from urllib.parse import urlencode, urlsplit

import httpx
from bs4 import BeautifulSoup, Tag

from infra.demo.check.fields import Answers, Form, read_form, words_of

LOOPBACK = "127.0.0.1"
MOST_REDIRECTS = 5
PATIENCE = 60.0
REDIRECTS = {301, 302, 303, 307, 308}


class NotOnPage(LookupError):
    """The page has no such link or form."""


@dataclass
class Page:
    """An answer of the server, read as a page."""

    status: int
    path: str
    html: str
    headers: httpx.Headers

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, parsed."""
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def words(self) -> str:
        """All its text, with single blanks."""
        return words_of(self.soup)

    @property
    def heading(self) -> str:
        """Its first heading."""
        return words_of(self.soup.find("h1"))

    def says(self, words: str) -> bool:
        """Whether these words stand on it, whatever their case."""
        return words.casefold() in self.words.casefold()

    def forms(self) -> list[Form]:
        """Every form on it."""
        return [read_form(tag, self.soup, self.path) for tag in self.soup.select("form")]

    def form(self, *, action: str = "", button: str = "") -> Form:
        """Return the form that goes to an address ending so, or has such a button. Raises NotOnPage."""
        for form in self.forms():
            target = urlsplit(form.action).path
            pressable = any(re.search(button, item[0]) for item in form.buttons) if button else True
            if (not action or re.search(action, target)) and pressable:
                return form
        there = [(form.action, [item[0] for item in form.buttons]) for form in self.forms()]
        raise NotOnPage(f"{self.path} ({self.status}): no form {action!r} {button!r}; there are {there}")

    def has_form(self, action: str) -> bool:
        """Whether a form goes to such an address."""
        return any(re.search(action, urlsplit(form.action).path) for form in self.forms())

    def links(self, address: str) -> list[tuple[str, str]]:
        """Return (address, words) of the links whose address matches."""
        tags = self.soup.select("a[href]")
        return [(str(tag["href"]), words_of(tag)) for tag in tags if re.search(address, str(tag["href"]))]

    def link(self, address: str = "", words: str = "") -> str:
        """Return the address of the first link that matches. Raises NotOnPage."""
        for href, said in self.links(address):
            if words.casefold() in said.casefold():
                return href
        raise NotOnPage(f"{self.path} ({self.status}): no link {address!r} {words!r}")

    def part(self, selector: str) -> Tag | None:
        """Return the first element a CSS selector finds."""
        return self.soup.select_one(selector)


class Browser:
    """One person's browser at one office."""

    def __init__(self, *, host: str, port: int, transport: httpx.BaseTransport | None = None) -> None:
        self.host = host
        self.client = httpx.Client(
            base_url=f"http://{LOOPBACK}:{port}", headers={"Host": f"{host}:{port}", "Accept": "text/html"},
            timeout=PATIENCE, transport=transport, follow_redirects=False, trust_env=False,
        )  # fmt: skip

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.client.close()

    def get(self, address: str) -> Page:
        """Go to an address of this office; redirects are followed."""
        return self._follow(self.client.get(self._own(address)), address)

    def submit(self, form: Form, values: Answers | None = None, *, button: str = "") -> Page:
        """Fill a form and send it as a browser does. Raises KeyError for an answer the page does not offer."""
        pairs = form.sent(values or {}, button)
        return self.send(form.target(button), pairs, method=form.method)

    def send(self, address: str, pairs: list[tuple[str, str]], *, method: str = "post") -> Page:
        """Send pairs to an address, without a page before it."""
        own = self._own(address)
        body = urlencode(pairs)
        if method == "get":
            return self.get(f"{urlsplit(own).path}?{body}")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._follow(self.client.post(own, content=body, headers=headers), address)

    def take_cookies(self, other: "Browser") -> None:
        """Use another browser's cookies here, as someone would who copied them."""
        for cookie in other.client.cookies.jar:
            self.client.cookies.set(cookie.name, cookie.value or "", path="/")

    def _own(self, address: str) -> str:
        """The path of an address: every host of the demo is dialled on the loopback."""
        parts = urlsplit(address)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _follow(self, answer: httpx.Response, address: str) -> Page:
        for _redirect in range(MOST_REDIRECTS):
            if answer.status_code not in REDIRECTS:
                break
            address = answer.headers["Location"]
            answer = self.client.get(self._own(address))
        return Page(answer.status_code, self._own(address), answer.text, answer.headers)
