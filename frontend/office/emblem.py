"""The emblem on the office's letters: shown, replaced, taken off."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import operations
from accounts.models import Emblem
from accounts.png import LARGEST, SIDE, SMALLEST_SIDE
from accounts.refusals import NotAllowed, Refused
from frontend.answers import StaffRequest, go_on
from frontend.office.door import for_admins


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def emblem(request: StaffRequest) -> HttpResponse:
    """What stands on the letters, and how to change it."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _page(request, fault=_("Pilih berkas PNG dari komputer ini."))
    try:
        operations.set_emblem(file=file.read(), by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, fault=refusal.message)
    messages.success(request, _("Lambang disimpan. Surat yang dicetak mulai sekarang memakainya."))
    return go_on(request, "office_emblem")


def _page(request: StaffRequest, *, fault: str = "") -> HttpResponse:
    context = {
        "here": "profile", "emblem": Emblem.objects.defer("body").first(), "fault": fault,
        "largest": LARGEST // 1024, "most": SIDE, "fewest": SMALLEST_SIDE,
    }  # fmt: skip
    return render(request, "office/emblem.html", context, status=422 if fault else 200)


@require_POST
@for_admins
def drop(request: StaffRequest) -> HttpResponse:
    """Take it off."""
    operations.drop_emblem(by=request.user)
    messages.success(request, _("Lambang dihapus. Kop surat berdiri sendiri."))
    return go_on(request, "office_emblem")


@require_safe
@for_admins
def picture(request: StaffRequest) -> HttpResponse:
    """The picture itself."""
    row = Emblem.objects.first()
    if row is None:
        raise Http404
    answer = HttpResponse(bytes(row.body), content_type="image/png")
    answer["Content-Disposition"] = 'inline; filename="lambang.png"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
