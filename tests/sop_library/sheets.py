"""Small SOPs for tests, and a case that goes through one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sop_library.calendar import OfficeCalendar, weekday_hours
from sop_library.checks import check
from sop_library.definition import Definition, parse
from sop_library.engine import Pass, Refused, State, advance
from sop_library.engine.effects import Effect
from sop_library.engine.events import Complete, Enter, Event, FactChanged
from sop_library.facts import FactValue

JAKARTA = ZoneInfo("Asia/Jakarta")
WEEK = weekday_hours(range(4), ("08:00", "12:00"), ("13:00", "16:00")) | weekday_hours([4], ("08:00", "11:00"))


def office(zone: str = "Asia/Jakarta", holidays: Iterable[date] = (), **settings: Any) -> OfficeCalendar:
    """Monday to Thursday 8-12 and 13-16, Friday 8-11."""
    return OfficeCalendar(zone, settings.pop("hours", WEEK), frozenset(holidays), **settings)


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    """A moment: "2026-03-05 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def step(key: str, **fields: Any) -> dict[str, Any]:
    """A step's document; lane "petugas" unless said."""
    return {"key": key, "name": key.title(), "text": f"Kerjakan {key}", "lanes": {"any_of": ["petugas"]}, **fields}


def outcome(key: str, then: Any = "next", **fields: Any) -> dict[str, Any]:
    """An outcome's document."""
    return {"key": key, "label": key.title(), "then": then, **fields}


def sheet(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An SOP document with lanes petugas, ketua, pelapor (outside), one door to the first step, and nothing wrong."""
    return {
        "format": "rangkul-sop/1",
        "sop": "contoh/coba",
        "name": "Coba",
        "title": "COBA",
        "service": "coba",
        "regency": "33.73",
        "lanes": {
            "petugas": {"label": "Petugas"},
            "ketua": {"label": "Ketua"},
            "pelapor": {"label": "Pelapor", "outside": True},
        },
        "doors": {"datang": {"label": "Datang sendiri", "starts": steps[0]["key"] if steps else "tidak-ada"}},
        "steps": list(steps),
        "source": {"document": "contoh"},
        **fields,
    }


def sop(*steps: dict[str, Any], **fields: Any) -> Definition:
    """The definition of `sheet(...)`."""
    return parse(sheet(*steps, **fields))


def advice(*steps: dict[str, Any], **fields: Any) -> dict[str, list[str | None]]:
    """Code -> the steps it is about, of a sheet without faults."""
    found: dict[str, list[str | None]] = {}
    for one in check(sop(*steps, **fields)):
        assert one.severity == "advice", one.sentence
        found.setdefault(one.code, []).append(one.step)
    return found


class Walked:
    """A case that goes through an SOP, ten minutes between events. Everyone holds every inside lane unless said."""

    def __init__(
        self,
        definition: Definition,
        *,
        door: str = "datang",
        start: datetime | None = None,
        calendar: OfficeCalendar | None = None,
        **entering: Any,
    ) -> None:
        self.definition = definition
        self.calendar = calendar or office()
        self.now = start or at("2026-02-02 09:00")
        self.state = State()
        self.effects: tuple[Effect, ...] = ()
        self.tell(Enter(door=door, by="ani", lanes=definition.inside, **entering))

    def tell(self, event: Event) -> "Walked":
        """One event."""
        self.state, self.effects = advance(self.definition, self.state, event, self.now, self.calendar)
        self.now += timedelta(minutes=10)
        return self

    def do(
        self, key: str, *outcomes: str, lanes: Iterable[str] | None = None, by: str = "ani", **given: Any
    ) -> "Walked":
        """Complete the newest pass of a step."""
        held = self.definition.inside if lanes is None else frozenset(lanes)
        return self.tell(Complete(pass_id=self.of(key).id, by=by, lanes=held, outcomes=outcomes, **given))

    def know(self, **facts: FactValue | None) -> "Walked":
        """Facts, with "__" for the dot in their names."""
        return self.tell(FactChanged(by="ani", facts={name.replace("__", "."): value for name, value in facts.items()}))

    def at(self, text: str) -> "Walked":
        """Set the clock."""
        self.now = at(text)
        return self

    def of(self, key: str) -> Pass:
        """The newest pass of a step."""
        assert key in self.state.latest, f"{key} was never reached"
        return self.state.by_id[self.state.latest[key]]

    @property
    def standing(self) -> Mapping[str, str]:
        """Pass id -> status, of every pass."""
        return {one.id: one.status for one in self.state.passes}

    @property
    def open(self) -> list[str]:
        """The ids of the open passes."""
        return [one.id for one in self.state.open]

    def refused(self, event: Event) -> Refused:
        """The refusal of an event; fails where it is not refused."""
        before = self.state
        try:
            advance(self.definition, self.state, event, self.now, self.calendar)
        except Refused as refused:
            assert self.state is before
            return refused
        raise AssertionError(f"{event} was not refused")

    def kinds(self) -> list[str]:
        """The names of the effects of the last event."""
        return [type(effect).__name__ for effect in self.effects]
