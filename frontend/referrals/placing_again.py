"""A case that was accepted under the wrong SOP: another is chosen for it, while no step of it is done here."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.policies import can_see
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404, seen_in
from frontend.formbuild import SafeText
from frontend.referrals.answer_forms import AcceptForm
from frontend.referrals.places import places_by
from frontend.referrals.previews import colleagues
from referrals.operations import placing_again

ASK = Ask(
    gettext_lazy("Tempatkan ulang kasus"),
    gettext_lazy(
        "Untuk kasus yang diterima dengan SOP atau langkah mulai yang keliru. Bisa selama belum ada langkah yang "
        "selesai di sini; penempatan pertama tetap tercatat di jejak."
    ),
    gettext_lazy("Tempatkan ulang"), gettext_lazy("Kasus ditempatkan ulang."),
)  # fmt: skip


class PlaceAgainForm(AcceptForm):
    """By which SOP it goes on after all, where, who holds it, and what was wrong."""

    prefix = "tempat"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sop"].help_text = _("Langkah mulai menurut berkas kantor perujuk.")
        self.fields["step"].help_text = _("Kosongkan agar berkasnya yang menentukan.")
        self.fields["holder"].label = _("Pemegang kasus")
        self.fields["reason"] = SafeText(
            label=_("Apa yang keliru?"), longest=300, lines=True, rows=3,
            help_text=_("Misalnya: diterima dengan SOP pengaduan, padahal korban sudah di rumah aman."),
        )  # fmt: skip


@reads_and_writes
def place_again(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask where the case belongs, and place it there."""
    case = case_or_404(request, case_id)
    came = placing_again.came_by(case)
    if came is None or (request.method != "POST" and not placing_again.can_place_again(case=case, by=request.user)):
        return go_on(request, "case", case.pk)
    form = PlaceAgainForm(
        request.POST if request.method == "POST" else None, places=places_by(came.content or {}),
        colleagues=colleagues(), me=case.holder or request.user,
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                placed = _place(request, case, form)
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, str(ASK.said))
                if can_see(case=placed, by=request.user):
                    return go_on(request, "case", case.pk)
                return go_on(request, "today")
    seen = seen_in(request) if request.method == "POST" and status != 409 else case.revision
    return answer(request, "casework/ask.html", {"case": case, "ask": ASK, "form": form, "seen": seen}, status=status)


def _place(request: StaffRequest, case: Case, form: PlaceAgainForm) -> Case:
    data = form.cleaned_data
    return placing_again.place_again(
        case=case, version=form.places[data["sop"]].version, step=data["step"].partition("/")[2] or None,
        holder=form.colleagues[data["holder"]], reason=data["reason"], seen=seen_in(request), by=request.user,
        at=timezone.now(),
    )  # fmt: skip
