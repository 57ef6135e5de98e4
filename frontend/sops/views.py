"""The SOPs of this office, for everyone who works in it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.answers import StaffRequest
from frontend.sops import words
from frontend.sops.draft_views import drafts_seen, open_draft
from frontend.sops.drawn import WITH_NOTES, WITHOUT_NOTES, drawn_pages, is_noted
from frontend.sops.moving_views import offered
from library.news import News, news_of
from sop_library.calling import newer_called
from sop_library.definition import Definition
from sop_library.models import Sop, SopVersion
from sop_library.policies import can_write
from sop_library.queries import (
    coming_versions,
    current_version,
    current_versions,
    ended_at,
    last_version,
    never_begun,
    published_versions,
    retired_sops,
    sheet_definition_of,
    standing_of,
    waiting_sops,
)
from sop_library.sheet import build
from sop_library.source_documents import CHAPTERS, source_document


@dataclass(frozen=True)
class Listed:
    """One SOP in the list."""

    version: SopVersion
    definition: Definition
    news: News | None = None

    @property
    def lanes(self) -> list[tuple[int, str]]:
        """Who in the office works by it, with the lane's place in the sheet: it keeps one colour on every screen."""
        return [
            (place, lane.name)
            for place, lane in enumerate(self.definition.lanes.values(), start=1)
            if not lane.outside and not lane.made_of
        ]

    @property
    def door_names(self) -> list[str]:
        """How a case comes in."""
        return [door.label for door in self.definition.doors.values() if not door.called]


@require_safe
def sops(request: HttpRequest) -> HttpResponse:
    """The list of SOPs in force; below it what comes into force later, and, folded, what is retired."""
    now = timezone.now()
    versions = current_versions(at=now)
    news = news_of(versions)
    listed = [Listed(version, sheet_definition_of(version), news.get(version.sop_id)) for version in versions]
    context = {
        "listed": listed, "retired": list(retired_sops(at=now)),
        "coming": coming_versions(at=now), "waiting": list(waiting_sops(at=now)),
        "worked": bool(listed) or published_versions().exists(),
        "writes": can_write(by=request.user), "drafts": drafts_seen(by=request.user),
    }  # fmt: skip
    return render(request, "sops/list.html", context)


@require_safe
def sop(request: StaffRequest, slug: str) -> HttpResponse:
    """The sheet of the version in force, else of the first that comes into force; where none stands, of the last."""
    found, now = get_object_or_404(Sop, slug=slug), timezone.now()
    if found.retired_at is not None:
        version = last_version(found)
    else:
        coming = iter(coming_versions(at=now, sop=found))
        version = current_version(found, at=now) or next(coming, None) or published_versions().filter(sop=found).first()
    if version is None:
        raise Http404
    return _sheet(request, version)


@require_safe
def sop_version(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """The sheet of one published version, older ones too: cases stay with the version they began with."""
    return _sheet(request, get_object_or_404(published_versions(), sop__slug=slug, number=number))


@require_safe
def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The printed document around an SOP and its sisters, where its source is such a document."""
    version = get_object_or_404(published_versions(), sop__slug=slug, number=number)
    definition = sheet_definition_of(version)
    document = source_document(definition)
    if document is None:
        raise Http404
    ours = {one.origin: one for one in current_versions(at=timezone.now())}
    return render(
        request,
        "sops/source.html",
        {
            "version": version,
            "definition": definition,
            "document": document,
            "chapters": [document[name] for name in CHAPTERS if name in document],
            "sheets": [(key, ours.get(key)) for key in document["sops"]],
        },
    )


def _sheet(request: StaffRequest, version: SopVersion) -> HttpResponse:
    """The sheet with everything noted on it, or, for the wall and the signature, its header and its table alone."""
    sheet = build(sheet_definition_of(version))
    now = timezone.now()
    asked = request.GET.get("catatan", "")
    clean, noted = asked == WITHOUT_NOTES, is_noted(version, asked)
    current = current_version(version.sop, at=now)
    return render(
        request,
        "sops/sheet.html",
        {
            "version": version,
            "versions": published_versions().filter(sop=version.sop),
            "in_force": current is not None and current.pk == version.pk,
            "current": current,
            "standing": standing_of(version, current, at=now),
            "ended": ended_at(version),
            "never_begun": never_begun(version),
            "beginnable": current is None and version.sop.retired_at is None,
            "clean": clean,
            "plain": not noted,
            "ruled": not noted and not clean,
            "asked": asked if asked in (WITH_NOTES, WITHOUT_NOTES) else "",
            "drawn": drawn_pages(version, noted=noted) if sheet.rows else [],
            "writes": (writes := can_write(by=request.user)),
            "draft_open": writes and open_draft(version.sop) is not None,
            "has_source": source_document(sheet.definition) is not None,
            "to_move": offered(request, version) if current is not None and current.pk == version.pk else 0,
            "left_open": len(sheet.definition.left_open),
            "newer_called": newer_called(version, at=now) if current is not None and current.pk == version.pk else [],
            **words.sheet_words(sheet),
        },
    )
