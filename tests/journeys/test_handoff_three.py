"""Three browsers, all wide or all narrow: Salatiga, Banyuwangi, and a province that reads numbers and times alone."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from infra.look import axe
from tests.journeys.carrying import Carry, carrier
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.screens import OPEN, review
from tests.journeys.test_handoff import QUESTION, REPLY, WHY, follow, open_words, write
from tests.journeys.travelling import Backstage, Traveller
from tests.journeys.world import World

pytestmark = pytest.mark.browser
NEWS = "Sudah bertemu pendamping, keadaannya membaik."
SIZES = [pytest.param(WIDE, id="1440"), pytest.param(NARROW, id="360")]
Sit = Callable[..., Desk]


@pytest.fixture
def carry(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Carry:
    return carrier(database=filled[0], codes=("33.73", "35.10"), blocker=django_db_blocker)


@pytest.fixture
def backstage(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Backstage:
    return Backstage(filled[0], django_db_blocker)


@dataclass
class Windows:
    """Three people at three screens of one size, about one person."""

    salatiga: Desk
    banyuwangi: Desk
    province: Desk
    size: tuple[int, int]
    about: Traveller

    def look(self, desk: Desk) -> str:
        """What an eye and axe see of a page: nothing wrong with it, and no name where none belongs. Its words."""
        axe.whole_page(desk.page, width=self.size[0])
        assert axe.faults(desk.page) == [], desk.path
        assert desk.sideways() <= 0, desk.path
        if desk is self.province:
            told = desk.page.content()
            assert [one for one in (*self.about.secrets, QUESTION, REPLY, NEWS, WHY) if one in told] == [], desk.path
        desk.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        return desk.words("main")

    def go(self, desk: Desk, path: str) -> str:
        assert desk.go(path) == 200, path
        return self.look(desk)

    def send(self) -> str:
        """From the case to a sent referral; return its address."""
        self.go(self.salatiga, f"/kasus/{self.about.case}/")
        follow(self.salatiga, "Rujuk atau limpahkan")
        self.look(self.salatiga)
        review(self.salatiga, to="35.10")
        assert self.about.name not in self.look(self.salatiga)
        self.salatiga.after(self.salatiga.page.locator("button[value=kirim]").click)
        self.look(self.salatiga)
        assert self.salatiga.path.startswith("/rujukan/")
        return self.salatiga.path

    def listed(self, referral: str, *, late: bool = False) -> str:
        """What the province's list says of the referral; "" where it is not on it."""
        self.go(self.province, f"/rujukan/{'?keadaan=terlambat' if late else ''}")
        row = self.province.page.locator(f"tr:has(a[href='{referral}'])")
        return " ".join(row.inner_text().split()) if row.count() else ""


def sit(sit_down: Sit, backstage: Backstage, *, size: tuple[int, int], seat: str, name: str, number: int) -> Windows:
    """Open the three windows and let everybody log in."""
    about = backstage.open_case(name, number=number)
    backstage.let_in(seat)
    desks = [sit_down(slug, size=size) for slug in ("salatiga", "banyuwangi", "console")]
    for desk, username in zip(desks, ("ratna", "wulan", seat), strict=True):
        desk.log_in(username)
    return Windows(*desks, size=size, about=about)


