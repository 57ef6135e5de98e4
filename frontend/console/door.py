"""Only whoever has a seat comes in here, and everything inside is read as that seat's own role."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frontend.answers import StaffRequest, refused
from onboarding.models import Seat
from onboarding.seats import seat_of, zone_of
from tenants.database import connection
from tenants.roles import as_console


class ConsoleRequest(StaffRequest):
    """A request as it reaches these screens. `afterwards` runs once the console's role is laid down."""

    seat: Seat
    afterwards: list[Callable[[], None]]


View = Callable[..., HttpResponse]


def at_console(view: View) -> View:
    """Let whoever has a seat through, as the role of that seat; a page with the reason, status 403, for the others."""

    @wraps(view)
    def seated(request: ConsoleRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seat = seat_of(request.user)
        if seat is None:
            return refused(
                request,
                _("Akun ini belum punya tempat di konsol provinsi atau kementerian. Hubungi pengelola platform."),
            )
        request.seat, request.afterwards = seat, []
        with timezone.override(ZoneInfo(zone_of(seat.console))), as_console(connection, seat.console):
            answer = view(request, *args, **kwargs)
        for act in request.afterwards:
            act()
        return answer

    return seated


def in_reach(request: ConsoleRequest, code: str) -> bool:
    """Whether a region's code is of this console's own."""
    return request.seat.console in ("nation", code[:2])
