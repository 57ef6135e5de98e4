"""What changed between two versions of an SOP, and between a draft and what is in force, in words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontend.answers import StaffRequest
from frontend.sops.differing import before_draft, block
from frontend.sops.drawn import changed_pages, marked_draft, marked_version
from frontend.sops.gates import draft_or_404, for_readers
from library.news import as_ours, base_entry
from sop_library.models import SopVersion
from sop_library.queries import published_versions, sheet_definition_of

BASE = "induk"


@require_safe
def version_differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Two versions held against each other: `?dari=1&ke=2`, else the newest against the one before it.

    `dari=induk` is the state of the library that the SOP began from.
    """
    versions = list(published_versions().filter(sop__slug=slug))
    if not versions:
        raise Http404
    newer = numbered(versions, request.GET.get("ke")) or versions[0]
    asked = request.GET.get("dari", "")
    entry = base_entry(newer)
    older = None if asked == BASE else numbered(versions, asked)
    if asked != BASE:
        older = older or next((one for one in versions if one.number < newer.number), None)
    before = before_of(newer, BASE if asked == BASE else str(older.number) if older else "")
    context: dict[str, Any] = {"sop": newer.sop, "versions": versions, "newer": newer, "older": older, "entry": entry}
    context |= {"diff": None, "from_base": asked == BASE}
    if before is not None:
        context["diff"] = found = block(before, sheet_definition_of(newer).document)
        query = f"?beda={BASE if older is None else older.number}"
        address = reverse("sop_sheet_svg", args=[newer.sop.slug, newer.number]) + query
        context["drawn"] = changed_pages(marked_version(newer, found.found), address)
    return render(request, "sops/differences.html", context)


def before_of(version: SopVersion, asked: str) -> Mapping[str, Any] | None:
    """What a version is held against: another of its SOP by number, or `induk`; None where nothing is asked for.

    Raises Http404 for what is not there.
    """
    ours = sheet_definition_of(version).document
    if asked == BASE:
        entry = base_entry(version)
        if entry is None:
            raise Http404
        return as_ours(entry.document, ours)
    older = numbered(list(published_versions().filter(sop=version.sop_id)), asked)
    return sheet_definition_of(older).document if older is not None else None


def numbered(versions: Sequence[SopVersion], number: str | None) -> SopVersion | None:
    """The version of that number; None where none is named. Raises Http404 for one that isn't there."""
    if not number:
        return None
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return found


@require_safe
@for_readers
def draft_differences(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """A draft held against the version it began from, else against the one in force; all of it is new without one."""
    draft = draft_or_404(draft_id)
    older = before_draft(draft)
    context: dict[str, Any] = {"draft": draft, "older": older, "diff": None}
    if older is not None:
        context["diff"] = found = block(sheet_definition_of(older).document, draft.document)
        address = reverse("draft_sheet_svg", args=[draft.pk]) + "?beda=ya"
        context["drawn"] = changed_pages(marked_draft(draft, found.found), address)
    return render(request, "sops/draft_differences.html", context)
