"""One word for one thing on the screens: who does a step is its pelaksana, whoever works in the office is petugas."""

import re
from pathlib import Path

import frontend

ROOT = Path(frontend.__file__).parent.parent
OTHER_WORDS = re.compile(r"\blajur\b|\bswimlane\b", re.IGNORECASE)


def test_no_screen_has_another_word_for_pelaksana():
    catalogue = (ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    said = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', catalogue, re.MULTILINE)
    assert len(said) > 1000
    assert [words for words in said if OTHER_WORDS.search(words)] == []
    templates = list((ROOT / "frontend" / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert [file.name for file in templates if OTHER_WORDS.search(file.read_text(encoding="utf-8"))] == []
