"""Filling forms by keyboard, question after question as Tab meets them: what is planned, and all that is needed."""

import re
from collections.abc import Mapping
from datetime import date

from tests.journeys.keyboard import FARTHEST, Focus, Keyboard

NEEDED = re.compile(r"\s*\((?:wajib|required)\)\s*$")
SENTENCE = "Dicatat sesuai keterangan yang disampaikan hari ini. Orang dan peristiwanya rekaan."
SEEN = "Ada"
PARTS = {"-day": "%-d", "-month": "%-m", "-year": "%Y"}
WRITTEN = {"text", "tel", "search", "email", "number", "textarea", "password"}


def fill(keyboard: Keyboard, *, action: str, answers: Mapping[str, str], on: date) -> list[str]:
    """Tab through the form whose address holds `action`, up to its first button. Returns the questions answered.

    `answers`: the beginning of a question's label -> what to type or choose. Every planned answer must find its
    question; what the page marks as needed is answered anyway, the rest is left as it stands.
    """
    done: list[str] = []
    inside = False
    for _tab in range(FARTHEST * 3):
        focus = keyboard.tab()
        if action not in focus.form:
            assert not inside, f"{focus} comes before the form's button"
            continue
        inside = True
        if focus.tag == "button":
            asked = [one for one in answers if not any(question.startswith(one) for question in done)]
            assert not asked, f"{keyboard.desk.path}: nobody asked {asked}, only {done}"
            return done
        question = question_of(focus)
        planned = next((words for start, words in answers.items() if question.startswith(start)), None)
        if focus.kind == "checkbox":
            words = _ticked(focus, planned, answered=question in done, on=on)
        else:
            words = planned if planned is not None else needed_answer(focus, on=on)
        if words is not None:
            _answer(keyboard, focus, words, on=on)
            done.append(question)
    raise AssertionError(f"{keyboard.desk.path}: no tab leads through the form {action}")


def _ticked(box: Focus, planned: str | None, *, answered: bool, on: date) -> str | None:
    """Whether this one of several boxes is ticked: the planned ones ("A; B"), else the first where one is needed."""
    if planned is not None:
        return box.words if box.words in planned.split("; ") else None
    return None if answered else needed_answer(box, on=on)


def question_of(focus: Focus) -> str:
    """What is asked: the legend of a group, else the label."""
    grouped = focus.kind in {"radio", "checkbox"} or focus.name.endswith(tuple(PARTS))
    return NEEDED.sub("", focus.group if grouped and focus.group else focus.words)


def needed_answer(focus: Focus, *, on: date) -> str | None:
    """An answer to a question that can't be left out; None where it can, or is answered already."""
    asked = f"{focus.group} {focus.words}" if focus.group else focus.words
    of_step = focus.name.startswith(("need-", "output-", "fact-"))
    if not of_step and "(wajib)" not in asked:
        return None
    if focus.name.startswith("need-"):
        return None if focus.chosen and focus.checked and focus.words.startswith(SEEN) else SEEN
    if focus.kind in {"radio", "checkbox"}:
        return None if focus.chosen or focus.checked else ""
    return None if focus.value else _typed(focus, on=on)


def _typed(focus: Focus, *, on: date) -> str:
    for end, form in PARTS.items():
        if focus.name.endswith(end):
            return on.strftime(form)
    if focus.tag == "select":
        return ""
    label = focus.words.casefold()
    if "jam" in label.split() or "waktu mulai" in label:
        return "09.30"
    if "jumlah" in label or "usia" in label:
        return "1"
    return SENTENCE if focus.tag == "textarea" else "Sesuai berkas"


def _answer(keyboard: Keyboard, focus: Focus, words: str, *, on: date) -> None:
    if focus.kind in WRITTEN or focus.tag == "textarea":
        keyboard.write(on.strftime(PARTS[words]) if words in PARTS else words)
    elif words:
        keyboard.choose(focus, words)
    elif focus.tag == "select":
        keyboard.keys.press("ArrowDown")
    else:
        keyboard.keys.press("Space")
