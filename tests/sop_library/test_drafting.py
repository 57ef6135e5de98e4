"""Changing a draft's document: a change and what takes it back leave it as it was, two that don't touch may come in any
order, and nothing names what is gone.
"""

from collections.abc import Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sop_library.drafting.applying import apply, overlap, touches
from sop_library.drafting.changes import (
    AddPart,
    AddStep,
    Back,
    Change,
    MovePart,
    MoveStep,
    RemovePart,
    RemoveStep,
    SetField,
    SplitStep,
    Together,
    from_json,
    to_json,
)
from sop_library.drafting.compiling import part_at, path_of
from sop_library.drafting.refusing import SENTENCES, ChangeRefused
from sop_library.drafting.settling import blank, settled
from sop_library.loading import check_document, read
from tests.sop_library.sheets import sheet, step

DOCUMENTS = {
    entry.name + "/" + one.name: settled(read(one.read_bytes()).document or {})
    for entry in files("sop_library").joinpath("catalogue").iterdir()
    if entry.is_dir()
    for one in entry.iterdir()
    if one.name.endswith(".yaml") and not one.name.startswith("_")
}
LANGSUNG = DOCUMENTS["salatiga/pengaduan-langsung.yaml"]
WORDS = st.text(alphabet="abc é日", min_size=1, max_size=8)
NEW_KEYS = st.integers(0, 99).map(lambda number: f"baru-{number}")


def step_keys(document: Mapping[str, Any]) -> list[str]:
    return [step["key"] for step in document["steps"]]


def new_step(key: str, words: str) -> dict[str, Any]:
    return {"key": key, "name": words, "text": words, "lanes": "unsaid"}


@st.composite
def changes(draw: st.DrawFn, document: Mapping[str, Any]) -> Change:
    """Any change that could be made to the document, most of them fitting."""
    step, other, lane = (st.sampled_from(found) for found in (step_keys(document),) * 2 + (list(document["lanes"]),))
    outcomes = [f"{one['key']}/{way['key']}" for one in document["steps"] for way in one.get("outcomes", ())]
    outcome = st.sampled_from(outcomes) if outcomes else st.nothing()
    after = step | st.just("")
    made: Change = draw(
        st.one_of(
            st.builds(SetField, step.map("step:{}".format), st.sampled_from(["text", "note"]), WORDS | st.none()),
            st.builds(SetField, step.map("step:{}".format), st.just("lanes"), lane.map(lambda one: {"any_of": [one]})),
            st.builds(SetField, st.just("header"), st.sampled_from(["number", "unit"]), WORDS | st.none()),
            st.builds(SetField, st.just("sop"), st.sampled_from(["note", "regency"]), st.none() | st.just("33.73")),
            st.builds(lambda key, words: SetField(f"lane:{key}", "label", words), lane, WORDS),
            st.builds(AddStep, after, st.builds(new_step, NEW_KEYS, WORDS)),
            st.builds(MoveStep, step, after),
            st.builds(RemoveStep, step, other | st.just("")),
            st.builds(SplitStep, step, WORDS.map(lambda one: {"name": one}), st.builds(new_step, NEW_KEYS, WORDS)),
            st.builds(AddPart, NEW_KEYS.map("lane:{}".format), WORDS.map(lambda one: {"label": one}), lane),
            st.builds(AddPart, NEW_KEYS.map("door:{}".format), step.map(lambda one: {"label": "x", "starts": one})),
            st.builds(
                AddPart,
                st.builds("outcome:{}/{}".format, step, NEW_KEYS),
                WORDS.map(lambda one: {"label": one, "then": "end"}),
            ),
            st.builds(MovePart, lane.map("lane:{}".format), lane),
            st.builds(RemovePart, lane.map("lane:{}".format), lane | st.just("")),
            st.builds(RemovePart, st.sampled_from(list(document["doors"])).map("door:{}".format)),
            st.builds(RemovePart, outcome.map("outcome:{}".format)),
        )
    )
    return made


ANY_DOCUMENT = st.sampled_from(sorted(DOCUMENTS)).map(DOCUMENTS.__getitem__)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_change_and_what_takes_it_back_leave_the_document_as_it_was(data: st.DataObject) -> None:
    document = data.draw(ANY_DOCUMENT)
    before = to_text(document)
    change = from_json(to_json(data.draw(changes(document))))
    try:
        made, inverse = apply(document, change)
    except ChangeRefused:
        assert to_text(document) == before
        return
    assert to_text(document) == before
    assert made == settled(made)
    back, again = apply(made, from_json(to_json(inverse)))
    assert back == document
    assert apply(back, again)[0] == made


