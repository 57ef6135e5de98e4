"""The steps of the sheet beside the track of lanes: what was done, what is open, what lies ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Ending, StepPass
from cases.progress import Progress, Row
from cases.reasons import with_words
from frontend.casework.panels import PanelView, place_in_sheet
from frontend.casework.time_words import short_time
from frontend.casework.timeline import own_work_words, step_title
from frontend.casework.wording import when_words
from frontend.marks import Shape, Track, tracks
from sop_library.definition import Definition
from sop_library.engine.reach import Around
from sop_library.retelling import CREDITED, retold

CLASSES = {"done": "is-done", "skipped": "is-skipped", "passed": "is-passed", "now": "is-now", "waiting": "is-now"}


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
    behind: bool
    unsaid: str
    ended: bool
    own_work: str = ""

    @property
    def row_class(self) -> str:
        """Classes of the list item."""
        behind = "is-behind" if self.behind else ""
        off = "is-off" if self.ended and self.row.state == "ahead" else ""
        return " ".join(filter(None, (self.track.row_class, CLASSES.get(self.row.state), behind, off)))


def _shape(row: Row, *, last: int) -> Shape:
    if row.step.kind == "decision":
        return "decision"
    return "terminator" if row.place in (0, last) or row.step.kind == "end" else "process"


def _said(row: Row, *, stands: Progress, now: datetime, opened: bool) -> tuple[str, ...]:
    """What became of the step so far: its newest pass, and how often it was gone through."""
    words = []
    if row.around is not None:
        words.append(around_words(row.around, stands.definition, door_key=stands.state.door or ""))
    rested = [one for one in row.passes if one.status not in (StepPass.Status.OPEN, StepPass.Status.WAITING)]
    if rested:
        newest = rested[-1]
        at = when_words(newest.done_at, now=now, inside=True) if newest.done_at else ""
        words.append(_one_said(newest, at, opened=opened))
    if len(row.passes) > 1:
        words.append(_("%(count)d kali dilalui") % {"count": len(row.passes)})
    return tuple(words)


def _unsaid(row: Row, *, ended: bool) -> str:
    """What the drawing alone says of a step nobody has worked on, for who does not see it."""
    if row.state != "ahead" or row.passes or not row.step.worked:
        return ""
    return _("belum dikerjakan saat kasus ditutup") if ended else _("belum sampai")


def around_words(around: Around, definition: Definition, *, door_key: str) -> str:
    """Why the flow of this case never comes to a step: the decision, or the way in, that led around it."""
    chosen = _chosen(around, definition)
    if around.led == "outcome" and around.at is not None and chosen:
        step = definition.step(around.at.step)
        return _("dilewati karena di langkah %(number)s dipilih %(outcomes)s") % {
            "number": place_in_sheet(definition, step),
            "outcomes": _(" dan ").join(f"“{label}”" for label in chosen),
        }
    if around.led == "door" and (door := definition.doors.get(door_key)):
        return _("dilewati karena kasus masuk lewat pintu “%(door)s”, yang dimulai di langkah %(number)s") % {
            "door": door.label,
            "number": place_in_sheet(definition, definition.step(door.starts)),
        }
    if around.led == "start" and around.at is not None:
        number = place_in_sheet(definition, definition.step(around.at.step))
        return _("dilewati karena kasus diterima dari kantor lain dan dilanjutkan di langkah %(number)s") % {
            "number": number,
        }  # fmt: skip
    return _("dilewati karena alur kasus ini sudah melampauinya")


def _chosen(around: Around, definition: Definition) -> list[str]:
    """What was decided in the pass that led around a step; none where this version knows no such decision."""
    if around.at is None:
        return []
    return [one.label for one in definition.step(around.at.step).outcomes if one.key in around.at.outcomes]


def _one_said(one: StepPass, at: str, *, opened: bool) -> str:
    sentences = {
        StepPass.Status.DONE: _("selesai %(at)s"),
        StepPass.Status.SKIPPED: _("dilewati oleh %(who)s %(at)s: %(reason)s"),
        StepPass.Status.PASSED_OVER: _("%(reason)s") if one.reason == CREDITED else _("dilewati, %(reason)s"),
        StepPass.Status.CANCELLED: _("dibatalkan: %(reason)s"),
    }
    reason = dict(Ending.Reason.choices).get(one.reason) or with_words(
        retold(one.reason, _), of=one, opened=opened, closed=_("alasannya terbuka bersama identitas")
    )
    if one.status == StepPass.Status.PASSED_OVER and one.reason != CREDITED:
        reason = reason[:1].lower() + reason[1:]
    who = one.done_by.name if one.done_by else ""
    return sentences[StepPass.Status(one.status)] % {"at": at, "reason": reason, "who": who}


def rows_of(
    stands: Progress, views: Mapping[str, Sequence[PanelView]], *, now: datetime, opened: bool, ended: bool = False,
    own: Sequence[StepPass] = (),
) -> list[RowView]:  # fmt: skip
    """Every step of the sheet in its order. `views`: step key -> the panels of its live passes.

    `opened`: whether the words of reasons may be shown. `ended`: whether the case has ended. `own`: passes that
    one person both worked and approved.
    """
    definition = stands.definition
    numbers = _lane_numbers(definition)
    last = len(stands.rows) - 1
    drawn = tracks(
        [(numbers.get(row.step.lanes[0]) if row.step.lanes else None, _shape(row, last=last)) for row in stands.rows],
        lanes=len(definition.lanes),
        around=frozenset(row.place for row in stands.rows if row.state == "passed"),
    )
    reached = max((row.place for row in stands.rows if row.state not in ("ahead", "passed")), default=-1)
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
                said=_said(row, stands=stands, now=now, opened=opened),
                panels=panels,
                first=first,
                behind=row.place < reached,
                unsaid=_unsaid(row, ended=ended),
                ended=ended,
                own_work=own_work_words() if any(one in own for one in row.passes[-1:]) else "",
            )
        )
    return found


@dataclass(frozen=True)
class FormerLine:
    """A step that was worked under an earlier version and that the SOP of now knows no more."""

    title: str
    said: str


def former_lines(stands: Progress, *, now: datetime, opened: bool) -> list[FormerLine]:
    """What was done before the case moved to another version, in the words of its time and the order it was done."""
    found = []
    for one in (row.step_pass for row in stands.former):
        title = step_title(stands.words.definition_for(one), one.worked_as or one.step)
        at = when_words(one.done_at, now=now, inside=True) if one.done_at else ""
        found.append(FormerLine(capfirst(title), _one_said(one, at, opened=opened)))
    return found


def _lane_numbers(definition: Definition) -> dict[str, int]:
    return {key: place for place, key in enumerate(definition.lanes, start=1)}


def lane_legend(definition: Definition) -> list[tuple[int, str]]:
    """The lanes of the sheet in their order, numbered from 1."""
    return [(place, lane.name or lane.label) for place, lane in enumerate(definition.lanes.values(), start=1)]
