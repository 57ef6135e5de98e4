"""An SOP written as YAML reads back as the very same document, whatever words it holds."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.inspecting import catalogue
from sop_library.loading import read, with_order
from sop_library.writing import NotPlain, TooLarge, to_yaml
from tests.sop_library.generated import documents
from tests.sop_library.sheets import outcome, sheet, step

ODD_WORDS = (
    "no",
    "Yes",
    "on",
    "null",
    "~",
    "=",
    "<<",
    "12",
    "0o17",
    "0x1F",
    "1_000",
    "1:30",
    "3.14",
    "2026-11-22",
    "- daftar",
    "# bukan komentar",
    "kunci: nilai",
    "{bukan, kelompok}",
    "“kutip” 'tunggal' \"ganda\"",
    " di depan",
    "di belakang ",
    "baris satu\n\n  baris menjorok\nbaris akhir\n",
    "\n\nkosong dulu",
    "tab\tdi tengah\n\tdi depan",
    "pemisah\u2028baris\u0085lain\u00a0rapat",
    "%persen & *bintang !seru |pipa >lebih @at `balik`",
    "kata " * 60 + "kata",
    "dua  spasi " * 30 + "akhir",
    "한국어 中文 हिन्दी עברית العربية 🙂",
)
WORDS = st.one_of(
    st.sampled_from(ODD_WORDS),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=200),
    st.text("ab \n\t:#-'\"", min_size=1, max_size=200),
)


@pytest.mark.parametrize("key", catalogue())
def test_every_sop_of_the_catalogue_is_written_and_read_back_equal(key: str) -> None:
    document = read(catalogue()[key]).document
    assert document is not None
    again = read(to_yaml(document))
    assert again.faults == ()
    assert again.document == document
    assert to_yaml(again.document or {}) == to_yaml(document)


@settings(max_examples=150, deadline=None)
@given(words=st.lists(WORDS, min_size=6, max_size=6))
def test_whatever_the_words_are_they_come_back(words: list[str]) -> None:
    text, name, mark, cell, label, ending = words
    document = sheet(
        step("a", text=text, marks={mark: cell}, outcomes=[outcome("x", {"end": ending}), outcome("y", "end")]),
        title=name,
        related=cell,
        headings=words,
        lanes={"petugas": {"label": label}},
    )
    again = read(to_yaml(document))
    assert again.document == with_order(document)
    assert [fault.code for fault in again.faults if fault.code not in ("too_short", "too_long", "character")] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
def test_a_whole_sop_comes_back(document: dict[str, Any]) -> None:
    assert read(to_yaml(document)).document == document


def test_lanes_keep_their_order_and_it_is_written_only_where_it_is_not_their_place() -> None:
    lanes = {"b": {"label": "B", "order": 2}, "a": {"label": "A", "order": 1}, "c": {"label": "C", "order": 9}}
    document: dict[str, Any] = sheet(step("x", lanes={"any_of": ["a"]}), lanes=lanes)
    text = to_yaml(document)
    assert text.index("a: {label: A}") < text.index("b: {label: B}") < text.index("c: {order: 9, label: C}")
    assert (read(text).document or {})["lanes"] == lanes


def test_fields_stand_in_the_order_of_the_schema_and_unknown_ones_after_them() -> None:
    row = {"baru": 1, "lanes": "unsaid", "text": "T", "key": "a", "name": "A", "step": "1"}
    text = to_yaml({"steps": [row], "aneh": [], "format": "rangkul-sop/1"})
    assert text.splitlines()[:8] == [
        "format: rangkul-sop/1",
        "steps:",
        "- step: '1'",
        "  key: a",
        "  name: A",
        "  text: T",
        "  lanes: unsaid",
        "  baru: 1",
    ]
    assert text.splitlines()[8:] == ["aneh: []"]


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(TooLarge):
        to_yaml(sheet(step("a"), related="x" * 1_000_001))
    for odd in (1.5, b"x", object()):
        with pytest.raises(NotPlain):
            to_yaml({"related": odd})
