"""Who somebody is: hidden until a reason is given, corrected with a trace, found by number."""

from infra.demo.check.browser import Browser, Page
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.revealing import show_identity
from infra.demo.check.scenes.life import trail_of
from infra.demo.check.scenes.whole import DIRECT, P2TP2A
from infra.demo.check.stage import Stage


def spaced(nik: str) -> str:
    """A NIK as screens show it."""
    return " ".join(nik[start : start + 4] for start in range(0, 16, 4))


def hidden_until_a_reason(stage: Stage) -> str:
    """Masked for everyone; opened for one person, for ten minutes, and written down; closed again."""
    work = open_case(stage, DIRECT)
    about, who = work.about, stage.offices["salatiga"]["ratna"].name
    for username in ("ratna", "dimas"):
        page = work.page(username).page
        for secret in (about.name, about.nik, spaced(about.nik)):
            want(secret not in page.html, f"{username} sees {secret} without a reason")
    opened = show_identity(work, "ratna")
    want(about.name in opened.words, "after giving a reason the name is not shown")
    want(spaced(about.nik) in opened.words or about.nik in opened.words, "the NIK is not shown")
    want(about.name not in work.page("dimas").page.html, "a colleague sees what another opened")
    trail = trail_of(work, "dimas")
    want(
        trail.says("Identitas dibuka") and trail.says("Menghubungi korban atau pelapor"), "the trail says nothing of it"
    )
    want(who in trail.words, "the trail does not say who opened it")
    closing = opened.form(action=r"/identitas/tutup/$")
    closed = stage.at("salatiga", "ratna").submit(closing)
    want(about.name not in closed.html, "closed again, the name is still shown")
    return f"dibuka {who}, tercatat, ditutup"


def correction_with_a_trace(stage: Stage) -> str:
    """A telephone number is corrected: not without a reason, and what stood before stays readable."""
    work = open_case(stage, P2TP2A)
    browser = stage.at("banyuwangi", "wulan")
    show_identity(work, "wulan")
    address = next(href for href, _words in work.page("wulan").page.links(r"/pihak/[0-9a-f-]{36}/"))
    want(browser.get(address).says(work.about.name), "what is recorded is not read out")
    form = browser.get(f"{address}?ubah=1").form(action=r"/pihak/")
    want(
        form.questions["name"].chosen == [work.about.name], f"the name stands there as {form.questions['name'].chosen}"
    )
    button = form.buttons[0][0]
    refused = browser.submit(form, {"name": "Nama Diperbaiki"}, button=button)
    want(refused.status == 422, f"a correction without a reason answers {refused.status}")
    want("reason" in refused.form(action=r"/pihak/").errors(), "no fault stands at the reason")
    saved = browser.submit(form, {"name": "Nama Diperbaiki", "reason": "Salah dengar."}, button=button)
    want(saved.status == 200, f"a correction answers {saved.status}")
    after = browser.get(address)
    want(after.says("Salah dengar."), "the correction's reason is not shown")
    want(after.says(f"sebelumnya: {work.about.name}"), "what stood before is lost")
    want(trail_of(work, "wulan").says("Data pihak diperbaiki"), "the trail says nothing of the correction")
    return "nama diperbaiki, yang lama tetap terbaca"


def register_search(stage: Stage) -> str:
    """Found by register number and by NIK; the NIK never stands in an address; nothing is found elsewhere."""
    work = open_case(stage, DIRECT)
    number = work.page("ratna").number
    ratna = stage.at("salatiga", "ratna")
    by_number = _search(ratna, number)
    want(by_number.links(work.address), f"{number} is not found")
    want(len(by_number.links(r"/kasus/[0-9a-f-]{36}/$")) == 1, f"{number} finds more than one case")
    by_nik = _search(ratna, work.about.nik)
    want(by_nik.links(work.address), "the NIK does not find its case")
    want(work.about.nik not in by_nik.path, "the NIK stands in the address")
    want(work.about.name not in by_nik.html, "the register shows a name")
    want(not _search(ratna, f"{work.about.nik[:-4]}0000").links(work.address), "another NIK finds the case")
    elsewhere = _search(stage.at("nunukan", "aisyah"), work.about.nik)
    want(not elsewhere.links(r"/kasus/[0-9a-f-]{36}/$"), "another office finds the NIK")
    return f"{number}: dengan nomor dan NIK"


def _search(browser: Browser, words: str) -> Page:
    form = browser.get("/kasus/").form(action=r"/kasus/$", button="^Cari$")
    return browser.submit(form, {"words": words}, button="Cari")


SCENES: list[Scene] = [
    ("Identitas tertutup sampai ada alasan", hidden_until_a_reason),
    ("Perbaikan dengan jejak", correction_with_a_trace),
    ("Cari di register", register_search),
]
