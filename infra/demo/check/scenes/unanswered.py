"""Nobody answers in time: the province sees it by number and time alone, reminds, and says who takes it."""

from infra.demo.check.between import FROM, ONE, SENDER, accepted, arrived, ours_becomes, sent, until
from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.fields import words_of
from infra.demo.check.people import Somebody
from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.regency import OFFICER, opened_regency
from infra.demo.check.stage import SILENT, Stage

CONSOLE = "console"
JATENG, JATIM = "bagus", "indah"
SILENT_OFFICER = "nining"


def _chased(stage: Stage, address: str, about: Somebody, *, seat: str) -> Page:
    """The deadline passes; the province finds it among those that are late, and reminds. Its page afterwards."""
    console = stage.at(CONSOLE, seat)
    waiting = console.get(address)
    want(waiting.status == 200 and not waiting.has_form(r"/pengingat/$"), "it can be chased before it is late")
    stage.operator.let_pass(address.strip("/").rsplit("/", 1)[-1])
    late = console.get("/rujukan/?keadaan=terlambat")
    want(any(link == address for link, _words in late.links(ONE)), "the province does not see that it is late")
    page = console.get(address)
    page = console.submit(page.form(action=r"/pengingat/$"))
    want(page.status == 200 and page.says("diingatkan"), f"reminding answers {page.status}: {page.words[:300]}")
    for seen in (late, page):
        want(about.name not in seen.words and about.phone not in seen.words, "the province reads who it is about")
    return page


def _assigned(stage: Stage, page: Page, to: str, *, seat: str) -> None:
    console = stage.at(CONSOLE, seat)
    form = console.get(page.link(r"/penetapan/$")).form(action=r"/penetapan/$")
    answer = console.submit(form, {"to": to}, button=form.buttons[0][0])
    want(answer.status == 200 and answer.says("Ditetapkan"), f"assigning answers {answer.status}: {answer.words[:300]}")


def assigned_to_another(stage: Stage) -> str:
    """Kabupaten Semarang does not answer; Jawa Tengah assigns a third regency, which accepts; Salatiga sees it."""
    regency = opened_regency(stage)
    if regency is None:
        return "tidak ada kantor ketiga di provinsi ini yang dapat dimainkan"
    work, address = sent(stage, "pelimpahan", to=SILENT)
    arrived(stage, address, at=SILENT, by=SILENT_OFFICER)
    page = _chased(stage, address, work.about, seat=JATENG)
    _assigned(stage, page, regency.code, seat=JATENG)
    sender = stage.at(FROM, SENDER)
    until(lambda: sender.get(address), lambda page: page.says("Dialihkan provinsi"), "the sender is not told")
    follower = _new_one(stage, regency.name, besides=address)
    want(CasePage(sender.get(work.address)).open, "nobody serves while the third regency is asked")
    binding = arrived(stage, follower, at=regency.slug, by=OFFICER[0])
    want(not binding.has_form(r"/pengembalian/$"), "what a province assigned can be declined")
    there = accepted(stage, binding, at=regency.slug, by=OFFICER[0])
    ours_becomes(stage, work, "Dilimpahkan")
    want(sender.get(work.address).says(regency.name), "the sender does not see who has it")
    want(stage.at(SILENT, SILENT_OFFICER).get(there).status == 404, "the one that was silent reads the case")
    return f"Kabupaten Semarang diingatkan, {regency.name} ditetapkan dan menerima"


def _new_one(stage: Stage, name: str, *, besides: str) -> str:
    """The address of the referral that follows the redirected one, in the sender's list."""
    sender = stage.at(FROM, SENDER)

    def found(page: Page) -> list[str]:
        rows = page.soup.select("ul.rk-inbox > li > a[href]")
        return [str(row["href"]) for row in rows if name in words_of(row) and row["href"] != besides]

    page = until(lambda: sender.get("/rujukan/keluar/"), lambda page: bool(found(page)), f"nothing goes to {name}")
    return found(page)[0]


def assigned_to_the_same(stage: Stage) -> str:
    """Banyuwangi does not answer; Jawa Timur assigns it to Banyuwangi, which can't decline any more."""
    work, address = sent(stage, "pelimpahan", to="banyuwangi")
    arrived(stage, address, at="banyuwangi", by="wulan")
    page = _chased(stage, address, work.about, seat=JATIM)
    _assigned(stage, page, stage.codes["banyuwangi"], seat=JATIM)
    receiver = stage.at("banyuwangi", "wulan")
    binding = receiver.get(address)
    want(binding.says("Ditetapkan provinsi") and not binding.has_form(r"/pengembalian/$"), "it can still be declined")
    accepted(stage, binding, at="banyuwangi", by="wulan")
    ours_becomes(stage, work, "Dilimpahkan")
    return "Banyuwangi diingatkan, ditetapkan Jawa Timur, lalu menerima"


SCENES: list[Scene] = [
    ("Tidak dijawab, provinsi menetapkan kantor lain", assigned_to_another),
    ("Tidak dijawab, provinsi menetapkan penerimanya", assigned_to_the_same),
]
