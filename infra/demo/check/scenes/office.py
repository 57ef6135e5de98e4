"""The office's own pages: for its admin, and for nobody else; an account from its one-time password to its end."""

import re

from infra.demo.check.browser import Browser, Page
from infra.demo.check.fields import words_of
from infra.demo.check.report import Scene, present, want
from infra.demo.check.stage import CODES, LOGIN, Account, Stage, language_of, speak

PAGES = ("", "profil/", "jam/", "hari-tutup/", "petugas/", "petugas/baru/", "pelaksana/")
USERNAME, NAME = "pemeriksa", "Pemeriksa Demo"
NEW_PASSWORD = "cukup-panjang-untuk-demo-9"  # noqa: S105 - of an account that is closed again at once


def _admin(stage: Stage, slug: str) -> Browser:
    return stage.at(slug, next(one.username for one in stage.offices[slug].values() if one.admin))


def for_admins_only(stage: Stage) -> str:
    """The admin reads every page; everyone else is told that it is not for them."""
    for slug in CODES:
        for below in PAGES:
            page = _admin(stage, slug).get(f"/kantor/{below}")
            want(page.status == 200, f"the admin of {slug} gets {page.status} for {below or 'the overview'}")
        lanes = _admin(stage, slug).get("/kantor/pelaksana/")
        want(not lanes.says("belum ada petugasnya"), f"a lane of {slug} is held by nobody")
    for below in PAGES:
        page = stage.at("salatiga", "ratna").get(f"/kantor/{below}")
        want(page.status == 403, f"an analyst gets {page.status} for {below or 'the overview'}")
    return f"{len(PAGES)} halaman di {len(CODES)} kantor"


def an_account_from_first_to_last(stage: Stage) -> str:
    """Made with a one-time password, which must be changed first; given a lane; closed, and out at once."""
    admin = _admin(stage, "salatiga")
    member, password = _employed(admin)
    account = Account(USERNAME, password, NAME, frozenset(), admin=False)
    with stage.browser("salatiga") as browser:
        page = stage.log_in(browser, account)
        want(page.path.startswith("/sandi/"), f"with a one-time password it leads to {page.path}")
        want(browser.get("/kasus/").path.startswith("/sandi/"), "it can be worked with a one-time password")
        form = page.form(action=r"/sandi/$")
        answers = {"new": NEW_PASSWORD, "again": NEW_PASSWORD}
        page = browser.submit(form, answers, button=form.buttons[0][0])
        want(page.status == 200 and page.path == "/", f"after the change it is at {page.path} ({page.status})")
        form = admin.get(member).form(action=r"/pelaksana/$")
        lane = next(value for value, label in form.questions["lanes"].options.items() if "Resepsionis" in label)
        admin.submit(form, {"lanes": [lane]}, button=form.buttons[0][0])
        want(browser.get("/laporan/baru/").status == 200, "with a lane, a report cannot be taken")
        admin.submit(admin.get(member).form(action=r"/nonaktif/$"))
        want(browser.get("/").has_form(LOGIN), "a closed account is still logged in")
        page = stage.log_in(browser, account, password=NEW_PASSWORD)
        want(page.status == 422, f"a closed account logs in: {page.status}")
    return f"{NAME}: dibuat, bekerja, ditutup"


def _employed(admin: Browser) -> tuple[str, str]:
    """The account that checks use: made the first time, opened again later. Its address and one-time password."""
    there = [
        href for href, words in admin.get("/kantor/petugas/").links(r"/kantor/petugas/[0-9a-f-]{36}/") if words == NAME
    ]
    if not there:
        form = admin.get("/kantor/petugas/baru/").form(action=r"/petugas/baru/$")
        page = admin.submit(form, {"username": USERNAME, "name": NAME}, button=form.buttons[0][0])
        return page.link(r"/kantor/petugas/[0-9a-f-]{36}/"), _once(page)
    member = admin.get(there[0])
    opening = r"/aktif/$" if member.has_form(r"/aktif/$") else r"/petugas/[^/]+/sandi/$"
    return there[0], _once(admin.submit(member.form(action=opening)))


def _once(page: Page) -> str:
    return words_of(present(page.part(".rk-once-word"), f"no one-time password is shown: {page.words[:200]}"))


def english(stage: Stage) -> str:
    """Somebody reads the screens in English, and goes back."""
    browser = stage.at("banyuwangi", "rizal")
    try:
        page = speak(browser, "en")
        want(language_of(page) == "en", f"the page says it is {language_of(page)}")
        for words in ("Cases", "Reports"):
            want(page.says(words), f"the English page does not say “{words}”")
        want(not re.search(r"\bLaporan\b", page.words), "Indonesian is left on the English page")
        return page.heading
    finally:
        want(language_of(speak(browser, "id")) == "id", "the way back to Indonesian is shut")


SCENES: list[Scene] = [
    ("Halaman admin kantor", for_admins_only),
    ("Akun dari awal sampai akhir", an_account_from_first_to_last),
    ("Bahasa Inggris", english),
]
