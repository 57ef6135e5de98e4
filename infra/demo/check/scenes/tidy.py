"""The end: what the scenes left open is closed with a reason, so that the demo's days stay those of its samples.

The cases stay in the register as ended ones: nothing is ever deleted there.
"""

from infra.demo.check.casepage import ENDED, CasePage
from infra.demo.check.report import Scene, want
from infra.demo.check.stage import Stage

WHY = "Kasus rekaan dari pemeriksaan demo."


def nothing_left_open(stage: Stage) -> str:
    """Close every case of this play that still runs."""
    closed = 0
    for slug, username, address in stage.opened:
        browser = stage.at(slug, username)
        if CasePage(browser.get(address)).state in ENDED:
            continue
        form = browser.get(f"{address}penutupan/").form(action=r"/penutupan/$")
        button = form.buttons[0][0]
        page = CasePage(browser.submit(form, {"reason": "other", "note": WHY}, button=button))
        want(page.state in ENDED, f"{page.number} is {page.state}: {page.page.words[:200]}")
        closed += 1
    return (
        f"{len(stage.opened)} kasus dimainkan, {closed} ditutup sekarang. Semuanya tetap tercatat sebagai selesai; "
        "make clean-demo mengembalikan demo seperti semula"
    )


SCENES: list[Scene] = [("Menutup kasus yang dimainkan", nothing_left_open)]
