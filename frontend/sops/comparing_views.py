"""Two SOPs side by side, stage by stage: of the library, or one of this office's own."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from frontend.answers import StaffRequest
from frontend.casework.wording import stage_words
from frontend.sops.words import step_words
from library import queries
from library.side_by_side import by_stage
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.parts import Step
from sop_library.queries import published_versions, sheet_definition_of
from sop_library.sheet import plain_number

OURS = "kantor"
"""The first part of the name of an SOP of this office; the second is its slug."""


@dataclass(frozen=True)
class Side:
    """One of the two."""

    key: str
    source: str
    definition: Definition
    owner: str
    short: str

    @property
    def figures(self) -> list[tuple[str, str]]:
        """What is counted of it, and the total time that its source prints."""
        steps = [step for step in self.definition.steps if step.worked]
        inside = [lane for lane in self.definition.lanes.values() if not lane.outside and not lane.made_of]
        doors = [door for door in self.definition.doors.values() if not door.called]
        total = ((self.definition.document.get("standard") or {}).get("total_time") or {}).get("printed")
        return [
            (_("Langkah"), str(len(steps))),
            (_("Pelaksana"), str(len(inside))),
            (_("Pintu masuk"), str(len(doors))),
            (_("Formulir"), str(len(self.definition.forms))),
            (_("Jangka waktu"), total or _("tidak tercetak")),
        ]


@dataclass(frozen=True)
class ToldStep:
    """A step as the comparison shows it."""

    number: str
    name: str
    lanes: str
    time: str
    also: str


@dataclass(frozen=True)
class ToldStage:
    """One stage with the steps of both; what serves it, too, and stands in an earlier stage is named by number."""

    name: str
    left: tuple[ToldStep, ...]
    right: tuple[ToldStep, ...]
    left_also: str
    right_also: str

    @property
    def counted(self) -> str:
        """How many steps on each side, as a reader hears it."""
        return _("%(left)s dan %(right)s") % {"left": _steps(self.left), "right": _steps(self.right)}


def _steps(told: tuple[ToldStep, ...]) -> str:
    return ngettext("%d langkah", "%d langkah", len(told)) % len(told)


def _told(step: Step, definition: Definition, stage: str) -> ToldStep:
    others = [stage_words(one).lower() for one in step.stages if one != stage]
    return ToldStep(
        number=plain_number(step) or "\N{EN DASH}",
        name=step.name,
        lanes=", ".join(definition.lanes[key].name for key in step.lanes if key in definition.lanes),
        time=step.time.printed or "",
        also=_("juga %s") % ", ".join(others) if others and stage else "",
    )


def _current() -> dict[str, SopVersion]:
    found: dict[str, SopVersion] = {}
    for version in published_versions().filter(sop__retired_at=None, retired_at=None):
        found.setdefault(f"{OURS}/{version.sop.slug}", version)
    return found


def _side(key: str, ours: dict[str, SopVersion]) -> Side | None:
    """What an address names; None for nothing. Raises Http404 for what is not there."""
    if not key:
        return None
    owner, _slash, short = key.partition("/")
    if (version := ours.get(key)) is not None:
        return Side(key, _("SOP kantor ini"), sheet_definition_of(version), owner, short)
    found = queries.entry(key) if "\x00" not in key else None
    if found is None:
        raise Http404
    return Side(key, found.source, queries.definition_of(found), owner, short)


@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """Two SOPs beside each other; while one is missing, the choice alone."""
    ours = _current()
    left, right = (_side(request.GET.get(name, ""), ours) for name in ("a", "b"))
    rows = []
    if left is not None and right is not None:
        rows = [
            ToldStage(
                stage_words(row.stage) if row.stage else _("Tanpa tahap"),
                tuple(_told(step, left.definition, row.stage) for step in row.left),
                tuple(_told(step, right.definition, row.stage) for step in row.right),
                step_words(row.left_also),
                step_words(row.right_also),
            )
            for row in by_stage(left.definition, right.definition)
        ]
    context = {
        "left": left,
        "right": right,
        "rows": rows,
        "own": [(key, version.sop.name) for key, version in ours.items()],
        "library": [(one.key, one.name, one.source) for one in queries.entries()],
        "ours": OURS,
    }
    return render(request, "sops/library/compare.html", context)
