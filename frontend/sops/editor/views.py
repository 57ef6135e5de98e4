"""The editor's pages. Each asks the desk who may, finds the draft or 404, does one thing and answers.

htmx gets the parts of the page that changed; without it the same form posts and the page comes back whole.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild.restoring import is_restoring
from frontend.sops.editor import acting
from frontend.sops.editor.addresses import part_at
from frontend.sops.editor.desk import Desk
from frontend.sops.editor.page import Editor
from frontend.sops.editor.parts import part_of
from frontend.sops.editor.presence import Here, news_of
from frontend.sops.editor.saving import Saved, changes_of, shown_otherwise
from frontend.sops.editor.shapes import Posted
from sop_library.refusals import NotAllowed, Refused, Stale

View = Callable[..., HttpResponse]
ADD, DROP = "add:", "drop:"


def at_the_desk(view: View) -> View:
    """Let through who may write here, with the draft found; a page with the reason for everyone else."""

    @wraps(view)
    def guarded(request: StaffRequest, desk: Desk, draft_id: UUID, **kwargs: Any) -> HttpResponse:
        try:
            desk.check(request)
        except NotAllowed as refusal:
            return refused(request, refusal.message)
        draft = desk.find(draft_id)
        if draft is None:
            raise Http404
        admin = bool(getattr(request.user, "is_office_admin", False))
        return view(request, Editor(desk, draft, admin=admin), **kwargs)

    return guarded


@require_safe
@at_the_desk
def draft(request: StaffRequest, editor: Editor) -> HttpResponse:
    """The draft with its sheet, what the check says of it, and all its parts; none of them open."""
    return _page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def part(request: StaffRequest, editor: Editor, word: str, key: str) -> HttpResponse:
    """A part in its panel, beside the sheet. A post saves what was touched of it."""
    editor.kind, editor.key = part_at(word, key)
    if request.method == "POST":
        return _save(request, editor)
    if part_of(editor.document, editor.kind, editor.key) is None:
        raise Http404
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "sops/draft/opened.html", _context(request, editor))
    return _page(request, editor)


@require_POST
@at_the_desk
def add(request: StaffRequest, editor: Editor, word: str) -> HttpResponse:
    """A new part: a step after another, a lane, a door, a form, a limit."""
    kind = part_at(word, "-")[0]

    def change(posted: Posted) -> Any:
        key, made = acting.added(editor.document, kind, posted, editor.desk.lanes() if kind == "lane" else None)
        return made, (kind, key)

    return _act(request, editor, change)


@require_POST
@at_the_desk
def act(request: StaffRequest, editor: Editor, word: str, key: str, deed: str) -> HttpResponse:
    """Take a part out, move it, make two steps of one, or number all steps in their order."""
    kind, key = part_at(word, key)
    if not key or part_of(editor.document, kind, key) is None:
        raise Http404
    editor.kind, editor.key = kind, key
    if deed == "kantor" and kind == "lane" and editor.desk.prepare is not None:
        return _prepare(request, editor)

    def change(posted: Posted) -> Any:
        if deed == "hapus":
            return acting.removed(editor.document, kind, key, posted), ("", "")
        if deed == "pindah" and kind not in ("limit", "interrupt"):
            return acting.moved(editor.document, kind, key, posted), (kind, key)
        if deed == "pecah" and kind == "step":
            _second, made = acting.split(editor.document, key, posted)
            return made, (kind, key)
        if deed == "nomori" and kind == "step":
            return acting.numbered_anew(editor.document), ("", "")
        raise Http404

    return _act(request, editor, change)


def _prepare(request: StaffRequest, editor: Editor) -> HttpResponse:
    """Give the open lane to the office."""
    try:
        if editor.desk.prepare is not None:
            editor.desk.prepare(draft=editor.draft, by=request.user, only={editor.key})
    except Refused as refusal:
        return _page(request, editor, refusal=refusal, status=422)
    return go_on(request, f"{editor.address_here}#pemegang")


@require_POST
@at_the_desk
def step_back(request: StaffRequest, editor: Editor, deed: str) -> HttpResponse:
    """Undo what this person did last, or do it again."""
    do = editor.desk.undo if deed == "urung" else editor.desk.redo
    try:
        do(draft=editor.draft, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, editor, refusal=refusal, status=409 if isinstance(refusal, Stale) else 422)
    editor.draft.refresh_from_db()
    word, _slash, key = request.POST.get("bagian", "").partition("/")
    address = _back_to(editor, word, key)
    if not request.htmx or (word and address == editor.address()):
        return go_on(request, address)
    if word:
        editor.kind, editor.key = part_at(word, key)
    said = _("Perubahan terakhir Anda diurungkan.") if deed == "urung" else _("Perubahan itu dibuat lagi.")
    return render(request, "sops/draft/undone.html", {**_context(request, editor), "said": said})


@require_POST
@at_the_desk
def here(request: StaffRequest, editor: Editor) -> HttpResponse:
    """Who else is here, asked for by the open page every few seconds; with it what others have changed meanwhile."""
    shown = Here.read(Posted(request.POST))
    editor.kind, editor.key = shown.kind, shown.key
    others = editor.desk.be_here(draft=editor.draft, part=shown.part, by=request.user, at=timezone.now())
    if shown.kind and part_of(editor.document, shown.kind, shown.key) is None:
        editor.kind = editor.key = ""
    moved_on = shown.revision != editor.draft.revision
    context = {**_context(request, editor), "others": others, "moved_on": moved_on}
    context["news"] = news_of(editor, shown, by=request.user) if moved_on else []
    return render(request, "sops/draft/here.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def drop(request: StaffRequest, editor: Editor) -> HttpResponse:
    """Ask before a draft is thrown away; then throw it away."""
    if request.method != "POST":
        return render(request, "sops/draft/drop.html", {"editor": editor, "desk": editor.desk})
    try:
        editor.desk.drop(draft=editor.draft, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, editor, refusal=refusal, status=422)
    return go_on(request, editor.desk.home)


def _back_to(editor: Editor, word: str, key: str) -> str:
    try:
        kind, key = part_at(word, key)
    except Http404:
        return editor.address()
    there = part_of(editor.document, kind, key) is not None
    return editor.address(kind, key) if there else editor.address()


def _act(request: StaffRequest, editor: Editor, change: Callable[[Posted], Any]) -> HttpResponse:
    """Do one change and go on to the part it leads to; where it is refused, say so with what was typed."""
    posted = editor.posted = Posted(request.POST)
    if is_restoring():
        return _page(request, editor, status=422)
    seen = posted.one("seen")
    revision = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    try:
        made, (kind, key) = change(posted)
        editor.desk.edit(draft=editor.draft, change=made, seen=revision, by=request.user, at=timezone.now())
    except acting.NothingSaid as nothing:
        return _page(request, editor, refusal=nothing, status=422)
    except Refused as refusal:
        return _page(request, editor, refusal=refusal, status=409 if isinstance(refusal, Stale) else 422)
    return go_on(request, f"{editor.address(kind, key)}#panel" if kind else editor.address())


def _save(request: StaffRequest, editor: Editor) -> HttpResponse:
    """Write the fields that were touched; what can't be written stays as it was typed, with the reason."""
    do = request.POST.get("do", "")
    posted = editor.posted = Posted(request.POST, dropped=do.removeprefix(DROP) if do.startswith(DROP) else "")
    if part_of(editor.document, editor.kind, editor.key) is None:
        gone = Refused("part_gone", str(acting.GONE))
        editor.kind = editor.key = ""
        return _page(request, editor, refusal=gone, status=409)
    restored = is_restoring()
    saved = editor.saved = Saved() if restored else _write(request, editor, posted)
    if restored:
        saved.refused = {name.removeprefix("mark-"): "" for name in posted.data if name.startswith("mark-")}
    editor.added = do.removeprefix(ADD) if do.startswith(ADD) else ""
    touched = {name.partition("-")[0] for name in (editor.added, posted.dropped) if name}
    if request.htmx:
        touched |= {name.removeprefix("faulty-") for name in posted.data if name.startswith("faulty-")}
        fields = _fields(editor)
        touched |= {one.name for one in fields if one.name in saved.written and shown_otherwise(one.drawn, posted)}
        context = {**_context(request, editor), "redrawn": saved.again | touched, "fields": fields}
        return render(request, "sops/draft/saved.html", context, status=saved.status)
    if saved.again or touched:
        kept = Refused("restored", _("Isian Anda masih ada, tetapi belum tersimpan")) if restored else None
        return _page(request, editor, refusal=kept, status=saved.status)
    return go_on(request, f"{editor.address(editor.kind, editor.key)}#panel")


