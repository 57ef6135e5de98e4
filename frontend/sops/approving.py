"""From a draft to a version: a writer submits it, the head reads the very sheet, and approves it or sends it back."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries import profile
from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild import DateParts, SafeText, SheetForm
from frontend.office.door import put_back
from frontend.sops.binding_views import left_to_office
from frontend.sops.differing import block
from frontend.sops.drawn import pages_to_sign, sheet_to_sign
from frontend.sops.editor.choosing import steps_of
from frontend.sops.gates import draft_or_404, for_head, for_readers, for_writers, status_of
from frontend.sops.seeing import sight_if_approved
from frontend.sops.telling import missing_of, told
from frontend.sops.words import fingerprint, sheet_words
from sop_library.approving_queries import numbered_alike, returns_of
from sop_library.bindings import Bound, with_bound
from sop_library.calling import callers_of
from sop_library.checks import check
from sop_library.definition import content_hash, parse
from sop_library.models import Draft, SopVersion
from sop_library.numbering import first_wrong
from sop_library.operations import publishing, trials
from sop_library.operations.binding import bound_of_draft
from sop_library.operations.preparing import namesakes, new_lanes, prepare_lanes
from sop_library.pinning import kept_with
from sop_library.policies import can_approve, can_write
from sop_library.queries import current_version, sheet_definition_of
from sop_library.refusals import NotYet, Refused
from sop_library.sheet import build
from sop_library.signing import MONTHS, SheetHeader

LONGEST_WHY = 2000
_PRINTED = re.compile(r"(\d{1,2}) (\w+) (\d{4})")


class SubmitForm(SheetForm):
    """What goes on the sheet's header, and what the head is told."""

    number = SafeText(label=gettext_lazy("Nomor SOP"), longest=80, width=20)
    created = DateParts(label=gettext_lazy("Tanggal pembuatan"))
    revised = DateParts(
        label=gettext_lazy("Tanggal revisi"), required=False,
        help_text=gettext_lazy("Kosongkan bila ini versi pertama."),
    )  # fmt: skip
    effective = DateParts(
        label=gettext_lazy("Mulai berlaku"), required=False,
        help_text=gettext_lazy("Kosongkan bila berlaku sejak hari disahkan. Kasus yang sudah berjalan tetap memakai "
                               "versinya."),
    )  # fmt: skip
    why = SafeText(
        label=gettext_lazy("Apa yang baru"), longest=LONGEST_WHY, lines=True, rows=4,
        help_text=gettext_lazy("Dibaca kepala kantor dan tercatat dalam riwayat SOP. Jangan menulis nama klien."),
    )  # fmt: skip


