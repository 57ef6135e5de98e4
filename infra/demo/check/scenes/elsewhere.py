"""One office is nothing to another: its cases and reports are not found there, whatever the address."""

from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.whole import DIRECT
from infra.demo.check.stage import Stage

BELOW = ("", "jejak/", "catatan/", "persetujuan/", "pihak/", "kejadian/", "jeda/", "penutupan/", "kembali/", "risiko/")


def case_of_another_office(stage: Stage) -> str:
    """Every address below a case of Salatiga is 404 for everyone elsewhere, by reading and by sending."""
    work = open_case(stage, DIRECT)
    completing = work.page("ratna").open[0].tag.select_one("form")
    sent = str(completing["action"]) if completing else f"{work.address}jeda/"
    tried = 0
    for slug, username in (("nunukan", "aisyah"), ("banyuwangi", "wulan"), ("barito-utara", "yulia")):
        browser = stage.at(slug, username)
        for below in BELOW:
            answer = browser.get(work.address + below)
            want(answer.status == 404, f"{username}@{slug} gets {answer.status} for {below or 'the case'}")
            tried += 1
        own = browser.get("/laporan/baru/").form(action=r"/laporan/baru/$")
        token = own.questions["csrfmiddlewaretoken"].chosen[0]
        answer = browser.send(sent, [("csrfmiddlewaretoken", token), ("reason", "x")])
        want(answer.status == 404, f"{username}@{slug} sends to it and gets {answer.status}")
        tried += 1
    want(stage.at("salatiga", "ratna").get(work.address).status == 200, "our own case is not found here")
    return f"{tried} alamat, semuanya 404"


SCENES: list[Scene] = [("Kasus kantor lain", case_of_another_office)]