def to_text(document: object) -> str:
    return repr(document)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_two_changes_that_do_not_touch_may_come_in_any_order(data: st.DataObject) -> None:
    document = data.draw(ANY_DOCUMENT)
    one, two = data.draw(changes(document)), data.draw(changes(document))
    try:
        first, one_back = apply(document, one)
        second, two_back = apply(document, two)
    except ChangeRefused:
        assume(False)
    assume(not overlap(touches(one_back), touches(two_back)))
    assume(not anchors(document, one) & anchors(document, two))
    assert apply(first, two)[0] == apply(second, one)[0]


def test_splitting_a_step_touches_how_it_ends_also_where_that_is_not_said() -> None:
    document = settled(sheet(step("a"), step("b")))
    _made, split = apply(document, SplitStep("a", {"name": "Dulu"}, new_step("baru", "Lalu")))
    _made, added = apply(document, AddPart("outcome:a/x", {"label": "X", "then": "end"}))
    _made, led = apply(document, SetField("step:a", "then", "end"))
    assert overlap(touches(split), touches(added))
    assert overlap(touches(split), touches(led))


def anchors(document: Mapping[str, Any], change: Change) -> frozenset[str]:
    """The rows a change puts something after, or takes away: their order is not each one's own affair."""
    match change:
        case AddStep(after, _) | MoveStep(_, after) | MovePart(_, after) | AddPart(_, _, after):
            moved = change.key if isinstance(change, MoveStep) else ""
            moved = change.part.partition(":")[2] if isinstance(change, MovePart) else moved
            return frozenset({after or "·first", moved or "·none"} - {"·none"})
        case RemoveStep(key, rewire):
            return frozenset({key, rewire, *neighbours(document, key)} - {""})
        case SplitStep(key, _, _):
            return frozenset({key})
        case RemovePart(part, instead):
            return frozenset({part.partition(":")[2], instead, "·lanes"} - {""})
        case SetField(part, "lanes", value):
            return frozenset({part, *value["any_of"], "·lanes"})
        case _:
            return frozenset()


