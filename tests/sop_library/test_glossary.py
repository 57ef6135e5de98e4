"""The glossary is a table of three words a row: code, screen, meaning; each code word once."""

import re

from babel.messages.pofile import read_po

from sop_library.engine import events
from sop_library.parts import STAGES
from tests.sop_library.sources import ROOT

LINES = (ROOT / "sop_library" / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LINES
    if line.startswith("|") and not re.match(r"\| (Code \||---)|\|---", line)
]
WORDS = [row[0] for row in ROWS]


def test_every_row_says_code_screen_and_meaning() -> None:
    assert [row for row in ROWS if len(row) != 3 or not all(row)] == []


def test_each_code_word_stands_once() -> None:
    assert sorted(set(WORDS)) == sorted(WORDS)


def test_every_screen_word_outside_brackets_is_said_on_a_screen() -> None:
    """A row whose word no screen says has been left behind by the screens, or stands in brackets."""
    said = "\n".join(message for message in messages()).lower()
    screens = [(row[0], word.strip(" `")) for row in ROWS for word in re.split(r"[,/]| or | atau ", bare(row[1]))]
    assert len(screens) > 100
    assert [pair for pair in screens if pair[1] and pair[1].lower() not in said] == []


def messages() -> list[str]:
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return [str(part) for one in read_po(file) for part in (one.id if isinstance(one.id, tuple) else (one.id,))]


def bare(words: str) -> str:
    return re.sub(r"\([^)]*\)", "", words)


def test_the_words_of_the_house_are_there() -> None:
    house = {"Office", "Regency", "Case", "Report", "Reporter", "Victim", "Respondent", "SOP", "Variant", "Version"}
    house |= {"Step", "Lane", "Door", "Stage", "Action plan", "Referral", "Handover", "Reporting fact", "Pass"}
    assert house <= set(WORDS)
    assert set(STAGES) <= set(WORDS)


def test_what_can_happen_to_a_case_has_a_word() -> None:
    said = " ".join(WORDS).lower()
    happenings = {"Sign": "sign-off", "Skip": "optional step", "GoBack": "go back", "Pause": "pause"}
    happenings |= {"Unsign": "sign-off taken back"}
    happenings |= {"Close": "early closure", "Reopen": "reopening", "FactChanged": "fact of a case"}
    for event, word in happenings.items():
        assert hasattr(events, event)
        assert word in said


def test_nobody_is_called_a_perpetrator() -> None:
    assert [row for row in ROWS if "pelaku" in row[1]] == []
