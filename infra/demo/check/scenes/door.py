"""At the door: who gets in, and who doesn't."""

from infra.demo.check.report import Scene, want
from infra.demo.check.stage import LOGIN, Stage


def logging_in_and_out(stage: Stage) -> str:
    """Somebody of every office gets in and sees today; whoever logs out is out."""
    for slug, accounts in stage.offices.items():
        username = next(iter(accounts))
        today = stage.at(slug, username).get("/")
        want(today.status == 200 and not today.has_form(LOGIN), f"{username}@{slug}: today answers {today.status}")
    account = stage.offices["salatiga"]["sari"]
    with stage.browser("salatiga") as browser:
        stage.log_in(browser, account)
        settings = browser.get("/setelan/")
        out = browser.submit(settings.form(action=r"/keluar/$"))
        want(out.has_form(LOGIN), "logging out did not lead to the login page")
        want(browser.get("/").has_form(LOGIN), "after logging out, today is still shown")
    return f"{len(stage.offices)} kantor: masuk; satu orang keluar lagi"


def unknown_host(stage: Stage) -> str:
    """A host that no office has: a plain 404 page."""
    with stage.browser("kantor-yang-tidak-ada") as browser:
        page = browser.get("/")
    want(page.status == 404, f"an unknown host answers {page.status}")
    want(page.heading and not page.has_form(LOGIN), "an unknown host shows no plain page")
    return page.heading


def wrong_password(stage: Stage) -> str:
    """A wrong password is refused on the login page, in words, and keeps the user name."""
    account = stage.offices["nunukan"]["aisyah"]
    with stage.browser("nunukan") as browser:
        page = stage.log_in(browser, account, password="kata-sandi-yang-salah")  # noqa: S106 - wrong on purpose
        want(page.status == 422, f"a wrong password answers {page.status}")
        form = page.form(action=LOGIN)
        want(
            account.username in {value for one in form.questions.values() for value in one.chosen}, "user name is lost"
        )
        want(browser.get("/").has_form(LOGIN), "a wrong password opens the office")
    return page.words[page.words.find("Nama pengguna dan") :][:80]


def session_of_another_office(stage: Stage) -> str:
    """The session of one office is nothing in another."""
    ours = stage.at("salatiga", "ratna")
    want(ours.get("/").status == 200, "our own session does not work")
    for other in ("banyuwangi", "nunukan", "barito-utara"):
        with stage.browser(other) as browser:
            browser.take_cookies(ours)
            page = browser.get("/")
            want(page.has_form(LOGIN), f"a session of Salatiga opens {other}")
            want(page.path.startswith("/masuk/"), f"{other} leads to {page.path}")
    want(not ours.get("/").has_form(LOGIN), "our own session ended")
    return "tiga kantor lain meminta masuk"


SCENES: list[Scene] = [
    ("Masuk dan keluar", logging_in_and_out),
    ("Alamat yang tidak dikenal", unknown_host),
    ("Kata sandi salah", wrong_password),
    ("Sesi kantor lain", session_of_another_office),
]
