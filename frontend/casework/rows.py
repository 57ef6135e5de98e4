"""The steps of the sheet beside the track of lanes: what was done, what is open, what lies ahead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Ending, StepPass
from cases.progress import Progress, Row
from cases.reasons import with_words
from frontend.casework.panels import PanelView, place_in_sheet
from frontend.casework.time_words import short_time
from frontend.casework.timeline import own_work_words, step_title
from frontend.casework.wording import title_words, when_words
from frontend.marks import Shape, Track, tracks
from sop_library.definition import Definition
from sop_library.engine.reach import Around
from sop_library.parts import Inside, Step, Sub
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
    subs: tuple["SubView", ...] = ()

    @property
    def every_panel(self) -> Iterator[PanelView]:
        """Its panels, and those of the SOPs that it has started."""
        yield from self.panels
        for sub in self.subs:
            for view in sub.rows:
                yield from view.every_panel

    @property
    def row_class(self) -> str:
        """Classes of the list item."""
        behind = "is-behind" if self.behind else ""
        off = "is-off" if self.ended and self.row.state == "ahead" else ""
        return " ".join(filter(None, (self.track.row_class, CLASSES.get(self.row.state), behind, off)))


@dataclass(frozen=True)
class FormerLine:
    """A step as it was worked before: under an earlier version, or in an earlier round of an SOP begun anew."""

    title: str
    said: str


@dataclass(frozen=True)
class SubView:
    """An SOP that a step has started: how it stands, and its steps. `round`: how often it was begun.

    `earlier`: what was done in it before it was begun anew.
    """

    name: str
    said: str
    rows: tuple[RowView, ...]
    round: int = 1
    earlier: tuple[FormerLine, ...] = ()


def _shape(row: Row, *, last: int) -> Shape:
    if row.step.kind == "decision":
        return "decision"
    return "terminator" if row.place in (0, last) or row.step.kind == "end" else "process"


def _said(row: Row, *, stands: Progress, now: datetime, opened: bool) -> tuple[str, ...]:
    """What became of the step so far: its newest pass, and how often it was gone through."""
    words = []
    if row.around is not None:
        words.append(around_words(row.around, stands.definition, door_key=stands.state.door or ""))
    rested = [one for one in row.passes_now if one.status not in (StepPass.Status.OPEN, StepPass.Status.WAITING)]
    if rested:
        newest = rested[-1]
        at = when_words(newest.done_at, now=now, inside=True) if newest.done_at else ""
        words.append(_one_said(newest, at, opened=opened))
    if len(row.passes_now) > 1:
        words.append(_("%(count)d kali dilalui") % {"count": len(row.passes_now)})
    return tuple(words)


def _unsaid(row: Row, *, ended: bool) -> str:
    """What the drawing alone says of a step nobody has worked on, for who does not see it."""
    if row.state != "ahead" or row.passes_now or not row.step.worked:
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
    if around.led == "over":
        return _("dilewati karena SOP ini sudah selesai")
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
    shown = _Shown(stands, views, now, opened, ended, own, _lane_numbers(stands.definition))
    sheet = stands.sheet
    last = len(sheet) - 1
    drawn = tracks(
        [(shown.numbers.get(row.step.lanes[0]) if row.step.lanes else None, _shape(row, last=last)) for row in sheet],
        lanes=len(stands.definition.lanes),
        around=frozenset(row.place for row in sheet if row.state == "passed"),
    )
    return [_view(row, track, shown) for row, track in zip(sheet, drawn, strict=True)]


@dataclass(frozen=True)
class _Shown:
    """What all rows of a page share."""

    stands: Progress
    views: Mapping[str, Sequence[PanelView]]
    now: datetime
    opened: bool
    ended: bool
    own: Sequence[StepPass]
    numbers: Mapping[str, int]

    @cached_property
    def reached(self) -> Mapping[Inside | None, int]:
        """By SOP, the place of the step furthest along."""
        found: dict[Inside | None, int] = {}
        for row in self.stands.rows:
            if row.state not in ("ahead", "passed"):
                found[row.step.inside] = row.place
        return found

    @cached_property
    def inside(self) -> Mapping[Inside | None, Sequence[Row]]:
        """The rows of every SOP that a step starts; by None those of the case's own."""
        found: dict[Inside | None, list[Row]] = defaultdict(list)
        for row in self.stands.rows:
            found[row.step.inside].append(row)
        return found

    @cached_property
    def running(self) -> frozenset[Inside | None]:
        """The SOPs in which something is open or waits, and those around them."""
        found: set[Inside | None] = set()
        for row in self.stands.rows:
            inside = row.step.inside if row.panels else None
            while inside is not None and inside not in found:
                found.add(inside)
                inside = self.stands.definition.step(inside[0]).inside
        return frozenset(found)

    def ended_at(self, row: Row) -> bool:
        """Whether the step is left as it was when the case ended: what runs on after that is not."""
        return self.ended and row.step.inside not in self.running

    @cached_property
    def first(self) -> str:
        """The step that the page leads to: the first that is not merely waiting for an SOP that it started."""
        live = [row.step.key for row in self.stands.rows if row.panels]
        working = (row.step.key for row in self.stands.rows if any(one.waits_for != "sub" for one in row.panels))
        return next(working, live[0] if live else "")


