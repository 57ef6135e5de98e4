"""Hari ini: the steps whose turn is this person's, and a new one among them as soon as it is there."""

from datetime import datetime

from infra.demo.check import deadlines
from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.clock import within_one
from infra.demo.check.fields import words_of
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.sheets import SHEETS
from infra.demo.check.stage import Stage


def today(stage: Stage) -> str:
    """A case just opened stands on the receptionist's day and not on the analyst's, until it is the analyst's turn."""
    before = datetime.now(deadlines.zone_of("salatiga"))
    work = open_case(stage, DIRECT)
    opened = (before, work.keeper.now())
    number = work.page().number
    _date, (day, read) = within_one(work.today, lambda: (stage.at("salatiga", "sari").get("/"), work.keeper.now()))
    words = _due_words(day, work.address)
    length = present(SHEETS[DIRECT.sheet][0], "step 1 has a printed time")
    shown = present(deadlines.shown(words, near=read), f"the day shows no deadline: {words!r}")
    want(
        deadlines.agrees(shown, length, opened, work.keeper.hours), f"the day shows {words!r}, opened {opened[0]:%H.%M}"
    )
    want(not stage.at("salatiga", "ratna").get("/").says(number), f"{number} is on the analyst's day too early")
    work.up_to("3")
    want(not stage.at("salatiga", "sari").get("/").says(number), f"{number} is still on the receptionist's day")
    day = stage.at("salatiga", "ratna").get("/")
    want(_due_words(day, work.address), f"{number} is not on the analyst's day")
    led = CasePage(stage.at("salatiga", "ratna").get(day.link(work.address)))
    want([panel.number for panel in led.open] == ["3"], f"the day leads to {led.open}")
    return f"{number}: dari resepsionis ({words}) ke analis"


def _due_words(day: Page, address: str) -> str:
    """What the day says about the deadline of a case's step; empty where it is not on it."""
    for row in day.soup.select(".rk-tasks > li"):
        if row.select_one(f'a[href^="{address}"]'):
            return words_of(row.select_one(".due"))
    return ""


SCENES: list[Scene] = [("Hari ini", today)]
