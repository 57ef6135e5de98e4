"""One SOP on its way into the library: its sheet, what the check says, mending it, and publishing it by two people."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.answers import go_on
from frontend.console.door import ConsoleRequest, View, at_console
from frontend.console.library_forms import HeadForm, ScriptForm, SendBackForm
from frontend.sops.library_sheet import sheet_context
from library.models import ShelfDraft
from library.operations import shelving
from library.refusals import LibraryRefused
from onboarding.seats import console_name, has_others, seat_of
from sop_library.definition import parse
from sop_library.inspecting import Inspection, Remark, inspect
from sop_library.loading import read
from sop_library.mending import Mended

LONGEST_LINE = 160


class DraftRequest(ConsoleRequest):
    """`alone`: nobody else sits at this console who could publish what this person submits."""

    alone: bool


def knowing_who_else(view: View) -> Callable[..., HttpResponse]:
    """Find out, before the console's role is taken, whether somebody else sits there: that role reads no accounts."""

    @wraps(view)
    def known(request: DraftRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seat = seat_of(request.user)
        request.alone = seat is not None and not has_others(seat)
        return view(request, *args, **kwargs)

    return known


@dataclass(frozen=True)
class ToldRemark:
    """A finding with the line of the file it is about."""

    remark: Remark
    quoted: str


@dataclass(frozen=True)
class PlainStep:
    """A step of a file that can't be drawn yet."""

    number: str
    name: str
    text: str
    lanes: str


def _found(draft_id: uuid.UUID) -> ShelfDraft:
    row = ShelfDraft.objects.filter(pk=draft_id).exclude(state=ShelfDraft.State.DROPPED).first()
    if row is None:
        raise Http404
    return row


@require_safe
@knowing_who_else
@at_console
def draft(request: DraftRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The sheet with what the check and the reading of the pasted words say; a plain list while it can't be drawn."""
    return _page(request, _found(draft_id))


def _page(request: DraftRequest, row: ShelfDraft, *, refusal: str = "", status: int = 200, **more: Any) -> HttpResponse:
    inspection, reading = inspect(row.text), read(row.text)
    context = {
        "row": row,
        "key": shelving.key_of(row),
        "place": console_name(row.console),
        "alone": request.alone,
        "own": row.submitted_by == request.user.pk,
        "faults": _told(row.text, inspection.faults),
        "advice": _told(row.text, inspection.advice),
        "doubts": row.doubts,
        "unreadable": reading.document is None,
        "on_screen": row.state == ShelfDraft.State.WRITING and row.is_on_screen,
        "refusal": refusal,
        "back_form": SendBackForm(),
        **_sheet(row, inspection),
        **more,
    }
    return render(request, "console/library_draft.html", context, status=status)


def _sheet(row: ShelfDraft, inspection: Inspection) -> dict[str, Any]:
    document = read(row.text).document
    if document is None:
        return {}
    if not inspection.faults:
        return sheet_context(parse(document), issuer=console_name(row.console))
    mended = Mended(document).document
    return {"plain": _plain_steps(mended) if mended is not None else []}


def _plain_steps(document: dict[str, Any]) -> list[PlainStep]:
    definition = parse(document)
    return [
        PlainStep(
            number=(step.number or "").rstrip(". ") or "\N{EN DASH}",
            name=step.name,
            text=step.text,
            lanes=", ".join(definition.lanes[key].label for key in step.lanes if key in definition.lanes),
        )
        for step in definition.steps
    ]


def _told(text: str, remarks: tuple[Remark, ...]) -> list[ToldRemark]:
    lines = text.splitlines()
    return [
        ToldRemark(one, lines[one.line - 1].strip()[:LONGEST_LINE] if 0 < one.line <= len(lines) else "")
        for one in remarks
    ]


def _seen(request: ConsoleRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def script(request: ConsoleRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The whole file, to be mended as words."""
    row = _found(draft_id)
    posted = request.method == "POST"
    form = ScriptForm(request.POST if posted else None, initial={"text": row.text})
    if posted and form.is_valid():
        try:
            shelving.rewrite(draft=row, text=form.cleaned_data["text"], seen=_seen(request), at=timezone.now())
        except LibraryRefused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Naskah disimpan."))
            return go_on(request, "console_library_draft", row.pk)
    remarks = inspect(row.text)
    context = {"row": row, "form": form, "faults": _told(row.text, remarks.faults)}
    return render(request, "console/library_script.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def head(request: ConsoleRequest, draft_id: uuid.UUID) -> HttpResponse:
    """What it is called, what it is for and where its words are from."""
    row = _found(draft_id)
    posted = request.method == "POST"
    document = read(row.text).document or {}
    source = document.get("source")
    initial = {
        "name": row.name, "title": document.get("title", ""), "short": row.slug, "service": document.get("service", ""),
        "source": source.get("document", "") if isinstance(source, dict) else "",
    }  # fmt: skip
    form = HeadForm(request.POST if posted else None, initial=initial, fixed_name=bool(row.replaces))
    if posted and form.is_valid():
        given = form.cleaned_data
        short = row.slug if row.replaces else given["short"]
        changes = {
            "name": given["name"], "title": given["title"], "service": given["service"],
            "sop": f"{shelving.owner_of(row.console)}/{short}",
            "source": {**(source if isinstance(source, dict) else {}), "document": given["source"]},
        }  # fmt: skip
        try:
            shelving.mend(draft=row, changes=changes, seen=_seen(request), at=timezone.now())
        except LibraryRefused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Nama dan layanan disimpan."))
            return go_on(request, "console_library_draft", row.pk)
    context = {"row": row, "form": form, "here": "head"}
    return render(request, "console/library_head.html", context, status=422 if posted else 200)


@require_POST
@knowing_who_else
@at_console
def submit(request: DraftRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Say that it is ready; who sits alone publishes at once."""
    row = _found(draft_id)
    try:
        entry = shelving.submit(
            draft=row, seen=_seen(request), by=request.user.pk, by_name=request.user.name, alone=request.alone,
            at=timezone.now(),
        )  # fmt: skip
    except LibraryRefused as refusal:
        return _page(request, _found(draft_id), refusal=refusal.message, status=409)
    if entry is None:
        messages.success(request, _("Diajukan. Rekan Anda di konsol ini menerbitkannya."))
        return go_on(request, "console_library_draft", row.pk)
    return _published(request, entry.owner, entry.short)


@require_POST
@knowing_who_else
@at_console
def publish(request: DraftRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The second person publishes."""
    row = _found(draft_id)
    try:
        entry = shelving.publish(
            draft=row, seen=_seen(request), by=request.user.pk, alone=request.alone, at=timezone.now()
        )  # fmt: skip
    except LibraryRefused as refusal:
        return _page(request, _found(draft_id), refusal=refusal.message, status=409)
    return _published(request, entry.owner, entry.short)


def _published(request: ConsoleRequest, owner: str, short: str) -> HttpResponse:
    messages.success(request, _("Terbit di pustaka. Kantor-kantor di wilayah Anda dapat memakainya sekarang."))
    return go_on(request, "console_entry", owner, short)


@require_POST
@knowing_who_else
@at_console
def send_back(request: DraftRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Give it back to be mended."""
    row = _found(draft_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, back_form=form)
    try:
        shelving.send_back(draft=row, why=form.cleaned_data["why"], at=timezone.now())
    except LibraryRefused as refusal:
        return _page(request, _found(draft_id), refusal=refusal.message, status=409)
    messages.success(request, _("Draf dikembalikan untuk diperbaiki."))
    return go_on(request, "console_library_draft", row.pk)


@require_POST
@knowing_who_else
@at_console
def drop(request: DraftRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw it away."""
    row = _found(draft_id)
    try:
        shelving.drop(draft=row, at=timezone.now())
    except LibraryRefused as refusal:
        return _page(request, _found(draft_id), refusal=refusal.message, status=409)
    messages.success(request, _("Draf %(name)s dibuang.") % {"name": row.name})
    return go_on(request, "console_library")
