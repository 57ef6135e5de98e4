"""Hari ini: the steps whose turn is this person's, and a new one among them as soon as it is there."""

from infra.demo.check.casepage import CasePage
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.stage import Stage


def today(stage: Stage) -> str:
    """A case just opened stands on the receptionist's day and not on the analyst's, until it is the analyst's turn."""
    work = open_case(stage, DIRECT)
    number = work.page().number
    want(stage.at("salatiga", "sari").get("/").says(number), f"{number} is not on the receptionist's day")
    want(not stage.at("salatiga", "ratna").get("/").says(number), f"{number} is on the analyst's day too early")
    page = work.up_to("3")
    want(page.number == number, "another case")
    want(stage.at("salatiga", "ratna").get("/").says(number), f"{number} is not on the analyst's day")
    day = stage.at("salatiga", "sari").get("/")
    want(not day.says(number), f"{number} is still on the receptionist's day")
    linked = stage.at("salatiga", "ratna").get("/").links(rf"{work.address}")
    want(CasePage(stage.at("salatiga", "ratna").get(linked[0][0])).open, "the day does not lead to the open step")
    return f"{number}: dari resepsionis ke analis"


SCENES: list[Scene] = [("Hari ini", today)]
