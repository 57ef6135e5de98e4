"""The library at the console: what it holds, what is on its way in, and beginning from a file or pasted text."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.answers import go_on, refused
from frontend.console.door import ConsoleRequest, at_console
from frontend.sops.library_sheet import entry_or_404, sheet_context
from frontend.sops.pasting import PasteForm
from library import queries
from library.models import LibraryEntry, ShelfDraft
from library.operations import shelving
from library.refusals import LibraryRefused
from sop_library.bpmn.reading import LARGEST as LARGEST_DRAWN
from sop_library.bpmn.reading import BpmnRefused, as_yaml
from sop_library.importing.doubts import NotImported
from sop_library.importing.drafting import imported
from sop_library.writing import to_yaml
from sop_library.yaml_lines import LARGEST
from tenants.roles import NATION

FILE, PASTE = "berkas", "teks"
SHOWN = 30


def own(request: ConsoleRequest, entry: LibraryEntry) -> bool:
    """Whether an SOP was published by this very console."""
    reach = "" if request.seat.console == NATION else request.seat.console
    return entry.published_by is not None and entry.province == reach


@require_safe
@at_console
def library(request: ConsoleRequest) -> HttpResponse:
    """What waits, what is being written, and everything the library holds."""
    drafts = list(ShelfDraft.objects.filter(state__in=ShelfDraft.OPEN).defer("text")[:SHOWN])
    reach = ["", request.seat.console] if request.seat.console != NATION else None
    found = queries.entries().order_by("-province", "name", "key")
    context = {
        "waiting": [one for one in drafts if one.state == ShelfDraft.State.SUBMITTED],
        "writing": [one for one in drafts if one.state == ShelfDraft.State.WRITING],
        "entries": found if reach is None else found.filter(province__in=reach),
    }
    return render(request, "console/library.html", context)


@require_safe
@at_console
def entry(request: ConsoleRequest, owner: str, short: str) -> HttpResponse:
    """One SOP of the library as its official sheet."""
    found = entry_or_404(owner, short)
    context = {
        "entry": found, "own": own(request, found),
        **sheet_context(queries.definition_of(found), issuer=found.source),
    }  # fmt: skip
    return render(request, "console/library_entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def begin(request: ConsoleRequest) -> HttpResponse:
    """Bring in an SOP: a YAML file, or words that were copied from somewhere."""
    way = request.POST.get("cara", "")
    form = PasteForm(request.POST if way == PASTE else None)
    fault = ""
    if way == FILE:
        text, fault = _text_of(request)
        if not fault:
            return _started(request, text, form)
    elif way == PASTE and form.is_valid():
        try:
            found = imported(form.cleaned_data["pasted"], owner=shelving.owner_of(request.seat.console))
        except NotImported as refusal:
            form.add_error("pasted", str(refusal))
        else:
            doubts = [
                {
                    "quote": one.quote[:300],
                    "sentence": one.sentence,
                    "line": str(one.line or ""),
                    "step": one.step or "",
                }
                for one in found.doubts
            ]
            return _started(request, to_yaml(found.document), form, doubts=doubts)
    return _form_page(request, form, fault=fault)


def _form_page(request: ConsoleRequest, form: PasteForm, *, fault: str = "") -> HttpResponse:
    context = {"form": form, "fault": fault, "largest": LARGEST // 1000}
    return render(request, "console/library_new.html", context, status=422 if request.method == "POST" else 200)


def _text_of(request: ConsoleRequest) -> tuple[str, str]:
    """The words of the uploaded file, and what is wrong with it."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return "", _("Pilih berkas YAML dari komputer ini.")
    too_large = _("Berkas lebih dari %d KB. Satu SOP jauh lebih kecil dari itu.") % (LARGEST // 1000)
    if (file.size or 0) > LARGEST_DRAWN:
        return "", too_large
    try:
        body = as_yaml(file.read())
    except BpmnRefused as refusal:
        return "", _(refusal.sentence)
    if len(body) > LARGEST:
        return "", too_large
    try:
        return body.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", _("Berkas ini bukan teks UTF-8. Simpan sebagai YAML atau teks biasa, lalu coba lagi.")


def _started(
    request: ConsoleRequest, text: str, form: PasteForm, *, doubts: Sequence[Mapping[str, Any]] = ()
) -> HttpResponse:
    try:
        draft = shelving.begin(
            text=text, console=request.seat.console, doubts=doubts, by=request.user.pk, at=timezone.now()
        )  # fmt: skip
    except LibraryRefused as refusal:
        return _form_page(request, form, fault=refusal.message)
    return go_on(request, "console_library_draft", draft.pk)


@require_POST
@at_console
def begin_next(request: ConsoleRequest, owner: str, short: str) -> HttpResponse:
    """Begin the next number of an SOP that this console published, with its words as they stand."""
    found = entry_or_404(owner, short)
    if not own(request, found):
        raise Http404
    standing = ShelfDraft.objects.filter(state__in=ShelfDraft.OPEN, replaces=found.key).first()
    if standing is None:
        standing = shelving.begin(
            text=to_yaml(found.document), console=request.seat.console, replaces=found, by=request.user.pk,
            at=timezone.now(),
        )  # fmt: skip
    return go_on(request, "console_library_draft", standing.pk)


@require_POST
@at_console
def retire(request: ConsoleRequest, owner: str, short: str) -> HttpResponse:
    """Offer an SOP to nobody any more."""
    found = entry_or_404(owner, short)
    try:
        shelving.retire(entry=found, at=timezone.now())
    except LibraryRefused as refusal:
        return refused(request, refusal.message, status=409)
    messages.success(request, _("%(name)s ditarik dari pustaka. Kantor yang sudah memakainya tetap memakainya.") % {
        "name": found.name,
    })  # fmt: skip
    return go_on(request, "console_library")
