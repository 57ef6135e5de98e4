"""One case through the thirteen steps of Salatiga's sheet on a phone of 360 pixels: with scripts, and without any."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.desk import NARROW, Desk
from tests.journeys.touch import Touch

pytestmark = pytest.mark.browser

OFFICE = "salatiga"
ZONE = ZoneInfo("Asia/Jakarta")
NAME, STORY = "Kencana Maheswari", "Ia diancam di rumah, lalu pergi ke rumah kakaknya."
REPORT = {
    "Apakah ada yang dalam bahaya sekarang?": "Tidak",
    "Siapa yang melapor?": "Korban sendiri",
    "Nama korban": NAME,
    "Jenis kelamin korban": "Perempuan",
    "Bentuk kekerasan": "Psikis",
    "Kronologi": STORY,
    "Apa yang dilakukan sekarang?": "Buka kasus: Pengaduan langsung; Datang sendiri",
}
Papers = Mapping[str, Mapping[str, str]]


class Phones:
    """The colleagues, each with a phone of their own, and the case they work on."""

    def __init__(self, sit_down: Callable[[], Desk], *, scripted: bool) -> None:
        self.sit_down = sit_down
        self.scripted = scripted
        self.touches: dict[str, Touch] = {}
        self.address = ""
        self.today = datetime.now(ZONE).date()

    def of(self, username: str) -> Touch:
        """Somebody's phone; the first time they log in with it."""
        if username not in self.touches:
            touch = Touch(self.sit_down())
            touch.go("/")
            assert touch.desk.path == "/masuk/"
            touch.desk.log_in(username)
            touch.look()
            self.touches[username] = touch
        return self.touches[username]

    def at_case(self, username: str) -> Touch:
        touch = self.of(username)
        touch.go(self.address)
        return touch

    def step(self, number: int, by: str, *, papers: Papers | None = None, decide: str = "") -> None:
        """Somebody fills the forms of a step and completes it."""
        touch = self.at_case(by)
        assert f"Langkah {number} dari 13" in touch.desk.words(".rk-lanes [id^=langkah-]")
        for name, answers in (papers or {}).items():
            touch.tap("link", f"Isi formulir {name}")
            paper = touch.form("/formulir/")
            touch.fill(paper, answers, on=self.today)
            touch.send(paper, "Simpan formulir")
            assert touch.desk.path == self.address, touch.desk.words("main")
        form = touch.form("/selesai/")
        touch.fill(form, {"Keputusan Anda": decide} if decide else {}, on=self.today)
        touch.send(form, "Selesaikan langkah")
        assert f"Langkah {number} selesai" in touch.desk.words("main")

    def sign(self, number: int, by: str, lane: str) -> None:
        """Somebody signs a step for a lane."""
        touch = self.at_case(by)
        assert f"Langkah {number} dari 13" in touch.desk.words(".rk-lanes [id^=langkah-]")
        touch.tap("button", f"Paraf sebagai {lane}")
        assert "Paraf tercatat" in touch.desk.words("main")

    def skip(self, number: int, by: str, why: str) -> None:
        """Somebody leaves an optional step out."""
        touch = self.at_case(by)
        touch.page.get_by_text("Lewati langkah ini").first.tap()
        form = touch.form("/lewati/")
        touch.fill(form, {"Alasannya": why}, on=self.today)
        touch.send(form)
        assert why not in touch.desk.words("main"), "typed words show while the identity is open alone"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phones(request: pytest.FixtureRequest, sit_down: Callable[..., Desk]) -> Phones:
    return Phones(lambda: sit_down(OFFICE, size=NARROW, touch=True, scripted=request.param), scripted=request.param)


def test_a_case_goes_through_all_thirteen_steps(phones: Phones) -> None:
    take_report(phones)
    phones.step(1, "sari", papers={"Buku Tamu": {}})
    phones.step(2, "sari")
    refuse_wrong_lane(phones, number=3)
    phones.step(3, "ratna")
    reveal(phones)
    phones.step(4, "ratna", decide="Kota Salatiga")
    phones.step(5, "ratna", decide="Keinginan sendiri")
    phones.step(6, "ratna", papers={"Data Pelapor/Korban": {"Apa yang terjadi": STORY}, "Data kesediaan": {}})
    phones.step(7, "ratna")
    phones.sign(8, "ratna", "Analis Pengaduan")
    phones.step(8, "lestari")
    phones.step(9, "lestari", decide="Tidak")
    phones.step(10, "lestari")
    phones.skip(11, "ratna", "Ia lelah dan ingin segera pulang.")
    phones.sign(12, "wahyu", "Bidang")
    phones.sign(12, "lestari", "Petugas")
    phones.step(12, "endah", decide="Siap disusun")
    phones.step(13, "endah", papers={"Form Asesemen": {}, "Rencana Tindak Lanjut": {}})
    assert "Kasus selesai menurut SOP" in phones.at_case("endah").desk.words("main")