@pytest.mark.parametrize("size", SIZES)
def test_sent_looked_at_asked_about_accepted_fed_back_and_ended(
    sit_down: Sit, backstage: Backstage, carry: Carry, size: tuple[int, int]
) -> None:
    there = sit(sit_down, backstage, size=size, seat="jateng", name="Kenanga Sekarwangi", number=7000 + size[0])
    salatiga, banyuwangi, province = there.salatiga, there.banyuwangi, there.province
    referral = there.send()
    assert "Belum dibuka" in there.listed(referral)
    assert "Kota Salatiga ke Kabupaten Banyuwangi" in there.go(province, referral)
    carry()

    there.go(banyuwangi, "/")
    assert "Kota Salatiga" in there.go(banyuwangi, "/rujukan/")
    banyuwangi.after(banyuwangi.page.locator(f"a[href='{referral}']").first.click)
    seen = there.look(banyuwangi)
    assert "Data minimum" in seen
    assert there.about.name not in seen
    write(banyuwangi, "/pertanyaan/", tanya__words=QUESTION)
    there.look(banyuwangi)
    carry()
    assert "Minta keterangan" in there.listed(referral)
    assert "Minta keterangan" in there.go(province, referral)

    there.go(salatiga, referral)
    open_words(salatiga)
    assert QUESTION in there.look(salatiga)
    write(salatiga, "/jawaban/", balas__words=REPLY)
    there.look(salatiga)
    carry()

    there.go(banyuwangi, referral)
    open_words(banyuwangi)
    assert REPLY in there.look(banyuwangi)
    write(banyuwangi, "/penerimaan/")
    taken = banyuwangi.path
    assert taken.startswith("/kasus/")
    there.look(banyuwangi)
    carry()
    assert there.listed(referral) == "", "what is answered waits no more"
    assert "Diterima" in there.go(province, referral)
    assert "Kabupaten Banyuwangi memegang kasus ini sejak" in there.go(salatiga, f"/kasus/{there.about.case}/")

    there.go(banyuwangi, referral)
    banyuwangi.page.locator("details").evaluate_all(OPEN)
    banyuwangi.page.select_option("[name=umpan-code]", "service")
    write(banyuwangi, "/umpan-balik/", umpan__words=NEWS)
    there.look(banyuwangi)
    carry()
    assert NEWS in there.go(salatiga, referral), "the window that was opened for the question is open still"

    there.go(banyuwangi, f"{taken}penutupan/")
    banyuwangi.page.locator("label").filter(has_text="Permintaan korban atau pelapor").click()
    banyuwangi.page.locator("#tanya [name=note]").fill(WHY)
    banyuwangi.after(banyuwangi.page.locator("#tanya button[type=submit]").click)
    there.look(banyuwangi)
    carry()
    said = there.go(salatiga, referral)
    assert "Layanan selesai" in said
    assert WHY not in said
    there.go(province, referral)


@pytest.mark.parametrize("size", SIZES)
def test_nobody_answers_the_province_reminds_and_assigns(
    sit_down: Sit, backstage: Backstage, carry: Carry, size: tuple[int, int]
) -> None:
    there = sit(sit_down, backstage, size=size, seat="jatim", name="Cempaka Ratnadewi", number=9000 + size[0])
    salatiga, banyuwangi, province = there.salatiga, there.banyuwangi, there.province
    referral = there.send()
    carry()
    assert "Kota Salatiga" in there.go(banyuwangi, "/rujukan/")
    assert there.listed(referral, late=True) == "", "it is not late yet"
    assert province.page.goto(f"{province.at}{referral}penetapan/").status == 409  # type: ignore[union-attr]

    backstage.let_pass(referral.strip("/").rsplit("/", 1)[-1])
    there.go(salatiga, "/rujukan/keluar/")
    assert "lewat tenggat" in there.go(province, "/")
    assert "Tetapkan" in there.listed(referral, late=True)
    assert "Lewat tenggat" in there.go(province, referral)
    province.after(province.page.get_by_role("button", name="Ingatkan").click)
    assert "Diingatkan" in there.look(province)
    carry()

    follow(province, "Tetapkan penerima")
    there.look(province)
    province.page.locator("[name=to][value='35.10']").check()
    province.after(province.page.locator("main form button[type=submit]").first.click)
    assert "Ditetapkan provinsi" in there.look(province)
    carry()

    told = there.go(salatiga, referral)
    assert "Ditetapkan provinsi" in told
    assert "Provinsi Jawa Timur" in told, "who assigned it stands in the chain"
    assert "Ditetapkan provinsi" in there.go(banyuwangi, "/rujukan/")
    seen = there.go(banyuwangi, referral)
    assert "Provinsi menetapkan kantor Anda" in seen
    assert "Kembalikan dengan alasan" not in seen
    assert there.about.name not in seen
    write(banyuwangi, "/penerimaan/")
    assert banyuwangi.path.startswith("/kasus/")
    there.look(banyuwangi)
    carry()
    assert "Kabupaten Banyuwangi memegang kasus ini sejak" in there.go(salatiga, f"/kasus/{there.about.case}/")
    assert there.listed(referral) == ""
    assert "Diterima" in there.go(province, referral)
