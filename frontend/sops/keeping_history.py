"""The life of an SOP: its versions with who approved them and why, what happened to it, and its end."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.operations.moving import can_move
from cases.queries import running_under
from frontend.answers import StaffRequest, go_on
from frontend.formbuild import SafeText, SheetForm
from frontend.office.door import put_back
from frontend.sops.approving import LONGEST_WHY
from frontend.sops.gates import for_head, status_of
from frontend.sops.moves_told import moves_told
from frontend.sops.words import fingerprint
from sop_library.approving_queries import history_of
from sop_library.models import Sop, SopVersion
from sop_library.operations.retiring import retire as retire_sop
from sop_library.policies import can_approve
from sop_library.queries import current_version, is_coming, never_begun, published_versions, standing_of
from sop_library.refusals import Refused


@dataclass(frozen=True)
class Standing:
    """One version in the list. `state`: current, coming, replaced, retired."""

    version: SopVersion
    state: str

    @property
    def begun(self) -> bool:
        """Whether it was in force at some time."""
        return self.state != "coming" and not never_begun(self.version)

    @property
    def fingerprint(self) -> str:
        """Its content hash, short."""
        return fingerprint(self.version.content_hash)


class RetireForm(SheetForm):
    """Why it is used no more."""

    why = SafeText(
        label=gettext_lazy("Mengapa tidak dipakai lagi"), longest=LONGEST_WHY, lines=True, rows=3,
        help_text=gettext_lazy("Tercatat dalam riwayat SOP. Jangan menulis nama klien."),
    )  # fmt: skip


@require_safe
def history(request: StaffRequest, slug: str) -> HttpResponse:
    """Every version and everything that happened, with who and why. For everyone who works here."""
    sop, now = get_object_or_404(Sop, slug=slug), timezone.now()
    current = current_version(sop, at=now)
    versions = published_versions().filter(sop=sop).select_related("sop", "approved_by", "submitted_by", "published_by")
    return render(
        request,
        "sops/approving/history.html",
        {
            "sop": sop,
            "versions": [Standing(one, standing_of(one, current, at=now)) for one in versions],
            "events": history_of(sop),
            "moves": moves_told(sop),
            "may_move": can_move(by=request.user),
            "may_retire": can_approve(by=request.user) and sop.retired_at is None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_head
def retire(request: StaffRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Say what becomes of new cases and of those that run, ask why, and retire."""
    sop, now = get_object_or_404(Sop, slug=slug), timezone.now()
    versions = published_versions().filter(sop=sop)
    version = get_object_or_404(versions, number=number) if number is not None else None
    posted = request.method == "POST"
    form, status = RetireForm(request.POST if posted else None), 422 if posted else 200
    if posted and form.is_valid():
        try:
            retire_sop(sop=sop, version=version, why=form.cleaned_data["why"], by=request.user, at=now)
        except Refused as refusal:
            put_back(form, refusal)
            status = status_of(refusal)
        else:
            messages.success(request, _("Ditarik. Kasus yang sedang berjalan tetap memakai versinya."))
            return go_on(request, "sop_history", sop.slug)
    left = [one for one in versions if one.retired_at is None and one != version] if version else []
    after = next((one for one in left if standing_of(one, one, at=now) == "current"), None)
    unbegun = version is not None and is_coming(version, at=now)
    context = {
        "sop": sop, "version": version, "form": form, "after": after, "unbegun": unbegun,
        "whole": not left and not unbegun,
        "running": running_under(version=version) if version else running_under(sop=sop),
    }  # fmt: skip
    return render(request, "sops/approving/retire.html", context, status=status)
