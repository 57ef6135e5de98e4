"""A person goes from Salatiga to Banyuwangi: handed over, referred, given back, taken back, and never nobody's."""

from infra.demo.check.between import FROM, SENDER, WORDS, accepted, arrived, ours_becomes, sent, until
from infra.demo.check.casepage import CasePage
from infra.demo.check.report import Scene, want
from infra.demo.check.stage import Stage

TO, RECEIVER = "banyuwangi", "wulan"


def handed_over(stage: Stage) -> str:
    """By pelimpahan: served here until it is accepted there, and by them alone afterwards."""
    work, address = sent(stage, "pelimpahan", to=TO)
    minimum = arrived(stage, address, at=TO, by=RECEIVER)
    want(work.about.name not in minimum.words, "the minimum tells the name")
    want(CasePage(stage.at(FROM, SENDER).get(work.address)).open, "the case rests before anybody has taken it")
    want(minimum.part("#h-lock + table .rk-mask"), "nothing waits to be opened with the acceptance")
    want(not minimum.says("Kronologi tidak dibagikan"), "the consent names the story, and it is not shared")
    there = accepted(stage, minimum, at=TO, by=RECEIVER)
    ours_becomes(stage, work, "Dilimpahkan")
    want(CasePage(stage.at(TO, RECEIVER).get(there)).state == "Berjalan", "the case does not run in the other office")
    want(not CasePage(stage.at(FROM, SENDER).get(work.address)).open, "steps are still open here")
    return f"{CasePage(stage.at(TO, RECEIVER).get(there)).number} berjalan di sana, kasus di sini diserahkan"


def referred(stage: Stage) -> str:
    """By rujukan: they help, and our case goes on."""
    work, address = sent(stage, "rujukan", to=TO)
    there = accepted(stage, arrived(stage, address, at=TO, by=RECEIVER), at=TO, by=RECEIVER)
    want(CasePage(stage.at(TO, RECEIVER).get(there)).state == "Berjalan", "the helper has no running case")
    want(CasePage(stage.at(FROM, SENDER).get(work.address)).state == "Berjalan", "our case ended with a rujukan")
    return "kedua kantor bekerja, pemegangnya tetap Salatiga"


def given_back(stage: Stage) -> str:
    """Declined with a reason: our case goes on, and the sender is told."""
    work, address = sent(stage, "pelimpahan", to=TO)
    form = arrived(stage, address, at=TO, by=RECEIVER).form(action=r"/pengembalian/$")
    reason = {"kembali-code": "full", "kembali-words": WORDS}
    answer = stage.at(TO, RECEIVER).submit(form, reason, button=form.buttons[0][0])
    want(answer.status == 200, f"giving back answers {answer.status}: {answer.words[:300]}")
    sender = stage.at(FROM, SENDER)
    until(lambda: sender.get(address), lambda page: page.says("Dikembalikan"), "the sender is not told")
    want(CasePage(sender.get(work.address)).open, "the case does not go on here")
    return "dikembalikan dengan alasan, layanan di sini berjalan terus"


def taken_back(stage: Stage) -> str:
    """Withdrawn before they answered: they can accept it no more."""
    work, address = sent(stage, "pelimpahan", to=TO)
    accepting = arrived(stage, address, at=TO, by=RECEIVER).form(action=r"/penerimaan/$")
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
