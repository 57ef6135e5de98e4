"""The line of the day: the office's hours, where it stands now, and when each step of today is due. Plain numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Protocol, TypeAlias

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import Intervals
from frontend.marks import Due

Hours: TypeAlias = tuple[int, int]
LEFT, RIGHT = 30.0, 978.0
WIDTH = 1000.0
RADIUS = 6.5
LETTER = 7.5  # a letter of a label, at its widest
GAP = 5.0  # between two labels, and between a label and the line of the present
USUAL: Hours = (7, 16)


@dataclass(frozen=True)
class Tick:
    """An hour of the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Dot:
    """One due moment, or several too close to tell apart."""

    x: float
    kind: str
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class DayLine:
    """Everything to draw, and the sentence that says it."""

    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    now_x: float
    now_text_x: float
    now_label: str
    now_anchor: str
    sentence: str


class Timed(Protocol):
    """What stands on the line: a step, or a referral that waits for an answer. `short`: its label."""

    @property
    def due_at(self) -> datetime | None: ...
    @property
    def due(self) -> Due: ...
    @property
    def short(self) -> str: ...


def office_hours(opening: Mapping[int, Intervals], *, now: datetime, zone: tzinfo) -> Hours | None:
    """The first and last hour of the office's day, from its opening hours; None on a day it is closed."""
    intervals = opening.get(now.astimezone(zone).weekday())
    if not intervals:
        return None
    closes = intervals[-1][1]
    return intervals[0][0].hour, closes.hour + bool(closes.minute)


def day_line(*, tasks: Sequence[Timed], hours: Hours | None, now: datetime, zone: tzinfo) -> DayLine | None:
    """The line of today's deadlines; None on a day without one."""
    here = now.astimezone(zone)
    moments = [
        (moment, task)
        for task in tasks
        if task.due_at and (moment := task.due_at.astimezone(zone)).date() == here.date()
    ]
    if not moments:
        return None
    moments.sort(key=lambda found: found[0])
    first, last = hours or USUAL
    first = min(first, here.hour, moments[0][0].hour)
    last = max(last, here.hour + 1, moments[-1][0].hour + 1)

    def at(moment: datetime) -> float:
        return round(LEFT + (RIGHT - LEFT) * (moment.hour + moment.minute / 60 - first) / (last - first), 1)

    every = 1 if last - first <= 12 else 2
    ticks = tuple(
        Tick(round(LEFT + (RIGHT - LEFT) * (hour - first) / (last - first), 1), _hour(hour))
        for hour in range(first, last + 1, every)
    )
    now_x = at(here)
    to_left = now_x > (LEFT + RIGHT) * 0.85
    clock = formats.time_format(here, "TIME_FORMAT")
    return DayLine(
        ticks=ticks,
        dots=_dots([(at(moment), task) for moment, task in moments], now_x=now_x),
        now_x=now_x,
        now_label=_("sekarang %(time)s") % {"time": clock},
        now_text_x=round(now_x + (-6 if to_left else 6), 1),
        now_anchor="end" if to_left else "start",
        sentence=_sentence([formats.time_format(moment, "TIME_FORMAT") for moment, _task in moments], clock),
    )


def _hour(hour: int) -> str:
    """A whole hour of the axis; the day's end is midnight."""
    return formats.time_format(time(hour % 24), "TIME_FORMAT")


def _dots(found: Sequence[tuple[float, Timed]], *, now_x: float) -> tuple[Dot, ...]:
    """One dot for each moment; moments whose labels would touch share one, in the colour of the most urgent.

    A label that the line of the present would cross stands beside it, and takes its room there.
    """
    clusters: list[list[tuple[float, Timed]]] = []
    for one in found:
        clusters.append([one])
        while len(clusters) > 1 and _touch(clusters[-2], clusters[-1], now_x=now_x):
            clusters[-2:] = [[*clusters[-2], *clusters[-1]]]
    return tuple(_dot(cluster, now_x=now_x) for cluster in clusters)


def _touch(before: Sequence[tuple[float, Timed]], after: Sequence[tuple[float, Timed]], *, now_x: float) -> bool:
    """Whether two neighbours stand too close, by their dots or by their labels."""
    if after[0][0] - before[0][0] < 2 * RADIUS:
        return True
    (_left, ends), (begins, _right) = (_span(_dot(one, now_x=now_x)) for one in (before, after))
    return begins - ends < GAP


def _span(dot: Dot) -> tuple[float, float]:
    """From where to where the label of a dot runs."""
    width = len(dot.label) * LETTER
    left = dot.label_x - {"start": 0.0, "middle": width / 2, "end": width}[dot.anchor]
    return left, left + width


def _dot(cluster: Sequence[tuple[float, Timed]], *, now_x: float) -> Dot:
    x = cluster[0][0]
    label = cluster[0][1].short if len(cluster) == 1 else _("%(count)d kasus") % {"count": len(cluster)}
    half = len(label) * LETTER / 2
    anchor, label_x = "middle", x
    if abs(x - now_x) < half + GAP / 2:
        fits = now_x + GAP + 2 * half <= WIDTH
        anchor, label_x = ("start", now_x + GAP) if x > now_x and fits else ("end", now_x - GAP)
    elif x + half > WIDTH:
        anchor, label_x = "end", WIDTH
    kind = min((task.due.kind for _x, task in cluster), key=("late", "soon", "ok").index)
    return Dot(x=x, kind=kind, label=label, label_x=round(label_x, 1), anchor=anchor)


def _sentence(times: Sequence[str], clock: str) -> str:
    """What the picture says: the due times, together where they are the same, and the time now."""
    several = list(dict.fromkeys(times))
    listed = several[0] if len(several) == 1 else _("%(times)s, dan %(last)s") % {
        "times": ", ".join(several[:-1]), "last": several[-1],
    }  # fmt: skip
    return ngettext(
        "Tenggat hari ini pukul %(times)s. Sekarang pukul %(now)s.",
        "Tenggat hari ini pukul %(times)s. Sekarang pukul %(now)s.",
        len(several),
    ) % {"times": listed, "now": clock}
