"""The official sheet to be hung: as PDF and as a drawing; and the service standard beside it."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.queries import emblem, has_emblem
from documents import printing
from documents.standard_page import standard_pdf
from documents.tasks import print_draft, print_sheet
from documents.typesetter import NoTypesetter
from frontend.answers import StaffRequest, refused
from frontend.sops.differences_views import before_of, numbered
from frontend.sops.differing import before_draft
from frontend.sops.drawn import (
    WITH_NOTES,
    WITHOUT_NOTES,
    is_noted,
    laid_version,
    marked_draft,
    marked_version,
    sheet_to_sign,
)
from frontend.sops.gates import draft_or_404, for_readers
from frontend.sops.standard_words import told_standard
from sop_library.comparing.differing import differences
from sop_library.definition import content_hash
from sop_library.models import Draft, SopVersion
from sop_library.operations.binding import bound_of_draft
from sop_library.policies import can_announce
from sop_library.queries import current_version, published_versions, sheet_definition_of
from sop_library.queries import sops as office_sops
from sop_library.sheet.half_built import sheet_of
from sop_library.sheet.laid import Laid
from sop_library.sheet.layout import lay_out
from sop_library.sheet.svg import as_svg

MOST_ASKED = 40
"""Times that a page asks for a sheet: some two minutes."""
SECONDS_BETWEEN = 4
DRAWING, PAPER = "image/svg+xml", "application/pdf"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that somebody waits for: of which SOP, the page it belongs to, where else it is seen, how long it is.

    `notes`: what was said of them in the address, if anything.
    """

    name: str
    back: str
    instead: str
    steps: int
    notes: str = ""


