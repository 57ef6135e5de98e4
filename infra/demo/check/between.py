"""A person on the way from one office to another: sent, arrived, accepted, each by whoever does that at work."""

import time
from collections.abc import Callable

from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.intake import Door, open_case
from infra.demo.check.report import want
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

FROM, SENDER = "salatiga", "ratna"
DIRECT = Door(FROM, "pengaduan-langsung", "datang", "datang", SENDER)
PATIENCE = 180.0
"""Seconds for worker and schedule to carry something over, also where the machine has other work."""
WORDS = "Dicatat untuk memeriksa demo; orang dan peristiwanya rekaan."
ONE = r"^/rujukan/[0-9a-f-]{36}/"


def until(look: Callable[[], Page], seen: Callable[[Page], bool], otherwise: str) -> Page:
    """Look again and again until what was awaited is seen. Raises Wrong with these words and the page's last ones."""
    end = time.monotonic() + PATIENCE
    while not seen(page := look()):
        want(time.monotonic() < end, f"{otherwise}: {page.status} {page.words[:300]}")
        time.sleep(0.5)
    return page


def sent(stage: Stage, kind: str, *, to: str) -> tuple[Work, str]:
    """Send a case of somebody from the region of office `to` there; return it and the address of the referral."""
    work = open_case(stage, DIRECT, region=stage.codes[to])
    return work, send(stage, work, kind, to=to)


def send(stage: Stage, work: Work, kind: str, *, to: str) -> str:
    """Send a case to office `to`; return the referral's address."""
    browser = stage.at(FROM, SENDER)
    form = browser.get(f"{work.address}rujukan/").form(action=r"/rujukan/$", button="Tinjau")
    given: dict[str, str | list[str]] = {
        "to": stage.codes[to], "kind": kind, "reasons": ["residence"], "urgency": "day", "consent": "baru",
        "person": next(iter(form.questions["person"].options)), "way": "signed", "override_reason": WORDS,
    }  # fmt: skip
    review = browser.submit(form, given, button="Tinjau usulan rujukan")
    want(review.status == 200, f"the proposal answers {review.status}: {review.words[:300]}")
    page = browser.submit(review.form(action=r"/rujukan/$", button="Kirim"), button="Kirim rujukan")
    went = page.status == 200 and page.path.startswith("/rujukan/")
    want(went, f"nothing was sent: {page.status} {page.words[:300]}")
    return page.path.split("#")[0]


def arrived(stage: Stage, address: str, *, at: str, by: str) -> Page:
    """The referral's page at the receiver, once it has come; it stands in the inbox, too."""
    browser = stage.at(at, by)
    page = until(lambda: browser.get(address), lambda page: page.status != 404, f"{address} did not come over")
    want(page.status == 200, f"{address} answers {page.status}")
    inbox = browser.get("/rujukan/")
    want(any(link == address for link, _words in inbox.links(ONE)), "it is not in the inbox")
    return page


def accepted(stage: Stage, page: Page, *, at: str, by: str) -> str:
    """Accept as it is proposed; return the address of the case over there."""
    form = page.form(action=r"/penerimaan/$")
    case = stage.at(at, by).submit(form, button=form.buttons[0][0])
    want(case.status == 200 and case.path.startswith("/kasus/"), f"not accepted: {case.status} {case.words[:300]}")
    there = case.path.split("#")[0]
    stage.opened.append((at, by, there))
    return there


def ours_becomes(stage: Stage, work: Work, state: str) -> None:
    """Wait until the sending office's case is in a state."""
    browser = stage.at(FROM, SENDER)
    until(
        lambda: browser.get(work.address),
        lambda page: CasePage(page).state == state,
        f"our case does not become {state}",
    )
