"""The library for everyone who works in an office: looked through, searched, and each SOP as its official sheet."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.answers import StaffRequest
from frontend.casework.wording import STAGES, stage_words
from frontend.sops.editor.choosing import SERVICES
from frontend.sops.library_sheet import entry_or_404, sheet_context
from library import queries
from library.models import LibraryEntry
from sop_library.models import SopVersion
from sop_library.policies import can_write
from sop_library.queries import published_versions

LONGEST_WORDS = 80
LENGTHS: dict[str, tuple[int, int | None]] = {"8": (0, 8), "15": (9, 15), "16": (16, None)}
"""How many steps, as the filter offers it: fewest and most."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what an address can't mean is left out."""

    words: str = ""
    service: str = ""
    stage: str = ""
    length: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.service or self.stage or self.length)


@dataclass(frozen=True)
class Shown:
    """One SOP of the library in the list. `ours` is this office's newest version that began from it."""

    entry: LibraryEntry
    ours: SopVersion | None

    @property
    def stages(self) -> list[str]:
        """The stages it has, as words."""
        return [stage_words(stage) for stage in self.entry.stages]


def service_words(service: str) -> str:
    """The name of a service: "Pengaduan langsung krisis"."""
    return str(SERVICES.get(service) or service.replace("-", " ").capitalize())


def adopted() -> dict[str, SopVersion]:
    """Key of the library -> the newest version in this office that began from it, of SOPs that are still in use."""
    found: dict[str, SopVersion] = {}
    for version in published_versions().filter(sop__retired_at=None, retired_at=None).exclude(origin=""):
        found.setdefault(version.origin, version)
    return found


def wanted_from(given: Any) -> Wanted:
    """What an address asks for."""
    return Wanted(
        words=given.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS],
        service=given.get("layanan", "").replace("\x00", "")[:80],
        stage=given.get("tahap", "") if given.get("tahap") in STAGES else "",
        length=given.get("langkah", "") if given.get("langkah") in LENGTHS else "",
    )


@require_safe
def library(request: StaffRequest) -> HttpResponse:
    """Every SOP that this office can adopt, or those that fit what was asked."""
    wanted = wanted_from(request.GET)
    fewest, most = LENGTHS.get(wanted.length, (0, None))
    found = queries.search(
        words=wanted.words, service=wanted.service, stage=wanted.stage, fewest=fewest, most=most
    )  # fmt: skip
    ours = adopted()
    context = {
        "wanted": wanted,
        "listed": [Shown(entry, ours.get(entry.key)) for entry in found],
        "services": [(service, service_words(service)) for service in queries.services()],
        "stages": [(stage, stage_words(stage)) for stage in STAGES],
    }
    return render(request, "sops/library/list.html", context)


@require_safe
def entry(request: StaffRequest, owner: str, short: str) -> HttpResponse:
    """One SOP of the library as its official sheet."""
    found = entry_or_404(owner, short)
    context = {
        "entry": found,
        "ours": adopted().get(found.key),
        "may_write": can_write(by=request.user),
        "service": service_words(found.service),
        **sheet_context(queries.definition_of(found), issuer=found.source),
    }
    return render(request, "sops/library/entry.html", context)
