"""The check's browser: it dials the loopback, names the office's host, follows redirects and keeps its cookies."""

import httpx
import pytest

from infra.demo.check.browser import Browser, NotOnPage

LIST = (
    '<h1>Register  kasus</h1><a href="/kasus/1/">SLT-26-0001</a><a href="/kasus/2/">SLT-26-0002</a>'
    '<form action="/keluar/"></form>'
)


def _browser(answer: object) -> Browser:
    return Browser(host="salatiga.localhost", port=8123, transport=httpx.MockTransport(answer))


def test_it_dials_the_loopback_and_names_the_host() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, html=LIST)

    with _browser(answer) as browser:
        page = browser.get("http://salatiga.localhost:8123/kasus/?keadaan=running")
    assert str(seen[0].url) == "http://127.0.0.1:8123/kasus/?keadaan=running"
    assert seen[0].headers["Host"] == "salatiga.localhost:8123"
    assert page.heading == "Register kasus"


def test_redirects_stay_on_the_loopback_and_cookies_are_kept() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            assert request.content == b"a=1&a=2&note=x+%00"
            location = "http://salatiga.localhost:8123/kasus/1/"
            return httpx.Response(303, headers={"Location": location, "Set-Cookie": "rangkul_session=s1; Path=/"})
        assert request.url.host == "127.0.0.1"
        return httpx.Response(200, html=f"<p>{request.headers.get('Cookie')}</p>")

    with _browser(answer) as browser:
        page = browser.send("/kasus/", [("a", "1"), ("a", "2"), ("note", "x \x00")])
    assert page.path == "/kasus/1/"
    assert page.words == "rangkul_session=s1"


def test_a_link_or_form_that_is_not_there_is_named() -> None:
    with _browser(lambda _request: httpx.Response(200, html=LIST)) as browser:
        page = browser.get("/")
    assert page.link(words="0002") == "/kasus/2/"
    assert page.link(r"^/kasus/") == "/kasus/1/"
    assert page.has_form(r"/keluar/$")
    with pytest.raises(NotOnPage, match="0009"):
        page.link(words="0009")
    with pytest.raises(NotOnPage, match="masuk"):
        page.form(action="/masuk/")


def test_copied_cookies_are_sent_to_the_other_office() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/masuk/":
            return httpx.Response(200, headers={"Set-Cookie": "rangkul_session=ours; Path=/"})
        return httpx.Response(200, html=f"<p>{request.headers['Host']} {request.headers.get('Cookie')}</p>")

    transport = httpx.MockTransport(answer)
    ours = Browser(host="salatiga.localhost", port=8123, transport=transport)
    theirs = Browser(host="nunukan.localhost", port=8123, transport=transport)
    with ours, theirs:
        ours.get("/masuk/")
        theirs.take_cookies(ours)
        assert theirs.get("/").words == "nunukan.localhost:8123 rangkul_session=ours"
