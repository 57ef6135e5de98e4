"""What every page may show of the office it belongs to. Read only when a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.queries import profile
from frontend.navigation import entries


def office(request: HttpRequest) -> dict[str, Any]:
    """`office` (tenants.Office), `profile` (accounts.OfficeProfile or None) and `rail` (the navigation), all lazy."""
    return {
        "office": getattr(request, "office", None),
        "profile": SimpleLazyObject(profile),
        "rail": SimpleLazyObject(lambda: entries(request)),
    }