def _view(row: Row, track: Track, shown: _Shown) -> RowView:
    definition = shown.stands.definition
    return RowView(
        row=row,
        number=place_in_sheet(definition, row.step),
        track=track,
        lanes=tuple((shown.numbers[lane.key], lane.name or lane.label) for lane in row.lanes),
        time=short_time(_worked(row, shown).time),
        said=_said(row, stands=shown.stands, now=shown.now, opened=shown.opened),
        panels=tuple(shown.views.get(row.step.key, ())),
        first=row.step.key == shown.first,
        behind=row.place < shown.reached.get(row.step.inside, -1),
        unsaid=_unsaid(row, ended=shown.ended_at(row)),
        ended=shown.ended_at(row),
        own_work=own_work_words() if any(one in shown.own for one in row.passes_now[-1:]) else "",
        subs=tuple(_subs(row, track, shown)),
    )


def _worked(row: Row, shown: _Shown) -> Step:
    """The step as it was when its work was done, whatever a later version says; as it is now while it runs."""
    done = row.passes_now[-1:] if not row.panels else ()
    return next((found for one in done if (found := shown.stands.words.step_of(one)) is not None), row.step)


def _subs(row: Row, track: Track, shown: _Shown) -> Iterator[SubView]:
    """The SOPs that a step has started, in the order in which it names them."""
    for sub in row.step.subs:
        inside = (row.step.key, sub.key)
        rows = shown.inside.get(inside)
        if rows and any(one.passes_now for one in rows):
            rounds = shown.stands.rounds.get(inside)
            yield SubView(
                title_words(shown.stands.definition.children[inside].name),
                _sub_said(row, sub, rows),
                tuple(_view(one, track, shown) for one in rows),
                rounds.count if rounds is not None else 1,
                tuple(_earlier(rows, shown)),
            )


def _earlier(rows: Sequence[Row], shown: _Shown) -> Iterator[FormerLine]:
    """What was done in earlier rounds, in the order of the sheet, with the number of the round."""
    definition = shown.stands.definition
    for row in rows:
        rounds = shown.stands.rounds.get(row.step.inside) if row.step.inside else None
        for one in row.passes[: row.earlier]:
            at = when_words(one.done_at, now=shown.now, inside=True) if one.done_at else ""
            said = _one_said(one, at, opened=shown.opened)
            if rounds is not None and rounds.count > 2:
                said = _("kali ke-%(number)s: %(said)s") % {"number": rounds.at(_arrived(one)), "said": said}
            yield FormerLine(f"{place_in_sheet(definition, row.step)}. {row.step.name}", said)
        for sub in row.step.subs:
            inner = shown.inside.get((row.step.key, sub.key), ())
            if not any(one.passes_now for one in inner):
                yield from _earlier(inner, shown)


def _arrived(one: StepPass) -> datetime:
    return datetime.fromisoformat(one.engine["arrived_at"])


def _sub_said(row: Row, sub: Sub, rows: Sequence[Row]) -> str:
    """How a started SOP stands."""
    done = sum(one.state == "done" for one in rows)
    steps = _("%(done)d dari %(total)d langkah selesai") % {"done": done, "total": len(rows)}
    if out := sum(one.state in ("skipped", "passed") for one in rows):
        steps = f"{steps}, " + _("%(count)s dilewati") % {"count": out}
    if not any(one.state in ("now", "waiting") for one in rows):
        return steps
    waited = row.state == "waiting" and sub.wait
    stands = _("langkah di atas menunggu SOP ini") if waited else _("berjalan sendiri, tidak ditunggu")
    return f"{steps}, {stands}" if waited or not sub.wait else steps


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
