"""A walk works a case to its end by itself: it signs, opens gates, answers what is asked, finishes sub-SOPs."""

from typing import Any

import pytest

from sop_library import walking
from sop_library.definition import Definition
from sop_library.engine.events import Complete, FactChanged, GoBack, Override, Sign, SubFinished
from sop_library.walking import Path, Stride, WalkStuck, paths, walk
from tests.sop_library.sheets import Walked, at, office, outcome, sop, step

CONSENT = {"when": {"fact": "consent.service", "is": True}, "words": "belum setuju."}
SUB = {"key": "s", "label": "S", "service": "s"}


def walked(definition: Definition, **how: Any) -> list[Stride]:
    return list(walk(definition, start=at("2026-03-02 09:00"), calendar=office(), **how))


def events(strides: list[Stride]) -> list[str]:
    return [type(stride.event).__name__ for stride in strides]


def test_there_is_a_path_for_every_outcome_with_the_choices_that_lead_there() -> None:
    definition = sop(
        step("a", outcomes=[outcome("x", "b"), outcome("y", "end")]),
        step("b"),
        step("c", outcomes=[outcome("u", "a"), outcome("v")]),
        step("d"),
    )
    assert paths(definition) == (
        Path("datang", (("a", "x"),), "a", "x"),
        Path("datang", (("a", "y"),), "a", "y"),
        Path("datang", (("a", "x"), ("c", "u")), "c", "u"),
        Path("datang", (("a", "x"), ("c", "v")), "c", "v"),
    )


def test_an_sop_without_outcomes_has_a_path_for_each_door() -> None:
    doors = {"a": {"label": "A", "starts": "x"}, "b": {"label": "B", "starts": "y"}}
    assert [path.door for path in paths(sop(step("x"), step("y"), doors=doors))] == ["a", "b"]


def test_a_walk_brings_facts_documents_signatures_and_sub_sops() -> None:
    definition = sop(
        step("a", records=["risk", "victim.count", "victim.residence", "incident.kinds", "door", "consent.record"]),
        step("b", needs=[{"fact": "crisis"}, {"document": "Surat", "when": {"fact": "victim.child", "is": True}}]),
        step("c", gate=CONSENT),
        step("d", applies_when={"fact": "victim.disability", "is": True}),
        step("e", kind="sub_sop", sub=[SUB]),
        step("f", kind="sub_sop", sub=[SUB, {**SUB, "key": "t"}]),
        step("g", lanes={"all_of": ["petugas", "ketua", "pelapor"]}),
    )
    strides = walked(definition)
    state = strides[-1].state
    assert state.ended is not None
    assert {one.status for one in state.passes} == {"done"}
    assert events(strides) == [
        "Enter",
        "Complete",
        "Complete",
        "FactChanged",
        "Complete",
        "FactChanged",
        "Complete",
        "SubFinished",
        "Complete",
        "SubFinished",
        "Sign",
        "Sign",
        "Sign",
        "Complete",
    ]


def test_a_walk_signs_for_a_quorum() -> None:
    lanes: dict[str, Any] = {key: {"label": key} for key in ("a", "b", "c")}
    lanes["tim"] = {"label": "Tim", "made_of": ["a", "b", "c"], "quorum": 2}
    strides = walked(sop(step("rapat", lanes={"any_of": ["tim"]}), lanes=lanes))
    assert [type(stride.event) for stride in strides[1:]] == [Sign, Sign, Complete]


def test_a_walk_changes_a_fact_that_holds_a_gate_shut_or_overrides_it() -> None:
    crisis = {"fact": "crisis", "is": True}
    definition = sop(step("a", applies_when=crisis), step("b", gate={"when": {"not": crisis}, "words": "x"}))
    changed = [stride.event for stride in walked(definition) if isinstance(stride.event, FactChanged)]
    assert [dict(event.facts) for event in changed] == [{"crisis": True}, {"crisis": False}]
    never = {"all": [crisis, {"not": crisis}]}
    shut = sop(step("a", gate={"when": never, "words": "x", "override": "ketua"}))
    assert any(isinstance(stride.event, Override) for stride in walked(shut))


