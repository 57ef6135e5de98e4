"""What is refused: the wrong lane, a step done twice, a page that is older than the case, somebody outside the SOP."""

from infra.demo.check.browser import Browser, Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.fields import Form
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

TYPED = "Kalimat yang sudah diketik dan tidak boleh hilang."


def _form_of(work: Work, username: str, number: str) -> Form:
    panel = present(work.page(username).panel(number), f"{username} does not see step {number}")
    return present(panel.completing, f"{username} may not complete step {number}")


def _send_as(browser: Browser, page: Page, form: Form) -> Page:
    """Send somebody else's form as one's own: with one's own token, and without the mark of whom it was made for."""
    token = next(one.questions["csrfmiddlewaretoken"].chosen[0] for one in page.forms() if one.method == "post")
    pairs = [pair for pair in form.sent({"note": TYPED}) if pair[0] not in ("csrfmiddlewaretoken", "oleh")]
    return browser.send(form.action, [*pairs, ("csrfmiddlewaretoken", token)])


def wrong_lane(stage: Stage) -> str:
    """An analyst sends the receptionist's step: 403, and the page says whose turn it is. Who is not in the SOP: 404."""
    work = open_case(stage, DIRECT)
    ratna = stage.at("salatiga", "ratna")
    page = work.page("ratna")
    panel = present(page.panel("1"), "step 1 is not open")
    want(panel.completing is None and panel.signing is None, "an analyst is offered the receptionist's step")
    want(stage.offices["salatiga"]["sari"].name in panel.holders, f"the page names {panel.holders}")
    answer = _send_as(ratna, page.page, _form_of(work, "sari", "1"))
    want(answer.status == 403, f"the wrong lane answers {answer.status}")
    want(answer.says("giliran Resepsionis"), f"it does not say whose turn it is: {answer.words[:300]}")
    want(answer.says(TYPED), "what was typed is lost")
    want(work.page("sari").panel("1"), "the step was done all the same")
    outside = stage.at("salatiga", "retno").get(work.address)
    want(outside.status == 404, f"somebody outside the SOP sees the case as {outside.status}")
    return CasePage(answer).refusal or answer.heading


def done_twice(stage: Stage) -> str:
    """Two analysts have step 3 open; the second is told who was first, and keeps what was typed."""
    work = open_case(stage, DIRECT)
    work.up_to("3")
    late = _form_of(work, "dimas", "3")
    work.reader = "ratna"
    work.do("3")
    answer = stage.at("salatiga", "dimas").submit(late, {"note": TYPED}, button=late.buttons[0][0])
    want(answer.status == 409, f"a step done twice answers {answer.status}")
    want(answer.says(stage.offices["salatiga"]["ratna"].name), f"it does not name who was first: {answer.words[:300]}")
    want(answer.says(TYPED), "what was typed is lost")
    return CasePage(answer).refusal


def stale_page(stage: Stage) -> str:
    """The case was paused after the page was opened: refused, what was typed is kept, nothing was done."""
    work = open_case(stage, DIRECT)
    work.up_to("3")
    old = _form_of(work, "dimas", "3")
    ratna = stage.at("salatiga", "ratna")
    asking = ratna.get(f"{work.address}jeda/").form(action=r"/jeda/$")
    ratna.submit(asking, {"reason": "Menunggu keluarga."}, button=asking.buttons[0][0])
    answer = stage.at("salatiga", "dimas").submit(old, {"note": TYPED}, button=old.buttons[0][0])
    want(answer.status == 409, f"a stale page answers {answer.status}")
    want(answer.says(TYPED), "what was typed is lost")
    want(work.page("dimas").state == "Dijeda", "the case is no longer paused")
    return " ".join(one for one in [CasePage(answer).refusal] if one) or answer.words[:120]


SCENES: list[Scene] = [
    ("Bukan giliran", wrong_lane),
    ("Langkah dikerjakan dua kali", done_twice),
    ("Halaman yang sudah basi", stale_page),
]
