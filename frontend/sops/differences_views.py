"""What changed between two versions of an SOP, and between a draft and what is in force, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.answers import StaffRequest
from frontend.sops.gates import draft_or_404, for_readers
from sop_library.comparing.differing import Differences, Kind, differences
from sop_library.comparing.telling import Told, told
from sop_library.models import SopVersion
from sop_library.queries import current_version, published_versions


@dataclass(frozen=True)
class Block:
    """What the template of a comparison shows: rows for the table, how many steps and lanes, marks for a sheet."""

    rows: Sequence[Told]
    found: Differences
    marks: Mapping[str, Kind]

    @property
    def steps(self) -> int:
        """How many steps differ."""
        return len(self.found.steps)

    @property
    def lanes(self) -> int:
        """How many lanes differ."""
        return len(self.found.of("lanes"))

    @property
    def renamed(self) -> list[dict[str, Any]]:
        """Steps that are gone and come again nearly word for word."""
        return [
            {"before": _name(self.found, one.before), "after": _name(self.found, one.after)}
            for one in self.found.renamed
        ]


def _name(found: Differences, key: str) -> str:
    step = next((entry.after or entry.before or {} for entry in found.steps if entry.key == key), {})
    return str(step.get("name") or step.get("text") or key)


def block(before: Mapping[str, Any], after: Mapping[str, Any]) -> Block:
    """The differences of two documents for `sops/_changes.html`, in the reader's language."""
    found = differences(before, after)
    return Block(told(found, before, after, _), found, found.marks)


@require_safe
def version_differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Two versions held against each other: `?dari=1&ke=2`, else the newest against the one before it."""
    versions = list(published_versions().filter(sop__slug=slug))
    if not versions:
        raise Http404
    newer = _numbered(versions, request.GET.get("ke")) or versions[0]
    older = _numbered(versions, request.GET.get("dari"))
    older = older or next((one for one in versions if one.number < newer.number), None)
    context = {
        "sop": newer.sop,
        "versions": versions,
        "newer": newer,
        "older": older,
        "diff": block(older.definition, newer.definition) if older is not None else None,
    }
    return render(request, "sops/differences.html", context)


def _numbered(versions: Sequence[SopVersion], number: str | None) -> SopVersion | None:
    """The version of that number; None where none is named. Raises Http404 for one that isn't there."""
    if not number:
        return None
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return found


@require_safe
@for_readers
def draft_differences(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """A draft held against the version it began from, else against the one in force; all of it is new without one."""
    draft = draft_or_404(draft_id)
    older = draft.base or (current_version(draft.sop, at=timezone.now()) if draft.sop is not None else None)
    context = {
        "draft": draft,
        "older": older,
        "diff": block(older.definition, draft.document) if older is not None else None,
    }
    return render(request, "sops/draft_differences.html", context)
