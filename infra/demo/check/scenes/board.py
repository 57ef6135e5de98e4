"""Hari ini: the steps whose turn is this person's, and a new one among them as soon as it is there."""

from datetime import datetime

from infra.demo.check import deadlines
from infra.demo.check.casepage import CasePage
from infra.demo.check.clock import within_one
from infra.demo.check.intake import open_case
from infra.demo.check.lists import due_in_register, due_on_day
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
    words = due_on_day(day, work.address)
    length = present(SHEETS[DIRECT.sheet][0], "step 1 has a printed time")
    shown = present(deadlines.shown(words, near=read), f"the day shows no deadline: {words!r}")
    want(
        deadlines.agrees(shown, length, opened, work.keeper.hours), f"the day shows {words!r}, opened {opened[0]:%H.%M}"
    )
    _date, (listed, read) = within_one(
        work.today, lambda: (due_in_register(stage, "salatiga", "sari", number=number), work.keeper.now())
    )
    shown = present(deadlines.shown(listed, near=read), f"the register shows no deadline: {listed!r}")
    want(deadlines.agrees(shown, length, opened, work.keeper.hours), f"the register shows {listed!r}")
    want(not stage.at("salatiga", "ratna").get("/").says(number), f"{number} is on the analyst's day too early")
    work.up_to("3")
    want(not stage.at("salatiga", "sari").get("/").says(number), f"{number} is still on the receptionist's day")
    day = stage.at("salatiga", "ratna").get("/")
    want(due_on_day(day, work.address), f"{number} is not on the analyst's day")
    led = CasePage(stage.at("salatiga", "ratna").get(day.link(work.address)))
    want([panel.number for panel in led.open] == ["3"], f"the day leads to {led.open}")
    return f"{number}: dari resepsionis ({words}) ke analis"


SCENES: list[Scene] = [("Hari ini", today)]
