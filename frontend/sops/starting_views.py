"""Beginning an SOP from what an office already has: the text of its service standard, or a file. Looked at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Lane
from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild import SafeText, SheetForm, SingleChoice
from frontend.sops.editor.choosing import SERVICES
from frontend.sops.editor.desk import OFFICE
from frontend.sops.gates import draft_or_404, for_writers, status_of
from frontend.sops.pasting import PasteForm
from frontend.sops.suggesting import kept, taking, without
from sop_library.bpmn.reading import LARGEST as LARGEST_DRAWN
from sop_library.bpmn.reading import BpmnRefused, as_yaml
from sop_library.drafting.changes import Change
from sop_library.importing.cleaning import decoded
from sop_library.importing.doubts import Doubt, NotImported
from sop_library.importing.drafting import imported
from sop_library.importing.known_lanes import with_known_lanes
from sop_library.loading import read
from sop_library.mending import Mended
from sop_library.models import Draft
from sop_library.naming import slug_of
from sop_library.operations.drafts import begin, edit
from sop_library.policies import check_can_write
from sop_library.queries import current_versions, sheet_definition_of
from sop_library.refusals import NotAllowed, Refused
from sop_library.yaml_lines import LARGEST

TEXT, FILE, START = "teks", "berkas", "mulai"
SHOWN_FAULTS = 20


class StartForm(SheetForm):
    """What the new SOP is called and what it is for."""

    name = SafeText(
        label=gettext_lazy("Nama SOP"),
        max_length=200,
        help_text=gettext_lazy("Nama lain yang Anda tulis menjadi judul lembar SOP juga. Judul dapat diubah di draf."),
    )
    service = SingleChoice(label=gettext_lazy("Untuk layanan apa"), choices=list(SERVICES.items()))


@dataclass(frozen=True)
class ReadIn:
    """What a text or a file holds, before anything is kept. `kind` and `words` come back with the post that starts."""

    kind: str
    words: str
    document: Mapping[str, Any]
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[str, ...] = ()


class Unreadable(ValueError):
    """Nothing can be begun from this; the sentence says why."""


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """Ask for a text or a file, show how it is read, and begin the draft once somebody has seen that."""
    try:
        check_can_write(by=request.user)
    except NotAllowed as refusal:
        return refused(request, refusal.message)
    way = request.POST.get("cara", "")
    paste = PasteForm(request.POST if way == TEXT else None)
    try:
        if way == START:
            kind = FILE if request.POST.get("jenis") == FILE else TEXT
            return _started(request, _read_in(request, kind, request.POST.get("isi", "")))
        if way == TEXT and paste.is_valid():
            return _review(request, _read_in(request, TEXT, paste.cleaned_data["pasted"]))
        if way == FILE:
            return _review(request, _read_in(request, FILE, _uploaded(request)))
    except Unreadable as fault:
        if way == TEXT:
            paste.add_error("pasted", str(fault))
            return _asked(request, paste)
        return _asked(request, paste, fault=str(fault))
    return _asked(request, paste)


def _asked(request: StaffRequest, paste: PasteForm, *, fault: str = "") -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "sops/starting/new.html", {"form": paste, "fault": fault}, status=status)


def _uploaded(request: StaffRequest) -> str:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Unreadable(_("Pilih berkas dari komputer ini."))
    if (file.size or 0) > LARGEST_DRAWN:
        raise Unreadable(_("Berkas lebih dari 1 MB. Satu SOP jauh lebih kecil dari itu."))
    try:
        body = as_yaml(file.read())
        if len(body) > LARGEST:
            raise Unreadable(_("Berkas lebih dari 1 MB. Satu SOP jauh lebih kecil dari itu."))
        return decoded(body, most=LARGEST)
    except BpmnRefused as refusal:
        raise Unreadable(_(refusal.sentence)) from None
    except NotImported as refusal:
        raise Unreadable(_(refusal.template) % refusal.params) from None


def _read_in(request: StaffRequest, kind: str, words: str) -> ReadIn:
    """Read a text, or a file in the SOP language. Raises Unreadable."""
    office = request.office
    if kind == TEXT:
        try:
            draft = imported(words, owner=office.slug, regency=office.code)
        except NotImported as refusal:
            raise Unreadable(_(refusal.template) % refusal.params) from None
        return ReadIn(kind, words, with_known_lanes(draft.document, _lane_names()), draft.doubts)
    reading = read(words)
    sentences = tuple(
        _("Baris %(line)s: %(sentence)s") % {"line": fault.line, "sentence": _(fault.template) % fault.params}
        for fault in reading.faults
    )
    known = reading.document is not None and isinstance(reading.document.get("steps"), list)
    if reading.document is None or not known or Mended(reading.document).document is None:
        raise Unreadable(" ".join(sentences[:3]) or _("Berkas ini bukan SOP."))
    return ReadIn(kind, words, reading.document, faults=sentences)


def _lane_names() -> dict[str, set[str]]:
    """What the office, and its SOPs in force, call each of its lanes."""
    names = {key: {label, short} - {""} for key, label, short in Lane.objects.values_list("key", "label", "short")}
    for version in current_versions(at=timezone.now()):
        for key, lane in sheet_definition_of(version).lanes.items():
            if key in names:
                names[key] |= {lane.label, lane.name} - {""}
    return names


def _review(request: StaffRequest, found: ReadIn, form: StartForm | None = None) -> HttpResponse:
    """The steps as read and what to look at; nothing is kept yet."""
    document = found.document
    form = form or StartForm(initial=_known(document))
    steps = [step for step in document.get("steps") or () if isinstance(step, Mapping)]
    keys = {step.get("key"): place for place, step in enumerate(steps, start=1)}
    context = {
        "form": form,
        "found": found,
        "steps": [(str(step.get("step") or place), step, _time(step)) for place, step in enumerate(steps, start=1)],
        "doubts": [_told(doubt, keys) for doubt in found.doubts],
        "faults": found.faults[:SHOWN_FAULTS],
        "to_look_at": len(found.doubts) + len(found.faults),
        "more_faults": max(0, len(found.faults) - SHOWN_FAULTS),
    }
    return render(request, "sops/starting/review.html", context, status=422 if form.errors else 200)


def _time(step: Mapping[str, Any]) -> str:
    time = step.get("time")
    printed = time.get("printed") if isinstance(time, Mapping) else ""
    return printed if isinstance(printed, str) else ""


def _told(doubt: Doubt, keys: Mapping[Any, int]) -> dict[str, Any]:
    place = keys.get(doubt.step)
    if place is not None:
        where = _("Langkah %(number)s") % {"number": place}
    elif doubt.line is not None:
        where = _("Baris %(number)s") % {"number": doubt.line}
    else:
        where = _("Seluruh draf")
    return {"where": where, "place": place, "quote": doubt.quote, "sentence": _(doubt.template) % doubt.params}


def _known(document: Mapping[str, Any]) -> dict[str, str]:
    """The name and service that the document already says."""
    return {name: value for name in ("name", "service") if isinstance(value := document.get(name), str)}


def _started(request: StaffRequest, found: ReadIn) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        return _review(request, found, form)
    try:
        draft = _begin(request, found, form.cleaned_data["name"], form.cleaned_data["service"])
    except Refused as refusal:
        form.add_error("name" if refusal.field == "slug" else None, refusal.message)
        return _review(request, found, form)
    return go_on(request, "draft", draft.pk)


def _begin(request: StaffRequest, found: ReadIn, name: str, service: str) -> Draft:
    short = slug_of(name, longest=60)
    short = short if short[:1].isalpha() else f"sop-{short}".rstrip("-")
    renamed = {} if name == found.document.get("name") else {"title": name}
    document = {**found.document, **renamed, "sop": f"{request.office.slug}/{short}"}
    return begin(document=document, slug=short, name=name, service=service, by=request.user, at=timezone.now())


@require_POST
@for_writers
def doubt_seen(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Somebody has settled a doubt, or takes what it suggests ("ambil"): the draft keeps it no more.

    Undone like any other edit.
    """
    draft = draft_or_404(draft_id)
    seen = request.POST.get("seen", "")
    doubt = kept(draft.document, request.POST.get("doubt", ""))
    if doubt is None:
        return go_on(request, f"{resolve_url('draft', draft.pk)}#ragu")
    change: Change | None = without(draft.document, doubt["id"])
    if "ambil" in request.POST:
        change = taking(draft.document, doubt, OFFICE.lanes())
    if change is None:
        stale = _("Usul ini tidak cocok lagi dengan langkahnya. Buka lagi drafnya.")
        return refused(request, stale, status=409)
    try:
        known = int(seen) if seen.isdecimal() and len(seen) < 10 else draft.revision
        edit(draft=draft, change=change, seen=known, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=status_of(refusal))
    return go_on(request, f"{resolve_url('draft', draft.pk)}#ragu")
