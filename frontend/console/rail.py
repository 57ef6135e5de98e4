"""The rail of the console."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from custody import console
from frontend.navigation import Door, Entry
from onboarding.models import Seat
from onboarding.seats import seat_of
from tenants.database import connection
from tenants.registry.source import provinces
from tenants.roles import NATION, as_console

DOORS = (
    (Door("today", gettext_lazy("Ringkasan"), "house", ()), {"today", "console_province"}),
    (
        Door("handoffs", gettext_lazy("Rujukan"), "route", ()),
        {"handoffs", "handoff", "handoff_remind", "handoff_assign"},
    ),
    (
        Door("openings", gettext_lazy("Pembukaan"), "building-2", ()),
        {"openings", "opening", "opening_profile", "opening_sops", "opening_admin", "opening_ask", "opening_password"},
    ),
    (
        Door("console_library", gettext_lazy("Pustaka"), "file-text", ()),
        {
            "console_library",
            "console_library_new",
            "console_library_draft",
            "console_library_head",
            "console_library_script",
            "console_entry",
            "shelf",
            "shelf_part",
            "shelf_drop",
        },
    ),
)


def _seat(request: HttpRequest) -> Seat | None:
    """The seat that the door found; looked for where a page has no door, as one's own settings."""
    found: Seat | None = getattr(request, "seat", None)
    return found or seat_of(getattr(request, "user", None))


def entries(request: HttpRequest) -> list[Entry]:
    """The rail for whoever sits at a console; empty for everybody else."""
    seat = _seat(request)
    if seat is None:
        return []
    with as_console(connection, seat.console):
        late = console.unanswered(at=timezone.now()).count()
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Entry(
            door,
            reverse(door.url_name),
            current=here in names,
            count=late if door.url_name == "handoffs" else 0,
        )
        for door, names in DOORS
    ]


def brand(request: HttpRequest) -> str:
    """What stands under the mark: the province's name, the ministry, or the console itself for who sits nowhere."""
    seat = _seat(request)
    if seat is None:
        return _("Konsol")
    return _("Kementerian") if seat.console == NATION else provinces()[seat.console].name
