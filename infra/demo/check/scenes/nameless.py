"""A report without a name: kept, found again, and made into a case."""

from infra.demo.check.casepage import CasePage
from infra.demo.check.fields import words_of
from infra.demo.check.intake import NEW
from infra.demo.check.report import Scene, want
from infra.demo.check.stage import Stage

SLUG, BY = "nunukan", "yohana"
STORY = "Seorang anak tidur di pelabuhan tiga malam. Pelapor tidak menyebut nama. Laporan rekaan."


def nameless_report_becomes_a_case(stage: Stage) -> str:
    """Only a channel, a story and a kind are known. Sent twice it is one report. Then a case is opened from it."""
    browser = stage.at(SLUG, BY)
    form = browser.get(NEW).form(action=rf"{NEW}$")
    answers = {"channel": "telepon", "reporter_is": "tanpa", "kinds": ["TRAFFICKING"], "story": STORY, "next": "simpan"}
    button = form.buttons[0][0]
    kept = browser.submit(form, answers, button=button)
    want(kept.status == 200 and kept.path.startswith("/laporan/"), f"not kept: {kept.status} {kept.words[:200]}")
    want(not kept.says("pelabuhan"), "the story stands open on the page")
    code = words_of(kept.part("h1"))
    again = browser.submit(form, answers, button=button)
    want(again.path == kept.path, f"sent twice, it leads to {again.path}, not {kept.path}")
    waiting = browser.get("/laporan/")
    want(waiting.words.count(code) == 1, f"{code} stands {waiting.words.count(code)} times among the waiting reports")
    want(waiting.says("tanpa nama"), "the list does not say that nobody gave a name")
    opening = kept.form(action=r"/laporan/[^/]+/kasus/$")
    door = next(iter(opening.questions["next"].options))
    page = browser.submit(opening, {"next": door}, button=opening.buttons[0][0])
    want(page.status == 200 and page.path.startswith("/kasus/"), f"no case: {page.status} {page.words[:200]}")
    stage.opened.append((SLUG, BY, page.path.split("#")[0]))
    case = CasePage(page)
    want([panel.number for panel in case.open] == ["1"], f"open is {case.open}")
    want(not page.says("Pelapor,"), "a reporter stands among the parties")
    report = browser.get(kept.path)
    want(report.says(case.number), f"the report does not lead to {case.number}")
    want(not browser.get("/laporan/").says(code), "the report still waits")
    return f"{code} menjadi {case.number}"


SCENES: list[Scene] = [("Laporan tanpa nama menjadi kasus", nameless_report_becomes_a_case)]
