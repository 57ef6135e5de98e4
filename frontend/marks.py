"""What a screen shows of time and lanes, computed from plain values: rings, due words, the lane track.

Every function takes the moment and the zone it should judge by; the template tags pass the request's.
"""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DueKind: TypeAlias = Literal["late", "soon", "ok", "none"]
SOON_FROM = 60  # share of the time used, in percent, from which a step is marked as soon due
RING_CLASSES = {"late": "rk-ring--late", "soon": "rk-ring--soon", "ok": "", "none": ""}
TAG_CLASSES = {"late": "rk-tag--late", "soon": "rk-tag--soon", "ok": "rk-tag--ok", "none": ""}
TEXT_CLASSES = {"late": "rk-late", "soon": "rk-soon", "ok": "rk-ok", "none": "rk-2"}
ICONS = {"late": "clock-alert", "soon": "clock", "ok": "clock", "none": ""}


@dataclass(frozen=True)
class Due:
    """When something must be done. `words` is short ("Sebelum 10.20"), `sentence` says what is left of it.

    Without a deadline the kind is `none`, both are empty and no ring fills: a time that is no deadline shows none.
    """

    kind: DueKind
    share: int = 0
    words: str = ""
    sentence: str = ""
    today: bool = False

    @property
    def ring_class(self) -> str:
        """Class of the ring."""
        return RING_CLASSES[self.kind]

    @property
    def tag_class(self) -> str:
        """Class of a status tag."""
        return TAG_CLASSES[self.kind]

    @property
    def text_class(self) -> str:
        """Class of plain words in a list; a far day stays quiet."""
        return TEXT_CLASSES[self.kind] if self.kind == "late" or self.today else "rk-2"

    @property
    def icon(self) -> str:
        """Name of the icon beside the words."""
        return ICONS[self.kind]


def share_used(*, opened_at: datetime | None, due_at: datetime, now: datetime) -> int:
    """How much of the time is used, 0 to 100. Without a start, or with none of it given, it is used up at `due_at`."""
    if opened_at is None or due_at <= opened_at:
        return 100 if now >= due_at else 0
    return max(0, min(100, math.floor(100 * (now - opened_at) / (due_at - opened_at))))


def due(*, due_at: datetime | None, now: datetime, zone: tzinfo, opened_at: datetime | None = None) -> Due:
    """How a deadline is shown at `now` in an office of that zone. `due_at` None: no deadline, no time shown."""
    if due_at is None:
        return Due("none")
    share = share_used(opened_at=opened_at, due_at=due_at, now=now)
    day, today = due_at.astimezone(zone).date(), now.astimezone(zone).date()
    if now > due_at:
        late = now - due_at
        brief = late < timedelta(minutes=1)
        words = _("Baru saja lewat") if brief else _("Lewat %(length)s") % {"length": length_words(late)}
        return Due("late", 100, words, words, today=day == today)
    clock = _clock(due_at, zone)
    if day == today:
        words = _("Sebelum %(time)s") % {"time": clock}
    elif day == today + timedelta(days=1):
        words = _("Besok, %(time)s") % {"time": clock}
    else:
        words = formats.date_format(due_at.astimezone(zone), "l j M")
    left = left_words(due_at - now)
    if day == today:
        sentence = _("Sebelum %(time)s, sisa %(left)s") % {"time": clock, "left": left}
    else:
        moment = formats.date_format(due_at.astimezone(zone), "l j F")
        sentence = _("Sebelum %(day)s %(time)s, sisa %(left)s") % {"day": moment, "time": clock, "left": left}
    return Due("soon" if share >= SOON_FROM else "ok", share, words, sentence, today=day == today)


def leave_words(year: int | None) -> str:
    """What stands beside a due time that reaches into a year whose cuti bersama is not known; "" beside all others."""
    return _("Cuti bersama %(year)d belum diketahui, jadi belum dihitung.") % {"year": year} if year else ""


