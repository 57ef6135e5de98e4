"""An office makes an SOP of its own from the library's, runs cases by it, moves one to the next version and retires it.

In Banyuwangi and under a new name in each play; the SOP in force there stays untouched.
"""

from datetime import datetime

from infra.demo.check import deadlines
from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.fields import words_of
from infra.demo.check.intake import Door, open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.sheets import LONGER_FIRST_STEP
from infra.demo.check.sops import OwnSop, adopt, approve, faults_on, name_head, sent, shifted_to
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

OFFICE, WRITER, HEAD, RECEIVER = "banyuwangi", "admin", "hesti", "rizal"
HEAD_POST = "Kepala SKPD"
MAIN = "p2tp2a"
LIBRARY = "/sop/pustaka/"
BASE, OTHER = "salatiga/layanan-informasi", "salatiga/layanan-konsultasi"
LANES = {"analis": "sekretariat", "pemberdayaan": "kepala-skpd"}
FIRST, LAST, BACK = "langkah/catat-pertanyaan/", "langkah/terima-informasi/", "jelaskan"
ASKED = "Menanyakan apakah informasinya cukup."
BEGINNINGS = {"lembar.pdf": "%PDF-", "lembar.svg": "<svg", "yaml": "format: rangkul-sop/", "bpmn": "<?xml"}
WHY = "Untuk memeriksa demo; orang dan peristiwanya rekaan."
WHY_NEXT = "Waktu langkah pertama menjadi 45 menit, untuk memeriksa demo."
WHY_BACK = "Contoh sudah diperiksa; kasusnya kembali ke versi semula."


def _main(stage: Stage) -> str:
    """The office's own SOP as it stands: what the list says of it, and every word of the version in force."""
    browser = stage.at(OFFICE, WRITER)
    listed = browser.get("/sop/")
    row = present(listed.part(f'a[href="/sop/{MAIN}/"]'), "the office's SOP is not listed").find_parent("li")
    text = browser.get(f"/sop/{MAIN}/versi/1/yaml")
    want(text.status == 200, f"the office's SOP as YAML answers {text.status}")
    return f"{words_of(row)}\n{text.html}"


def _adopt(stage: Stage) -> OwnSop:
    name, main = f"Layanan informasi {stage.dice.randint(10_000, 99_999)}", _main(stage)
    draft = adopt(stage.at(OFFICE, WRITER), f"{LIBRARY}{BASE}/", name=name, lanes=LANES)
    stage.own_sops.append(OwnSop(name, name.lower().replace(" ", "-"), main, draft))
    return stage.own_sops[-1]


def _own(stage: Stage, *, published: int = 0) -> OwnSop:
    """The SOP of this play, with so many versions published."""
    want(stage.own_sops, "no SOP was adopted in this play")
    own = stage.own_sops[-1]
    want(own.published >= published, f"{own.name}: {own.published} versions are published, not {published}")
    return own


def adopted_and_adapted(stage: Stage) -> str:
    """Found in the library, compared, adopted; a step, a branch and a time added; every branch tried; submitted."""
    browser = stage.at(OFFICE, WRITER)
    want(browser.get(f"{LIBRARY}?q=informasi").links(f"{LIBRARY}{BASE}/$"), "the library does not find it")
    page = browser.get(f"{LIBRARY}banding/?a={BASE}&b={OTHER}")
    beside = [href for href, _words in page.links(f"{LIBRARY}(?:{BASE}|{OTHER})/$")]
    want(page.status == 200 and len(beside) == 2, f"side by side answer {page.status}: {beside}")
    name_head(stage, OFFICE, HEAD, post=HEAD_POST, by=WRITER)
    own = _adopt(stage)
    draft = own.draft
    page = draft.add_step(ASKED)
    asked = page.path.split("#")[0].removeprefix(draft.address)
    want(faults_on(page) == 1, f"a step that nothing leads to makes {faults_on(page)} faults")
    page = draft.write(LAST, {"then": "next"})
    want(faults_on(page) == 0, f"with a way to it, {faults_on(page)} faults are left")
    draft.write(asked, {"kind": "decision", "step": "5.", "time-printed": "20 Menit", "time-kind": "max"})
    page = draft.write(asked, {"time-amount": "20", "time-amount-unit": "M"})
    want(faults_on(page) == 1, f"a decision without a way out makes {faults_on(page)} faults")
    page = draft.add_outcome(draft.add_outcome(page, "Cukup", "end"), "Belum cukup", BACK)
    want(faults_on(page) == 0, f"{faults_on(page)} faults are left")
    branches = draft.try_all()
    draft.submit(number="463/01/2026", why=WHY)
    return f"{own.name}: satu langkah ditambah, {branches} cabang dicoba, diajukan"


def _opened(stage: Stage, own: OwnSop) -> Work:
    door = Door(OFFICE, own.slug, "datang", "datang", RECEIVER, printed="banyuwangi/own")
    return open_case(stage, door, choices={"5": [["pilihan-2"], ["pilihan-1"]]})


def approved_and_worked(stage: Stage) -> str:
    """The head approves it; a case is opened on it, asked once more at its branch, and runs to its end."""
    own = _own(stage)
    own.published = approve(stage, OFFICE, HEAD, own.draft, why=WHY)
    page = stage.at(OFFICE, RECEIVER).get(own.address)
    want(page.status == 200 and page.says("463/01/2026"), f"the sheet answers {page.status}: {page.words[:200]}")
    work = _opened(stage, own)
    end = work.to_the_end()
    want(work.done == ["1", "2", "3", "4", "5", "3", "4", "5"], f"the steps done were {work.done}")
    return f"versi {own.published} disahkan; {end.number} selesai dalam {len(work.done)} langkah, {work.keeper}"