def take_report(phones: Phones) -> None:
    """A new report with two faults; everything typed is kept, and the faults mended."""
    touch = phones.of("sari")
    touch.go("/")
    touch.tap("link", "Catat laporan")
    form = touch.form("/laporan/baru/")
    came = form.get_by_label("Datang langsung")
    if phones.scripted:
        touch.desk.after(lambda: touch.choose(came))
        touch.desk.page.wait_for_selector("label:has-text('Buka kasus: Pengaduan langsung')")
    else:
        touch.choose(came)
    touch.fill(form, REPORT, on=phones.today)
    form.get_by_label("NIK korban").fill("12345")
    day = form.get_by_role("group", name="Tanggal lahir korban")
    for part, words in {"Tanggal": "31", "Bulan": "2", "Tahun": "1990"}.items():
        day.get_by_label(part).fill(words)
    touch.send(form, "Simpan dan buka kasus" if phones.scripted else "Simpan")
    assert touch.page.title().startswith("Perbaiki: ")
    if phones.scripted:
        assert "error-summary" in touch.page.evaluate("document.activeElement.className")
    said = touch.desk.words(".govuk-error-summary")

    assert "16" in said
    assert "31" in said or "tanggal" in said.casefold()
    form = touch.form("/laporan/baru/")
    kept = {question.name: question.value for question in touch.questions(form) if question.checked or question.value}
    assert kept["victim_name"] == NAME
    assert kept["story"] == STORY
    assert kept["victim_nik"] == "12345"
    assert (kept["victim_birth_date-day"], kept["victim_birth_date-month"]) == ("31", "2")
    chosen = [question.words for question in touch.questions(form) if question.checked]
    assert {"Datang langsung", "Tidak", "Korban sendiri", "Perempuan"} <= set(chosen)
    form.get_by_label("NIK korban").fill("")
    form.get_by_role("group", name="Tanggal lahir korban").get_by_label("Tanggal").fill("28")
    touch.send(form, "Simpan dan buka kasus")
    assert touch.desk.words("h1").startswith("SLT-"), touch.desk.words(".govuk-error-summary")
    phones.address = touch.desk.path


def refuse_wrong_lane(phones: Phones, *, number: int) -> None:
    """Whoever's turn it isn't can read the step, is offered no button, and a form sent anyway is refused."""
    touch = phones.at_case("sari")
    panel = touch.page.locator(".rk-lanes [id^=langkah-]").first
    assert "Anda bisa membaca langkah ini" in panel.inner_text()
    assert touch.form("/selesai/").count() == 0
    holder = phones.at_case("ratna")
    action = holder.form("/selesai/").get_attribute("action")
    before = touch.desk.words("main")
    touch.desk.after(
        lambda: touch.page.evaluate(
            """action => {
                const form = document.querySelector("form[action$='/keluar/']").cloneNode(true);
                form.action = action;
                const note = document.createElement("input");
                note.name = "note";
                note.value = "Sudah saya lihat kartunya.";
                form.append(note);
                document.body.append(form);
                form.submit();
            }""",
            action,
        )
    )
    touch.look()
    assert touch.page.title().startswith("Perbaiki: ")
    said = touch.desk.words("#ditolak")
    assert "Belum tersimpan" in said
    assert "giliran" in said.casefold(), said
    assert "Sudah saya lihat kartunya." in touch.desk.words("main")
    assert before == phones.at_case("sari").desk.words("main")
    assert f"Langkah {number} dari 13" in touch.desk.words("main")


def reveal(phones: Phones) -> None:
    """The name is hidden, opens with a reason, closes again; the opening is on the trail."""
    touch = phones.at_case("ratna")
    assert NAME not in touch.page.content()
    touch.page.get_by_text("Tampilkan identitas").first.tap()
    form = touch.form("/identitas/")
    touch.choose(form.get_by_role("radio").first)
    touch.send(form, "Tampilkan 10 menit")
    assert NAME in touch.desk.words("main")
    touch.tap("button", "Tutup sekarang")
    assert NAME not in touch.page.content()
    touch.tap("link", "Semua jejak audit")
    assert "Identitas dibuka 10 menit" in touch.desk.words("main")