def length_words(length: timedelta) -> str:
    """A length of time as people say it: minutes below an hour, then hours, days from two days on. Rounded down."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return _("kurang dari 1 menit")
    if minutes < 60:
        return _minutes(minutes)
    hours = minutes // 60
    return _hours(hours) if hours < 48 else _days(hours // 24)


def left_words(length: timedelta) -> str:
    """What is left, to the second unit, so that nothing seems lost: "2 hari 23 jam", "1 jam 20 menit", "12 menit"."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return length_words(length)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        large, small = _hours(hours), _minutes(rest) if rest else ""
    else:
        large, small = _days(hours // 24), _hours(hours % 24) if hours % 24 else ""
    return _("%(large)s %(small)s") % {"large": large, "small": small} if small else large


def _minutes(count: int) -> str:
    return ngettext("%(count)d menit", "%(count)d menit", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d jam", "%(count)d jam", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)d hari", "%(count)d hari", count) % {"count": count}


def _clock(moment: datetime, zone: tzinfo) -> str:
    return formats.time_format(moment.astimezone(zone), "TIME_FORMAT")


LANE_COLOURS = 10


def lane_class(number: int) -> str:
    """Class of a lane's name by its place in the SOP version, from 1; colours come again after the tenth."""
    return f"rk-lane--{(number - 1) % LANE_COLOURS + 1}"


# --- The track of lanes beside the steps of a case --------------------------------------------------------------------
TRACK_WIDTH, ROW_HEIGHT, MOST_LANES = 85, 36, 14
Shape: TypeAlias = Literal["terminator", "process", "decision"]


def pitch(lanes: int) -> int:
    """Pixels from lane to lane: 17 up to five lanes, closer beyond, so that the track keeps its width."""
    return TRACK_WIDTH // max(5, min(lanes, MOST_LANES))


def lanes_class(lanes: int) -> str:
    """Class of the list of steps for that many lanes; none is needed up to five."""
    return f"rk-lanes--{min(lanes, MOST_LANES)}" if lanes > 5 else ""


@dataclass(frozen=True)
class Track:
    """One row of the track: a curve from the lane above, a node in the step's symbol, a line on. Sizes in pixels.

    `lane` is that of the line below the row, `x` the node's place: apart only where the line goes past the node.
    """

    lane: int
    shape: Shape
    upper: str
    lower: str
    x: float

    @property
    def row_class(self) -> str:
        """Classes of the step's list item: the lane of its line, and whether the line ends here."""
        return f"l{self.lane}" if self.lower else f"l{self.lane} is-last"

    @property
    def node_x(self) -> float:
        """Left edge of a rectangular node."""
        return self.x - (8 if self.shape == "terminator" else 7.5)

    @property
    def diamond(self) -> str:
        """Path of a decision's node."""
        return f"M{self.x:g} 9.5l9 8.5-9 8.5-9-8.5z"


def tracks(rows: Sequence[tuple[int | None, Shape]], *, lanes: int, around: Set[int] = frozenset()) -> list[Track]:
    """The track beside steps given as (lane from 1, symbol); a step with no lane stays in the lane above it.

    The line goes straight past the rows whose places are in `around`, and there is none before or after all others.
    """
    step = pitch(lanes)
    on_line = [place for place in range(len(rows)) if place not in around]
    found: list[Track] = []
    lane = line = 1
    for place, (number, shape) in enumerate(rows):
        lane = min(number or lane, MOST_LANES)
        above, x = (line - 0.5) * step, (lane - 0.5) * step
        begun, goes_on = any(one < place for one in on_line), any(one > place for one in on_line)
        upper = lower = ""
        if place not in around:
            line = lane
            upper = f"M{above:g} 0C{above:g} 9 {x:g} 3 {x:g} 11" if begun else ""
            lower = f"M{x:g} 24V{ROW_HEIGHT}" if goes_on else ""
        elif begun and goes_on:
            lower = f"M{above:g} 0V{ROW_HEIGHT}"
        found.append(Track(lane=line, shape=shape, upper=upper, lower=lower, x=x))
    return found