def _state(page: Page) -> list[tuple[str, str, str, str]]:
    """What a case's page says of its steps."""
    case = CasePage(page)
    return [(case.state, one.number, words_of(one.tag.select_one(".rk-eyebrow")), one.due_words.split(",")[0])
            for one in case.panels]  # fmt: skip


def _reckon(work: Work, shown: datetime, opened: tuple[datetime, datetime], where: str) -> None:
    """The first step's new deadline, counted from when it opened."""
    by_hand = deadlines.due(LONGER_FIRST_STEP, opened[0], work.keeper.hours)
    agrees = deadlines.agrees(shown, LONGER_FIRST_STEP, opened, work.keeper.hours)
    want(agrees, f"{where} is due {shown:%d-%m %H.%M}, by hand it is {by_hand:%d-%m %H.%M}")


def moved_and_back(stage: Stage) -> str:
    """The next version is published; the open case is moved to it, looked at, and moved back as it was."""
    own = _own(stage, published=1)
    earliest = deadlines.now_in(OFFICE)
    work = _opened(stage, own)
    stage.on_own.append(work)
    opened = (earliest, work.keeper.now())
    writer, head, worker = (stage.at(OFFICE, username) for username in (WRITER, HEAD, work.reader))
    before = _state(worker.get(work.address))
    page = sent(writer, writer.get(own.address), "/ubah/$", {})
    own.draft.address = page.path.split("#")[0]
    own.draft.write(FIRST, {"time-printed": "45 Menit", "time-amount": "45"})
    own.draft.try_all()
    own.draft.submit(number="463/02/2026", why=WHY_NEXT, revised=True)
    own.published = approve(stage, OFFICE, HEAD, own.draft, why=WHY_NEXT)
    want(own.published == 2, f"the next version is number {own.published}")
    want(_state(worker.get(work.address)) == before, "the new version changed a case that runs")

    page = head.get(f"{own.version(2)}pindah/")
    page = sent(head, page, "/pindah/$", {"tenggat": "recount"}, button="Periksa dulu")
    want(page.says("1 kasus pindah") and page.says("0 tetap pada versi lama"), f"the dry run: {page.words[-600:]}")
    want(_state(worker.get(work.address)) == before, "the dry run moved the case")
    told = shifted_to(page, work.keeper.zone)
    want(len(told) == 1, f"the dry run tells of {len(told)} deadlines: {page.words[-600:]}")
    _reckon(work, told[0], opened, "in the dry run the case")
    page = sent(head, page, "/pindah/$", {"why": WHY_NEXT}, button="Pindahkan 1 kasus")
    seen = CasePage(worker.get(work.address))
    panel = present(seen.panel("1"), f"a moved case shows {seen.panels}")
    shown = present(deadlines.shown(panel.due_words, near=work.keeper.now()), f"it is due {panel.due_words!r}")
    _reckon(work, shown, opened, "the moved case")
    want(panel.completing is not None, "nobody may go on with a moved case")
    page = sent(head, page, "/kembalikan/$", {"why": WHY_BACK}, button="Kembalikan pemindahan ini")
    want(page.says("1 dikembalikan"), f"the log says {page.words[:300]}")
    after = _state(worker.get(work.address))
    want(after == before, f"moved back it is {after}, before it was {before}")
    return f"satu kasus dipindah ke versi 2 setelah diperiksa, tenggat {shown:%H.%M} cocok, lalu kembali seperti semula"


def on_paper(stage: Stage) -> str:
    """The sheet leaves as PDF, YAML and BPMN, and the difference of its versions is told in words."""
    own = _own(stage, published=2)
    browser = stage.at(OFFICE, RECEIVER)
    sizes = []
    for below, begins in BEGINNINGS.items():
        page = browser.get(f"{own.version(2)}{below}")
        want(page.status == 200, f"{below} answers {page.status}")
        want(page.html.lstrip().startswith(begins), f"{below} begins {page.html[:40]!r}")
        sizes.append(f"{below} {len(page.html) // 1000 + 1} KB")
    page = browser.get(f"{own.address}beda/")
    want(page.status == 200 and page.says("45 Menit"), f"the differences answer {page.status}: {page.words[:300]}")
    want(browser.get(f"{own.address}standar/").status == 200, "there is no public service standard")
    return ", ".join(sizes)


def retired(stage: Stage) -> str:
    """The head retires it: no new case, but the open one runs to its end. The office's own SOP stands as before."""
    own = _own(stage, published=1)
    head = stage.at(OFFICE, HEAD)
    sent(head, head.get(f"{own.address}tarik/"), "/tarik/$", {"why": WHY})
    want(head.get(f"{own.address}riwayat/").says(WHY), "its history does not say why it was retired")
    form = stage.at(OFFICE, RECEIVER).get("/laporan/baru/").form(action="/laporan/baru/$")
    offered = form.questions["next"].options
    want(not [one for one in offered if own.slug in one], "a retired SOP still takes cases")
    want([one for one in offered if one.startswith(f"{MAIN}/")], "the office's own SOP takes none")
    ended = [work.to_the_end().number for work in stage.on_own]
    want(ended, "no case was open on it")
    want(_main(stage) == own.main, "the office's own SOP is not as it was")
    return f"{own.name} ditarik; {', '.join(ended)} selesai menurut versinya"


SCENES: list[Scene] = [
    ("SOP sendiri: dari pustaka sampai diajukan", adopted_and_adapted),
    ("SOP sendiri: disahkan dan dijalankan", approved_and_worked),
    ("SOP sendiri: versi berikutnya dan kasus berjalan", moved_and_back),
    ("SOP sendiri: lembar, YAML, BPMN, dan beda", on_paper),
    ("SOP sendiri: ditarik, kasusnya selesai", retired),
]
