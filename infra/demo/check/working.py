"""One case at work: each step done by somebody whose turn the page says it is, each deadline reckoned by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from infra.demo.check.answering import SENTENCE, answer_to, fill
from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage, Panel
from infra.demo.check.clock import DeadlineKeeper
from infra.demo.check.fields import Answers
from infra.demo.check.people import Somebody
from infra.demo.check.report import present, want
from infra.demo.check.stage import Stage

MOST_HANDS = 12
MOST_STEPS = 60
MOST_ATTEMPTS = 4


@dataclass
class Work:
    """A case, who looks at it, and what is chosen where."""

    stage: Stage
    slug: str
    address: str
    about: Somebody
    keeper: DeadlineKeeper
    reader: str
    choices: dict[str, list[list[str]]] = field(default_factory=dict)
    facts: dict[str, str | list[str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def page(self, username: str = "") -> CasePage:
        """The case as somebody sees it now."""
        page = self.stage.at(self.slug, username or self.reader).get(self.address)
        want(page.status == 200, f"{username or self.reader} sees {self.address} as {page.status}")
        return CasePage(page)

    def today(self) -> date:
        """The day in the office's zone."""
        return self.keeper.today()

    def to_the_end(self) -> CasePage:
        """Do step after step until the case has ended."""
        page = self.page()
        while page.state != "Selesai":
            want(page.open, f"{page.number}: nothing is open, but it is {page.state}: {page.panels}")
            page = self._next(page)
        return page

    def up_to(self, number: str) -> CasePage:
        """Do step after step until a step is open."""
        page = self.page()
        while not any(panel.number == number for panel in page.open):
            want(page.open, f"{page.number}: step {number} never opened; nothing is open")
            page = self._next(page)
        return page

    def _next(self, page: CasePage) -> CasePage:
        want(len(self.done) < MOST_STEPS, f"{page.number}: no end after {self.done}")
        return self.do(page.open[0].number, seen=page)

    def do(self, number: str, *, seen: CasePage | None = None) -> CasePage:
        """Do one step: whoever may, fills its forms, signs and completes it. Returns the case as they see it."""
        pages = {self.reader: seen or self.page()}
        hands = [self.reader]
        for _hand in range(MOST_HANDS):
            for username in list(hands):
                page = pages.get(username) or self.page(username)
                panel = present(page.panel(number), f"step {number} is not open for {username}")
                hands += [name for name in self.named(panel.holders) if name not in hands]
                if panel.completing is not None:
                    return self.complete(username, panel)
                if panel.signing is not None:
                    self.sign(username, panel)
                    pages.clear()
                    break
        raise AssertionError(f"nobody of {hands} may complete step {number}")

    def named(self, names: list[str]) -> list[str]:
        """User names of those a page names; who was added since the demo was made has no known password, and rests."""
        found = (self.stage.named(self.slug, name) for name in names)
        return [username for username in found if username is not None]

    def sign(self, username: str, panel: Panel) -> Page:
        """Sign for one lane."""
        form = present(panel.signing, f"{username} may not sign {panel!r}")
        page = self.stage.at(self.slug, username).submit(form)
        want(page.status == 200, f"{username} could not sign step {panel.number}: {page.status} {page.words[:200]}")
        return page

    def complete(self, username: str, panel: Panel) -> CasePage:
        """Complete a step as somebody whose turn it is, with everything it asks for."""
        outcomes = self._outcomes(panel)
        if not outcomes:
            panel = self._papers(username, panel, {paper.name for paper in panel.papers if not paper.filled})
        for _attempt in range(MOST_ATTEMPTS):
            began = self.keeper.now()
            answer = self._send(username, panel, outcomes)
            if answer.status == 200:
                self.done.append(panel.number)
                self.reader = username
                page = CasePage(answer)
                self.keeper.check(page.panels, (began, self.keeper.now()))
                return page
            want(answer.status == 422, f"{username}, {panel!r}: {answer.status} {faults_of(answer, panel)}")
            panel = self._supply(username, CasePage(answer).panel(panel.number), answer)
        raise AssertionError(f"{username}, {panel!r}: never taken: {faults_of(answer, panel)}")

    def _outcomes(self, panel: Panel) -> list[str]:
        question = panel.completing.questions.get("outcomes") if panel.completing else None
        if question is None:
            return []
        planned = self.choices.get(panel.number, [])
        chosen = question.suggested[:1] or [next(iter(question.options))]
        if planned:
            chosen = planned.pop(0) if len(planned) > 1 else planned[0]
        self.stage.note_choice(self.keeper.sheet, panel.number, set(question.options), set(chosen))
        return chosen

    def skip(self, number: str, why: str) -> CasePage:
        """Skip an optional step with a reason, as whoever may; try it without one first."""
        for username in (self.reader, *self.named(present(self.page().panel(number), f"no step {number}").holders)):
            panel = present(self.page(username).panel(number), f"no step {number}")
            form = panel.form(r"/lewati/$")
            if form is None:
                continue
            browser = self.stage.at(self.slug, username)
            refused = browser.submit(form, button=form.buttons[0][0])
            want(refused.status == 422, f"skipping without a reason answers {refused.status}")
            answer = browser.submit(form, {"reason": why}, button=form.buttons[0][0])
            want(answer.status == 200, f"step {number} was not skipped: {answer.status} {answer.words[:200]}")
            self.reader = username
            return CasePage(answer)
        raise AssertionError(f"nobody is offered to skip step {number}")

    def _send(self, username: str, panel: Panel, outcomes: list[str]) -> Page:
        """Send the step with every requirement there, every output in words, every fact answered."""
        form = present(panel.completing, f"{panel!r} can no longer be completed by {username}")
        values: dict[str, str | Sequence[str]] = {"outcomes": outcomes} if "outcomes" in form.questions else {}
        for question in form.named("need-"):
            values[question.name] = "seen"
        for question in form.named("output-"):
            if question.kind != "hidden":
                values[question.name] = SENTENCE
        for question in form.named("fact-"):
            known = self.facts.get(question.name)
            values[question.name] = known or answer_to(question, on=self.today(), about=self.about)
        return self.stage.at(self.slug, username).submit(form, values, button=form.buttons[0][0])

    def _supply(self, username: str, found: Panel | None, refused: Page) -> Panel:
        """Fill the forms that the refusal names; return the panel as it then stands."""
        panel = present(found, f"the step vanished: {refused.words[:300]}")
        asked = panel.completing.errors() if panel.completing else {}
        ids = [str(tag["id"]) for tag in panel.tag.select(".govuk-form-group--error[id]")]
        names = {*asked, *(one.partition("_")[2] for one in ids)}
        unknown = [name for name in asked if not name.startswith(("fact-", "need-", "output-", "form-"))]
        want(names and not unknown, f"{panel!r} refused: {faults_of(refused, panel)}")
        return self._papers(username, panel, names)

    def _papers(self, username: str, panel: Panel, names: set[str]) -> Panel:
        """Fill the first form of each of these names; return the panel as it then stands."""
        wanted = {paper.name: paper for paper in reversed(panel.papers) if paper.name in names}
        for paper in wanted.values():
            after = CasePage(self.fill_paper(username, paper.link))
            panel = present(after.panel(panel.number), f"after its form was filled, {panel!r} is gone")
        return panel

    def fill_paper(self, username: str, link: str, given: Answers | None = None) -> Page:
        """Fill one form of the SOP; return the page after it."""
        browser = self.stage.at(self.slug, username)
        page = browser.get(link)
        want(page.status == 200, f"{link}: {page.status}")
        known = {**self.facts, **(given or {})}
        answer = fill(browser, page, action=r"/formulir/", on=self.today(), about=self.about, given=known)
        want(answer.status == 200, f"{link}: {answer.status} {answer.words[:200]}")
        return answer


def faults_of(page: Page, panel: Panel) -> str:
    """What a page says is wrong with a step."""
    found = CasePage(page).panel(panel.number)
    around = found.tag if found else page.soup
    return "; ".join(" ".join(tag.get_text(" ").split()) for tag in around.select(".govuk-error-message, #ditolak"))
