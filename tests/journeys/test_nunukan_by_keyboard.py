"""One case through the nineteen steps of Nunukan's sheet, by keyboard alone, each step by somebody whose turn it is.

The first ten at 1440 pixels, the others at 360: the order of the tab stops is another's there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.answering import fill
from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.server import WebServer
from tests.journeys.world import PASSWORD

pytestmark = pytest.mark.browser

OFFICE = "nunukan"
WIDE_TURNS = 10
ZONE = ZoneInfo("Asia/Makassar")
FORM_5 = "laporan hasil assessment dan rekomendasi rujukan Form 5 (perempuan)"
REPORT = {
    "Lewat apa laporan ini sampai?": "Datang langsung",
    "Apakah ada yang dalam bahaya sekarang?": "Ya",
    "Siapa yang melapor?": "Korban sendiri",
    "Nama korban": "Rahayu Lembayung",
    "Jenis kelamin korban": "Perempuan",
    "Umur korban": "34",
    "Bentuk kekerasan": "Fisik",
    "Apa yang dilakukan sekarang?": "Buka kasus: Intervensi krisis",
}


@dataclass(frozen=True)
class Turn:
    """One step: whose turn, which forms it asks for, what is answered and decided."""

    number: str
    by: str
    forms: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def decided(words: str) -> dict[str, str]:
    return {"Keputusan Anda": words}


TURNS = (
    Turn("1", "aisyah", ("Laporan Isian Form 1",)),
    Turn("2", "yohana", ("Laporan hasil identifikasi form 2", "Laporan hasil identifikasi form 3")),
    Turn("3", "rauf", answers=decided("Korban dalam krisis")),
    Turn("4", "maria", ("Surat Pengantar Rujukan",)),
    Turn("5", "marlina", answers=decided("Perlu bantuan kepolisian")),
    Turn("6", "yohana", answers=decided("Sudah aman dan nyaman")),
    Turn("7", "yohana"),
    Turn("8", "maria"),
    Turn("9", "rauf"),
    Turn("10", "marlina", ("Laporan isian persetujuan klien form 4", FORM_5), decided("Setuju menjadi klien")),
    Turn("11", "rauf", ("Draft Naskah pernyataan persetujuan korban",)),
    Turn("12", "maria"),
    Turn("13", "rauf", ("Form 10",), decided("Memerlukan layanan pada lembaga lain")),
    Turn("14", "maria", ("surat tugas",)),
    Turn("15", "marlina"),
    Turn("16", "marlina", ("Form 14",), decided("Pemantauan selesai, laporan akhir dibuat")),
    Turn("17", "rauf", ("draft terminasi form 18",)),
    Turn("18", "maria", answers=decided("Terminasi disetujui")),
    Turn("19", "aisyah", ("Laporan form 19",)),
)  # fmt: skip


class Office:
    """The colleagues, each at their own keyboard, and the case they work on."""

    def __init__(self, sit_down: Callable[..., Desk]) -> None:
        self.sit_down = sit_down
        self.size = WIDE
        self.keyboards: dict[str, Keyboard] = {}
        self.case = ""

    def keyboard_of(self, username: str) -> Keyboard:
        """Somebody's keyboard; the first time they log in with it."""
        if username not in self.keyboards:
            keyboard = Keyboard(self.sit_down(OFFICE, size=self.size))
            keyboard.desk.go("/")
            assert keyboard.desk.path == "/masuk/"
            keyboard.to_named("textbox", "Nama pengguna")
            keyboard.write(username)
            assert "Kata sandi" in keyboard.tab().words
            keyboard.write(PASSWORD)
            keyboard.send()
            assert keyboard.desk.path == "/"
            self.keyboards[username] = keyboard
        return self.keyboards[username]

    def at_case(self, username: str) -> Keyboard:
        """Somebody at the case as it now stands, found in their work list."""
        keyboard = self.keyboard_of(username)
        keyboard.desk.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        if keyboard.desk.path != "/":
            keyboard.follow("Hari ini", exact=True)
        keyboard.follow(f"Kerjakan {self.case}" if self.is_late(keyboard) else f"Buka {self.case}")
        assert keyboard.desk.words("h1") == self.case
        return keyboard

    def is_late(self, keyboard: Keyboard) -> bool:
        return keyboard.desk.page.get_by_role("link", name=f"Kerjakan {self.case}").count() > 0


@pytest.fixture
def office(sit_down: Callable[..., Desk]) -> Office:
    return Office(sit_down)


def test_a_case_goes_through_all_nineteen_steps(office: Office, web: WebServer) -> None:
    today = datetime.now(ZONE).date()
    keyboard = office.keyboard_of("aisyah")
    keyboard.follow("Catat laporan")
    fill(keyboard, action="/laporan/baru/", answers=REPORT, on=today)
    keyboard.send()
    office.case = keyboard.desk.words("h1")
    assert office.case.startswith("NNK-")
    for number, turn in enumerate(TURNS):
        office.size = WIDE if number < WIDE_TURNS else NARROW
        do(office, turn, on=today)
    end = office.keyboards["aisyah"].desk
    assert "Selesai" in end.words(".rk-id")
    assert "Kasus selesai menurut SOP" in end.words("main")


def do(office: Office, turn: Turn, *, on: object) -> None:
    keyboard = office.at_case(turn.by)
    panel = f"Langkah {turn.number} dari 19"
    assert panel in keyboard.desk.words(".rk-lanes [id^=langkah-]")
    for form in turn.forms:
        keyboard.follow(f"Isi formulir {form}")
        fill(keyboard, action="/formulir/", answers={}, on=on)
        keyboard.send()
    fill(keyboard, action="/selesai/", answers=turn.answers, on=on)
    keyboard.send()
    assert f"Langkah {turn.number} selesai" in keyboard.desk.words("main"), keyboard.desk.words("main")[:2000]
