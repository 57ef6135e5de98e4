"""Visits an office as one of its people, or as nobody; looks at an answer for what must and must not be in it."""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from pypdf import PdfReader

from tests.frontend.screens import Answer
from tests.isolation.probe import In, Kept, Probe, hidden_from
from tests.isolation.things import Things
from tests.isolation.world import Side

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESSES = re.compile(r'(?:href|action|formaction|src|hx-(?:get|post|put|patch|delete|push-url))="([^"]*)"')
POINTING = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Content-Location", "Link")
GUARDS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
KEPT = "public, max-age=300"

_HANDLERS = {strict: ClientHandler(enforce_csrf_checks=strict) for strict in (False, True)}
"""Shared by all browsers: middleware is set up once, not at every visit."""


def client_of(side: Side, who: str, *, cookie_of: Side | None = None, strict: bool = False) -> Client:
    """A browser at an office's host; `who` is logged in at `cookie_of`, by default that very office."""
    client = Client(headers={"host": side.host})
    client.handler = _HANDLERS[strict]
    key = (cookie_of or side).sessions.get(who)
    if key is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def address(probe: Probe, things: Things, **instead: Any) -> str:
    """The probe's address, with some parameters replaced."""
    found = reverse(probe.route, kwargs={**probe.url(things), **instead}, urlconf="config.urls.office")
    return f"{found}?{probe.query(things)}" if probe.query else found


def visit(
    side: Side,
    probe: Probe,
    who: str,
    *,
    cookie_of: Side | None = None,
    at: str = "",
    htmx: bool = False,
    strict: bool = False,
    method: str = "",
) -> Answer:
    """Ask for what the probe asks for, as `who`."""
    client = client_of(side, who, cookie_of=cookie_of, strict=strict)
    return ask(client, probe, at or address(probe, side.things), side.things, htmx=htmx, method=method)


def ask(client: Client, probe: Probe, at: str, things: Things, *, htmx: bool = False, method: str = "") -> Answer:
    """Send the probe's request to an address."""
    method = method or probe.method
    headers = {"HX-Request": "true"} if htmx else {}
    body = probe.body(things) if probe.body and method == probe.method else {}
    if probe.api:
        data = json.dumps(body) if method not in ("GET", "HEAD") else ""
        return client.generic(method, at, data, content_type="application/json", headers=headers)
    if method == "POST":
        return whole(client.post(at, body, headers=headers))
    return client.generic(method, at, headers=headers)


def whole(answer: Answer) -> Answer:
    """An answer that is sent in parts, read to its end."""
    if not answer.streaming:
        return answer
    read = HttpResponse(b"".join(answer.streaming_content), status=answer.status_code, headers=dict(answer.items()))
    read.cookies = answer.cookies
    return read


def everything(answer: HttpResponse) -> str:
    """All that an answer says: body, headers, cookies."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{answer.cookies.output()}\n{_body(answer)}"


def _body(answer: HttpResponse) -> str:
    """What can be read of an answer: its text, or that of its pages; of a locked file nothing but what stands in it."""
    if answer.get("Content-Type") == "image/png":
        return answer.content.decode("latin-1")
    if answer.get("Content-Type") != "application/pdf":
        return answer.content.decode()
    reader = PdfReader(BytesIO(answer.content))
    if reader.is_encrypted:
        return answer.content.decode("latin-1")
    return "\n".join(page.extract_text() for page in reader.pages)


def faults(answer: HttpResponse, probe: Probe, side: Side, who: str) -> list[str]:
    """How an answer differs from the outcome that the probe states for this visitor."""
    outcome = probe.access[who]
    status = outcome.status if isinstance(outcome, Kept) else probe.status
    found = [] if answer.status_code == status else [f"status {answer.status_code}, not {status}"]
    said: list[str] = []
    if isinstance(outcome, Kept):
        said = [outcome.says]
    elif isinstance(outcome, In):
        said = (outcome.says or probe.says)(side)
    return found + lacks(answer, said) + oversights(answer, side, who)


def lacks(answer: HttpResponse, words: list[str]) -> list[str]:
    """What an answer should say and does not."""
    text = everything(answer)
    return [f"lacks {word!r}" for word in words if word not in text]


def oversights(answer: HttpResponse, side: Side, who: str) -> list[str]:
    """What an answer shows that is hidden from this visitor in their own office."""
    text = everything(answer)
    return [f"shows {word!r}" for word in hidden_from(side, who) if word in text]


def leaks(answer: HttpResponse, other: Side) -> list[str]:
    """What of the other office an answer shows."""
    text = everything(answer)
    return [f"shows {word!r} of {other.office.name}" for word in other.secrets() if word in text]


def told_in_addresses(answer: HttpResponse, words: list[str]) -> list[str]:
    """Names and numbers of persons in the title or in any address: both end up in histories, logs and on screens."""
    text = _body(answer)
    titles = TITLE.findall(text)
    addresses = [unquote(one) for one in ADDRESSES.findall(text)]
    addresses += [unquote(answer[name]) for name in POINTING if name in answer]
    return [f"{word!r} in {place!r}" for place in (*titles, *addresses) for word in words if word in place]


def unguarded(answer: HttpResponse, *, kept: bool = False) -> list[str]:
    """Which of the headers that every answer carries are missing, or a cookie that reaches further than its host.

    `kept`: a page for everybody, which says how long a browser may keep it, and sets no cookie.
    """
    guards = GUARDS | {"Cache-Control": KEPT} if kept else GUARDS
    found = [f"no {name}: {value}" for name, value in guards.items() if value not in answer.get(name, "")]
    found += [f"cookie {name} on a page for everybody" for name in answer.cookies if kept]
    found += [f"cookie {name} for {cookie['domain']}" for name, cookie in answer.cookies.items() if cookie["domain"]]
    return found
