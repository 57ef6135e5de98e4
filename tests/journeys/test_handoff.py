"""Two browsers: Salatiga proposes and sends, Banyuwangi looks, asks, accepts, works a step and ends; both see it."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoDbBlocker

from tests.journeys.between import TRAVELLER
from tests.journeys.carrying import Carry, carrier
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.screens import OPEN, review
from tests.journeys.world import World

pytestmark = pytest.mark.browser
QUESTION, REPLY, WHY = "Apakah anaknya ikut?", "Ya, seorang anak.", "Pulang ke rumah neneknya."


@pytest.fixture
def carry(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Carry:
    return carrier(database=filled[0], codes=("33.73", "35.10"), blocker=django_db_blocker)


def open_words(desk: Desk) -> None:
    """Open what is sealed, for the reason that comes first."""
    form = desk.page.locator("form[action$='/identitas/']:has([type=radio])").first
    form.locator("xpath=ancestor::details").evaluate_all(OPEN)
    form.locator("label").first.click()
    desk.after(form.locator("button").first.click)


def follow(desk: Desk, words: str) -> None:
    """Click the link that says this."""
    desk.after(desk.page.get_by_role("link", name=words).first.click)


def write(desk: Desk, action: str, **typed: str) -> None:
    """Type into the form that goes there and send it."""
    form = desk.page.locator(f"form[action$='{action}']")
    form.locator("xpath=ancestor::details").evaluate_all(OPEN)
    for name, words in typed.items():
        form.locator(f"[name='{name.replace('__', '-')}']").first.fill(words)
    desk.after(form.locator("button[type=submit]").first.click)


@pytest.mark.parametrize("scripted", [True, False], ids=["htmx", "plain"])
def test_a_case_is_handed_over_and_nobody_is_lost(
    sit_down: Callable[..., Desk], world: World, carry: Carry, scripted: bool
) -> None:
    case = world.referrals["kasus-perjalanan" if scripted else "kasus-perjalanan-polos"]
    salatiga = sit_down("salatiga", size=WIDE, scripted=scripted)
    banyuwangi = sit_down("banyuwangi", size=NARROW, scripted=scripted)
    salatiga.log_in("ratna")
    banyuwangi.log_in("wulan")

    salatiga.go(f"/kasus/{case}/")
    follow(salatiga, "Rujuk atau limpahkan")
    assert "Usulan" in salatiga.words("main") or "usul" in salatiga.words("main")
    review(salatiga, to="35.10")
    assert TRAVELLER not in salatiga.words("main")
    salatiga.after(salatiga.page.locator("button[value=kirim]").click)
    referral = salatiga.path
    assert referral.startswith("/rujukan/")
    carry()

    banyuwangi.go("/rujukan/")
    assert "Kota Salatiga" in banyuwangi.words("main")
    banyuwangi.after(banyuwangi.page.locator(f"a[href='{referral}']").first.click)
    assert banyuwangi.path == referral
    assert "Data minimum" in banyuwangi.words("main")
    assert TRAVELLER not in banyuwangi.words("main")
    assert "segel cocok" in banyuwangi.words("main")
    write(banyuwangi, "/pertanyaan/", tanya__words=QUESTION)
    carry()

    salatiga.go("/")
    follow(salatiga, "Kabupaten Banyuwangi menanyakan sesuatu")
    assert QUESTION not in salatiga.words("main")
    open_words(salatiga)
    assert QUESTION in salatiga.words("main")
    write(salatiga, "/jawaban/", balas__words=REPLY)
    carry()

    banyuwangi.go(referral)
    open_words(banyuwangi)
    assert REPLY in banyuwangi.words("main")
    banyuwangi.page.select_option("[name=terima-step]", "p2tp2a/asesmen")
    write(banyuwangi, "/penerimaan/")
    taken = banyuwangi.path
    assert taken.startswith("/kasus/")
    assert "Kota Salatiga" in banyuwangi.words("main")
    carry()

    salatiga.go(f"/kasus/{case}/")
    assert "Kabupaten Banyuwangi memegang kasus ini sejak" in salatiga.words("main")
    assert salatiga.page.locator("form.rk-stepform").count() == 0

    write(banyuwangi, "/selesai/")
    assert "asesmen" in banyuwangi.words("main").casefold()
    banyuwangi.go(f"{taken}penutupan/")
    banyuwangi.page.locator("label").filter(has_text="Permintaan korban atau pelapor").click()
    banyuwangi.page.locator("#tanya [name=note]").fill(WHY)
    banyuwangi.after(banyuwangi.page.locator("#tanya button[type=submit]").click)
    carry()

    salatiga.go(referral)
    said = salatiga.words("main")
    assert "Umpan balik" in said
    assert "Layanan selesai" in said
    assert WHY not in said
    assert salatiga.sideways() <= 0
    assert banyuwangi.sideways() <= 0
