"""Addresses that belong to no office: nothing of any office is there, whatever cookie comes along."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import Settings

from tests.isolation.probe import Probe
from tests.isolation.probes import PROBES
from tests.isolation.routes import PUBLIC
from tests.isolation.visiting import address, ask, client_of, everything, faults, leaks, unguarded, visit
from tests.isolation.world import World

NOBODY = "tidak-ada.localhost"
SHARED = "rangkul.localhost"


OF_NOBODY = (200, 302, 303, 405, 422)
"""The login and its redirections, health and schema; what no console serves by this method."""


def is_public(at: str) -> bool:
    """Whether the shared host has an address of this form, too."""
    try:
        resolve(at.partition("?")[0], PUBLIC)
    except Resolver404:
        return False
    return True


def stranger_at(host: str, world: World, probe: Probe) -> Client:
    client = Client(headers={"host": host})
    key = world.ours.sessions.get(probe.first)
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


@pytest.mark.parametrize(
    "probe", [PROBES[0], *(one for one in PROBES if one.route in ("case", "today", "api-cases"))], ids=str
)
def test_an_unknown_host_has_no_office_and_no_routes(world: World, probe: Probe) -> None:
    answer = ask(stranger_at(NOBODY, world, probe), probe, address(probe, world.ours.things), world.ours.things)
    assert answer.status_code == 404
    assert leaks(answer, world.ours) + leaks(answer, world.theirs) + unguarded(answer) == []
    assert "Set-Cookie" not in everything(answer)


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_the_shared_host_has_no_route_of_an_office(world: World, settings: Settings, probe: Probe) -> None:
    settings.PUBLIC_HOSTS = [SHARED]
    answer = ask(stranger_at(SHARED, world, probe), probe, address(probe, world.ours.things), world.ours.things)
    if is_public(address(probe, world.ours.things)):
        assert answer.status_code in OF_NOBODY, "the console, the ministry's schema: to them this is nobody"
    else:
        assert answer.status_code == 404
    assert leaks(answer, world.ours) + leaks(answer, world.theirs) + unguarded(answer) == []


@pytest.mark.parametrize("at", ["/api/v1/indicators/cases", "/api/v1/token", "/api/v1/schema", "/sehat"])
def test_the_shared_host_knows_no_session_of_an_office(world: World, at: str) -> None:
    """An office's cookie opens nothing there, and what is open to all says nothing of any office."""
    for who in ("worker", "chief"):
        client = Client(headers={"host": "api.localhost"})
        client.cookies[settings.SESSION_COOKIE_NAME] = world.ours.sessions[who]
        answer = client.get(at)
        assert answer.status_code == {"/api/v1/indicators/cases": 401, "/api/v1/token": 405}.get(at, 200)
        assert leaks(answer, world.ours) + leaks(answer, world.theirs) == []


@pytest.mark.parametrize("at", ["/tidak/ada/", "/api/v1/tidak-ada", "/kasus/bukan-kunci/"])
def test_an_address_that_is_not_there(world: World, at: str) -> None:
    for who in ("anonymous", "worker"):
        client = Client(headers={"host": world.ours.host})
        if who in world.ours.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = world.ours.sessions[who]
        answer = client.get(at)
        assert answer.status_code == 404
        assert unguarded(answer) == []


def test_an_error_page_says_nothing_of_what_went_wrong_and_leaves_no_office_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_given: object) -> None:
        raise RuntimeError(f"at {world.ours.person_mark}")

    monkeypatch.setattr("frontend.today.views.board_of", broken)
    client = client_of(world.ours, "worker")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert unguarded(answer) == []
    assert world.ours.marker not in everything(answer)
    staff = next(probe for probe in PROBES if probe.route == "staff")
    assert faults(visit(world.theirs, staff, "chief"), staff, world.theirs, "chief") == []
