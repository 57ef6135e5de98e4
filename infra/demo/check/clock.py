"""Compares every deadline a page shows with the one reckoned by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import TypeVar

from infra.demo.check import deadlines
from infra.demo.check.casepage import CasePage, Panel
from infra.demo.check.deadlines import MONTHS, Hours
from infra.demo.check.report import present, want
from infra.demo.check.sheets import LIMITS, OWN, SHEETS
from infra.demo.check.stage import Stage

Period = TypeVar("Period")
Done = TypeVar("Done")


def within_one(period: Callable[[], Period], act: Callable[[], Done]) -> tuple[Period, Done]:
    """Do something that begins and ends within one day, or one month; once more where it ran from one into the next."""
    while True:
        began, done = period(), act()
        if period() == began:
            return began, done


@dataclass
class DeadlineKeeper:
    """The deadlines of one case. `sheet` is the SOP's name in the table of printed times."""

    slug: str
    sheet: str
    hours: Hours
    seen: set[str] = field(default_factory=set)
    compared: int = 0
    without: int = 0

    @property
    def zone(self) -> tzinfo:
        """The office's zone."""
        return deadlines.zone_of(self.slug)

    def now(self) -> datetime:
        """This moment in the office's zone."""
        return deadlines.now_in(self.slug)

    def today(self) -> date:
        """This day in the office's zone."""
        return self.now().date()

    def check(self, panels: list[Panel], started: tuple[datetime, datetime]) -> None:
        """Compare the panels that were not seen before; they opened between the two moments."""
        for panel in panels:
            if panel.key in self.seen or panel.waiting:
                continue
            self.seen.add(panel.key)
            self._compare(panel, started)

    def _compare(self, panel: Panel, started: tuple[datetime, datetime]) -> None:
        length = (OWN.get(self.sheet) or SHEETS[self.sheet])[int(panel.number) - 1]
        shown = deadlines.shown(panel.due_words, near=started[1])
        if length is None:
            want(shown is None, f"{panel!r} shows {panel.due_words!r}, but its printed time is no deadline")
            self.without += 1
            return
        shown = present(shown, f"{panel!r} shows {panel.due_words!r}, but must be due")
        by_hand = deadlines.due(length, started[0], self.hours)
        agrees = deadlines.agrees(shown, length, started, self.hours)
        want(agrees, f"{panel!r} shows {panel.due_words!r}, by hand it is {by_hand:%d-%m-%Y %H.%M}")
        self.compared += 1

    def check_limit(self, page: CasePage, reported: tuple[datetime, datetime]) -> None:
        """Compare the limit over several steps, counted from the report."""
        length = LIMITS[self.sheet]
        shown = present(deadlines.shown(page.limit_words, near=self.now()), f"no limit is shown: {page.limit_words!r}")
        agrees = deadlines.agrees(shown, length, reported, self.hours)
        want(agrees, f"the limit is shown as {page.limit_words!r}, counted from {reported[0]:%d-%m %H.%M}")
        self.compared += 1

    def __str__(self) -> str:
        return f"{self.compared} tenggat cocok, {self.without} tanpa tenggat"


def office_hours(stage: Stage, slug: str) -> Hours:
    """An office's hours and own closed days, read from its admin's pages."""
    admin = next(account.username for account in stage.offices[slug].values() if account.admin)
    form = stage.at(slug, admin).get("/kantor/jam/").form(action=r"/kantor/jam/$")
    closes: dict[int, time] = {}
    for day in range(7):
        for place in (0, 1):
            written = form.questions[f"day_{day}_{place}_closes"].chosen[0]
            if written:
                closes[day] = time.fromisoformat(written.replace(".", ":"))
    page = stage.at(slug, admin).get("/kantor/hari-tutup/")
    written_days = re.findall(r"\w+, (\d{1,2}) (\w+) (\d{4})", page.words)
    own = {date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in written_days if month in MONTHS}
    return Hours(closes, frozenset(own))
