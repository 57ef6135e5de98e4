"""Jejak page by page: a case's events and the openings of what is sealed in one line of time, the newest first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from cases.models import Case, Event
from cases.own_work import in_case
from cases.rounds import rounds_in
from cases.versions import words_for
from frontend.casework.showings import showing_of, showings_of
from frontend.casework.timeline import Happening, events_of, happening
from safeguards.models import AccessEvent

PAGE = 100
EVENT, SHOWING = "k", "i"
_PLACE = re.compile(rf"(\d{{1,17}})([{EVENT}{SHOWING}])(\d{{1,18}})", re.ASCII)
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_SMALLEST = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """Where a line stands: its moment, which list it comes from, its number there. Of one moment, events come first."""

    at: datetime
    source: str
    number: int

    def __str__(self) -> str:
        return f"{(self.at - _ZERO) // _SMALLEST}{self.source}{self.number}"

    @classmethod
    def read(cls, words: str) -> "Place | None":
        """What stands in an address; None for whatever is no place."""
        found = _PLACE.fullmatch(words)
        return cls(_ZERO + int(found[1]) * _SMALLEST, found[2], int(found[3])) if found else None

    def events_after(self) -> Q:
        """Of the events those that come after this place, which are older."""
        same = Q(at=self.at, number__lt=self.number) if self.source == EVENT else Q(pk__in=())
        return Q(at__lt=self.at) | same

    def showings_after(self) -> Q:
        """Of the openings those that come after this place."""
        same = Q(at=self.at) if self.source == EVENT else Q(at=self.at, number__lt=self.number)
        return Q(at__lt=self.at) | same


@dataclass(frozen=True)
class TrailPage:
    """Lines, newest first. `older` is the place after which the rest begins, "" where nothing is older."""

    lines: tuple[Happening, ...]
    older: str


def page_of(case: Case, *, after: str, now: datetime, opened: bool) -> TrailPage:
    """The lines after a place, from the newest one where it names none. As many queries, however long the trail is."""
    events, showings = events_of(case).order_by("-at", "-number"), showings_of(case).order_by("-at", "-number")
    place = Place.read(after)
    if place is not None:
        events, showings = events.filter(place.events_after()), showings.filter(place.showings_after())
    rows: list[Event | AccessEvent] = [*events[: PAGE + 1], *showings[: PAGE + 1]]
    rows.sort(key=lambda row: (row.at, isinstance(row, Event), row.number), reverse=True)
    words = words_for(case)
    own, rounds = in_case(case, words), rounds_in(case)
    lines = tuple(
        happening(row, words, now=now, own=own, rounds=rounds)
        if isinstance(row, Event)
        else showing_of(row, words=words, now=now, opened=opened)
        for row in rows[:PAGE]
    )
    return TrailPage(lines, str(_place_of(rows[PAGE - 1])) if len(rows) > PAGE else "")


def _place_of(row: Event | AccessEvent) -> Place:
    return Place(row.at, EVENT if isinstance(row, Event) else SHOWING, row.number)
