"""The doors of the rail. What a person may not open is not shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.policies import can_administer
from cases.policies import can_take_reports
from cases.queries import waiting_reports
from referrals.operations.receiving import waiting_count


@dataclass(frozen=True)
class Door:
    """One entry. `areas` are the packages of `frontend` whose pages it stands for.

    `aside`: on a telephone it stands behind "Menu", so that the bar holds five at most.
    """

    url_name: str
    label: str | Promise
    icon: str
    areas: tuple[str, ...]
    aside: bool = False
    admin: bool = False


DOORS = (
    Door("today", _("Hari ini"), "calendar-check", ("today",)),
    Door("register", _("Kasus"), "folder", ("register", "casework")),
    Door("reports", _("Laporan"), "inbox", ("reports",)),
    Door("referrals", _("Rujukan"), "route", ("referrals",)),
    Door("sops", _("SOP"), "workflow", ("sops",), aside=True),
    Door("office", _("Kantor"), "building-2", ("office",), aside=True, admin=True),
)


@dataclass(frozen=True)
class Entry:
    """A door as one request shows it. `count` is what waits behind it."""

    door: Door
    address: str
    current: bool
    count: int = 0


def area_of(request: HttpRequest) -> str:
    """The package of `frontend` whose view answers this request; "" for none."""
    if request.resolver_match is None:
        return ""
    parts = request.resolver_match.func.__module__.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "frontend" else ""


def entries(request: HttpRequest, *, reports: int | None = None, referrals: int | None = None) -> list[Entry]:
    """The rail for whoever asks; empty for nobody. A page that has counted what waits says so: it is not read twice."""
    if not request.user.is_authenticated:
        return []
    area = area_of(request)
    admin = can_administer(by=request.user)
    if reports is None:
        reports = waiting_reports(to=request.user).count()
    if referrals is None:
        referrals = waiting_count() if can_take_reports(by=request.user) else 0
    counts = {"reports": reports, "referrals": referrals}
    return [
        Entry(
            door,
            reverse(door.url_name),
            current=area in door.areas,
            count=counts.get(door.url_name, 0),
        )
        for door in DOORS
        if admin or not door.admin
    ]
