"""Answers that several areas give: a refusal with its reason, and going on after a post."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.models import Staff
from frontend.keeping import beside
from tenants.models import Office


class StaffRequest(HttpRequest):
    """A request as it reaches these screens: the door has let only staff of this office through."""

    user: Staff
    htmx: HtmxDetails
    office: Office


def refused(request: HttpRequest, reason: str, *, status: int = 403) -> HttpResponse:
    """A page in the shell that says why this person may not do this, and where to go on; for htmx only the words."""
    if getattr(request, "htmx", False):
        return beside("refused_beside", status=status, reason=reason)
    return render(request, "errors/refused.html", {"reason": reason}, status=status)


def go_on(request: HttpRequest, to: str, *args: object, **kwargs: object) -> HttpResponse:
    """After a post that succeeded: 303 to the page `to` (a URL name or an address); htmx is told to load it."""
    address = resolve_url(to, *args, **kwargs)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
