"""Two SOPs held against each other: what was added, removed, moved and changed, and nothing else."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_library.comparing.differing import by_key, differences
from sop_library.comparing.telling import told
from sop_library.comparing.wording import worded
from sop_library.inspecting import catalogue
from sop_library.loading import load
from tests.sop_library.generated import documents

KEYS = sorted(catalogue())


def shipped(key: str) -> dict[str, Any]:
    return deepcopy(dict(load(catalogue()[key], name=key).document))


NUNUKAN = shipped("nunukan/intervensi-krisis")


@pytest.fixture
def newer() -> dict[str, Any]:
    return deepcopy(NUNUKAN)


def kinds(before: Any, after: Any) -> dict[str, tuple[str, ...]]:
    return {entry.key: entry.kinds for entry in differences(before, after).steps}


def test_one_word_of_a_step_is_one_change(newer):
    newer["steps"][2]["text"] = "Menerima tindak lanjut dan merekomendasikan korban"
    found = differences(NUNUKAN, newer)
    assert [(entry.key, entry.kinds) for entry in found.steps] == [(NUNUKAN["steps"][2]["key"], ("changed",))]
    assert [change.field for change in found.steps[0].changes] == ["text"]
    assert found.boxes == ()
    assert found.marks == {NUNUKAN["steps"][2]["key"]: "changed"}


def test_a_step_moved_far_is_the_only_one_that_moved(newer):
    newer["steps"].append(newer["steps"].pop(0))
    assert kinds(NUNUKAN, newer) == {NUNUKAN["steps"][0]["key"]: ("moved",)}


def test_what_is_gone_stands_where_it_stood_and_what_is_new_where_it_stands(newer):
    gone = newer["steps"].pop(3)
    newer["steps"].insert(9, {"key": "baru", "name": "Baru", "text": "Menghubungi keluarga", "lanes": "unsaid"})
    found = differences(NUNUKAN, newer)
    assert [(entry.key, entry.kinds) for entry in found.steps] == [(gone["key"], ("removed",)), ("baru", ("added",))]


def test_a_name_that_begins_the_text_is_told_with_it(newer):
    step = newer["steps"][4]
    before = deepcopy(newer)
    before["steps"][4] |= {"name": "Menghubungi keluarga", "text": "Menghubungi keluarga."}
    step |= {"name": "Menghubungi wali", "text": "Menghubungi wali."}
    assert [row.field for row in told(differences(before, newer), before, newer)] == ["Kegiatan"]
    step |= {"name": "Panggilan kepada wali", "text": "Menghubungi wali."}
    assert [row.field for row in told(differences(before, newer), before, newer)] == ["Nama", "Kegiatan"]


def test_a_renamed_step_is_suggested_and_never_taken_for_certain(newer):
    newer["steps"][4]["key"] = "nama-lain"
    found = differences(NUNUKAN, newer)
    assert {entry.kinds for entry in found.steps} == {("added",), ("removed",)}
    assert [(pair.before, pair.after) for pair in found.renamed] == [(NUNUKAN["steps"][4]["key"], "nama-lain")]
    assert found.renamed[0].ratio == 1


def test_lanes_doors_and_boxes_are_told_apart(newer):
    first = next(iter(newer["lanes"]))
    newer["lanes"][first]["label"] = "Petugas Depan"
    newer["title"] = "Judul baru"
    found = differences(NUNUKAN, newer)
    assert [(entry.part, entry.key) for entry in found.entries] == [("lanes", first)]
    assert [change.field for change in found.boxes] == ["title"]


def test_the_rows_say_what_changed_as_a_clerk_would(newer):
    newer["steps"][0]["time"] = {"printed": "30-90 menit", "kind": "range", "from": "PT30M", "to": "PT90M"}
    newer["steps"][0]["lanes"] = "unsaid"
    rows = told(differences(NUNUKAN, newer), NUNUKAN, newer)
    said = {row.field: "".join(f"<{piece.kind}:{piece.words}>" for piece in row.pieces) for row in rows}
    assert {row.where for row in rows} == {"1"}
    assert said["Waktu"] == "<gone:5><new:30-90><same: menit>"
    assert said["Pelaksana"].endswith("<new:belum ditetapkan>")


def test_words_that_only_stand_otherwise_are_told_by_their_beginning(newer):
    newer["narrative"] = [{"number": "1", "text": "Kata " * 80, "steps": ["a"]}]
    before = {**newer, "narrative": [{**newer["narrative"][0], "steps": ["b"]}]}
    (row,) = told(differences(before, newer), before, newer)
    assert (row.note, len(row.pieces)) == ("diatur ulang", 1)
    assert row.pieces[0].words.endswith("Kata \N{HORIZONTAL ELLIPSIS}")
    assert len(row.pieces[0].words) <= 160


@pytest.mark.parametrize("key", KEYS)
def test_an_sop_of_the_catalogue_differs_from_itself_in_nothing(key):
    assert not differences(shipped(key), shipped(key))


@pytest.mark.parametrize("key", KEYS)
def test_any_two_sops_can_be_told_apart_in_words(key):
    other = shipped(key)
    rows = told(differences(NUNUKAN, other), NUNUKAN, other)
    assert bool(rows) == (key != "nunukan/intervensi-krisis")
    assert all(row.field and (row.pieces or row.note) for row in rows)


@given(documents(), documents())
@settings(max_examples=25, deadline=None)
def test_only_equal_documents_differ_in_nothing(a, b):
    assert bool(differences(a, b)) == (a != b and _told_apart(a, b))
    assert not differences(a, deepcopy(a))


def _told_apart(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """The `order` of a lane is its place among the others, not a word of it."""
    plain = [deepcopy(a), deepcopy(b)]
    for one in plain:
        for part in ("lanes", "doors", "forms"):
            one[part] = [(key, {**entry, "order": 0}) for key, entry in by_key(one.get(part)).items()]
    return plain[0] != plain[1]


@given(documents(), documents())
@settings(max_examples=25, deadline=None)
def test_every_key_is_accounted_for_once(a, b):
    found = {entry.key: entry for entry in differences(a, b).steps}
    old, new = by_key(a["steps"]), by_key(b["steps"])
    assert {key for key, entry in found.items() if entry.before is None} == set(new) - set(old)
    assert {key for key, entry in found.items() if entry.after is None} == set(old) - set(new)
    kept = [key for key in new if key in old and "moved" not in getattr(found.get(key), "kinds", ())]
    assert kept == [key for key in old if key in kept]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["key", "text", "time", "x"]), inner),
    max_leaves=12,
)


@given(*[st.fixed_dictionaries({}, optional=dict.fromkeys(("steps", "lanes", "doors", "title"), JUNK))] * 2)
@settings(max_examples=25, deadline=None)
def test_a_draft_in_any_shape_is_told_and_never_raises(a, b):
    told(differences(a, b), a, b)
    assert bool(differences(a, b)) or a == b or _told_apart(_plain(a), _plain(b)) is False


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in document.items() if value not in ({}, [], None)}


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=25, deadline=None)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = worded(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == after


def test_a_very_long_text_is_told_as_a_whole_in_bounded_time():
    before, after = ("a b " * 20_000, "b c " * 20_000)
    assert [piece.kind for piece in worded(before, after)] == ["gone", "new", "same"]
