"""A person goes from Salatiga to Banyuwangi: handed over, referred, given back, taken back, and never nobody's."""

import time

from infra.demo.check.browser import Browser, Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.stage import CODES, Stage
from infra.demo.check.working import Work

FROM, SENDER = "salatiga", "ratna"
TO, RECEIVER = "banyuwangi", "wulan"
PATIENCE = 90.0
"""Seconds for worker and schedule to carry something over."""
WORDS = "Dicatat untuk memeriksa demo; orang dan peristiwanya rekaan."


def _sent(stage: Stage, kind: str) -> tuple[Work, str]:
    """Open a case of somebody from Banyuwangi and send it there; return it and the referral's address."""
    work = open_case(stage, DIRECT, region=CODES[TO])
    browser = stage.at(FROM, SENDER)
    form = browser.get(f"{work.address}rujukan/").form(action=r"/rujukan/$", button="Tinjau")
    given: dict[str, str | list[str]] = {
        "to": CODES[TO], "kind": kind, "reasons": ["residence"], "urgency": "day", "consent": "baru",
        "person": next(iter(form.questions["person"].options)), "way": "signed", "override_reason": WORDS,
    }  # fmt: skip
    review = browser.submit(form, given, button="Tinjau usulan rujukan")
    want(review.status == 200, f"the proposal answers {review.status}: {review.words[:300]}")
    page = browser.submit(review.form(action=r"/rujukan/$", button="Kirim"), button="Kirim rujukan")
    want(
        page.status == 200 and page.path.startswith("/rujukan/"), f"nothing was sent: {page.status} {page.words[:300]}"
    )
    return work, page.path.split("#")[0]


def _until_there(browser: Browser, address: str) -> Page:
    """The referral's page at the receiver, once it has come."""
    end = time.monotonic() + PATIENCE
    while (page := browser.get(address)).status != 200:
        want(page.status == 404 and time.monotonic() < end, f"{address} did not come over: {page.status}")
        time.sleep(0.5)
    return page


def _arrived(stage: Stage, address: str) -> Page:
    page = _until_there(stage.at(TO, RECEIVER), address)
    inbox = stage.at(TO, RECEIVER).get("/rujukan/")
    want(any(link == address for link, _words in inbox.links(r"^/rujukan/[0-9a-f-]{36}/")), "it is not in the inbox")
    return page


def _accepted(stage: Stage, address: str) -> str:
    """Accept as it is proposed; return the address of the case over there."""
    form = _arrived(stage, address).form(action=r"/penerimaan/$")
    case = stage.at(TO, RECEIVER).submit(form, button=form.buttons[0][0])
    want(case.status == 200 and case.path.startswith("/kasus/"), f"not accepted: {case.status} {case.words[:300]}")
    there = case.path.split("#")[0]
    stage.opened.append((TO, RECEIVER, there))
    return there


def _until_state(stage: Stage, work: Work, state: str) -> None:
    end = time.monotonic() + PATIENCE
    while (seen := CasePage(stage.at(FROM, SENDER).get(work.address)).state) != state:
        want(time.monotonic() < end, f"the case is {seen} in the sending office, not {state}")
        time.sleep(0.5)


def handed_over(stage: Stage) -> str:
    """By pelimpahan: served here until it is accepted there, and by them alone afterwards."""
    work, address = _sent(stage, "pelimpahan")
    minimum = _arrived(stage, address)
    want(work.about.name not in minimum.words, "the minimum tells the name")
    want(CasePage(stage.at(FROM, SENDER).get(work.address)).open, "the case rests before anybody has taken it")
    there = _accepted(stage, address)
    _until_state(stage, work, "Selesai")
    want(CasePage(stage.at(TO, RECEIVER).get(there)).state == "Berjalan", "the case does not run in the other office")
    want(not CasePage(stage.at(FROM, SENDER).get(work.address)).open, "steps are still open here")
    return f"{CasePage(stage.at(TO, RECEIVER).get(there)).number} berjalan di sana, kasus di sini diserahkan"


def referred(stage: Stage) -> str:
    """By rujukan: they help, and our case goes on."""
    work, address = _sent(stage, "rujukan")
    there = _accepted(stage, address)
    want(CasePage(stage.at(TO, RECEIVER).get(there)).state == "Berjalan", "the helper has no running case")
    want(CasePage(stage.at(FROM, SENDER).get(work.address)).state == "Berjalan", "our case ended with a rujukan")
    return "kedua kantor bekerja, pemegangnya tetap Salatiga"


def given_back(stage: Stage) -> str:
    """Declined with a reason: our case goes on, and the sender is told."""
    work, address = _sent(stage, "pelimpahan")
    form = _arrived(stage, address).form(action=r"/pengembalian/$")
    answer = stage.at(TO, RECEIVER).submit(
        form, {"kembali-code": "full", "kembali-words": WORDS}, button=form.buttons[0][0]
    )
    want(answer.status == 200, f"giving back answers {answer.status}: {answer.words[:300]}")
    end = time.monotonic() + PATIENCE
    while not (page := stage.at(FROM, SENDER).get(address)).says("Dikembalikan"):
        want(time.monotonic() < end, f"the sender is not told: {page.words[:300]}")
        time.sleep(0.5)
    want(CasePage(stage.at(FROM, SENDER).get(work.address)).open, "the case does not go on here")
    return "dikembalikan dengan alasan, layanan di sini berjalan terus"


def taken_back(stage: Stage) -> str:
    """Withdrawn before they answered: they can accept it no more."""
    work, address = _sent(stage, "pelimpahan")
    accepting = _arrived(stage, address).form(action=r"/penerimaan/$")
    sender = stage.at(FROM, SENDER)
    form = sender.get(address).form(action=r"/penarikan/$")
    answer = sender.submit(form, {"tarik-reason": WORDS}, button=form.buttons[0][0])
    want(answer.status == 200, f"taking back answers {answer.status}: {answer.words[:300]}")
    late = stage.at(TO, RECEIVER).submit(accepting, button=accepting.buttons[0][0])
    want(late.status in (404, 409), f"what was taken back is accepted with {late.status}")
    want(CasePage(sender.get(work.address)).open, "the case does not go on here")
    return f"ditarik; menerima sesudahnya dijawab {late.status}"


SCENES: list[Scene] = [
    ("Pelimpahan ke Banyuwangi", handed_over),
    ("Rujukan ke Banyuwangi", referred),
    ("Pelimpahan yang dikembalikan", given_back),
    ("Pelimpahan yang ditarik", taken_back),
]
