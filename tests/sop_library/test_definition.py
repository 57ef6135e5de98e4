import json
from dataclasses import FrozenInstanceError

import pytest

from sop_library.definition import bind, content_hash, parse, to_document
from sop_library.parsing import slug
from sop_library.parts import Lane, Then
from tests.sop_library.sheets import outcome, sheet, sop, step

DECIDING = [
    step("a", outcomes=[outcome("x", ["c", "next"]), outcome("y", {"end": "selesai"}), outcome("z", "a")]),
    step("b", kind="rule"),
    step("c"),
]


def test_steps_are_found_by_key_and_in_the_order_of_the_sheet() -> None:
    definition = sop(*DECIDING)
    assert definition.step("c").name == "C"
    assert definition.position == {"a": 0, "b": 1, "c": 2}
    following = definition.following("b")
    assert following is not None
    assert following.key == "c"
    assert definition.following("c") is None
    with pytest.raises(KeyError):
        definition.step("z")


def test_a_definition_knows_what_leads_where() -> None:
    definition = sop(*DECIDING)
    assert definition.leads_to == {"a": ("c", "b", "a"), "b": ("c",), "c": ()}
    assert definition.leading_here == {"a": ("a",), "b": ("a",), "c": ("a", "b")}


def test_a_step_that_may_be_passed_by_also_leads_on_by_its_then() -> None:
    definition = sop(step("a", optional=True, outcomes=[outcome("x", "c")]), step("b"), step("c"))
    assert definition.leads_to["a"] == ("c", "b")


def test_coming_to_a_step_means_going_forward() -> None:
    definition = sop(step("a", then="c"), step("b"), step("c", outcomes=[outcome("x"), outcome("y", "b")]), step("d"))
    assert definition.comes_to("a", "d")
    assert not definition.comes_to("a", "b"), "only by going back from c"
    assert not definition.comes_to("d", "c")


def test_lanes_are_resolved_down_to_those_that_make_them_up() -> None:
    lanes = {
        "tim": {"label": "Tim", "made_of": ["bidang", "analis"]},
        "bidang": {"label": "Bidang", "made_of": ["kpa", "pug"]},
        "analis": {"label": "Analis"},
        "kpa": {"label": "KPA"},
        "pug": {"label": "PUG"},
        "pelapor": {"label": "Pelapor", "outside": True},
    }
    definition = sop(
        step("a", lanes={"any_of": ["tim"]}),
        step("b", lanes={"any_of": ["pelapor"]}),
        step("c", lanes={"any_of": ["pelapor", "analis"]}),
        step("d", lanes={"any_of": ["analis"]}, decides="kpa"),
        step("e", lanes="unsaid"),
        lanes=lanes,
    )
    assert definition.lanes_of(definition.step("a")) == {"tim", "bidang", "analis", "kpa", "pug"}
    assert definition.lanes_of(definition.step("b")) == {"tim", "bidang", "analis", "kpa", "pug"}
    assert definition.lanes_of(definition.step("c")) == {"analis"}
    assert definition.lanes_of(definition.step("d")) == {"analis", "kpa"}
    assert definition.lanes_of(definition.step("e")) == frozenset()
    assert definition.step("e").unsaid


def test_the_office_binds_a_lane_to_a_step_whose_source_names_none() -> None:
    definition = sop(step("a", lanes="unsaid"), step("b"))
    bound = bind(definition, steps={"a": ["jaga"], "b": ["ketua"]}, lanes=[Lane("jaga", "Petugas jaga", "Jaga")])
    assert bound.step("a").lanes == ("jaga",)
    assert bound.step("b").lanes == ("petugas",), "what the source says stays"
    assert definition.step("a").lanes == ()
    assert bound.document is definition.document
    assert bound.lanes_of(bound.step("a")) == {"jaga"}


@pytest.mark.parametrize("steps", [{"z": ["petugas"]}, {"a": ["jaga"]}])
def test_an_unknown_step_or_lane_cannot_be_bound(steps: dict[str, list[str]]) -> None:
    with pytest.raises(KeyError):
        bind(sop(step("a", lanes="unsaid")), steps=steps)


def test_lanes_doors_and_forms_stand_in_their_order_whatever_the_storage_made_of_it() -> None:
    lanes = {"b": {"label": "B", "order": 2}, "a": {"label": "A", "order": 1}, "c": {"label": "C", "order": 3}}
    assert list(sop(step("s", lanes={"any_of": ["a"]}), lanes=lanes).lanes) == ["a", "b", "c"]


def test_a_requirement_is_called_by_its_form_its_fact_or_its_words() -> None:
    needs = [
        {"document": "Surat Rujukan (*jika ada)"},
        {"form": "f1"},
        {"fact": "victim.child"},
        {"any_of": [{"document": "KTP"}, {"document": "KK"}]},
        {"document": "Surat tugas", "key": "tugas", "label": "Surat tugas dinas"},
    ]
    found = sop(step("a", needs=needs), forms={"f1": {"label": "Formulir 1"}}).step("a").needs
    assert [(need.key, need.label) for need in found] == [
        ("surat-rujukan-jika-ada", "Surat Rujukan (*jika ada)"),
        ("f1", "Formulir 1"),
        ("victim.child", "Korban anak"),
        ("ktp-kk", "KTP / KK"),
        ("tugas", "Surat tugas dinas"),
    ]
    assert slug("…") == "tanpa-nama"


def test_a_step_of_kind_end_ends_unless_it_says_else() -> None:
    assert sop(step("a", kind="end")).step("a").then == Then("end")
    assert sop(step("a", kind="end", then="next")).step("a").then == Then("steps", ("next",))


def test_the_hash_names_the_content_and_not_the_order_it_was_stored_in() -> None:
    document = sheet(step("a"))
    shuffled = json.loads(json.dumps(dict(reversed(document.items()))))
    assert content_hash(document) == content_hash(shuffled)
    assert content_hash(document) != content_hash(sheet(step("a", text="Kerjakan A")))
    assert len(content_hash(document)) == 64


def test_the_documents_copy_may_be_changed_and_the_definition_not() -> None:
    definition = parse(sheet(step("a")))
    copy = to_document(definition)
    assert parse(copy).steps == definition.steps
    copy["steps"][0]["key"] = "lain"
    assert definition.document["steps"][0]["key"] == "a"
    with pytest.raises(FrozenInstanceError):
        definition.step("a").key = "lain"  # type: ignore[misc]
