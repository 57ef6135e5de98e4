"""Hostile pastes end in a draft or a refusal, in bounded time; nothing a text says is taken for markup or code."""

import time
from contextlib import suppress

import pytest

from sop_library.importing.cleaning import decoded
from sop_library.importing.doubts import NotImported
from sop_library.importing.drafting import imported
from sop_library.loading import check_document

WORST = {
    "numbers without end": "1 A " * 50_000,
    "times": "5 menit " * 24_000,
    "tabs": "\t" * 199_999 + "x",
    "Roman": "i. x\n" * 39_999,
    "ordered lists in lists": "<ol><li>" * 24_000 + "x",
    "a row of 500 columns": "No\tKegiatan" + "\tL" * 500 + "\tWaktu\n" + ("1\tx" + "\tv" * 500 + "\t5 menit\n") * 180,
    "times without end": "1 s/d " * 33_000,
    "brackets": "x (" * 66_000,
    "one letter": "a" * 200_000,
    "blank": " " * 199_999 + "x",
    "rows of a table": "No\tKegiatan\tWaktu\n" + "1\tx\t5 menit\n" * 12_000,
    "rows of words": "No\tKegiatan\tWaktu\n" + "".join(f"{n}\tcatat {n}\t{n % 60} menit\n" for n in range(8_000)),
    "who": "petugas " * 24_999,
    "arrows": "a > " * 49_999,
    "lines of arrows": "a >\n" * 49_999,
    "flows": "A > B > C > D\n\n" * 13_000,
    "flows between lists": "".join(f"{n}. x\n\n{n}) A > B > C > D\n\n" for n in range(1, 4_900)),
    "lists of papers below a flow": "A > Verifikasi > Asesmen > D\n\n" + "1. KTP\n2. KK\n\n" * 2_400,
    "blanks within a line": "1. a" + " " * 190_000 + "b\n2. c",
    "quotes": "> " * 99_000 + "x",
    "conditions": "jika " * 39_999,
    "ways": "a. x b. " * 24_999,
    "jumps": "ke nomor 1 " * 18_000,
    "dashes": "- jika " * 28_000,
    "every": "setiap 1 bulan " * 13_000,
    "hours": "layanan 24 jam " * 13_000,
    "given back": "kembali kepada " * 13_000,
    "numbers that ran on": "A. x\n1. y\n" * 19_000,
    "emoji": "\N{SMILING FACE WITH SMILING EYES}" * 49_999,
    "another script": "\N{ARABIC LETTER BEH}" * 99_000,
}
LINES = {
    name: f"1. {WORST[name]}"
    for name in ("arrows", "conditions", "ways", "jumps", "dashes", "every", "hours", "given back")
}
WORST |= {
    f"{name} in steps": "\n".join(f"{number}. {words[:1_900]}" for number in range(1, 100))
    for name, words in LINES.items()
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_of_200_kilobytes_is_read_in_bounded_time(name):
    began = time.process_time()
    with suppress(NotImported):
        imported(WORST[name])
    assert time.process_time() - began < 10


def test_ten_thousand_steps_are_refused_in_a_sentence():
    with pytest.raises(NotImported, match=r"lebih dari 2\.000 langkah"):
        imported("\n".join(f"{number}. Langkah" for number in range(1, 10_001)))


def test_more_than_200_kilobytes_are_refused():
    with pytest.raises(NotImported, match="200 KB"):
        imported("1. kata\n" * 30_000)


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\x00\x01", "***\n---\n"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(NotImported, match="Belum ada teks"):
        imported(text)


def test_markup_within_a_step_stays_words():
    draft = imported("1. Menerima <script>alert(1)</script> tamu\n2. Mencatat {{ rahasia }}\n3. Melapor\n")
    assert draft.steps[0]["text"] == "Menerima <script>alert(1)</script> tamu"
    assert draft.steps[1]["text"] == "Mencatat {{ rahasia }}"


def test_scripts_of_a_copied_page_say_nothing():
    draft = imported("<ol><li>Menerima</li><li>Mencatat</li><script>3. alert(1)</script><li>Melapor</li></ol>")
    assert [step["text"] for step in draft.steps] == ["Menerima", "Mencatat", "Melapor"]


def test_letters_that_cannot_be_kept_are_dropped_and_said():
    draft = imported("1. Menerima\x00 \u202etamu\n2. Mencatat \ud800\n3. Melapor\u00ad\n")
    assert [step["text"] for step in draft.steps] == ["Menerima tamu", "Mencatat", "Melapor"]
    assert "strange_letters" in {doubt.code for doubt in draft.doubts}
    assert check_document(draft.document) == ()


def test_a_step_longer_than_a_field_is_cut_into_steps_and_loses_nothing():
    words = "kata " * 6_000
    draft = imported(f"1. {words}\n2. Mencatat\n")
    assert "".join(step["text"] for step in draft.steps).replace(" ", "") == (words + "Mencatat").replace(" ", "")
    assert check_document(draft.document) == ()


@pytest.mark.parametrize("raw", [b"PK\x03\x04rest", b"%PDF-1.7", b"{\\rtf1 x}", b"\xd0\xcf\x11\xe0", b"a\x00b"])
def test_a_file_that_is_no_text_is_refused(raw):
    with pytest.raises(NotImported, match="bukan teks"):
        decoded(raw)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_files_are_read_in_the_letters_they_were_saved_in(name):
    assert imported("1. Menerima “tamu”\n2. Mencatat\n".encode(name)).steps[0]["text"] == "Menerima “tamu”"
