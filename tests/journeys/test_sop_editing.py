"""An office changes its SOP on screen: by keyboard, on a phone, two at once, without script. axe at 0 on each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from infra.look import axe
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.world import PASSWORD

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]


def begin(desk: Desk, username: str, slug: str) -> str:
    """Log in and open the draft of an SOP from its sheet; return the draft's address."""
    desk.log_in(username)
    desk.go(f"/sop/{slug}/")
    desk.after(desk.page.locator("form[action$='/ubah/'] button").click)
    assert desk.path.startswith("/sop/draf/"), desk.path
    return desk.path


def faultless(desk: Desk, width: int) -> None:
    """axe finds nothing, folded parts opened, and nothing can be moved sideways."""
    desk.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    axe.whole_page(desk.page, width=width)
    assert axe.faults(desk.page) == []
    assert desk.sideways() == 0


def test_a_step_is_changed_by_keyboard_and_the_sheet_follows(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    at = begin(desk, "admin", "layanan-konsultasi")
    keyboard = Keyboard(desk)
    row = desk.page.locator("table.rk-sop tbody tr[id]").nth(1)
    name = row.locator("th a").inner_text()
    keyboard.to(row.locator("th a"))
    keyboard.send()
    assert desk.path.startswith(f"{at}langkah/")
    expect(desk.page.locator("#h-panel")).to_be_focused()
    keyboard.to_named("textbox", "Kegiatan", exact=True)
    keyboard.write("Menyapa pelapor dan menanyakan keperluannya.")
    keyboard.tab()
    expect(desk.page.locator("#lembar")).to_contain_text("Menyapa pelapor dan menanyakan keperluannya.")
    expect(desk.page.locator("tr.sel th")).to_contain_text("Menyapa pelapor")
    keyboard.to_named("button", "Urungkan", back=True)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#lembar")).to_contain_text(name.split("\n")[0])
    expect(desk.page.locator("#lembar")).not_to_contain_text("Menyapa pelapor")
    expect(desk.page.locator("#urung")).to_be_focused()
    assert "Menyapa pelapor" not in desk.page.locator("#f-text").input_value()
    keyboard.tab()
    expect(desk.page.locator("#ulang")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#beda ins").first).to_contain_text("Menyapa")
    expect(desk.page.locator("#ulang")).to_be_focused()
    faultless(desk, WIDE[0])


def test_what_was_just_filled_in_is_saved_before_the_page_goes_on(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    at = begin(desk, "admin", "pengaduan-langsung")
    rows = desk.page.locator("table.rk-sop tbody tr[id] th a")
    keys = [(rows.nth(place).get_attribute("id") or "").removeprefix("buka-") for place in range(3)]
    desk.go(f"{at}langkah/{keys[0]}/")
    desk.page.fill("#f-name", "Nama yang baru saja diketik")
    desk.after(rows.nth(1).click)
    expect(desk.page.locator("#panel")).to_have_count(1)
    assert desk.path == f"{at}langkah/{keys[1]}/"
    desk.page.locator("#f-name").fill("Dan sesudahnya")
    desk.page.locator("summary", has_text="Sisipkan langkah sesudah ini").click()
    desk.page.fill("#sisip", "Menutup pintu.")
    desk.page.fill("#f-name", "Dan sesudahnya lagi")
    desk.after(desk.page.get_by_role("button", name="Sisipkan").click)
    expect(desk.page.locator("#h-panel")).to_contain_text("Menutup pintu")
    for key, words in ((keys[0], "Nama yang baru saja diketik"), (keys[1], "Dan sesudahnya lagi")):
        desk.go(f"{at}langkah/{key}/")
        assert desk.page.input_value("#f-name") == words
    desk.go(at)
    expect(desk.page.locator("#isian")).to_have_count(0)
    desk.after(desk.page.locator("#urung").click)
    expect(desk.page.locator("#lembar")).not_to_contain_text("Menutup pintu")
    faultless(desk, WIDE[0])


def test_a_new_step_is_written_while_the_one_beside_it_saves_itself(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    at = begin(desk, "admin", "pengaduan-langsung")
    row = desk.page.locator("table.rk-sop tbody tr[id] th a").nth(3)
    key = (row.get_attribute("id") or "").removeprefix("buka-")
    desk.go(f"{at}langkah/{key}/")
    desk.page.fill("#f-text", "Kegiatan selagi menulis.")
    box = desk.page.locator("#langkah-baru")
    box.click()
    desk.page.keyboard.type("Menutup pintu kantor.", delay=90)
    expect(desk.page.locator("#lembar")).to_contain_text("Kegiatan selagi menulis.")
    expect(box).to_have_value("Menutup pintu kantor.")
    expect(box).to_be_focused()
    desk.page.fill("#f-text", "Kegiatan sebelum menekan.")
    desk.after(desk.page.get_by_role("button", name="Tambah langkah").click)
    expect(desk.page.locator("#h-panel")).to_contain_text("Menutup pintu kantor")
    desk.go(f"{at}langkah/{key}/")
    assert desk.page.input_value("#f-text") == "Kegiatan sebelum menekan."


def at_a_time(desk: Desk) -> tuple[str, Locator, Locator]:
    """The second step of a draft, opened: its address, the steps on the sheet, and the field of how long it takes."""
    at = begin(desk, "admin", "pengaduan-langsung")
    rows = desk.page.locator("table.rk-sop tbody tr[id] th a")
    desk.go(f"{at}langkah/{(rows.nth(1).get_attribute('id') or '').removeprefix('buka-')}/")
    desk.page.locator("details.rk-fold").evaluate_all("all => all.forEach(one => { one.open = true; })")
    return desk.path, rows, desk.page.locator("#f-time-amount, #f-time-to").first


def test_a_fault_stays_on_the_page_that_was_to_be_left(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    here, rows, amount = at_a_time(desk)
    amount.click()
    desk.page.keyboard.press("ControlOrMeta+a")
    desk.page.keyboard.type("seribu")  # as a hand does it: nothing has changed before the field is left
    rows.nth(2).click()
    expect(desk.page.locator("#panel")).to_contain_text("Tulis lamanya dengan angka bulat")
    assert desk.path == here
    desk.after(rows.nth(2).click)
    assert desk.path != here, "whoever has read why may leave"


def test_a_fault_already_shown_holds_the_first_press(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    here, rows, amount = at_a_time(desk)
    desk.after(lambda: (amount.fill("seribu"), amount.press("Tab")))
    expect(desk.page.locator("#panel")).to_contain_text("Tulis lamanya dengan angka bulat")
    rows.nth(2).click()
    expect(amount).to_be_focused()
    assert (desk.path, amount.input_value()) == (here, "seribu")
    desk.after(rows.nth(2).click)
    assert desk.path != here


def test_on_a_phone_a_step_is_a_page_of_its_own_with_a_way_back(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=NARROW, touch=True)
    at = begin(desk, "admin", "layanan-informasi")
    faultless(desk, NARROW[0])
    desk.page.fill("#langkah-baru", "Mencatat kepuasan pelapor.")
    desk.after(desk.page.get_by_role("button", name="Tambah langkah").click)
    assert desk.path == f"{at}langkah/mencatat-kepuasan-pelapor/"
    assert not desk.page.locator("#lembar").is_visible()
    desk.page.locator("input[name=kind][value=decision] + label").click()
    desk.page.locator("summary", has_text="Hasil dan alur").first.click()
    for place, words in enumerate(("Puas", "Belum puas")):
        with desk.saved():
            desk.page.get_by_role("button", name="Tambah pilihan hasil").click()
        expect(desk.page.locator(f"#f-outcomes-{place}-label")).to_be_focused()
        desk.page.fill(f"#f-outcomes-{place}-label", words)
        desk.page.select_option(f"#f-outcomes-{place}-then", "end")
        expect(desk.page.locator("#lembar")).to_contain_text(f"{words}: selesai")
    faultless(desk, NARROW[0])
    desk.after(desk.page.get_by_role("link", name="Kembali ke lembar").click)
    assert "Puas, Belum puas: selesai" in desk.words("#lembar")


def test_a_condition_is_picked_step_by_step(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=WIDE)
    at = begin(desk, "admin", "layanan-konsultasi")
    step = desk.page.locator("table.rk-sop tbody tr[id]").first.get_attribute("id") or ""
    desk.go(f"{at}langkah/{step.removeprefix('langkah-')}/")
    group = desk.page.locator("#g-applies_when")
    desk.page.locator("summary", has_text="Kapan berlaku").first.click()
    with desk.saved():
        group.get_by_role("button", name="Tambah syarat").click()
    desk.page.select_option("#f-applies_when-0-subject", "risk")
    expect(group.get_by_label("Risiko tinggi")).to_be_visible()
    expect(group).not_to_contain_text("belum lengkap")
    with desk.saved():
        group.get_by_label("Risiko tinggi").check()
    expect(group).not_to_contain_text("belum lengkap")
    desk.go(desk.path)
    desk.page.locator("summary", has_text="Kapan berlaku").first.click()
    expect(group.get_by_label("Risiko tinggi")).to_be_checked()
    faultless(desk, WIDE[0])


def test_two_in_one_draft_see_each_other_and_overwrite_nothing(sit_down: SitDown) -> None:
    one, other = sit_down("salatiga", size=WIDE), sit_down("salatiga", size=WIDE)
    at = begin(one, "admin", "layanan-penjangkauan")
    assert begin(other, "ketua", "layanan-penjangkauan") == at
    step = (one.page.locator("table.rk-sop tbody tr[id]").first.get_attribute("id") or "").removeprefix("langkah-")
    for desk in (one, other):
        desk.go(f"{at}langkah/{step}/")
    other.page.fill("#f-name", "Sebutan dari ketua")
    other.page.locator("#f-step").focus()
    expect(other.page.locator("#draf-revisi")).not_to_have_value("0")
    one.page.fill("#f-name", "Sebutan dari admin")
    one.page.locator("#f-step").focus()
    refusal = one.page.locator("#g-name [role=alert]")
    expect(refusal).to_contain_text("Sebutan dari ketua")
    expect(refusal).to_contain_text("Sebutan dari admin")
    expect(one.page.locator("#f-name")).to_have_value("Sebutan dari admin")
    faultless(one, WIDE[0])
    refusal.get_by_role("button", name="Pakai isian saya").click()
    expect(refusal).to_have_count(0)
    other.go(f"{at}langkah/{step}/")
    assert other.page.input_value("#f-name") == "Sebutan dari admin"
    expect(one.page.locator("#draf-hadir")).to_contain_text("juga sedang menulis draf ini", timeout=30_000)


def test_without_script_the_same_form_saves(sit_down: SitDown) -> None:
    desk = sit_down("salatiga", size=NARROW, scripted=False)
    desk.page.goto(f"{desk.at}/masuk/?next=/sop/pengaduan-tidak-langsung/")
    desk.page.fill("input[name=login]", "admin")
    desk.page.fill("input[name=password]", PASSWORD)
    desk.after(lambda: desk.page.click("main button[type=submit]"))
    desk.after(desk.page.locator("form[action$='/ubah/'] button").click)
    row = desk.page.locator("table.rk-sop tbody tr[id]").first
    desk.after(row.locator("th a").click)
    desk.page.fill("#f-name", "Tanpa skrip")
    desk.after(desk.page.locator("#isian button.govuk-button").click)
    assert desk.path.startswith("/sop/draf/")
    assert desk.page.input_value("#f-name") == "Tanpa skrip"
    assert desk.words("#h-panel") == "Tanpa skrip"
