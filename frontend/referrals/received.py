"""The receiver's answers. Each is given at the centre at once, so whoever is second is told who was first."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies import can_see
from cases.refusals import Refusal, Stale
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes, show_refusal
from frontend.casework.loading import seen_in
from frontend.formbuild import SheetForm
from frontend.referrals.answer_forms import AskForm, DeclineForm
from frontend.referrals.loading import Matter, matter_or_404
from frontend.referrals.page import overtaken_words, page
from frontend.referrals.previews import accept_form_of, preview_of
from referrals.operations import receiving


def _refused(request: StaffRequest, matter: Matter, name: str, form: SheetForm, refusal: Refusal) -> HttpResponse:
    """The page again with the form as it was typed; who was first where somebody was."""
    if isinstance(refusal, Stale):
        matter = matter_or_404(request, matter.id)
        form.add_error(None, overtaken_words(matter, refusal, now=timezone.now()))
    else:
        matter = matter_or_404(request, matter.id)
        show_refusal(form, refusal)
    return page(request, matter, status=refusal.status, **{name: form})


def _told_sender(request: StaffRequest, matter: Matter, refusal: Refusal) -> Refusal:
    """Of a file that does not open the sender hears at once, and it is sealed anew; the refusal says so."""
    if refusal.code != receiving.UNREADABLE_FILE:
        return refusal
    try:
        told = receiving.report_unreadable(envelope=matter.id, by=request.user, at=timezone.now())
    except Refusal:
        told = False
    more = _("Kantor pengirim sudah diberi tahu dan berkasnya dikirim ulang sendiri. Coba terima lagi sebentar lagi.")
    return Refusal(refusal.code, f"{refusal.message} {more}") if told else refusal


@reads_and_writes
def accept(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take the person over, or on for help."""
    matter = matter_or_404(request, referral_id)
    if request.method != "POST" or not matter.incoming:
        return go_on(request, "referral", referral_id)
    form = accept_form_of(request, preview_of(matter), request.POST)
    if not form.is_valid():
        return page(request, matter, status=422, accept=form)
    data = form.cleaned_data
    try:
        case = receiving.accept(
            envelope=matter.id, version=form.places[data["sop"]].version,
            step=data["step"].partition("/")[2] or None, holder=form.colleagues[data["holder"]],
            seen=seen_in(request), by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, matter, "accept", form, _told_sender(request, matter, refusal))
    messages.success(request, _("Rujukan diterima sebagai kasus %(number)s.") % {"number": case.number})
    if not can_see(case=case, by=request.user):
        return go_on(request, "referrals")
    return go_on(request, "case", case.pk)


@reads_and_writes
def ask(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask the sender before answering."""
    matter = matter_or_404(request, referral_id)
    if request.method != "POST" or not matter.incoming:
        return go_on(request, "referral", referral_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return page(request, matter, status=422, ask=form)
    try:
        receiving.ask(
            envelope=matter.id, words=form.cleaned_data["words"], seen=seen_in(request), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, matter, "ask", form, refusal)
    messages.success(request, _("Pertanyaan terkirim. Jawabannya muncul di halaman ini."))
    return go_on(request, "referral", referral_id)


@reads_and_writes
def decline(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Give it back with a reason."""
    matter = matter_or_404(request, referral_id)
    if request.method != "POST" or not matter.incoming:
        return go_on(request, "referral", referral_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, matter, status=422, decline=form)
    try:
        receiving.decline(
            envelope=matter.id, **form.cleaned_data, seen=seen_in(request), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return _refused(request, matter, "decline", form, refusal)
    messages.success(request, _("Rujukan dikembalikan. Kantor pengirim tetap melayani."))
    return go_on(request, "referrals")