class SendBackForm(SheetForm):
    """What is to be mended."""

    why = SafeText(
        label=gettext_lazy("Apa yang perlu diperbaiki"), longest=LONGEST_WHY, lines=True, rows=4,
        help_text=gettext_lazy("Sebut langkahnya. Jangan menulis nama klien."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def submit(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What is still missing, or the header to fill in and send to the head."""
    draft = draft_or_404(draft_id)
    if draft.state == Draft.State.SUBMITTED:
        return go_on(request, "draft_approval", draft.pk)
    if not draft.is_writable:
        return refused(request, _("Draf ini sudah selesai dan tidak dapat diajukan lagi."), status=409)
    posted = request.method == "POST"
    if posted and request.POST.get("do") == "lanes":
        return _prepare_lanes(request, draft)
    form = SubmitForm(request.POST if posted else None, initial=_shown(draft))
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            publishing.submit(
                draft=draft,
                header=SheetHeader(given["number"], given["created"], given["revised"]),
                effective_on=given["effective"],
                why=given["why"],
                seen=_seen(request, draft),
                by=request.user,
                at=timezone.now(),
            )
        except NotYet:
            form.add_error(None, _("Draf ini belum dapat diajukan. Perbaiki dulu yang tersebut di bawah."))
        except Refused as refusal:
            put_back(form, refusal)
            return _submit_page(request, draft, form, status=status_of(refusal))
        else:
            messages.success(request, _("Diajukan. Kepala kantor melihatnya di Hari ini."))
            return go_on(request, "draft_approval", draft.pk)
    return _submit_page(request, draft, form, status=422 if posted else 200)


def _prepare_lanes(request: StaffRequest, draft: Draft) -> HttpResponse:
    try:
        made = prepare_lanes(draft=draft, by=request.user)
    except Refused as refusal:
        return refused(request, refusal.message, status=status_of(refusal))
    if made:
        names = ", ".join(str(lane) for lane in made)
        messages.success(request, _("Pelaksana ditambahkan: %(names)s. Admin kantor menetapkan siapa memegangnya.")
                         % {"names": names})  # fmt: skip
    return go_on(request, "draft_submit", draft.pk)


def _submit_page(request: StaffRequest, draft: Draft, form: SubmitForm, *, status: int) -> HttpResponse:
    missing = missing_of(draft, by=request.user, at=timezone.now())
    left_open, nobodys = left_to_office(draft)
    context = {
        "draft": draft, "form": form, "missing": missing, "signer": profile(), "next_number": _next(draft),
        "coverage": _coverage(draft), "new_lanes": list(new_lanes(draft.document).values()),
        "namesakes": namesakes(draft.document), "alike": _numbered_alike(draft, form),
        "unheld": any(one.of_holders for one in missing), "left_open": left_open,
        "nobodys": nobodys, "numbers_run": first_wrong(steps_of(draft.document)) is None,
    }  # fmt: skip
    return render(request, "sops/approving/submit.html", context, status=status)


def _numbered_alike(draft: Draft, form: SubmitForm) -> list[SopVersion]:
    """Other SOPs with the number that stands in the form."""
    return numbered_alike({"header": {"number": form["number"].value()}}, sop=draft.sop, at=timezone.now())


def _seen(request: StaffRequest, draft: Draft) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else draft.revision - 1


def _shown(draft: Draft) -> dict[str, Any]:
    """What the header says already: of a version before, its number and the day it was made."""
    header = draft.document.get("header") or {}
    today = timezone.localdate()
    return {
        "number": header.get("number") or "",
        "created": _day(header.get("created")) or today,
        "revised": today if draft.base is not None else None,
        "effective": draft.effective_on,
        "why": draft.why,
    }


def _day(printed: object) -> date | None:
    """A day as a sheet prints it, read back; None for anything else."""
    found = _PRINTED.fullmatch(printed) if isinstance(printed, str) else None
    if found is None or found[2] not in MONTHS:
        return None
    try:
        return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


@require_safe
@for_readers
def approval(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The sheet as it will be published, for the head to read and for the writers to see where it stands."""
    draft = draft_or_404(draft_id)
    if draft.state != Draft.State.SUBMITTED:
        return _elsewhere(request, draft)
    return approval_page(request, draft, SendBackForm())


def _elsewhere(request: StaffRequest, draft: Draft) -> HttpResponse:
    if draft.state == Draft.State.PUBLISHED and draft.sop is not None:
        return go_on(request, "sop_history", draft.sop.slug)
    if draft.is_writable and can_write(by=request.user):
        return go_on(request, "draft", draft.pk)
    return refused(request, _("Draf ini tidak lagi menunggu pengesahan."), status=409)


def approval_page(
    request: StaffRequest, draft: Draft, form: SendBackForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of a draft that waits for the head."""
    now = timezone.now()
    document = publishing.as_approved(draft, at=now)
    bound = bound_of_draft(draft)
    definition = with_bound(parse(document), bound)
    name = content_hash(document)
    in_force = current_version(draft.sop, at=now) if draft.sop else None
    return render(
        request,
        "sops/approving/approval.html",
        {
            "draft": draft,
            "form": form,
            "refusal": refusal,
            "may_approve": can_approve(by=request.user) and draft.submitted_by_id != request.user.pk,
            "may_take_back": can_write(by=request.user),
            "shown": name,
            "fingerprint": fingerprint(name),
            "effective": publishing.effective_day(draft, at=now),
            "at_once": publishing.effective_day(draft, at=now) == publishing.local_day(now),
            "next_number": _next(draft),
            "in_force": in_force,
            "sight": sight_if_approved(document, definition, bound=bound, in_force=in_force),
            "overtaken": publishing.overtaken(draft, at=now),
            "called": [(one["document"]["name"], one["version"]) for one in kept_with(document).values()],
            "callers": callers_of(definition.sop, at=now),
            "alike": numbered_alike(document, sop=draft.sop, at=now),
            "advice": [told(one, draft, document) for one in check(definition) if one.severity == "advice"],
            "coverage": _coverage(draft),
            "returns": [(one.event, block(one.document, draft.document)) for one in returns_of(draft)],
            "clean": True,
            "plain": True,
            "ruled": True,
            **_drawn(draft, document, bound, in_force),
            **sheet_words(build(definition)),
        },
        status=status,
    )


def _drawn(draft: Draft, document: dict[str, object], bound: Bound, in_force: SopVersion | None) -> dict[str, Any]:
    """The sheet as pictures, each named by the hash that is signed, and what differs from the version in force."""
    diff = block(sheet_definition_of(in_force).document, document) if in_force is not None else None
    laid = sheet_to_sign(draft, document, bound, diff.found if diff is not None else None)
    query = f"?sidik={content_hash(document)}" + (f"&beda={in_force.number}" if in_force is not None else "")
    address = reverse("draft_sheet_svg", args=[draft.pk]) + query
    return {
        "diff": diff, "drawn": pages_to_sign(laid, address), "whole": address,
        "marked": [str(page.number) for page in laid.pages if page.marks],
    }  # fmt: skip


def _coverage(draft: Draft) -> trials.Coverage | None:
    """What was tried of it; None where it has faults, so that it can't be tried."""
    try:
        return trials.coverage_of(draft)
    except NotYet:
        return None


def _next(draft: Draft) -> int:
    """The number that the version will have."""
    last = draft.sop.versions.order_by("-number").values_list("number", flat=True).first() if draft.sop else None
    return (last or 0) + 1


@require_POST
@for_head
def approve(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Approve what was shown, and publish it."""
    draft = draft_or_404(draft_id)
    try:
        version = publishing.approve(
            draft=draft, shown=request.POST.get("shown", ""), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        draft.refresh_from_db()
        if draft.state != Draft.State.SUBMITTED:
            return refused(request, refusal.message, status=409)
        said = [refusal.message]
        if isinstance(refusal, NotYet):
            said += [told(one, draft, draft.document).sentence for one in refusal.findings]
        return approval_page(request, draft, SendBackForm(), refusal=" ".join(said), status=status_of(refusal))
    day = date_format(publishing.effective_day(draft, at=timezone.now()), "DATE_FORMAT")
    words = _("Versi %(number)s disahkan dan berlaku mulai %(day)s.")
    messages.success(request, words % {"number": version.number, "day": day})
    return go_on(request, "sop_version", version.sop.slug, version.number)


@require_POST
@for_head
def send_back(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Give it back to whoever wrote it, with what is to be mended."""
    draft = draft_or_404(draft_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        if draft.state != Draft.State.SUBMITTED:
            return _elsewhere(request, draft)
        return approval_page(request, draft, form, status=422)
    try:
        publishing.send_back(draft=draft, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=status_of(refusal))
    messages.success(request, _("Dikembalikan. Yang mengajukan melihatnya di Hari ini, dengan alasan Anda."))
    return go_on(request, "today")


@require_POST
@for_writers
def take_back(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Withdraw the submission, to go on writing."""
    draft = draft_or_404(draft_id)
    try:
        publishing.take_back(draft=draft, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=status_of(refusal))
    messages.success(request, _("Pengajuan ditarik. Draf dapat diubah lagi."))
    return go_on(request, "draft", draft.pk)
