"""What the library changed since this office adopted an SOP, and taking it over into a draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frontend.answers import StaffRequest, go_on, refused
from frontend.sops.adopting_views import draft_address
from frontend.sops.words import FIELD_WORDS
from library.changed import StepChange, changed
from library.news import News, base_document, news_of
from library.queries import entry as library_entry
from sop_library.definition import content_hash
from sop_library.models import Draft, SopVersion
from sop_library.operations import drafts
from sop_library.policies import can_write, check_can_write
from sop_library.queries import current_version
from sop_library.queries import sops as office_sops
from sop_library.refusals import NotAllowed, Refused

KINDS = {
    "added": gettext_lazy("Langkah baru"),
    "removed": gettext_lazy("Langkah dihapus"),
    "changed": gettext_lazy("Langkah diubah"),
    "moved": gettext_lazy("Langkah dipindah"),
}
MORE_FIELDS = {
    "text": gettext_lazy("kegiatan"),
    "name": gettext_lazy("nama"),
    "step": gettext_lazy("nomor"),
    "printed_needs": gettext_lazy("kelengkapan"),
    "printed_output": gettext_lazy("output"),
    "remarks": gettext_lazy("keterangan"),
    "fee": gettext_lazy("biaya"),
    "section": gettext_lazy("bagian"),
    "marks": gettext_lazy("simbol"),
    "forms": gettext_lazy("formulir"),
    "doors": gettext_lazy("pintu masuk"),
    "header": gettext_lazy("kepala lembar"),
    "title": gettext_lazy("judul"),
    "limits": gettext_lazy("batas waktu"),
    "interrupts": gettext_lazy("keadaan mendesak"),
    "legal_basis": gettext_lazy("dasar hukum"),
    "standard": gettext_lazy("standar pelayanan"),
    "columns": gettext_lazy("kolom pelaksana"),
    "jurisdiction": gettext_lazy("wilayah layanan"),
}


@dataclass(frozen=True)
class ToldChange:
    """A step that is not as it was, as the page shows it."""

    kind: str
    number: str
    name: str
    words: tuple[tuple[str, str, str], ...]
    others: str


def field_words(field: str) -> str:
    """The name of a field as a clerk knows it."""
    return str(FIELD_WORDS.get(field) or MORE_FIELDS.get(field) or field.replace("_", " "))


def _told(one: StepChange) -> ToldChange:
    return ToldChange(
        kind=str(KINDS[one.kind]),
        number=(one.step.get("step") or "").rstrip(". ") or "\N{EN DASH}",
        name=one.step["name"],
        words=tuple((field_words(f.field), f.before or "", f.after or "") for f in one.fields if f.in_words),
        others=", ".join(field_words(f.field) for f in one.fields if not f.in_words),
    )


def _news(slug: str) -> tuple[SopVersion, News]:
    """The version in force and the news about what it began from. Raises Http404 where there are none."""
    version = current_version(get_object_or_404(office_sops(), slug=slug), at=timezone.now())
    found = news_of([version]).get(version.sop_id) if version is not None else None
    if version is None or found is None:
        raise Http404
    return version, found


@require_http_methods(["GET", "HEAD", "POST"])
def base(request: StaffRequest, slug: str) -> HttpResponse:
    """What changed; a post takes it over into a draft where the office has changed nothing itself."""
    version, news = _news(slug)
    newest = library_entry(news.newest.key)
    if newest is None:
        raise Http404
    before = base_document(news, version)
    whole = content_hash(version.definition) == news.base_hash
    if request.method == "POST":
        return _take(request, version, newest.document, newest.content_hash, whole=whole)
    found = changed(before, newest.document)
    context = {
        "version": version,
        "news": news,
        "entry": newest,
        "steps": [_told(one) for one in found.steps],
        "around": ", ".join(field_words(field) for field in found.around),
        "whole": whole,
        "may_write": can_write(by=request.user),
        "standing_at": draft_address(Draft.objects.filter(sop=version.sop_id, state__in=Draft.OPEN).first()),
    }
    return render(request, "sops/library/base.html", context)


def _take(
    request: StaffRequest, version: SopVersion, document: dict[str, Any], digest: str, *, whole: bool
) -> HttpResponse:
    try:
        check_can_write(by=request.user)
        if not whole:
            words = _("Kantor sudah mengubah SOP ini sendiri. Salin perubahannya ke draf, langkah demi langkah.")
            return refused(request, words, status=409)
        sop = version.sop
        draft = drafts.begin(
            document={**document, "sop": version.definition["sop"]}, slug=sop.slug, name=document["name"],
            service=document["service"], sop=sop, base=version, base_hash=digest, origin=version.origin,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, refusal.message, status=403 if isinstance(refusal, NotAllowed) else 422)
    messages.success(request, _("Draf dimulai dengan terbitan baru. Yang berlaku tetap versi yang sekarang."))
    return go_on(request, draft_address(draft))
