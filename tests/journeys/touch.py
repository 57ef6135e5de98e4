"""Working on a phone: tapping what is named, filling what a form asks, never moving the page sideways."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.answering import needed_answer, question_of
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Focus

ASKED = """
    form => Array.from(form.elements)
      .filter(one => one.name && one.type !== "hidden" && one.tagName !== "BUTTON").map(one => {
        const plain = text => (text || "").replace(/\\s+/g, " ").trim();
        const around = one.closest("fieldset");
        const legend = around && around.querySelector("legend");
        const same = one.type === "radio" || one.type === "checkbox"
            ? Array.from(form.elements).some(other => other.name === one.name && other.checked) : false;
        return {
            tag: one.tagName.toLowerCase(), kind: one.type || "", name: one.name, id: one.id,
            words: plain(one.labels && one.labels[0] ? one.labels[0].textContent : ""),
            group: plain(legend ? legend.textContent : ""), value: one.value, checked: !!one.checked, chosen: same,
            form: form.getAttribute("action") || location.pathname, href: "",
        };
    })
"""


class Touch:
    """The finger on one phone."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    def go(self, path: str) -> None:
        assert self.desk.go(path) == 200, path
        self.look()

    def look(self) -> None:
        """The page stands still when it is moved sideways."""
        assert self.desk.sideways() <= 0, f"{self.desk.path} can be moved sideways by {self.desk.sideways()} pixels"

    def named(self, role: Any, name: str, *, within: Locator | None = None, exact: bool = False) -> Locator:
        return (within or self.page).get_by_role(role, name=name, exact=exact).first

    def tap(self, role: Any, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Tap what is named so, and wait for what answers."""
        target = self.named(role, name, within=within, exact=exact)
        self.desk.after(target.tap)
        self.look()

    def form(self, action: str) -> Locator:
        """The form whose address holds `action`."""
        return self.page.locator(f"form[action*='{action}']").first

    def questions(self, form: Locator) -> list[Focus]:
        return [Focus(**found) for found in form.evaluate(ASKED)]

    def fill(self, form: Locator, answers: Mapping[str, str], *, on: date) -> None:
        """Answer what is planned and what is needed. Every planned answer must find its question and its choice."""
        found: set[str] = set()
        chosen: set[str] = set()
        for question in self.questions(form):
            asked = question_of(question)
            start = next((start for start in answers if asked.startswith(start)), None)
            words = answers[start] if start is not None else needed_answer(question, on=on)
            several = question.kind == "checkbox" and start is not None
            if words is None or (question.name in chosen and not several):
                continue
            if self._answer(form, question, words):
                found.add(start or "")
                chosen |= {question.name} if question.kind in {"radio", "checkbox"} else set()
        assert answers.keys() <= found, f"{self.desk.path}: no such question or choice: {set(answers) - found}"

    def _answer(self, form: Locator, question: Focus, words: str) -> bool:
        """Answer, unless this is one of several choices and another is meant."""
        control = form.locator(f"[id='{question.id}']")
        if question.kind in {"radio", "checkbox"}:
            if words and not any(question.words.startswith(one) for one in words.split("; ")):
                return False
            self.choose(control)
        elif question.tag != "select":
            control.fill(words)
        elif words:
            control.select_option(label=words)
        else:
            control.select_option(index=1)
        return True

    def choose(self, control: Locator) -> None:
        """Tap the label of a radio button or box that is not chosen yet."""
        if not control.is_checked():
            shut = control.locator("xpath=ancestor::details[not(@open)]/summary")
            if shut.count():
                shut.tap()
            self.page.locator(f"label[for='{control.get_attribute('id')}']").tap()
            assert control.is_checked()

    def send(self, form: Locator, button: str = "") -> None:
        """Tap a form's button: the first, or the one named."""
        pressed = form.get_by_role("button", name=re.compile(re.escape(button))).first
        self.desk.after(pressed.tap)
        self.look()
