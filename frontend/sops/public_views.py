"""The service standards that the office has opened to everybody: no login, no script, nothing but what they print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.answers import StaffRequest, go_on, refused
from frontend.sops.gates import for_announcers, status_of
from frontend.sops.standard_words import told_standard
from sop_library.operations import announcing
from sop_library.queries import announced_version, announced_versions, sheet_definition_of
from sop_library.queries import sops as office_sops
from sop_library.refusals import Refused

KEPT_FOR = 300
"""Seconds that a visitor's browser shows a page without asking again; so long may one that was closed be seen."""


@login_not_required
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """The services whose standard anybody may read."""
    versions = announced_versions(at=timezone.now())
    return _kept(request, render(request, "sops/public/list.html", {"versions": versions}))


@login_not_required
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """The standard of one of them, after the version in force. Not found unless the office has opened it."""
    version = announced_version(slug=slug, at=timezone.now())
    if version is None:
        raise Http404
    definition = sheet_definition_of(version)
    context = {
        "version": version, "definition": definition, "document": definition.document, "public": True,
        "components": told_standard(definition),
    }  # fmt: skip
    return _kept(request, render(request, "sops/public/standard.html", context))


@require_POST
@for_announcers
def announce(request: StaffRequest, slug: str) -> HttpResponse:
    """Open the standard to everybody, or close it where `show` is not 1."""
    sop, shown = get_object_or_404(office_sops(), slug=slug), request.POST.get("show") == "1"
    act = announcing.announce if shown else announcing.close
    try:
        act(sop=sop, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=status_of(refusal))
    opened, closed = _("Dibuka untuk umum."), _("Ditutup untuk umum. Yang baru membacanya masih melihatnya 5 menit.")
    messages.success(request, opened if shown else closed)
    return go_on(request, "sop_standard", sop.slug)


def _kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Whoever is not logged in may keep the page for a while, and is told briefly that it is still the same."""
    if request.user.is_authenticated:
        return answer
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
