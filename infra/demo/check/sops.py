"""An SOP at the office's screens: adopted, its draft written, tried, submitted and approved by another person."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from infra.demo.check.browser import Browser, Page
from infra.demo.check.fields import Answers, words_of
from infra.demo.check.report import present, want
from infra.demo.check.stage import Stage

FAULTS = re.compile(r"(\d+) kesalahan")
TRIED = re.compile(r"Cabang (\d+) dari (\d+) sudah dicoba")
DRAFT = re.compile(r"/sop/draf/[0-9a-f-]{36}/")
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
SHIFTED = re.compile(r"menjadi (\d{1,2}) (\w{3}) (\d{4}), (\d{2})\.(\d{2})")


def sent(browser: Browser, page: Page, action: str, values: Answers, *, button: str = "") -> Page:
    """Fill one form of a page and press its button, the first where none is named. Raises Wrong where it is refused."""
    form = page.form(action=action, button=re.escape(button))
    answer = browser.submit(form, values, button=button or form.buttons[0][0])
    faults = "; ".join(words_of(tag) for tag in answer.soup.select(".govuk-error-message, [role=alert]"))
    want(answer.status == 200, f"{form.action} answers {answer.status}: {faults or answer.words[:300]}")
    return answer


def faults_on(page: Page) -> int:
    """How many faults the check finds, as a draft's page says."""
    said = " ".join(words for _href, words in page.links("#temuan"))
    return int(present(FAULTS.search(said), f"the draft says nothing of its faults: {said!r}")[1])


@dataclass
class Draft:
    """A draft at one writer's screen."""

    browser: Browser
    address: str

    def page(self, below: str = "") -> Page:
        """One of its pages."""
        page = self.browser.get(f"{self.address}{below}")
        want(page.status == 200, f"{self.address}{below} answers {page.status}")
        return page

    def add_step(self, words: str) -> Page:
        """Add a step at the end; return the page with its panel."""
        return sent(self.browser, self.page(), "langkah/tambah/$", {"words": words}, button="Tambah langkah")

    def write(self, part: str, values: Answers) -> Page:
        """Write fields of a part, as they stand in its panel."""
        return sent(self.browser, self.page(part), f"{re.escape(part)}$", values, button="Simpan")

    def add_outcome(self, page: Page, label: str, then: str) -> Page:
        """Add a way out of the decision whose panel is open on a page."""
        action = f"{re.escape(page.path.split('#')[0])}$"
        page = sent(self.browser, page, action, {}, button="Tambah pilihan hasil : Pilihan hasil")
        place = len([one for one in page.form(action=action).named("outcomes-") if one.name.endswith("-label")]) - 1
        values = {f"outcomes-{place}-label": label, f"outcomes-{place}-then": then}
        return sent(self.browser, page, action, values, button="Simpan")

    def try_all(self) -> int:
        """Run every branch of it with made-up cases; return how many there are."""
        page = sent(self.browser, self.page("coba/"), "semua-cabang/$", {})
        tried = present(TRIED.search(page.words), f"nothing was tried: {page.words[:300]}")
        want(tried[1] == tried[2], f"only {tried[1]} of {tried[2]} branches were run")
        return int(tried[2])

    def submit(self, *, number: str, why: str, revised: bool = False) -> None:
        """Put number and dates on its header, in force from today, and send it to the head."""
        page = self.page("ajukan/")
        form = page.form(action="ajukan/$")
        today = {part: form.questions[f"created-{part}"].chosen[0] for part in ("day", "month", "year")}
        want(all(today.values()), "the day it was made is not proposed")
        named = ("effective", "revised") if revised else ("effective",)
        dates = {f"{name}-{part}": value for name in named for part, value in today.items()}
        page = sent(self.browser, page, "ajukan/$", {"number": number, "why": why, **dates})
        want(page.path.endswith("/pengesahan/"), f"after submitting it is at {page.path}")
        want(not page.has_form("sahkan/$"), "whoever submitted it is offered to approve it")


@dataclass
class OwnSop:
    """What a play makes of one SOP of the library. `main`: the office's own one as it stood before."""

    name: str
    slug: str
    main: str
    draft: Draft
    published: int = 0

    @property
    def address(self) -> str:
        """Where the office shows it."""
        return f"/sop/{self.slug}/"

    def version(self, number: int) -> str:
        """Where one of its versions is."""
        return f"{self.address}versi/{number}/"


def adopt(browser: Browser, entry: str, *, name: str, lanes: dict[str, str]) -> Draft:
    """Take an SOP of the library with its lanes given to lanes of the office; return the draft."""
    given = {f"lane-{key}": f"lane:{ours}" for key, ours in lanes.items()}
    page = sent(browser, browser.get(f"{entry}pakai/"), "/pakai/$", {"as_sop": "baru", "name": name, **given})
    return Draft(browser, present(DRAFT.match(page.path), f"after adopting it is at {page.path}")[0])


def approve(stage: Stage, office: str, head: str, draft: Draft, *, why: str) -> int:
    """The head reads what was submitted and approves it; return the number of the version."""
    browser = stage.at(office, head)
    page = browser.get(f"{draft.address}pengesahan/")
    want(page.status == 200 and page.says(why), f"the head is shown {page.status}: {page.words[:300]}")
    page = sent(browser, page, "sahkan/$", {})
    return int(present(re.search(r"/versi/(\d+)/", page.path), f"after approval it is at {page.path}")[1])


def shifted_to(page: Page, zone: tzinfo) -> list[datetime]:
    """What a dry run says running deadlines become."""
    found = SHIFTED.findall(words_of(page.part("#hasil")))
    return [
        datetime(int(year), SHORT.index(month) + 1, int(day), int(hour), int(minute), tzinfo=zone)
        for day, month, year, hour, minute in found
    ]


def name_head(stage: Stage, office: str, head: str, *, post: str, by: str) -> None:
    """Write who signs every SOP into the office's profile, where it does not stand there yet."""
    browser = stage.at(office, by)
    page = browser.get("/kantor/profil/")
    asked = page.form(action="/profil/$").questions
    known = {"head_post": post, "head_name": stage.offices[office][head].name}
    missing = {name: words for name, words in known.items() if not asked[name].chosen[0]}
    if missing:
        sent(browser, page, "/profil/$", missing)
