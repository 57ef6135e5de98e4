"""What the library changed since this office adopted an SOP, and taking it over into a draft."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from frontend.answers import StaffRequest, go_on, refused
from frontend.sops.adopting_views import draft_address
from frontend.sops.differing import block
from frontend.sops.drawn import changed_pages, marked_entry
from frontend.sops.sheet_views import drawing
from library.models import LibraryEntry
from library.news import News, base_document, news_of, taken_over
from library.queries import entry as library_entry
from sop_library.comparing.differing import differences
from sop_library.comparing.merging import Conflict, Merged
from sop_library.comparing.telling import FIELDS
from sop_library.models import Draft, SopVersion
from sop_library.operations import drafts
from sop_library.policies import can_write, check_can_write
from sop_library.queries import current_version, sheet_definition_of
from sop_library.queries import sops as office_sops
from sop_library.refusals import NotAllowed, Refused


def _news(slug: str) -> tuple[SopVersion, News, LibraryEntry]:
    """The version in force, the news about what it began from, and the newest entry. Raises Http404 for none."""
    version = current_version(get_object_or_404(office_sops(), slug=slug), at=timezone.now())
    found = news_of([version]).get(version.sop_id) if version is not None else None
    newest = library_entry(found.newest.key) if found is not None else None
    if version is None or found is None or newest is None:
        raise Http404
    return version, found, newest


@require_http_methods(["GET", "HEAD", "POST"])
def base(request: StaffRequest, slug: str) -> HttpResponse:
    """What changed; a post takes it over into a draft, in which the office's own changes stand."""
    version, news, newest = _news(slug)
    before = base_document(news, version)
    merged = taken_over(base=before, ours=sheet_definition_of(version).document, theirs=newest.document)
    if request.method == "POST":
        return _take(request, version, newest, merged)
    diff = block(before, newest.document)
    # The entry's number names the pictures: the library may publish the next one while this page is read.
    address = f"{reverse('sop_base_svg', args=[slug])}?terbitan={newest.number}"
    context = {
        "version": version,
        "entry": newest,
        "diff": diff,
        "drawn": changed_pages(marked_entry(newest, diff.found), address),
        "conflicts": [_where(one, merged.document) for one in merged.conflicts],
        "may_write": can_write(by=request.user),
        "standing_at": draft_address(Draft.objects.filter(sop=version.sop_id, state__in=Draft.OPEN).first()),
    }
    return render(request, "sops/library/base.html", context)


@require_safe
def base_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest sheet of the library, marked where it differs from what the office began from; `terbitan` names it."""
    version, news, newest = _news(slug)
    if request.GET.get("terbitan", str(newest.number)) != str(newest.number):
        raise Http404
    found = differences(base_document(news, version), newest.document)
    return drawing(request, marked_entry(newest, found), f"{slug}-induk-{newest.number}.svg")


def _where(conflict: Conflict, document: Mapping[str, Any]) -> str:
    """A place that both changed, as a clerk knows it: “Terima tamu”, kegiatan."""
    section, *rest = conflict.path
    if section == "steps" and rest and rest[0] != "order":
        step: Mapping[str, Any] = next((one for one in document["steps"] if one["key"] == rest[0]), {})
        name = f"“{step.get('name') or rest[0]}”"
        return f"{name}, {_field_words(rest[1])}" if len(rest) > 1 else name
    return _field_words(section)


def _field_words(field: str) -> str:
    return str(_(FIELDS[field])) if field in FIELDS else field.replace("_", " ")


def _take(request: StaffRequest, version: SopVersion, newest: LibraryEntry, merged: Merged) -> HttpResponse:
    try:
        check_can_write(by=request.user)
        draft = drafts.begin(
            document=merged.document,
            slug=version.sop.slug,
            name=merged.document["name"],
            service=merged.document["service"],
            sop=version.sop,
            base=version,
            base_hash=newest.content_hash,
            origin=version.origin,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return refused(request, refusal.message, status=403 if isinstance(refusal, NotAllowed) else 422)
    count = len(merged.conflicts)
    said = ngettext(
        "Draf dimulai dengan perubahan pustaka. Di %d tempat keduanya berubah, dan isi kantor yang dipakai.",
        "Draf dimulai dengan perubahan pustaka. Di %d tempat keduanya berubah, dan isi kantor yang dipakai.",
        count,
    )
    plain = _("Draf dimulai dengan perubahan pustaka. Yang berlaku tetap versi yang sekarang.")
    messages.success(request, said % count if count else plain)
    return go_on(request, draft_address(draft))
