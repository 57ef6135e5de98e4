"""The door: the host says which office, or there is a plain page and no office."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string

from tenants.database import connection
from tenants.models import Domain, Office

KEPT_SECONDS = 30.0
KEPT_SECONDS_UNKNOWN = 3.0
KEPT_HOSTS = 2000
DEMO_HOSTS = ("localhost", "127.0.0.1")


class HostCache:
    """Which office a host leads to, for half a minute (no office: three seconds). Bounded and shared by threads."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[str, str], tuple[float, Office | None]] = OrderedDict()
        self._lock = threading.Lock()

    def office_of(self, host: str) -> Office | None:
        """Return the office of a host, None where there is none. The connection must be in the shared schema."""
        key = (str(connection.settings_dict["NAME"]), host)
        now = time.monotonic()
        with self._lock:
            found = self._entries.get(key)
            if found is not None and found[0] > now:
                return found[1]
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        office = domain.tenant if domain is not None else None
        with self._lock:
            self._entries[key] = (now + (KEPT_SECONDS if office else KEPT_SECONDS_UNKNOWN), office)
            self._entries.move_to_end(key)
            while len(self._entries) > KEPT_HOSTS:
                self._entries.popitem(last=False)
        return office

    def forget(self) -> None:
        """Drop everything (an office was opened or its address changed)."""
        with self._lock:
            self._entries.clear()


hosts = HostCache()


def host_of(request: HttpRequest) -> str | None:
    """Return the host without port, in lower case; None where the request's host is not one we serve."""
    try:
        return request.get_host().rsplit(":", 1)[0].lower().rstrip(".")
    except DisallowedHost:
        return None


class OfficeMiddleware:
    """Sets `request.office` and the connection's schema and role for the length of the request.

    A gone database is not caught here: the error page above answers it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = connection.tenant
        connection.set_schema_to_public()
        try:
            host = host_of(request)
            if host is None:
                return unknown_host()
            request.office = None  # type: ignore[attr-defined]
            if host in getattr(settings, "PUBLIC_HOSTS", ()):
                request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
                return self.get_response(request)
            office = hosts.office_of(host)
            if office is None:
                return demo_offices(request) if _asks_demo(request, host) else unknown_host()
            request.office = office  # type: ignore[attr-defined]
            connection.set_tenant(office)
            return self.get_response(request)
        finally:
            connection.set_tenant(before)


def unknown_host() -> HttpResponse:
    """A plain 404 page that needs neither database nor office."""
    return HttpResponseNotFound(render_to_string("tenants/unknown_host.html"))


def _asks_demo(request: HttpRequest, host: str) -> bool:
    """Whether somebody came to the demo's machine without naming an office. Never so outside the demo's settings."""
    return bool(getattr(settings, "DEMO", False)) and host in DEMO_HOSTS and request.path == "/"


def demo_offices(request: HttpRequest) -> HttpResponse:
    """A plain page that lists the demo's offices and the console with their addresses."""
    _host, colon, port = request.get_host().partition(":")
    offices = [
        (office.name, f"http://{office.slug}.localhost{colon}{port}/")
        for office in Office.objects.exclude(schema_name="public").order_by("code")
    ]
    console = f"http://console.localhost{colon}{port}/"
    return HttpResponse(render_to_string("tenants/demo_offices.html", {"offices": offices, "console": console}))