@require_safe
def sheet_svg(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheet as SVG, all pages or the one asked for by `halaman`; with `beda` marked where it differs from that."""
    version = _version_or_404(slug, number)
    before = before_of(version, request.GET.get("beda", ""))
    if before is not None:
        laid = marked_version(version, differences(before, sheet_definition_of(version).document))
    else:
        laid = laid_version(version, noted=is_noted(version, _notes(request)))
    return drawing(request, laid, f"{slug}-versi-{number}.svg")


@require_safe
def sheet_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheet as PDF on A4; with `catatan=tanpa` only what is hung, with `catatan=dengan` the notes besides.

    A long one is made while a page asks for it.
    """
    version = _version_or_404(slug, number)
    noted = is_noted(version, _notes(request))
    sheet = printing.of_version(version, notes=noted)
    try:
        body = printing.ready(sheet) if sheet.is_long else sheet.set_in_type()
    except NoTypesetter as refusal:
        return _not_made(request, version, refusal)
    if body is None:
        if printing.want(sheet):
            print_sheet.delay(str(version.pk), noted)
        back = reverse("sop_version", args=[slug, number])
        waiting = Waiting(version.sop.name, back, f"{back}?catatan={WITHOUT_NOTES}", sheet.steps, _notes(request))
        return _being_made(request, waiting)
    return _paper(request, body, f"SOP {slug} versi {number}.pdf")


@require_safe
@for_readers
def draft_svg(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """A draft's sheet as SVG, half built or not, with DRAF across every page; with `beda` marked where it differs.

    With `sidik` it is the sheet of that hash that waits for the head, and no other.
    """
    draft = draft_or_404(draft_id)
    if "sidik" in request.GET:
        laid = _to_sign(draft, name=request.GET["sidik"], before=request.GET.get("beda"))
    elif "beda" in request.GET:
        older = before_draft(draft)
        if older is None:
            raise Http404
        laid = marked_draft(draft, differences(sheet_definition_of(older).document, draft.document))
    else:
        laid = lay_out(
            sheet_of(printing.written(draft, at=timezone.now()), bound=bound_of_draft(draft)),
            draft=True, notes=False, emblem=has_emblem(), foot=printing.state_of(draft),
        )  # fmt: skip
    return drawing(request, laid, "draf.svg")


def _to_sign(draft: Draft, *, name: str, before: str | None) -> Laid:
    """What the head was shown under this name. Raises Http404 once it is anything else, or waits no more."""
    document = printing.written(draft, at=timezone.now())
    if draft.state != Draft.State.SUBMITTED or content_hash(document) != name:
        raise Http404
    older = numbered(list(published_versions().filter(sop=draft.sop_id)), before)
    found = differences(sheet_definition_of(older).document, document) if older is not None else None
    return sheet_to_sign(draft, document, bound_of_draft(draft), found)


@require_safe
@for_readers
def draft_paper(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """A draft's sheet as PDF, to be read on paper before it is signed. A long one is made while a page asks for it."""
    draft = draft_or_404(draft_id)
    sheet = printing.of_draft(draft, at=timezone.now())
    try:
        body = printing.ready(sheet) if sheet.is_long else sheet.set_in_type()
    except NoTypesetter as refusal:
        return refused(request, refusal.message, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if body is None:
        if printing.want(sheet):
            print_draft.delay(str(draft.pk))
        signed = draft.state == Draft.State.SUBMITTED
        back = reverse("draft_approval" if signed else "draft", args=[draft.pk])
        drawn = reverse("draft_sheet_svg", args=[draft.pk])
        return _being_made(request, Waiting(draft.name, back, drawn, sheet.steps))
    return _paper(request, body, "Draf SOP.pdf")


@require_safe
def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """The service standard of the version in force."""
    version = _current_or_404(slug)
    definition = sheet_definition_of(version)
    context = {
        "version": version, "definition": definition, "components": told_standard(definition),
        "document": definition.document, "may_announce": can_announce(by=request.user),
    }  # fmt: skip
    return render(request, "sops/standard.html", context)


@require_safe
def standard_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The service standard as PDF."""
    version = _current_or_404(slug)
    definition = sheet_definition_of(version)
    try:
        body = standard_pdf(definition.document, content_hash=version.content_hash, emblem=emblem())
    except NoTypesetter as refusal:
        return _not_made(request, version, refusal)
    return _answer(body, PAPER, f"Standar pelayanan {slug}.pdf")


def _version_or_404(slug: str, number: int) -> SopVersion:
    return get_object_or_404(published_versions(), sop__slug=slug, number=number)


def _current_or_404(slug: str) -> SopVersion:
    version = current_version(get_object_or_404(office_sops(), slug=slug), at=timezone.now())
    if version is None:
        raise Http404
    return version


def _page(request: HttpRequest) -> int | None:
    """The page that is asked for; None for all. Raises Http404 for what is no number of a page."""
    asked = request.GET.get("halaman", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6):
        raise Http404
    return int(asked)


def _notes(request: HttpRequest) -> str:
    """What the address says of notes: with them, without them, or nothing."""
    asked = request.GET.get("catatan", "")
    return asked if asked in (WITH_NOTES, WITHOUT_NOTES) else ""


def drawing(request: HttpRequest, laid: Laid, name: str) -> HttpResponse:
    """The pages of a sheet as a picture, or the one that `halaman` asks for. Raises Http404 for one it lacks."""
    asked = _page(request)
    shown = emblem() if any(one.emblem for one in laid.pages if asked in (None, one.number)) else None
    try:
        drawn = as_svg(laid, asked, emblem=shown)
    except IndexError as wrong:
        raise Http404 from wrong
    return _answer(drawn.encode(), DRAWING, name)


def _answer(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _paper(request: HttpRequest, body: bytes, name: str) -> HttpResponse:
    """The PDF; the page that waits is told where to go, for a PDF is no part of it."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(request.path + (f"?catatan={notes}" if (notes := _notes(request)) else ""))
    return _answer(body, PAPER, name)


def _being_made(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    """202 with a page that asks again, at most `MOST_ASKED` times; the print is begun by whoever asks first."""
    asked = _asked(request) + 1
    rest = f"&catatan={waiting.notes}" if waiting.notes else ""
    again = f"{request.path}?kali={asked}{rest}" if asked <= MOST_ASKED else ""
    context = {"waiting": waiting, "again": again, "seconds": SECONDS_BETWEEN}
    return render(request, "sops/being_made.html", context, status=HTTPStatus.ACCEPTED)


def _asked(request: HttpRequest) -> int:
    """How often a page that waits has asked; what is no such number counts as never."""
    asked = request.GET.get("kali", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0


def _not_made(request: HttpRequest, version: SopVersion, refusal: NoTypesetter) -> HttpResponse:
    """In words why there is no file, and where the same can be printed from the browser."""
    context = {"version": version, "refusal": refusal.message, "title": _("PDF belum dapat dibuat")}
    return render(request, "sops/not_made.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
