"""Error pages that say what to do, and logs without a person in them."""

import logging
import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from config.log_lines import told

logger = logging.getLogger(__name__)


class NoPersonalData(logging.Filter):
    """Drop the request that Django hangs on a log record: a handler could write out what was typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "request"):
            del record.request
        return True


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        from api import problems

        return problems.outside(request, status)
    if request.headers.get("HX-Request") == "true":
        from frontend import keeping  # likewise

        return keeping.beside(template, status=status)
    return HttpResponse(render_to_string(f"errors/{template}.html", {"dark": _dark(request)}), status=status)


def _dark(request: HttpRequest) -> bool:
    """Whether this person chose the dark look; only where they are known already: an error page asks no database."""
    return bool(getattr(getattr(request, "_cached_user", None), "dark", False))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, but not this person's to do."""
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not this office's: the two look the same."""
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was half-written, since every operation is one transaction.

    A gone database is no fault of the page: 503, and the broken connection is let go so that the next request works.
    One that is there and gave a statement up (a lock not had in time, two that waited for each other) says why.
    """
    error = sys.exc_info()[1]
    if not isinstance(error, (OperationalError, InterfaceError)):
        return _page(request, "500", 500)
    if _gave_up(error):
        logger.error("the database gave a statement up: %s", told(error))
    else:
        logger.error("database unreachable")
        connection.close()
    return _page(request, "503", 503)


def _gave_up(error: Exception) -> bool:
    """Whether the server itself said no, over a connection that still stands."""
    said = getattr(error.__cause__, "sqlstate", None)
    return said is not None and connection.connection is not None and not connection.connection.closed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose key is gone: cookies are off, or somebody logged in again in another tab.

    What our own page sent is not lost: it comes back filled, with a new key. For htmx the page stays, and this answer
    brings the new key in a cookie.
    """
    from frontend import keeping  # logging reads this module before there are apps

    get_token(request)
    plain = request.headers.get("HX-Request") != "true" and not request.path.startswith("/api/")
    return (keeping.expired(request) if plain else None) or _page(request, "csrf", 403)
