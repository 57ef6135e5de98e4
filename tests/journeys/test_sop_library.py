"""From the library to an office's own draft by clicking alone; from pasted text to the library and on to a regency."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoDbBlocker

from accounts.models import Staff
from tests.conftest import _entered
from tests.journeys.consoles import PEOPLE
from tests.journeys.desk import NARROW, Desk
from tests.journeys.world import PASSWORD, World

pytestmark = pytest.mark.browser
PASTED = """Pelayanan Pendampingan

Prosedur
1. Pemohon datang ke loket dan mengisi buku tamu
2. Petugas loket memeriksa berkas pemohon
3. Pendamping membuat laporan
"""


@pytest.fixture(scope="module", autouse=True)
def passwords(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> None:
    """The people of the consoles can log in. Made before any browser starts."""
    with _entered(filled[0], "owner"), django_db_blocker.unblock():
        for staff in Staff.objects.filter(username__in=PEOPLE):
            staff.set_password(PASSWORD)
            staff.save(update_fields=["password"])


def test_an_office_finds_compares_and_adopts(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("banyuwangi", size=NARROW)
    desk.log_in("admin")
    desk.go("/sop/")
    desk.after(desk.page.get_by_role("link", name="Pustaka SOP").click)
    desk.page.get_by_label("Kata dalam SOP").fill("krisis nunukan")
    desk.after(desk.page.get_by_role("button", name="Cari").click)
    desk.after(desk.page.get_by_role("link", name="Bandingkan Intervensi krisis, Nunukan").click)
    desk.page.get_by_label("SOP kedua").select_option("kantor/p2tp2a")
    desk.after(desk.page.get_by_role("button", name="Bandingkan").click)
    assert "Terima korban dan catat identitasnya" in desk.words("main")
    desk.after(desk.page.get_by_role("link", name="Intervensi krisis").first.click)
    desk.after(desk.page.get_by_role("link", name="Pakai di kantor ini").click)
    first = desk.page.get_by_label("Dikerjakan oleh").first
    own = first.locator("option[value^='lane:']").first
    label = own.inner_text().partition(" (")[0]
    first.select_option(own.get_attribute("value"))
    desk.after(desk.page.get_by_role("button", name="Mulai draf").click)
    assert desk.path.startswith("/sop/draf/")
    words = desk.words("main")
    assert "Draf dimulai dari pustaka" in words
    assert label in words
    assert desk.sideways() <= 0


def test_a_province_brings_in_an_sop_on_screen_and_a_regency_adopts_it(
    sit_down: Callable[..., Desk],
) -> None:
    console = sit_down("console")
    console.log_in("jateng")
    console.go("/pustaka/")
    console.after(console.page.get_by_role("link", name="Masukkan SOP").click)
    console.page.get_by_label("Teks standar pelayanan").fill(PASTED)
    console.after(console.page.get_by_role("button", name="Susun dari teks ini").click)
    assert "Tidak ada kesalahan." in console.words("main")
    console.after(console.page.get_by_role("link", name="Ubah di layar").click)
    console.page.locator("form[action$='/pelaksana/tambah/'] [name=words]").fill("Pendamping")
    console.after(console.page.locator("form[action$='/pelaksana/tambah/'] button").click)
    console.after(console.page.get_by_role("link", name="Ke pemeriksaan dan penerbitan").click)
    console.after(console.page.get_by_role("link", name="Nama dan layanan").click)
    console.page.get_by_label("Nama pendek").fill("pendampingan")
    console.page.get_by_label("Layanan", exact=False).last.fill("pendampingan")
    console.page.get_by_label("Dokumen sumber").fill("Standar pelayanan contoh")
    console.after(console.page.get_by_role("button", name="Simpan").click)
    console.after(console.page.get_by_role("button", name="Terbitkan").click)
    assert console.path == "/pustaka/jawa-tengah/pendampingan/"
    office = sit_down("salatiga")
    office.log_in("admin")
    office.go("/sop/pustaka/?q=pendampingan+provinsi")
    office.go("/sop/pustaka/jawa-tengah/pendampingan/pakai/")
    office.after(office.page.get_by_role("button", name="Mulai draf").click)
    assert office.path.startswith("/sop/draf/")
    assert "Petugas loket memeriksa berkas pemohon" in office.words("main")
