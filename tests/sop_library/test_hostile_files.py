"""Files made to hurt: each ends in a list of faults, and in work that is counted here, not timed."""

import json
from typing import Any

import pytest

from sop_library.checks import MOST, check, faults_of
from sop_library.conditions import parse_condition
from sop_library.definition import parse
from sop_library.loading import check_document, read, with_order
from sop_library.mending import Mended
from sop_library.satisfying import MOST_WORK, Budget, TooManyFacts, satisfying
from sop_library.sheet.build import build
from tests.sop_library.counted import counted
from tests.sop_library.sheets import outcome, sheet, sop, step

NEVER = {"all": [{"fact": "crisis", "is": True}, {"fact": "crisis", "is": False}]}
REGIONS = ("victim.residence", "victim.domicile", "victim.place", "incident.place")
CHOICES = ("victim.age_band", "incident.place_kind", "legal.state", "incident.kinds", "needs.services")
HARD = {
    "all": [
        *({"fact": name, "known": True} for name in (*REGIONS, *CHOICES)),
        *({"not": {"fact": name, "is": "33.99"}} for name in REGIONS),
        NEVER,
    ]
}
"""Rests on nine facts of many values, can't come true, and gives no part of itself away before the last."""


def codes(text: str) -> set[str]:
    return {fault.code for fault in read(text).faults}


def laughs(levels: int, width: int) -> str:
    """A file whose entries name each other: `levels` times as wide each time."""
    lines = ["format: rangkul-sop/1", f"a0: &a0 [{', '.join(['ha'] * width)}]"]
    lines += [f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]" for level in range(1, levels)]
    return "\n".join(lines)


def test_a_billion_laughs_within_the_aliases_that_are_allowed_is_refused() -> None:
    reading = read(laughs(levels=7, width=1000))
    assert [fault.code for fault in reading.faults] == ["too_many_entries"]
    assert reading.document is None


def test_a_file_of_very_many_small_entries_is_refused_before_it_is_built() -> None:
    with counted() as calls:
        assert codes("x: [" + "1," * 250_000 + "1]") == {"too_many_entries"}
    assert calls.count < 2_000_000


def test_ten_thousand_steps_are_too_many_and_nothing_more_is_asked_of_them() -> None:
    document = sheet(*(step(f"l{place}", text="x") for place in range(10_000)))
    with counted() as calls:
        faults = check_document(document)
    assert [fault.code for fault in faults] == ["too_many"]
    assert calls.count < 500_000


def test_a_document_of_more_than_a_megabyte_is_refused_however_it_came() -> None:
    huge = sheet(step("a"), related="x" * 20_000, narrative=[{"text": "x" * 20_000}] * 60)
    assert [fault.code for fault in check_document(huge)] == ["too_large"]
    assert codes(json.dumps(huge)) == {"too_large"}


def hard(conditions: int, *, alike: bool) -> dict[str, Any]:
    """An SOP with so many conditions that are hard to try, all equal or each another."""

    def condition(place: int) -> dict[str, Any]:
        return HARD if alike else {"all": [{"fact": "victim.count", "at_least": place}, HARD]}

    rows = [step(f"l{place}", applies_when=condition(place)) for place in range(conditions)]
    return with_order(sheet(*rows))


@pytest.mark.parametrize("alike", [True, False])
def test_conditions_too_hard_to_try_cost_one_budget_and_are_named_as_advice(alike: bool) -> None:
    counts = {}
    for many in (20, 80):
        definition = parse(hard(many, alike=alike))
        with counted() as calls:
            found = check(definition)
        counts[many] = calls.count
        assert [one for one in found if one.severity == "fault"] == []
        assert len([one for one in found if one.code == "condition_not_tried"]) == many
    assert counts[80] - counts[20] < 60 * 4_000, "what is spent on trying does not grow with the file"
    assert counts[20] < 6 * MOST_WORK