def neighbours(document: Mapping[str, Any], key: str) -> set[str]:
    return {one for pair in pairwise(step_keys(document)) if key in pair for one in pair} | {"·first"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_names_a_step_or_a_lane_that_is_gone(data: st.DataObject) -> None:
    document = data.draw(ANY_DOCUMENT)
    keys, lanes = st.sampled_from(step_keys(document)), st.sampled_from(list(document["lanes"]))
    change = data.draw(
        st.builds(RemoveStep, keys, keys | st.just(""))
        | st.builds(RemovePart, lanes.map("lane:{}".format), lanes)
        | st.builds(SplitStep, keys, st.just({}), st.just(new_step("kedua", "Kedua")))
    )
    try:
        made, _back = apply(document, change)
    except ChangeRefused:
        assume(False)
    names = {"target_unknown", "step_unknown", "lane_unknown", "starts_nothing", "branch_without_target"}
    there = {fault.code for fault in check_document(made)} & names
    assert there <= {fault.code for fault in check_document(document)}


def test_a_step_added_between_two_is_on_the_way_and_removed_again_is_not() -> None:
    (before, after), there = step_keys(LANGSUNG)[:2], step_keys(LANGSUNG)
    by_name, _back = apply(LANGSUNG, SetField(f"step:{before}", "then", after))
    made, _back = apply(by_name, AddStep(before, new_step("baru", "Baru")))
    assert step_keys(made)[there.index(before) + 1] == "baru"
    assert next(one for one in made["steps"] if one["key"] == before)["then"] == "baru"
    gone, _back = apply(made, RemoveStep("baru"))
    assert next(one for one in gone["steps"] if one["key"] == before)["then"] == after


def test_a_split_step_is_reached_at_its_first_half_and_ends_with_its_second() -> None:
    whole = next(one for one in LANGSUNG["steps"] if one["key"] == "wilayah")
    made, _back = apply(LANGSUNG, SplitStep("wilayah", {"name": "Baca"}, {"key": "putus", "name": "P", "text": "P"}))
    first, second = (one for one in made["steps"] if one["key"] in ("wilayah", "putus"))
    assert "outcomes" not in first
    assert "marks" not in first
    assert (second["outcomes"], second["lanes"]) == (whole["outcomes"], whole["lanes"])
    assert "outcomes" in next(one for one in LANGSUNG["steps"] if one["key"] == "wilayah")


def test_a_lane_that_works_goes_only_where_another_stands_in() -> None:
    with pytest.raises(ChangeRefused, match="lane_needed"):
        apply(LANGSUNG, RemovePart("lane:resepsionis"))
    made, _back = apply(LANGSUNG, RemovePart("lane:resepsionis", "analis"))
    assert not any("resepsionis" in to_text(step.get("lanes")) for step in made["steps"])
    assert check_document(made) == ()
    assert [lane["order"] for lane in made["lanes"].values()] == list(range(1, len(made["lanes"]) + 1))


def test_other_lanes_of_a_step_take_its_printed_marks_away() -> None:
    key = next(step["key"] for step in LANGSUNG["steps"] if step.get("marks"))
    made, _back = apply(LANGSUNG, SetField(f"step:{key}", "lanes", {"any_of": ["analis"]}))
    assert "marks" not in next(step for step in made["steps"] if step["key"] == key)


def test_several_changes_together_are_one_or_none() -> None:
    both = Together((SetField("door:datang", "label", "Datang"), SetField("header", "number", "5")))
    made, back = apply(LANGSUNG, from_json(to_json(both)))
    assert (made["doors"]["datang"]["label"], made["header"]["number"]) == ("Datang", "5")
    assert apply(made, back)[0] == LANGSUNG
    with pytest.raises(ChangeRefused):
        apply(LANGSUNG, Together((SetField("header", "number", "5"), RemoveStep("tidak-ada"))))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (SetField("step:tidak-ada", "text", "x"), "part_gone"),
        (SetField("kata:x", "text", "x"), "part_unknown"),
        (SetField("sop", "steps", []), "field_unknown"),
        (SetField("step:wilayah", "key", "lain"), "field_unknown"),
        (SetField("lane:analis", "warna", "x"), "field_unknown"),
        (SetField("outcome:wilayah/tidak-ada", "label", "x"), "part_gone"),
        (AddStep("", {"key": "Tidak Boleh", "name": "x"}), "not_a_key"),
        (AddStep("", {"key": "wilayah", "name": "x"}), "key_taken"),
        (AddStep("tidak-ada", {"key": "baru", "name": "x"}), "part_gone"),
        (AddStep("", {"key": "baru", "warna": "x"}), "field_unknown"),
        (MoveStep("wilayah", "wilayah"), "next_to_itself"),
        (RemoveStep("wilayah", "wilayah"), "next_to_itself"),
        (RemoveStep("wilayah", "tidak-ada"), "part_gone"),
        (AddPart("header", {}), "part_unknown"),
        (RemovePart("lane:analis", "tidak-ada"), "part_gone"),
        (SetField("step:wilayah", "text", float("nan")), "not_a_change"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_a_sentence(change: Change, code: str) -> None:
    with pytest.raises(ChangeRefused, match=code) as told:
        apply(LANGSUNG, change)
    assert told.value.code in SENTENCES
    assert "%(" not in told.value.sentence


@pytest.mark.parametrize(
    "data", [{}, {"do": "x"}, {"do": "set"}, {"do": "set", "part": 1, "field": "a", "value": 1}, {"do": "add_step",
    "after": "", "step": []}, {"do": "back", "moves": [{"do": "put"}]}, {"do": "together"}],
)  # fmt: skip
def test_what_is_no_change_is_not_read_as_one(data: dict[str, Any]) -> None:
    with pytest.raises(ChangeRefused, match="not_a_change"):
        from_json(data)


def test_an_sop_nobody_has_written_yet_takes_its_first_lane_step_and_door() -> None:
    document = settled(
        blank(sop="salatiga/baru", name="Baru", service="baru", regency="33.73", source="Tulisan kantor")
    )
    for change in (
        AddPart("lane:penerima", {"label": "Penerima"}),
        AddStep("", {"key": "terima", "name": "Terima", "text": "Terima tamu", "lanes": {"any_of": ["penerima"]}}),
        AddPart("door:datang", {"label": "Datang", "starts": "terima"}),
    ):
        document, _back = apply(document, change)
    assert check_document(document) == ()


def test_rows_of_a_file_that_lack_a_key_or_share_one_get_their_own() -> None:
    made = settled({"steps": [{"text": "Terima tamu"}, {"key": "a"}, {"key": "a"}]})
    assert step_keys(made) == ["terima-tamu", "a", "a-2"]
    for odd in ({"steps": 5}, {"steps": ["x"]}, {"lanes": []}, {"lanes": {"x": 1}}):
        with pytest.raises(ChangeRefused, match="misshapen"):
            settled(odd)


@pytest.mark.parametrize("part", ["sop", "header", "step:a", "lane:a", "outcome:a/b", "limit:a", "interrupt:a"])
def test_a_part_and_its_place_name_each_other(part: str) -> None:
    assert part_at(path_of(part)) == part


def test_back_is_nothing_for_nothing() -> None:
    assert apply(LANGSUNG, Back()) == (LANGSUNG, Back())
