"""Barito Utara's two SOPs: shut at the interview, or at the mediation, until a consent is recorded; then to the end."""

from infra.demo.check.intake import open_case
from infra.demo.check.lists import due_on_day
from infra.demo.check.report import Scene, present, want
from infra.demo.check.scenes.whole import BARITO_CRISIS, BARITO_OUTREACH, ended
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

CHOICES = {"5": [["tidak-perlu"]], "6": [["setuju"]], "11": [["memerlukan"]], "14": [["lagi"], ["lagi"], ["selesai"]]}
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14, 14, 15)

CRISIS_CHOICES = {"5": [["perlu"]], "6": [["aman"]], "11": [["memerlukan"]], "13": [["lagi"], ["selesai"]]}
CRISIS_STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 13, 14)


def record_consent(work: Work, username: str, *, kind: str) -> None:
    """Record on the page for it that the first person agrees."""
    browser = work.stage.at(work.slug, username)
    page = browser.get(f"{work.address}persetujuan/")
    form = page.form(action=r"/persetujuan/$")
    person = next(iter(form.questions["person"].options))
    values = {"person": person, "kind": kind, "given": "setuju", "way": "spoken"}
    answer = browser.submit(form, values, button=form.buttons[0][0])
    want(answer.status == 200, f"the consent was not recorded: {answer.status} {answer.words[:200]}")


def consent_opens_the_interview(stage: Stage) -> str:
    """The interview stays shut until the person has agreed; then the case runs to its end."""
    work = open_case(stage, BARITO_OUTREACH, choices={number: list(chosen) for number, chosen in CHOICES.items()})
    work.up_to("8")
    page = work.do("8")
    words = present(page.panel("9"), f"no interview is to be seen: {page.panels}").waiting
    want(words, f"the interview is not shut: {page.panels}")
    want(not page.open, f"something else is open: {page.open}")
    day = stage.at("barito-utara", stage.holding("barito-utara", "identifikasi")).get("/")
    want(due_on_day(day, work.address) == "Menunggu", f"{page.number} waits on nobody's day")
    want(day.says(words.partition(".")[0]), f"the day does not say what it waits for: {words!r}")
    record_consent(work, "yulia", kind="interview")
    page = work.page()
    want([one.number for one in page.open] == ["9"], "a consent did not open the interview")
    work.keeper.check(page.panels, (work.keeper.now(), work.keeper.now()))
    work.up_to("14")
    for times in (2, 3):
        again = present(work.do("14").panel("14"), "the monitoring did not open again")
        want(again.time == times, f"it is monitored for the time number {again.time}, not {times}")
    return f"{words} {ended(work, STEPS)}"


def consent_opens_the_mediation(stage: Stage) -> str:
    """Nobody is mediated who has not agreed to it; then the case runs to its end."""
    work = open_case(stage, BARITO_CRISIS, choices={number: list(chosen) for number, chosen in CRISIS_CHOICES.items()})
    work.up_to("9")
    page = work.do("9")
    words = present(page.panel("10"), f"no mediation is to be seen: {page.panels}").waiting
    want("Persetujuan mediasi" in words, f"the mediation does not wait for a consent: {words!r}")
    record_consent(work, "yulia", kind="mediation")
    page = work.page()
    want([one.number for one in page.open] == ["10"], "a consent did not open the mediation")
    work.keeper.check(page.panels, (work.keeper.now(), work.keeper.now()))
    return f"{words} {ended(work, CRISIS_STEPS)}"


SCENES: list[Scene] = [
    ("Sampai selesai: Barito Utara, krisis (persetujuan mediasi)", consent_opens_the_mediation),
    ("Sampai selesai: Barito Utara, penjangkauan (persetujuan, pemantauan berulang)", consent_opens_the_interview),
]
