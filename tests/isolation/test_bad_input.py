"""Whatever is typed into whichever form or address: refused in words, never a server error, nothing half-written."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.isolation.prints import changed, prints_of
from tests.isolation.probe import Probe
from tests.isolation.probes import POSTS, PROBES, READS
from tests.isolation.things import PASSWORD
from tests.isolation.undone import undone
from tests.isolation.visiting import address, client_of, leaks, unguarded, whole
from tests.isolation.world import World

NUL, LONG = "a\x00b", "x" * 300_000
RUBBISH: dict[str, Any] = {
    "a NUL byte": NUL,
    "too many letters": LONG,
    "nothing": "",
    "blanks": " \t\r\n ",
    "a date that is none": "31-02-2026",
    "marks": "<script>alert(1)</script>'\";--",
    "a negative number": "-9223372036854775809",
}
QUERIES = (
    "q",
    "setelah",
    "langkah",
    "sop",
    "keadaan",
    "kurun",
    "pemegang",
    "risiko",
    "tahap",
    "pintu",
    "bulan",
    "catatan",
    "sebelum",
    "saluran",
    "channel",
    "peran",
    "cursor",
    "next",
)
REFUSED = (400, 404, 409, 422)


def spoiled(body: dict[str, Any], rubbish: Any) -> dict[str, Any]:
    """The body with every value replaced."""
    return {name: [rubbish] if isinstance(value, list) else rubbish for name, value in body.items()}


def spoiled_within(body: dict[str, Any], rubbish: Any) -> list[dict[str, Any]]:
    """The body as it is but for one field that holds keys of its own: rubbish as a key, a fact of rubbish words."""
    holders = [name for name, value in body.items() if isinstance(value, dict)]
    return [body | {name: {key: value}} for name in holders for key, value in ((rubbish, "seen"), ("door", rubbish))]


def send(world: World, probe: Probe, body: dict[str, Any]):
    client, at = client_of(world.ours, probe.first), address(probe, world.ours.things)
    if probe.api:
        return client.generic(probe.method, at, json.dumps(body), content_type="application/json")
    return whole(client.post(at, body))


@pytest.mark.parametrize("probe", [probe for probe in POSTS if probe.body], ids=str)
def test_rubbish_in_a_body_is_refused_in_words(world: World, probe: Probe) -> None:
    assert probe.body is not None
    body, found = probe.body(world.ours.things), []
    before, beside = prints_of(world.ours.office), prints_of(world.theirs.office)
    for name, rubbish in RUBBISH.items():
        for sent in (spoiled(body, rubbish), *(spoiled_within(body, rubbish) if probe.api else ())):
            with undone():
                answer = send(world, probe, sent)
                expected = answer.status_code in (*REFUSED, probe.status, 302, 303)
                wrong = [] if expected else [f"status {answer.status_code}"]
                wrong += leaks(answer, world.theirs) + unguarded(answer)
                after = prints_of(world.ours.office)
                if answer.status_code in REFUSED and (tables := changed(before, after)):
                    wrong.append(f"refused and yet changed {tables}")
                if b"<script>alert(1)" in answer.content and not probe.api:
                    wrong.append("given back unescaped")
            found += [f"{name}: {one}" for one in wrong]
    assert changed(beside, prints_of(world.theirs.office)) == []
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", [probe for probe in PROBES if probe.api and probe.body], ids=str)
@pytest.mark.parametrize(
    "sent", ["{", "[]", '"x"', "null", '{"seen": {}, "answers": 1, "report": 1, "channel": {}}', "1e999", "\x00"]
)
def test_a_body_that_is_no_document_is_refused(world: World, probe: Probe, sent: str) -> None:
    client, at = client_of(world.ours, probe.first), address(probe, world.ours.things)
    before = prints_of(world.ours.office)
    answer = client.generic(probe.method, at, sent, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert changed(before, prints_of(world.ours.office)) == []


@pytest.mark.parametrize("probe", READS, ids=str)
def test_rubbish_in_an_address_is_refused_in_words(world: World, probe: Probe) -> None:
    client, at = client_of(world.ours, probe.first), address(probe, world.ours.things).partition("?")[0]
    found = []
    for rubbish in (
        NUL,
        "x" * 3000,
        "00000000-0000-0000-0000-000000000000",
        "<script>alert(1)</script>",
        "-1",
        "\ud7ff",
    ):
        answer = client.get(at, dict.fromkeys(QUERIES, rubbish))
        wrong = [] if answer.status_code in (*REFUSED, probe.status) else [f"status {answer.status_code}"]
        wrong += ["given back unescaped"] if b"<script>alert(1)" in answer.content else []
        found += [f"{rubbish[:20]!r}: {one}" for one in wrong]
    assert not found, "\n".join(found)


ELSEWHERE = (
    "//jahat.example/", "https://jahat.example/", "/\\jahat.example/", "\\\\jahat.example", "javascript:alert(1)",
    "http:jahat.example", "///jahat.example", "today", "31-02", "/\n/jahat.example", "/kasus/\r\nSet-Cookie: a=b",
    "?x", ".",
)  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_way_back_never_leads_elsewhere(world: World, to: str) -> None:
    login = {"login": "worker", "password": PASSWORD, "next": to}
    shown = f"/kasus/{world.ours.things.cases['running'].id}/identitas/"
    for answer in (
        client_of(world.ours, "worker").get("/masuk/", {"next": to}),
        client_of(world.ours, "anonymous").post("/masuk/", login),
        client_of(world.ours, "anonymous").post("/bahasa/", {"language": "en", "next": to}),
        client_of(world.ours, "worker").post(shown, {"buka-reason": "check", "kembali": to}),
    ):
        assert answer.status_code in (302, 303)
        assert urlsplit(answer["Location"]).netloc == ""
        assert answer["Location"].startswith("/")
        assert "jahat" not in answer["Location"]
