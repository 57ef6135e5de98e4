"""The letter of a referral: read on the screen, downloaded as PDF, locked for an office outside the platform."""

import uuid
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from cases.refusals import NotAllowed, Refusal
from custody.models import Envelope
from documents.models import Document
from documents.typesetter import NoTypesetter
from frontend.answers import StaffRequest, go_on, refused
from frontend.casework.answering import reads, reads_and_writes
from referrals.lettering import Readable, readable
from referrals.models import Referral
from referrals.operations import lettering
from referrals.regions import destination


@reads
def letter(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The letter's words, and what can be had of it."""
    shown = _readable_or_404(request, referral_id)
    return render(request, "referrals/letter.html", _context(shown))


@reads_and_writes
def pdf(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The letter as PDF. A post, since it leaves a row in the access log."""
    shown = _readable_or_404(request, referral_id)
    if request.method != "POST":
        return go_on(request, "letter", referral_id)
    at = timezone.now()
    try:
        if shown.ours and shown.referral is not None:
            body = lettering.print_(referral=shown.referral, by=request.user, at=at)
        else:
            body = lettering.print_received(shown=shown, by=request.user, at=at)
    except NoTypesetter as refusal:
        return _not_made(request, shown, refusal)
    return _file(body, f"{shown.letter.number}.pdf")


@sensitive_variables("made")
@reads_and_writes
def lock(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Make a locked file. Its passphrase is on the answer to this post and nowhere else, so that it does not go on."""
    referral = _ours_or_404(request, referral_id)
    if request.method != "POST":
        return go_on(request, "letter", referral_id)
    try:
        made = lettering.lock(referral=referral, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        return refused(request, refusal.message)
    except Refusal as refusal:
        return _not_made(request, _readable_or_404(request, referral_id), refusal)
    context = {"referral": referral, "case": referral.case, "made": made, "to": destination(referral.other_code)}
    return render(request, "referrals/letter_locked.html", context)


@reads_and_writes
def locked(request: StaffRequest, referral_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """A locked file, to be handed on."""
    referral = _ours_or_404(request, referral_id)
    document = get_object_or_404(Document, pk=document_id, about=referral.pk, kind=Document.Kind.LOCKED)
    if request.method != "POST":
        return go_on(request, "letter", referral_id)
    body = lettering.open_locked(referral=referral, document=document, by=request.user, at=timezone.now())
    return _file(body, f"{document.number}-terkunci.pdf")


def _not_made(request: StaffRequest, shown: Readable, refusal: Refusal) -> HttpResponse:
    """The letter's page again, which says why there is no file."""
    context = _context(shown) | {"refusal": refusal.message}
    return render(request, "referrals/letter.html", context, status=refusal.status)


def _context(shown: Readable) -> dict[str, object]:
    referral = shown.referral
    ours = referral if shown.ours else None
    to = destination(ours.other_code) if ours is not None else None
    outside = ours is not None and not (to is not None and to.on_platform)
    return {
        "shown": shown, "letter": shown.letter, "referral": referral, "outside": outside,
        "case": referral.case if referral is not None else None,
        "lockable": outside and _lockable(ours),
        "whole": ours is not None and ours.state == Envelope.State.ACCEPTED,
        "files": _files(ours) if ours is not None and outside else [],
    }  # fmt: skip


def _files(referral: Referral) -> list[Document]:
    found = Document.objects.filter(about=referral.pk, kind=Document.Kind.LOCKED)
    return list(found.defer("body", "content").select_related("made_by").order_by("-made_at"))


def _lockable(referral: Referral | None) -> bool:
    return referral is not None and referral.state in lettering.GOES_ON and referral.consent_withdrawn_at is None


def _readable_or_404(request: StaffRequest, referral_id: uuid.UUID) -> Readable:
    shown = readable(referral_id, by=request.user)
    if shown is None:
        raise Http404
    return shown


def _ours_or_404(request: StaffRequest, referral_id: uuid.UUID) -> Referral:
    shown = _readable_or_404(request, referral_id)
    if shown.referral is None or not shown.ours:
        raise Http404
    return shown.referral


def _file(body: bytes, name: str) -> HttpResponse:
    """A download that no browser opens by itself or keeps."""
    answer = HttpResponse(body, content_type="application/pdf", status=HTTPStatus.OK)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
