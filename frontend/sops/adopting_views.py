"""An SOP of the library becomes a draft of this office: asked who here holds its lanes, then on to the editor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.queries import lanes_with_holders, profile
from frontend.answers import StaffRequest, go_on, refused
from frontend.sops.adopting_forms import AdoptForm
from frontend.sops.library_sheet import entry_or_404
from frontend.sops.seeing import sight_of
from library import queries
from library.adapting import adapted, not_here
from library.models import LibraryEntry
from sop_library.calling import keys_here, services_here
from sop_library.models import Draft
from sop_library.operations import drafts
from sop_library.policies import check_can_write
from sop_library.queries import current_version, sops
from sop_library.refusals import NotAllowed, Refused


def draft_address(draft: Draft | None) -> str:
    """Where a draft is written; "" for none."""
    return f"{reverse('sops')}draf/{draft.pk}/" if draft is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: StaffRequest, owner: str, short: str) -> HttpResponse:
    """Ask what an adoption has to know, then begin the draft and open it."""
    try:
        check_can_write(by=request.user)
    except NotAllowed as refusal:
        return refused(request, refusal.message)
    found = entry_or_404(owner, short)
    if found.retired_at is not None:
        return refused(request, _("SOP ini sudah ditarik dari pustaka."), status=409)
    posted = request.method == "POST"
    form = AdoptForm(
        request.POST if posted else None,
        definition=queries.definition_of(found), lanes=lanes_with_holders(), sops=list(sops()),
    )  # fmt: skip
    if posted and form.is_valid():
        try:
            draft = _begin(request, found, form)
        except Refused as refusal:
            form.add_error("name" if refusal.field == "slug" else None, refusal.message)
        else:
            messages.success(request, _("Draf dimulai dari pustaka. Sesuaikan, lalu ajukan kepada kepala kantor."))
            return go_on(request, draft_address(draft))
    standing = Draft.objects.filter(state__in=Draft.OPEN, origin=found.key).first()
    like = form.like()
    in_force = current_version(like, at=timezone.now()) if like is not None else None
    context = {
        "form": form, "entry": found, "standing": standing, "standing_at": draft_address(standing),
        "in_force": in_force, "sight": sight_of(in_force) if in_force is not None else None,
        "first": _to_take_first(found),
    }  # fmt: skip
    return render(request, "sops/library/adopt.html", context, status=422 if posted else 200)


def _to_take_first(found: LibraryEntry) -> list[tuple[str, LibraryEntry | None]]:
    """The SOPs it starts that this office hasn't: how the sheet calls each, and where it stands in the library."""
    if not found.starts:
        return []
    now = timezone.now()
    missing = not_here(found.document, sops=keys_here(at=now), services=services_here(at=now))
    there = {one.key: one for one in queries.entries().filter(key__in=[one.get("sop") or "" for one in missing])}
    return [(one["label"], there.get(one.get("sop") or "")) for one in missing]


def _begin(request: StaffRequest, found: LibraryEntry, form: AdoptForm) -> Draft:
    given, office = form.cleaned_data, profile()
    header = {"office": office.name, "unit": office.unit, "address": office.address} if office is not None else {}
    slug = form.chosen_slug()
    document = adapted(
        found.document,
        sop=f"{request.office.slug}/{slug}",
        name=given["name"],
        based_on=found.key,
        regency=request.office.code,
        header=header,
        lanes=form.chosen_lanes(),
        on_paper=form.left_on_paper(),
        called=keys_here(at=timezone.now()),
    )
    return drafts.begin(
        document=document,
        slug=slug,
        name=given["name"],
        service=found.service,
        sop=form.chosen_sop(),
        base_hash=found.content_hash,
        origin=found.key,
        by=request.user,
        at=timezone.now(),
    )
