"""A regency that was not on the platform: opened at the province's console, staffed by its admin, at its first case."""

import re
import time

from infra.demo.check.browser import Browser, Page
from infra.demo.check.fields import words_of
from infra.demo.check.intake import Door, open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.stage import Account, Regency, Stage

CONSOLE, SEAT = "console", "bagus"
SOP = "salatiga/pengaduan-langsung"
ADMIN, OFFICER = ("admin", "Admin Pemeriksa"), ("petugas", "Petugas Pemeriksa")
PATIENCE = 180.0
"""Seconds for the provisioner to open an office, also where the machine has other work."""
OPENING = r"/pembukaan/[0-9a-f-]{36}/$"
HOST = re.compile(r"dibuka di ([a-z0-9-]+)\.")


def opened_regency(stage: Stage) -> Regency | None:
    """A regency opened at the console, once a play; where none is left, one of an earlier play, or None."""
    if not stage.regencies:
        stage.regencies.append(_open_one(stage) or _opened_earlier(stage))
    return stage.regencies[0]


def _open_one(stage: Stage) -> Regency | None:
    console = stage.at(CONSOLE, SEAT)
    form = console.get("/pembukaan/").form(action=r"/pembukaan/$")
    left = {code: name for code, name in form.questions["code"].options.items() if len(code) == 5}
    while left:
        code = stage.dice.choice(sorted(left))
        page = console.submit(form, {"code": code}, button=form.buttons[0][0])
        if page.status == 200:
            return _carried_out(stage, console, page, code, left[code])
        want(page.status == 422 and page.says("sudah"), f"beginning {code} answers {page.status}: {page.words[:200]}")
        del left[code]  # somebody began it and has not finished: theirs
    return None


def _carried_out(stage: Stage, console: Browser, page: Page, code: str, name: str) -> Regency:
    for values in ({}, {"sops": [SOP]}, {"admin_username": ADMIN[0], "admin_name": ADMIN[1]}):
        form = page.form(action=r"/(profil|sop|admin)/$")
        page = console.submit(form, values, button=form.buttons[0][0])
        want(page.status == 200, f"a step of opening {name} answers {page.status}: {page.words[:300]}")
    form, address = page.form(action=r"/permintaan/$"), page.path
    page = console.submit(form, button=form.buttons[0][0])
    end = time.monotonic() + PATIENCE
    while not page.has_form(r"/sandi/$"):
        want(page.status == 200 and time.monotonic() < end, f"{name} is not open: {page.words[:300]}")
        want(not page.says("perlu diulang"), f"opening {name} failed: {page.words[:300]}")
        time.sleep(0.5)
        page = console.get(address)
    form = page.form(action=r"/sandi/$")
    once = console.submit(form, button=form.buttons[0][0])
    password = words_of(present(once.part(".rk-once-word"), f"no password is shown: {once.words[:200]}"))
    again = console.submit(form, button=form.buttons[0][0])
    want(again.status == 409 and password not in again.words, f"the password is shown twice: {again.status}")
    slug = present(HOST.search(console.get(address).words), f"no address is named: {page.words[:300]}")[1]
    _staff(stage, slug, password)
    _know(stage, slug, code)
    return Regency(slug, code, name, opened=True)


def _staff(stage: Stage, slug: str, once: str) -> None:
    """Its admin comes in for the first time and adds somebody who holds every lane; both keep the demo's password."""
    ours = _password(stage)
    with stage.browser(slug) as browser:
        _come_in(stage, browser, Account(ADMIN[0], once, ADMIN[1], frozenset(), admin=True), ours)
        form = browser.get("/kantor/petugas/baru/").form(action=r"/petugas/baru/$")
        lanes = list(form.questions["lanes"].options)
        values = {"username": OFFICER[0], "name": OFFICER[1], "role": "biasa", "lanes": lanes}
        page = browser.submit(form, values, button=form.buttons[0][0])
        given = words_of(present(page.part(".rk-once-word"), f"no account was made: {page.words[:300]}"))
    with stage.browser(slug) as browser:
        _come_in(stage, browser, Account(OFFICER[0], given, OFFICER[1], frozenset(), admin=False), ours)


def _come_in(stage: Stage, browser: Browser, account: Account, password: str) -> None:
    """The first login leads to a new password, and from there to work."""
    page = stage.log_in(browser, account)
    want(page.path.startswith("/sandi/"), f"{account.username} comes in at {page.path} ({page.status})")
    form = page.form(action=r"/sandi/$")
    page = browser.submit(form, {"new": password, "again": password}, button=form.buttons[0][0])
    want(page.status == 200 and page.path == "/", f"after a new password it is at {page.path} ({page.status})")


def _password(stage: Stage) -> str:
    return next(iter(stage.offices["salatiga"].values())).password


def _know(stage: Stage, slug: str, code: str) -> None:
    """Keep whom the play can work as there, and where it is."""
    people = {
        username: Account(username, _password(stage), name, frozenset(), admin=(username, name) == ADMIN)
        for username, name in (ADMIN, OFFICER)
    }
    stage.newly_open(slug, code=code, people=people)


def _opened_earlier(stage: Stage) -> Regency | None:
    """One that an earlier play opened: whoever it added there is let in with the demo's password."""
    console = stage.at(CONSOLE, SEAT)
    for address, name in console.get("/pembukaan/").links(OPENING):
        page = console.get(address)
        found = HOST.search(page.words)
        if found is None:
            continue
        code = words_of(page.part("td.rk-code"))
        account = Account(OFFICER[0], _password(stage), OFFICER[1], frozenset(), admin=False)
        with stage.browser(found[1]) as browser:
            if stage.log_in(browser, account).status == 200:
                _know(stage, found[1], code)
                return Regency(found[1], code, name, opened=False)
    return None


def opened_and_at_work(stage: Stage) -> str:
    """The province opens a regency; its admin comes in and adds staff; a report becomes a case, its first step done."""
    regency = opened_regency(stage)
    if regency is None:
        return "semua kabupaten/kota provinsi ini sudah dibuka orang lain; tidak ada yang dapat dimainkan"
    door = Door(regency.slug, "pengaduan-langsung", "datang", "datang", OFFICER[0], printed=SOP)
    work = open_case(stage, door)
    number = work.page().number
    page = work.do("1")
    want([one.number for one in page.open] == ["2"], f"after step 1 these are open: {page.open}")
    console = stage.at(CONSOLE, SEAT)
    seen = console.get("/")
    want(seen.says(regency.name), f"the province does not list {regency.name}")
    want(work.about.name not in seen.words, "the province's page tells a name")
    how = "dibuka di konsol" if regency.opened else "sudah dibuka pemeriksaan sebelumnya, tidak ada lagi yang tersisa"
    return f"{regency.name} {how}; {number}: dari laporan sampai langkah pertama, {work.keeper}"


SCENES: list[Scene] = [("Kantor baru: dari konsol sampai kasus pertama", opened_and_at_work)]
