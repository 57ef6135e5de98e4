"""The console's own visitors: each route by each of them; nobody's name in any answer; a post needs its key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from tests.isolation.console import PROBES, VISITORS, ConsoleProbe, Reach, client_of, reach_of, secrets_of
from tests.isolation.prints import changed, prints_of
from tests.isolation.routes import ALL_METHODS, ANSWERED_BY_PROBES, PUBLIC, routes_of
from tests.isolation.test_routes import PUBLIC_ROUTES
from tests.isolation.visiting import everything, unguarded
from tests.isolation.world import World

ROUTES = [route for route in routes_of(PUBLIC) if route.name not in PUBLIC_ROUTES]
ONE_EACH = list({probe.route: probe for probe in PROBES}.values())


@pytest.fixture
def reach(world: World) -> Reach:
    return reach_of(world)


def ask(client: Client, probe: ConsoleProbe, reach: Reach, *, method: str = "") -> HttpResponse:
    send: Callable[..., Any] = getattr(client, (method or probe.method).lower())
    given = dict(probe.body) if (method or probe.method) == "POST" else {}
    answer: HttpResponse = send(probe.url(reach), given)
    return answer


def test_every_route_and_method_has_a_probe_and_every_probe_every_visitor() -> None:
    there = {(route.name, method) for route in ROUTES for method in ANSWERED_BY_PROBES if method in route.methods}
    assert {(probe.route, probe.method) for probe in PROBES} == there
    assert all(set(probe.expected) == set(VISITORS) for probe in PROBES)


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_each_gets_what_is_theirs_and_nobody_a_name(world: World, reach: Reach, probe: ConsoleProbe) -> None:
    found = []
    for who in VISITORS:
        if probe.expected[who] in (200, 303) and probe.method == "POST" and probe.route != "language":
            continue  # done below, one at a time
        answer = ask(client_of(world, who), probe, reach)
        found += [] if answer.status_code == probe.expected[who] else [f"{who}: {answer.status_code}"]
        found += [f"{who}: {one}" for one in unguarded(answer)] + shown(answer, world, who)
    assert found == []


def shown(answer: HttpResponse, world: World, who: str) -> list[str]:
    text = everything(answer)
    return [f"{who}: {word}" for side in (world.ours, world.theirs) for word in secrets_of(side) if word in text]


DONE = [
    (probe, who)
    for probe in PROBES
    for who in VISITORS
    if probe.method == "POST" and probe.route != "language" and probe.expected[who] in (200, 303)
]


@pytest.mark.parametrize(("probe", "who"), DONE, ids=str)
def test_what_is_theirs_they_do(world: World, reach: Reach, probe: ConsoleProbe, who: str) -> None:
    before = [prints_of(side.office) for side in (world.ours, world.theirs)]
    answer = ask(client_of(world, who), probe, reach)
    assert answer.status_code == probe.expected[who]
    assert unguarded(answer) + shown(answer, world, who) == []
    after = [prints_of(side.office) for side in (world.ours, world.theirs)]
    assert [changed(*pair) for pair in zip(before, after, strict=True)] == [[], []]


@pytest.mark.parametrize("probe", ONE_EACH, ids=lambda probe: probe.route)
def test_a_method_that_is_not_served_is_refused(world: World, reach: Reach, probe: ConsoleProbe) -> None:
    served = next(route.methods for route in ROUTES if route.name == probe.route)
    client = client_of(world, "jateng")
    for method in sorted(set(ALL_METHODS) - served - {"TRACE"}):
        answer = client.generic(method, probe.url(reach))
        assert answer.status_code == 405, method
        assert unguarded(answer) == []


@pytest.mark.parametrize("probe", [one for one in PROBES if one.method == "POST"], ids=str)
def test_a_post_needs_its_key(world: World, reach: Reach, probe: ConsoleProbe) -> None:
    client = client_of(world, "jateng")
    client.handler = ClientHandler(enforce_csrf_checks=True)
    assert ask(client, probe, reach).status_code == 403


def test_an_address_that_is_not_there(world: World) -> None:
    for who in ("jateng", "anonymous"):
        answer = client_of(world, who).get("/kasus/")
        assert answer.status_code == 404
        assert unguarded(answer) == []
