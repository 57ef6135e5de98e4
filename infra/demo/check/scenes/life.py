"""A case rests, goes on, goes back, ends early, is opened again: each with a reason and a trace."""

from infra.demo.check import deadlines
from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.fields import Answers
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.revealing import show_identity
from infra.demo.check.scenes.whole import CRISIS
from infra.demo.check.sheets import SHEETS
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

SLUG, BY = "nunukan", "aisyah"
WHY = "Alasan rekaan untuk memeriksa demo."


def ask(work: Work, username: str, what: str, answers: Answers) -> Page:
    """Fill one of the small pages that ask before something is done to the case as a whole."""
    browser = work.stage.at(work.slug, username)
    form = browser.get(f"{work.address}{what}/").form(action=rf"/{what}/$")
    return browser.submit(form, answers, button=form.buttons[0][0])


def trail_of(work: Work, username: str) -> Page:
    """The whole trail of a case."""
    return work.stage.at(work.slug, username).get(f"{work.address}jejak/")


def _refused_without_reason(work: Work, what: str, answers: Answers) -> None:
    answer = ask(work, BY, what, answers)
    want(answer.status == 422, f"{what} without a reason answers {answer.status}")
    want(answer.form(action=rf"/{what}/$").errors(), f"{what} without a reason names no fault")


def rest_and_go_on(stage: Stage) -> str:
    """Paused, nothing can be done; resumed, what was left of the step's time runs on."""
    began = deadlines.now_in(SLUG)
    work = open_case(stage, CRISIS)
    opened, now = (began, work.keeper.now()), work.keeper.now
    before = present(work.page(BY).panel("1"), "step 1 is not open").due_words
    _refused_without_reason(work, "jeda", {"reason": ""})
    asked, page = now(), CasePage(ask(work, BY, "jeda", {"reason": WHY}))
    rested = (asked, now())
    want(page.state == "Dijeda", f"after pausing, it is {page.state}")
    want(not page.page.says(WHY), "the reason is read without opening anything")
    want(show_identity(work, BY).says(WHY), "the reason is not opened with the identity")
    panel = present(page.panel("1"), "the open step vanished")
    want(panel.completing is None, "a paused case can be worked on")
    want("Sebelum" not in panel.due_words, f"a paused step shows a deadline: {panel.due_words}")
    asked, page = now(), CasePage(ask(work, BY, "lanjutan", {}))
    went_on = (asked, now())
    want(page.state == "Berjalan", f"after resuming, it is {page.state}")
    after = present(page.panel("1"), "the open step vanished").due_words
    shown = present(deadlines.shown(after, near=went_on[1]), f"after resuming, the step shows {after!r}")
    moved = (opened[0] + (went_on[0] - rested[1]), opened[1] + (went_on[1] - rested[0]))
    length = present(SHEETS[CRISIS.sheet][0], "step 1 has a printed time")
    agrees = deadlines.agrees(shown, length, moved, work.keeper.hours)
    want(agrees, f"after a rest of {went_on[0] - rested[1]}, {before!r} became {after!r}")
    return f"{before} → {after}"


def back_with_a_trace(stage: Stage) -> str:
    """Back to step 1 with a reason: what was done stays, the step is done once more."""
    work = open_case(stage, CRISIS)
    work.do("1")
    _refused_without_reason(work, "kembali", {"because": ""})
    form = stage.at(SLUG, BY).get(f"{work.address}kembali/").form(action=r"/kembali/$")
    steps = form.questions["step"].options
    want(list(steps) == ["catat-identitas"], f"it can go back to {steps}")
    page = CasePage(ask(work, BY, "kembali", {"step": "catat-identitas", "because": WHY}))
    want(page.page.status == 200, f"going back answers {page.page.status}")
    panel = present(page.panel("1"), f"step 1 is not open again, but {page.panels}")
    want(panel.time == 2, f"it is the pass number {panel.time}")
    want(page.panel("2") is None, "the step that followed is still open")
    trail = trail_of(work, BY)
    want(trail.says("Kembali ke langkah 1"), "the trail does not say that it went back")
    want(trail.says("Langkah 1 selesai"), "the trail has lost the first pass")
    return f"langkah 1, kali ke-{panel.time}"


def close_and_reopen(stage: Stage) -> str:
    """Closed early only with a reason; opened again where it was cut off."""
    work = open_case(stage, CRISIS)
    work.do("1")
    _refused_without_reason(work, "penutupan", {})
    page = CasePage(ask(work, BY, "penutupan", {"reason": "withdrawn", "note": WHY}))
    want(page.state == "Ditutup" and not page.panels, f"after closing, it is {page.state} with {page.panels}")
    want(page.page.says("Permintaan korban atau pelapor"), "the page does not say why it was closed")
    _refused_without_reason(work, "pembukaan", {"because": ""})
    began, page = work.keeper.now(), CasePage(ask(work, BY, "pembukaan", {"because": WHY}))
    want(page.state == "Berjalan", f"after reopening, it is {page.state}")
    want([panel.number for panel in page.open] == ["2"], f"after reopening, open is {page.open}")
    compared = work.keeper.compared
    work.keeper.check(page.panels, (began, work.keeper.now()))
    want(work.keeper.compared == compared + 1, "the step that was opened again has the panel of the old one")
    trail = trail_of(work, BY)
    for words in ("ditutup lebih awal", "dibuka kembali"):
        want(trail.says(words), f"the trail does not say “{words}”")
    return f"{page.number}: ditutup, dibuka kembali di langkah 2"


SCENES: list[Scene] = [
    ("Jeda dan lanjut", rest_and_go_on),
    ("Kembali ke langkah sebelumnya", back_with_a_trace),
    ("Tutup lebih awal dan buka kembali", close_and_reopen),
]
