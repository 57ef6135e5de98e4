"""The door of the staff's screens: whoever is not logged in logs in, a one-time password is changed first."""

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from frontend import keeping

ALLOWED_BEFORE_CHANGE = {"account_change_password", "account_logout"}

ASK_BY_THEMSELVES = {"draft_here"}
"""Posts that a page sends every few seconds without anybody doing anything."""
STAYS_FOR = 300
"""Seconds after which another deed of the same person moves the end of the session again: not at every request."""


class StaffDoorMiddleware:
    """Every view asks for a login unless it is marked with `login_not_required`; the API answers for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        keeping.arrived(request, answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send away whoever may not enter yet; what such a person typed is kept."""
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _to_the_login(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.user.must_change_password and name not in ALLOWED_BEFORE_CHANGE:
            return _go(request, reverse("account_change_password"))
        _stay(request)
        if request.method == "POST":
            return keeping.somebody_else(request) if keeping.of_somebody_else(request) else None
        return keeping.restored(request, view, args, kwargs) if keeping.KEY in request.GET else None


def _stay(request: HttpRequest) -> None:
    """Move the end of the session while somebody works. A page that asks by itself every minute is nobody's work."""
    name = request.resolver_match.url_name if request.resolver_match else None
    asks = request.method != "POST" or name in ASK_BY_THEMSELVES
    now, by_itself = int(time.time()), asks and getattr(request, "htmx", False)
    worked_at = request.session.get(keeping.WORKED_AT)  # set by the login
    if worked_at is not None and not by_itself and now - worked_at > STAYS_FOR:
        request.session[keeping.WORKED_AT] = now


def _to_the_login(request: HttpRequest) -> HttpResponse:
    """The login. For htmx a 401 that leaves the page as it is: app.js says so, or goes there if nothing was typed."""
    if getattr(request, "htmx", False):
        login = keeping.login_address(_way_back(request))
        again = keeping.login_address(reverse("signed_in"))
        return keeping.beside("401", status=401, login=login, again=again)
    kept = keeping.keep(request) if request.method == "POST" else ""
    return redirect(keeping.login_address(kept or _way_back(request)))


def _way_back(request: HttpRequest) -> str:
    """Where to go after the login: this page, or for a post or a fragment the page it was sent from, if it is ours."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return str(htmx.current_url_abs_path)
    return request.get_full_path() if request.method == "GET" else reverse("today")


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)
