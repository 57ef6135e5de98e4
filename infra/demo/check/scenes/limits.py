"""The limit of 3x24 hours on every screen that shows it, whatever becomes of the case: reckoned by hand each time."""

from datetime import datetime, timedelta

from infra.demo.check import deadlines
from infra.demo.check.casepage import CasePage
from infra.demo.check.clock import within_one
from infra.demo.check.intake import open_case
from infra.demo.check.lists import due_in_register, due_on_day
from infra.demo.check.report import Scene, present, want
from infra.demo.check.scenes.life import WHY, ask
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.sheets import LIMITS
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

BY = DIRECT.by
RECEIVED_AGO = timedelta(hours=60)
"""So that twelve hours are left: the day shows a limit from its last twenty-four hours on."""


def _compare(work: Work, words: str, *, where: str, received: datetime, read: datetime) -> None:
    shown = present(deadlines.shown(words, near=read), f"{where} shows no limit: {words!r}")
    agrees = deadlines.agrees(shown, LIMITS[DIRECT.sheet], (received, received), work.keeper.hours)
    want(agrees, f"{where} shows {words!r}, received on {received:%d-%m at %H.%M}")
    work.keeper.compared += 1


def _on_the_day(work: Work, received: datetime) -> None:
    """The limit's row on the day of whoever holds the case."""
    _date, (day, read) = within_one(work.today, lambda: (work.stage.at(work.slug, BY).get("/"), work.keeper.now()))
    words = due_on_day(day, work.address, named="Tenggat kasus")
    _compare(work, words, where="the day", received=received, read=read)


def on_every_screen(stage: Stage) -> str:
    """It runs on while the case rests, and stands where it stood when the case goes on or is opened again."""
    received = deadlines.now_in(DIRECT.slug).replace(second=0, microsecond=0) - RECEIVED_AGO
    work = open_case(stage, DIRECT, received=received)
    number, counted = work.page().number, (received, received)
    _on_the_day(work, received)

    page = CasePage(ask(work, BY, "jeda", {"reason": WHY}))
    want(page.state == "Dijeda", f"after pausing, it is {page.state}")
    work.keeper.check_limit(page, counted)
    _on_the_day(work, received)
    _date, (words, read) = within_one(
        work.today, lambda: (due_in_register(stage, work.slug, BY, number=number), work.keeper.now())
    )
    want("Tenggat kasus" in words, f"the register says of a paused case {words!r}")
    _compare(work, words, where="the register", received=received, read=read)

    work.keeper.check_limit(CasePage(ask(work, BY, "lanjutan", {})), counted)
    ask(work, BY, "penutupan", {"reason": "withdrawn", "note": WHY})
    day = stage.at(work.slug, BY).get("/")
    want(not due_on_day(day, work.address, named="Tenggat kasus"), "a closed case is still on the day")
    work.keeper.check_limit(CasePage(ask(work, BY, "pembukaan", {"because": WHY})), counted)
    _on_the_day(work, received)
    return f"{number}: diterima {received:%d-%m %H.%M}, {work.keeper.compared} tenggat cocok"


SCENES: list[Scene] = [("Tenggat 3x24 jam di setiap layar", on_every_screen)]
