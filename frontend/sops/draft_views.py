"""Beginning a draft: of an SOP in force, or of one nobody has written yet."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Staff
from accounts.queries import profile
from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild import SafeText, SheetForm, SingleChoice
from frontend.office.door import put_back
from frontend.sops.editor.choosing import SERVICES
from sop_library.definition import to_document
from sop_library.drafting.settling import blank
from sop_library.models import Draft, Sop
from sop_library.operations.drafts import begin
from sop_library.parsing import slug as slug_of
from sop_library.policies import can_approve, can_write, check_can_write
from sop_library.queries import current_version, published_versions, sheet_definition_of
from sop_library.queries import sops as office_sops
from sop_library.refusals import NotAllowed, Refused


class BlankForm(SheetForm):
    """What a new SOP is called and what it is for."""

    name = SafeText(label=gettext_lazy("Nama SOP"), max_length=200)
    service = SingleChoice(label=gettext_lazy("Untuk layanan apa"), choices=list(SERVICES.items()))


def open_draft(sop: Sop) -> Draft | None:
    """The draft of this SOP that is being written; None where there is none."""
    return Draft.objects.filter(sop=sop, state__in=Draft.OPEN).first()


def drafts_seen(*, by: Staff | AnonymousUser) -> list[Draft]:
    """The open drafts, latest first, for whoever writes; for the head those that wait; none for anybody else."""
    if can_write(by=by):
        states: tuple[str, ...] = Draft.OPEN
    elif can_approve(by=by):
        states = (Draft.State.SUBMITTED,)
    else:
        return []
    return list(Draft.objects.filter(state__in=states).defer("document"))


@require_POST
def change(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin a draft from the version in force, or go on with the one there is."""
    try:
        check_can_write(by=request.user)
    except NotAllowed as refusal:
        return refused(request, refusal.message)
    sop = get_object_or_404(office_sops(), slug=slug)
    there = open_draft(sop)
    if there is not None:
        return go_on(request, "draft", there.pk)
    version = current_version(sop, at=timezone.now()) or published_versions().filter(sop=sop).first()
    if version is None:
        return refused(request, _("SOP ini belum punya versi yang disahkan."), status=404)
    definition = sheet_definition_of(version)
    try:
        draft = begin(
            document=to_document(definition), slug=sop.slug, name=definition.name, service=definition.service, sop=sop,
            base=version, base_hash=version.content_hash, origin=version.origin, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, refusal.message, status=422)
    return go_on(request, "draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def empty(request: StaffRequest) -> HttpResponse:
    """Begin an SOP from nothing: its name and its service, the rest in the editor."""
    try:
        check_can_write(by=request.user)
    except NotAllowed as refusal:
        return refused(request, refusal.message)
    form = BlankForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _begin_blank(request, form.cleaned_data["name"], form.cleaned_data["service"])
        except Refused as refusal:
            put_back(form, refusal)
        else:
            return go_on(request, "draft", draft.pk)
    status = 422 if form.errors else 200
    return render(request, "sops/draft/new.html", {"form": form}, status=status)


def _begin_blank(request: StaffRequest, name: str, service: str) -> Draft:
    office, short = request.office, slug_of(name)
    header = profile()
    made = blank(
        sop=f"{office.slug}/{short}", name=name, service=service, regency=office.code, source=_("Ditulis kantor")
    )
    made["header"] = {"office": header.name if header else office.name}
    return begin(document=made, slug=short, name=name, service=service, by=request.user, at=timezone.now())
