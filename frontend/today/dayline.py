"""The line of the day: the office's hours, where it stands now, and when each step of today is due. Plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import TypeAlias

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import OpeningHours
from frontend.today.board import Task

Hours: TypeAlias = tuple[int, int]
LEFT, RIGHT = 30.0, 978.0
BETWEEN = 56.0  # pixels between two dots whose labels don't touch
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


def office_hours(now: datetime, zone: tzinfo) -> Hours | None:
    """The first and last hour of the office's day, from its opening hours; None on a day it is closed."""
    weekday = now.astimezone(zone).weekday()
    rows = list(OpeningHours.objects.filter(weekday=weekday).values_list("opens", "closes"))
    if not rows:
        return None
    closes = max(closes for _opens, closes in rows)
    return min(opens for opens, _closes in rows).hour, closes.hour + bool(closes.minute)


def day_line(*, tasks: Sequence[Task], hours: Hours | None, now: datetime, zone: tzinfo) -> DayLine | None:
    """The line of today's deadlines; None on a day without one."""
    here = now.astimezone(zone)
    moments = [
        (moment, task)
        for task in tasks
        if task.step_pass.due_at and (moment := task.step_pass.due_at.astimezone(zone)).date() == here.date()
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


def _dots(found: Sequence[tuple[float, Task]], *, now_x: float) -> tuple[Dot, ...]:
    """One dot for each moment; moments whose labels would touch share one, in the colour of the most urgent.

    A label that the line of the present would cross stands beside it.
    """
    clusters: list[list[tuple[float, Task]]] = []
    for x, task in found:
        if clusters and x - clusters[-1][0][0] < BETWEEN:
            clusters[-1].append((x, task))
        else:
            clusters.append([(x, task)])
    urgency = ("late", "soon", "ok")
    dots = []
    for cluster in clusters:
        x = cluster[0][0]
        anchor, label_x = "middle", x
        if abs(x - now_x) < BETWEEN / 2:
            anchor, label_x = ("end", now_x - 4) if x <= now_x else ("start", now_x + 4)
        dots.append(
            Dot(
                x=x,
                kind=min((task.due.kind for _x, task in cluster), key=urgency.index),
                label=cluster[0][1].short if len(cluster) == 1 else _("%(count)d kasus") % {"count": len(cluster)},
                label_x=label_x,
                anchor=anchor,
            )
        )
    return tuple(dots)


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
