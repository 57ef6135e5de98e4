"""The steps of the sheet beside the track of lanes: what was done, what is open, what lies ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Ending, StepPass
from cases.progress import Progress, Row
from cases.reasons import with_words
from frontend.casework.panels import PanelView, place_in_sheet
from frontend.casework.time_words import short_time
from frontend.casework.wording import when_words
from frontend.marks import Shape, Track, tracks
from sop_library.definition import Definition
from sop_library.retelling import retold

CLASSES = {"done": "is-done", "passed": "is-done", "now": "is-now", "waiting": "is-now", "ahead": ""}


@dataclass(frozen=True)
class RowView:
    """One step of the sheet."""

    row: Row
    number: str
    track: Track
    lanes: tuple[tuple[int, str], ...]
    time: str
    said: tuple[str, ...]
    panels: tuple[PanelView, ...]
    first: bool

    @property
    def row_class(self) -> str:
        """Classes of the list item."""
        return f"{self.track.row_class} {CLASSES[self.row.state]}".strip()


def _shape(row: Row, *, last: int) -> Shape:
    if row.step.kind == "decision":
        return "decision"
    return "terminator" if row.place in (0, last) or row.step.kind == "end" else "process"


def _said(row: Row, *, now: datetime, opened: bool) -> tuple[str, ...]:
    """What became of the step so far: its newest pass, and how often it was gone through."""
    rested = [one for one in row.passes if one.status not in (StepPass.Status.OPEN, StepPass.Status.WAITING)]
    words = []
    if rested:
        newest = rested[-1]
        at = when_words(newest.done_at, now=now) if newest.done_at else ""
        words.append(_one_said(newest, at, opened=opened))
    if len(row.passes) > 1:
        words.append(_("%(count)d kali dilalui") % {"count": len(row.passes)})
    return tuple(words)


def _one_said(one: StepPass, at: str, *, opened: bool) -> str:
    sentences = {
        StepPass.Status.DONE: _("selesai %(at)s"),
        StepPass.Status.SKIPPED: _("dilewati %(at)s: %(reason)s"),
        StepPass.Status.PASSED_OVER: _("%(reason)s"),
        StepPass.Status.CANCELLED: _("dibatalkan: %(reason)s"),
    }
    reason = dict(Ending.Reason.choices).get(one.reason) or with_words(
        retold(one.reason, _), of=one, opened=opened, closed=_("alasannya terbuka bersama identitas")
    )
    return sentences[StepPass.Status(one.status)] % {"at": at, "reason": reason}


def rows_of(
    stands: Progress, views: Mapping[str, Sequence[PanelView]], *, now: datetime, opened: bool
) -> list[RowView]:
    """Every step of the sheet in its order. `views`: step key -> the panels of its live passes.

    `opened`: whether the words of reasons may be shown.
    """
    definition = stands.definition
    numbers = _lane_numbers(definition)
    last = len(stands.rows) - 1
    drawn = tracks(
        [(numbers.get(row.step.lanes[0]) if row.step.lanes else None, _shape(row, last=last)) for row in stands.rows],
        lanes=len(definition.lanes),
    )
    found: list[RowView] = []
    started = False
    for row, track in zip(stands.rows, drawn, strict=True):
        panels = tuple(views.get(row.step.key, ()))
        first = bool(panels) and not started
        started = started or bool(panels)
        found.append(
            RowView(
                row=row,
                number=place_in_sheet(definition, row.step),
                track=track,
                lanes=tuple((numbers[lane.key], lane.name or lane.label) for lane in row.lanes),
                time=short_time(row.step.time),
                said=_said(row, now=now, opened=opened),
                panels=panels,
                first=first,
            )
        )
    return found


def _lane_numbers(definition: Definition) -> dict[str, int]:
    return {key: place for place, key in enumerate(definition.lanes, start=1)}


def lane_legend(definition: Definition) -> list[tuple[int, str]]:
    """The lanes of the sheet in their order, numbered from 1."""
    return [(place, lane.name or lane.label) for place, lane in enumerate(definition.lanes.values(), start=1)]