def test_the_law_is_tried_whatever_else_is_too_much_and_says_where_it_is_too_much_itself() -> None:
    def told(**fields: Any) -> set[tuple[str, str]]:
        document = hard(20, alike=False)
        document["steps"].append(step("m", text="Melaksanakan mediasi", **fields))
        found = check(parse(with_order(document)))
        return {(one.severity, one.code) for one in found if one.code.startswith("mediation")}

    both = {("fault", "mediation_without_consent"), ("fault", "mediation_of_sexual_violence")}
    untried = ("advice", "mediation_not_tried")
    high = {"when": {"fact": "risk", "is": "high"}, "words": "x"}
    assert told(gate=high) == both
    assert told(applies_when=HARD) == {untried}
    no_sexual = {"not": {"fact": "incident.kinds", "in": ["SEKSUAL"]}}
    half = {"any": [{"fact": "consent.mediation", "is": False}, {"all": [no_sexual, HARD]}, HARD]}
    assert told(applies_when=half) == {("fault", "mediation_without_consent"), untried}
    document = hard(20, alike=False)
    document["steps"] += [step(f"m{place}", text="Mediasi", applies_when=HARD) for place in range(12)]
    document["steps"].append(step("n", text="Mediasi", gate=high))
    found = [one for one in check(parse(with_order(document))) if one.code.startswith("mediation")]
    assert {(one.severity, one.code) for one in found if one.step == "n"} == both, "after twelve that are too much"


def test_a_hard_jurisdiction_named_in_twenty_letters_is_paid_each_time() -> None:
    rows = [step(f"l{place}", gate={"when": {"jurisdiction": "met"}, "words": "x"}) for place in range(300)]
    definition = parse(with_order(sheet(*rows, jurisdiction=HARD)))
    with counted() as calls:
        found = check(definition)
    assert {one.code for one in found if one.severity == "fault"} == set()
    assert calls.count < 6 * MOST_WORK
    many = {"any": [{"jurisdiction": "met"}] * 5_000}
    rows = [step(f"l{place}", applies_when=many) for place in range(3)]
    wide = {"all": [{"fact": "crisis", "is": True}] * 5_000}
    with counted() as calls:
        check(parse(with_order(sheet(*rows, jurisdiction=wide))))
    assert calls.count < 6 * MOST_WORK


def test_a_jurisdiction_that_names_itself_is_a_fault_and_no_endless_descent() -> None:
    definition = sop(step("a", applies_when={"jurisdiction": "met"}), jurisdiction={"not": {"jurisdiction": "met"}})
    assert [(one.code, one.path) for one in faults_of(definition)] == [("jurisdiction_in_itself", ("jurisdiction",))]


def test_many_ways_between_many_steps_are_each_looked_at_once() -> None:
    def knot(size: int) -> int:
        keys = [f"l{place}" for place in range(size)]
        rows = [step(key, outcomes=[outcome(f"x{one}", keys[:40]) for one in range(20)]) for key in keys[:-1]]
        definition = parse(with_order(sheet(*rows, step(keys[-1]))))
        with counted() as calls:
            faults_of(definition)
        return calls.count

    assert knot(160) < 5 * knot(40)


def test_of_very_many_wrong_meanings_the_first_are_named_and_that_there_are_more() -> None:
    rows = [step(f"l{place}", lanes={"any_of": [f"tak-ada-{place}"]}, records=["zzzzzz"]) for place in range(1_000)]
    document = with_order(sheet(*rows))
    with counted() as calls:
        found = [fault.code for fault in check_document(document)]
    assert found == ["lane_unknown"] * MOST + ["too_many_faults"]
    assert calls.count < 1_000_000


def test_the_budget_is_shared_and_says_when_it_is_spent() -> None:
    budget = Budget(whole=50, each=40)
    with pytest.raises(TooManyFacts):
        satisfying(parse_condition(HARD), budget=budget)
    assert 0 <= budget.left < 50
    easy = parse_condition({"fact": "crisis", "is": True})
    assert satisfying(easy, budget=Budget()) == {"crisis": True}


def test_an_sop_without_steps_or_doors_is_a_draft_that_can_be_shown_and_not_used() -> None:
    document = sheet(doors={})
    assert {fault.code for fault in check_document(document)} == {"without_steps", "without_doors"}
    assert [one.code for one in faults_of(parse(document))] == ["without_steps", "without_doors"]
    bare = {"format": "rangkul-sop/1", "sop": "contoh/baru", "name": "Baru"}
    mended = Mended(bare)
    assert mended.document is not None
    definition = parse(mended.document)
    assert {"without_steps", "without_doors"}.isdisjoint(
        one.code for one in faults_of(definition) if mended.trusts(one.code, one.path)
    )
    assert check(definition)
    assert build(definition)


def test_markup_and_other_scripts_stay_the_text_they_are() -> None:
    words = "<script>alert(1)</script> 한국어 עברית ไทย"
    reading = read(json.dumps(sheet(step("a", text=words))))
    assert reading.faults == ()
    assert (reading.document or {})["steps"][0]["text"] == words
