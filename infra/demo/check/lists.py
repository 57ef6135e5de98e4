"""What the lists say of a case: its rows on Hari ini, its row in the register."""

from infra.demo.check.browser import Page
from infra.demo.check.fields import words_of
from infra.demo.check.stage import Stage


def due_on_day(day: Page, address: str, *, named: str = "") -> str:
    """What the day says about the deadline of a case's row that is called so; empty where there is none."""
    for row in day.soup.select(".rk-tasks > li"):
        if row.select_one(f'a[href^="{address}"]') and named in words_of(row):
            return words_of(row.select_one(".due"))
    return ""


def due_in_register(stage: Stage, slug: str, username: str, *, number: str) -> str:
    """What the register says about the next deadline of the case with that number; empty where it is not found."""
    page = stage.at(slug, username).get(f"/kasus/?q={number}")
    rows = page.soup.select(".rk-register > li")
    return next((words_of(row.select_one(".due")) for row in rows if number in words_of(row)), "")