def _write(request: StaffRequest, editor: Editor, posted: Posted) -> Saved:
    saved = Saved()
    with transaction.atomic():
        wanted = changes_of(editor.document, editor.kind, editor.key, posted, editor.near())
        for name, seen, value, change in wanted:
            saved.values[name] = value
            try:
                editor.desk.edit(draft=editor.draft, change=change, seen=seen, by=request.user, at=timezone.now())
            except Stale as stale:
                saved.stale[name] = stale
            except Refused as refusal:
                saved.refused[name] = refusal.message
            else:
                saved.written.append(name)
    saved.wrong = posted.wrong
    if saved.written or saved.stale:
        editor.draft.refresh_from_db()
        editor.__dict__.pop("part", None)
    return saved


def _fields(editor: Editor) -> list[Any]:
    return [one for heading in editor.headings for one in heading.fields]


def _context(request: StaffRequest, editor: Editor) -> dict[str, Any]:
    return {"editor": editor, "desk": editor.desk, "draft": editor.draft, "document": editor.document}


def _page(
    request: StaffRequest, editor: Editor, *, refusal: Exception | None = None, status: int = 200
) -> HttpResponse:
    others = editor.desk.others(draft=editor.draft, by=request.user, at=timezone.now())
    message = getattr(refusal, "message", "") or (str(refusal) if refusal else "")
    context = {**_context(request, editor), "others": others, "refusal": message}
    if refusal is not None and request.htmx:
        return render(request, "sops/draft/refused.html", context, status=status)
    return render(request, "sops/draft/page.html", context, status=status)
