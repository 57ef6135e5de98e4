"""What every page may show of the office it belongs to. Read only when a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.queries import profile
from frontend.console import rail
from frontend.navigation import entries


def office(request: HttpRequest) -> dict[str, Any]:
    """`office` (tenants.Office), `profile` (accounts.OfficeProfile or None) and `rail` (the navigation), all lazy.

    On the console's host there is no office: `console` is the name of the province or of the ministry there.
    """
    if getattr(request, "office", None) is None:
        return {
            "office": None,
            "profile": None,
            "rail": SimpleLazyObject(lambda: rail.entries(request)),
            "console": SimpleLazyObject(lambda: rail.brand(request)),
        }
    return {
        "console": "",
        "office": request.office,  # type: ignore[attr-defined]  # the middleware's
        "profile": SimpleLazyObject(profile),
        "rail": SimpleLazyObject(lambda: entries(request)),
    }
