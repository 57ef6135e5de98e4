"""Every route there is has a probe, and every probe a route."""

import types

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST

from config.urls import office
from tests.isolation.console import PROBES as AT_THE_CONSOLE
from tests.isolation.probe import Probe
from tests.isolation.probes import PROBES
from tests.isolation.routes import ANSWERED_BY_PROBES, PUBLIC, Route, routes_of

PUBLIC_ROUTES = {"health", "nation-schema", "nation-token", "nation-cases"}
"""Addresses that belong to no office; test_hosts and tests/api/test_nation.py visit them, test_console the others."""


def unprobed(routes: list[Route], probes: list[Probe]) -> list[str]:
    """What a probe is missing for, in words."""
    there = {(probe.route, probe.method) for probe in probes}
    found = [f"{route.pattern} has no name" for route in routes if not route.name]
    found += [f"{route} says by no decorator which methods it serves" for route in routes if not route.methods]
    found += [
        f"{method} {route}: no probe in tests/isolation/probes"
        for route in routes
        for method in ANSWERED_BY_PROBES
        if method in route.methods and (route.name, method) not in there
    ]
    return found


def routeless(routes: list[Route], probes: list[Probe]) -> list[str]:
    """Probes of what is not there any more."""
    there = {(route.name, method) for route in routes for method in route.methods}
    return [str(probe) for probe in probes if (probe.route, probe.method) not in there]


def test_every_route_and_method_has_a_probe() -> None:
    assert unprobed(routes_of(), PROBES) == []


def test_every_probe_has_its_route() -> None:
    assert routeless(routes_of(), PROBES) == []


def test_names_are_given_once() -> None:
    names = [route.name for route in routes_of()]
    assert sorted(names) == sorted(set(names))


def test_the_public_addresses_are_known() -> None:
    at_the_console = {probe.route for probe in AT_THE_CONSOLE}
    assert {route.name for route in routes_of(PUBLIC)} == PUBLIC_ROUTES | at_the_console


@require_POST
def new_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize(
    ("added", "complaint"),
    [
        (path("baru/", new_view, name="brand_new"), "POST brand_new: no probe in tests/isolation/probes"),
        (path("kasus-baru/", include([path("lagi/", new_view, name="nested")])), "POST nested: no probe"),
        (path("api/v1/more", new_view, name="api-more"), "POST api-more: no probe"),
        (path("baru/", new_view), "baru/ has no name"),
        (path("baru/", open_view, name="brand_new"), "brand_new says by no decorator"),
        (
            path("sehat-sekali", require_http_methods(["GET", "DELETE"])(open_view), name="health"),
            "DELETE health: no probe",
        ),
    ],
)
def test_a_route_without_a_probe_fails_the_build(added: object, complaint: str) -> None:
    more = types.ModuleType("config.urls.more")
    more.urlpatterns = [*office.urlpatterns, added]
    assert any(complaint in one for one in unprobed(routes_of(more), PROBES))


def test_a_probe_without_a_route_fails_the_build() -> None:
    gone = [route for route in routes_of() if route.name != "staff_end"]
    assert routeless(gone, PROBES) == ["POST staff_end"]
