"""Plausible invented answers to any form, from nothing but what stands on the page: kind, label, choices."""

from collections.abc import Sequence
from datetime import date

from infra.demo.check.browser import Browser, Page
from infra.demo.check.fields import Answers, Form, Question
from infra.demo.check.people import Somebody
from infra.demo.check.report import want

NOT_KNOWN = {"", "NA"}
SENTENCE = "Dicatat sesuai keterangan yang disampaikan hari ini. Orang dan peristiwanya rekaan."
MOST_ATTEMPTS = 6


def answer_to(question: Question, *, on: date, about: Somebody) -> str | list[str]:
    """One answer that fits a question as it stands on the page."""
    if question.options:
        first = next((value for value in question.options if value not in NOT_KNOWN), "")
        return [first] if question.kind == "checkbox" else first
    parts = {"-day": on.day, "-month": on.month, "-year": on.year}
    for end, number in parts.items():
        if question.name.endswith(end):
            return str(number)
    label = question.label.casefold()
    if "nik" in label.split() or "nomor kk" in label:
        return about.nik
    if "telepon" in label or "whatsapp" in label:
        return about.phone
    if "jam" in label.split() or "pukul" in label or "waktu mulai" in label:
        return "09.30"
    if "jumlah" in label or "usia" in label or "umur" in label:
        return "1"
    if "nama" in label.split():
        return about.name
    return SENTENCE if question.kind == "textarea" else "Sesuai berkas"


def answers_to(
    form: Form, *, on: date, about: Somebody, given: Answers | None = None
) -> dict[str, str | Sequence[str]]:
    """Answers to everything the page marks as needed, and `given` where the page asks for it."""
    answers: dict[str, str | Sequence[str]] = {
        name: value for name, value in (given or {}).items() if name in form.questions
    }
    for name, question in form.questions.items():
        unanswered = not any(question.chosen)
        if question.required and unanswered and name not in answers and question.kind != "hidden":
            answers[name] = answer_to(question, on=on, about=about)
    return answers


def fill(browser: Browser, page: Page, *, action: str, on: date, about: Somebody, given: Answers | None = None) -> Page:
    """Fill a form until it is taken: what a fault names is answered, everything else stays as it was kept."""
    form = page.form(action=action)
    answers = answers_to(form, on=on, about=about, given=given)
    answer = browser.submit(form, answers, button=form.buttons[0][0])
    for _attempt in range(MOST_ATTEMPTS):
        if answer.status != 422:
            return answer
        form = answer.form(action=action)
        faults = form.errors()
        want(faults, f"{page.path}: refused without a fault at a question: {answer.words[:300]}")
        answers = {name: answer_to(form.questions[name], on=on, about=about) for name in _parts(form, faults)}
        answer = browser.submit(form, answers, button=form.buttons[0][0])
    raise AssertionError(f"{page.path}: never taken; {form.errors()}")


def _parts(form: Form, faults: dict[str, str]) -> list[str]:
    """The questions to answer for these faults: of a date all three boxes."""
    found = []
    for name in faults:
        stem = name.rsplit("-", 1)[0]
        boxes = [f"{stem}-{part}" for part in ("day", "month", "year") if f"{stem}-{part}" in form.questions]
        found += boxes if name in boxes else [name]
    return found