CHILD = {"fact": "victim.child", "is": True}
DOORS = {key: {"label": key.title(), "starts": "a", "channel": key} for key in ("datang", "surat")}


@pytest.mark.parametrize("fact", ["door", "channel"])
@pytest.mark.parametrize("where", ["gate", "applies"])
def test_no_walk_comes_by_another_door_because_a_gate_is_shut(fact: str, where: str) -> None:
    when = {"fact": fact, "is": "surat"}
    shut = sop(step("a"), step("b", gate={"when": when, "words": "x"}), doors=DOORS)
    assert walked(shut, door="surat")[-1].state.ended is not None
    with pytest.raises(WalkStuck) as stuck:
        walked(shut, door="datang")
    assert stuck.value.otherwise == {}
    unsaid = {"datang": {"label": "Datang", "starts": "a"}}
    asked = {"applies_when": when} if where == "applies" else {"gate": {"when": when, "words": "x"}}
    if fact == "channel":
        with pytest.raises(WalkStuck):
            walked(sop(step("a", **asked), doors=unsaid))


def test_no_child_grows_up_because_a_gate_is_shut_and_which_case_would_pass_is_said() -> None:
    shut = {"gate": {"when": {"not": CHILD}, "words": "x"}}
    definition = sop(step("a", applies_when=CHILD), step("b", **shut))
    with pytest.raises(WalkStuck) as stuck:
        walked(definition)
    assert stuck.value.otherwise == {"victim.child": False}
    assert walked(definition, facts=stuck.value.otherwise)[-1].state.ended is not None
    both = sop(step("a", gate={"when": CHILD, "words": "x"}), step("b", **shut))
    with pytest.raises(WalkStuck) as never:
        walked(both, facts={"victim.child": False})
    assert never.value.otherwise == {}


def test_a_walk_that_can_do_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "_LONGEST", 50)
    never = {"all": [{"fact": "crisis", "is": True}, {"fact": "crisis", "is": False}]}
    with pytest.raises(WalkStuck, match="gate"):
        walked(sop(step("a", gate={"when": never, "words": "x"})))
    with pytest.raises(WalkStuck, match="did not end"):
        walked(sop(step("a", then="a")))


def test_a_walk_enters_by_a_door_with_what_the_door_requires() -> None:
    gate = {"when": {"fact": "crisis", "is": True}, "words": "x"}
    doors = {"krisis": {"label": "K", "starts": "a", "requires": gate}}
    assert walked(sop(step("a"), doors=doors), door="krisis")[0].state.facts["crisis"] is True


def test_a_walk_takes_a_case_up_where_it_stands() -> None:
    definition = sop(step("a"), step("b", kind="sub_sop", sub=[SUB]), step("c"))
    case = Walked(definition).do("a")
    strides = walked(definition, state=case.state)
    assert isinstance(strides[0].event, SubFinished)
    assert strides[-1].state.ended is not None
    assert walked(definition, state=strides[-1].state) == []


def test_a_walk_leaves_a_loop_by_the_outcome_nearest_to_an_end() -> None:
    definition = sop(
        step("a", outcomes=[outcome("ulang", "a"), outcome("lanjut")]),
        step("b", outcomes=[outcome("kembali", "a"), outcome("lagi", "b"), outcome("sudah", {"end": "cukup"})]),
    )
    case = Walked(definition).do("a", "lanjut")
    case.tell(GoBack(step="a", by="ani", lanes=frozenset({"petugas"}), reason="x"))
    strides = walked(definition, state=case.state)
    assert [stride.event.outcomes for stride in strides if isinstance(stride.event, Complete)] == [
        ("lanjut",),
        ("sudah",),
    ]
