"""Whatever goes wrong is a problem document, in Indonesian or in the language that is asked for."""

import json
import uuid

import pytest
from django.conf import settings
from django.test import Client

from api.parsers import LARGEST, LimitedJSONParser, TooLarge
from tests.api.conftest import API, ask, problem
from tests.frontend.screens import employ, enter

pytestmark = pytest.mark.django_db
NOWHERE = uuid.UUID(int=7)


def test_whoever_is_not_logged_in_is_told_so(salatiga, version):
    for method, path in (("GET", "cases"), ("POST", "reports"), ("GET", "schema"), ("PATCH", f"reports/{NOWHERE}")):
        assert problem(ask(enter(salatiga), method, path)) == (401, "not_authenticated")


def test_a_one_time_password_is_changed_first(salatiga, version):
    newcomer = enter(salatiga, employ(salatiga, "baru", "resepsionis", must_change_password=True))
    assert problem(ask(newcomer, "GET", "cases")) == (403, "password_not_own")


def test_a_post_without_its_key_is_refused(salatiga, sari, client):
    careful = Client(enforce_csrf_checks=True, headers={"host": "salatiga.localhost"})
    careful.cookies = client.cookies
    answer = careful.post(f"{API}reports", {"channel": "datang"}, content_type="application/json")
    assert problem(answer) == (403, "csrf")
    assert f"kuki {settings.CSRF_COOKIE_NAME}." in answer.json()["title"]


REFUSED = [
    ("GET", "tidak-ada", None, {}, 404, "not_found"),
    ("GET", f"cases/{NOWHERE}", None, {}, 404, "not_found"),
    ("GET", "cases/bukan-kunci", None, {}, 404, "not_found"),
    ("DELETE", "cases", None, {}, 405, "method_not_allowed"),
    ("GET", "cases", None, {"accept": "text/html"}, 406, "not_acceptable"),
    ("POST", "reports", "<a/>", {"content-type": "text/xml"}, 415, "unsupported_media_type"),
    ("POST", "reports", "channel=datang", {"content-type": "application/x-www-form-urlencoded"}, 415,
     "unsupported_media_type"),
    ("POST", "reports", "{", {}, 400, "parse_error"),
    ("POST", "reports", '{"channel": NaN}', {}, 400, "parse_error"),
    ("POST", "reports", "[" * 100_000, {}, 400, "parse_error"),
    ("POST", "reports", "9" * 5_000, {}, 400, "parse_error"),
    ("POST", "reports", b"\xff\xfe", {}, 400, "parse_error"),
    ("POST", "reports", '{"channel": "datang", "channel\\u0000": 1}', {}, 422, "invalid"),
    ("POST", "reports", b'{"incident": {"story": "' + b"x" * 5_000_000 + b'"}}', {}, 413, "too_large"),
    ("POST", "reports", {"channel": "x"}, {}, 422, "invalid"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "code"), REFUSED)
def test_every_refusal_is_a_problem_in_the_language_asked_for(client, method, path, body, headers, status, code):
    sent = json.dumps(body) if isinstance(body, dict) else body or ""
    kind = headers.get("content-type", "application/json")
    others = {name: value for name, value in headers.items() if name != "content-type"}

    def said(**more: str):
        answer = client.generic(method, API + path, sent, content_type=kind, headers=others | more)
        assert problem(answer) == (status, code)
        return answer

    here, there = said(), said(**{"accept-language": "en-GB, id;q=0.5"})
    assert here.json()["title"] != there.json()["title"]
    for words in ("Not found", "Method", "not satisfy", "Unsupported", "parse error", "required", "valid choice"):
        assert words not in here.content.decode()
    assert "Allow" in here.headers or status != 405


def test_the_language_is_said_and_that_it_was_asked_for(client):
    answer = ask(client, "GET", f"cases/{NOWHERE}", **{"accept-language": "en"})
    assert answer["Content-Language"] == "en"
    assert "Accept-Language" in answer["Vary"]
    assert ask(client, "GET", f"cases/{NOWHERE}", **{"accept-language": "fr, *"})["Content-Language"] == "id"


class Counting:
    """A body that says how much of it was read."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def read(self, size: int = -1) -> bytes:
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        self.taken += given
        return b" " * given


@pytest.mark.parametrize(("stated", "most"), [(5_000_000, 0), (0, LARGEST + 1)])
def test_a_body_that_is_too_large_is_not_read_whole(rf, stated, most):
    request = rf.post("/", headers={"content-length": str(stated)})
    request.META["CONTENT_LENGTH"] = str(stated)
    body = Counting(5_000_000)
    with pytest.raises(TooLarge):
        LimitedJSONParser().parse(body, parser_context={"request": request})
    assert body.taken <= most


def test_a_fault_of_ours_is_a_problem_too(client, monkeypatch):
    def broken(**_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("api.views.queries.work_list", broken)
    client.raise_request_exception = False
    assert problem(ask(client, "GET", "work")) == (500, "server_error")
