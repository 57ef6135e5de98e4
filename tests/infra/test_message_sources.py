"""Which words of a source are messages, and which only look like one."""

from pathlib import Path

import pytest

from infra.build.message_sources import collect


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('_("Kosong")', {"Kosong"}),
        ('_(WORDS["empty"])', set()),
        ('_(WORDS["empty"]) % {"what": _("Kosong")}', {"Kosong"}),
        ('_("Kosong") if WORDS["Kosong"] else ""', {"Kosong"}),
        ('say(_(WORDS["empty"]), _("Isi"))', {"Isi"}),
        ('say(WORDS["Isi"], _("Isi"))', {"Isi"}),
    ],
)
def test_a_key_in_brackets_is_no_message(tmp_path: Path, line: str, found: set[str]) -> None:
    (tmp_path / "frontend").mkdir()
    (tmp_path / "frontend" / "words.py").write_text(f"said = {line}\n", encoding="utf-8")
    assert {message.id for message in collect(tmp_path) if message.id} == found


def test_the_words_of_the_code_lists_are_messages(tmp_path):
    path = tmp_path / "sop_library" / "codes" / "lists.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("sex:\n  values:\n    P: Perempuan\n    L: {label: Laki-laki, ministry: Pria}\n", encoding="utf-8")
    assert {message.id for message in collect(tmp_path) if message.id} == {"Perempuan", "Laki-laki"}
