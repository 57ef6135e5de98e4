"""The door of the staff's screens: whoever is not logged in logs in, a one-time password is changed first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

ALLOWED_BEFORE_CHANGE = {"account_change_password", "account_logout", "language", "health"}


class StaffDoorMiddleware:
    """Every view asks for a login unless it is marked with `login_not_required`; the API answers for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send away whoever may not enter yet."""
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _go(request, f"{reverse('account_login')}?{urlencode({'next': _way_back(request)})}")
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.user.must_change_password and name not in ALLOWED_BEFORE_CHANGE:
            return _go(request, reverse("account_change_password"))
        return None


def _way_back(request: HttpRequest) -> str:
    """Where to go after the login: this page, or for a post or a fragment the page it was sent from, if it is ours."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return str(htmx.current_url_abs_path)
    return request.get_full_path() if request.method == "GET" else reverse("today")


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)
