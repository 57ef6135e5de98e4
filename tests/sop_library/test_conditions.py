from typing import Any

import pytest

from sop_library.conditions import (
    JurisdictionMet,
    Scope,
    asked,
    evaluate,
    outcomes_in,
    parse_condition,
    uses_jurisdiction,
)
from sop_library.explaining import explain
from sop_library.facts import FACTS
from sop_library.satisfying import TooManyFacts, satisfying

CHILD = {"fact": "victim.child", "is": True}
HERE = {"any": [{"fact": "victim.residence", "within": "regency"}, {"fact": "incident.place", "within": "regency"}]}
TRUTH = {True: {"fact": "crisis", "is": True}, False: {"fact": "crisis", "is": False}, None: CHILD}


def judge(document: dict[str, Any], /, outcomes: frozenset[str] | None = None, **facts: Any) -> bool | None:
    known = {name.replace("__", "."): value for name, value in facts.items()}
    return evaluate(parse_condition(document), Scope(known, parse_condition(HERE), outcomes))


def test_an_unknown_fact_is_neither_true_nor_false() -> None:
    assert judge(CHILD) is None
    assert judge({"not": CHILD}) is None
    assert judge(CHILD, victim__child=True) is True
    assert judge(CHILD, victim__child=False) is False


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_all_and_any_follow_three_valued_logic(left: bool | None, right: bool | None) -> None:
    parts = [TRUTH[left], TRUTH[right]]
    every = False if False in (left, right) else None if None in (left, right) else True
    some = True if True in (left, right) else None if None in (left, right) else False
    assert judge({"all": parts}, crisis=True) is every
    assert judge({"any": parts}, crisis=True) is some


@pytest.mark.parametrize(
    ("document", "risk", "expected"),
    [
        ({"fact": "risk", "at_least": "medium"}, "high", True),
        ({"fact": "risk", "at_least": "medium"}, "low", False),
        ({"fact": "risk", "at_most": "medium"}, "medium", True),
        ({"fact": "risk", "at_most": "low"}, "high", False),
        ({"fact": "risk", "in": ["low", "high"]}, "medium", False),
        ({"fact": "risk", "in": ["low", "high"]}, "high", True),
    ],
)
def test_risk_rises_from_low_to_high(document: dict[str, Any], risk: str, expected: bool) -> None:
    assert judge(document, risk=risk) is expected


def test_age_bands_and_numbers_compare_in_their_order() -> None:
    assert judge({"fact": "victim.age_band", "at_most": "A13_17"}, victim__age_band="A06_12") is True
    assert judge({"fact": "victim.age_band", "at_most": "A13_17"}, victim__age_band="A18_24") is False
    assert judge({"fact": "victim.count", "at_least": 2}, victim__count=1) is False


def test_a_fact_with_several_values_is_asked_whether_any_is_there() -> None:
    kinds = ("FISIK", "PSIKIS")
    assert judge({"fact": "incident.kinds", "is": "FISIK"}, incident__kinds=kinds) is True
    assert judge({"fact": "incident.kinds", "in": ["SEKSUAL", "PSIKIS"]}, incident__kinds=kinds) is True
    assert judge({"fact": "incident.kinds", "is": "SEKSUAL"}, incident__kinds=kinds) is False


@pytest.mark.parametrize(("there", "met"), [("33.73", True), ("33.73.01", True), ("33.22", False), ("abroad", False)])
def test_a_jurisdiction_may_go_by_where_the_victim_is_now(there: str, met: bool) -> None:
    presence = parse_condition({"fact": "victim.place", "within": "regency"})
    scope = Scope({"office.regency": "33.73", "victim.place": there, "victim.residence": "33.22"}, presence)
    assert evaluate(JurisdictionMet(), scope) is met
    unknown = Scope({"office.regency": "33.73", "victim.residence": "33.73"}, presence)
    assert evaluate(JurisdictionMet(), unknown) is None
    assert asked(JurisdictionMet(), Scope(unknown.facts, presence)) == ("victim.place",)


@pytest.mark.parametrize(
    ("area", "residence", "expected"),
    [
        ("regency", "33.73", True),
        ("regency", "33.22", False),
        ("regency", "33", None),
        ("regency", "35", False),
        ("regency", "abroad", False),
        ("province", "33.22", True),
        ("province", "33", True),
        ("province", "35.10", False),
        ("35.10", "35.10", True),
        ("35", "35.10", True),
        ("35.10", "35", None),
    ],
)
def test_a_region_lies_within_another_or_it_is_not_known(area: str, residence: str, expected: bool | None) -> None:
    where = {"fact": "victim.residence", "within": area}
    assert judge(where, victim__residence=residence, office__regency="33.73") is expected


def test_within_the_regency_is_unknown_where_the_office_is() -> None:
    assert judge({"fact": "victim.residence", "within": "regency"}, victim__residence="33.73") is None


def test_what_has_no_order_is_not_compared() -> None:
    assert judge({"fact": "risk", "at_least": "gawat"}, risk="high") is None
    assert judge({"fact": "incident.kinds", "at_least": "FISIK"}, incident__kinds=("FISIK",)) is None


def test_known_is_never_unknown() -> None:
    assert judge({"fact": "risk", "known": True}) is False
    assert judge({"fact": "risk", "known": False}) is True
    assert judge({"fact": "risk", "known": True}, risk="low") is True


def test_the_place_of_the_incident_may_bring_a_case_into_the_jurisdiction() -> None:
    inside = {"jurisdiction": "met"}
    office = {"office__regency": "33.73"}
    assert judge(inside, victim__residence="33.22", incident__place="33.73", **office) is True
    assert judge(inside, victim__residence="33.22", incident__place="33.22", **office) is False
    assert judge(inside, victim__residence="33.22", **office) is None


def test_without_a_jurisdiction_nobody_is_inside_or_outside() -> None:
    assert evaluate(parse_condition({"jurisdiction": "met"}), Scope({})) is None


def test_an_outcome_is_unknown_until_it_is_chosen() -> None:
    assert judge({"outcome": "luar"}) is None
    assert judge({"outcome": "luar"}, outcomes=frozenset({"luar"})) is True
    assert judge({"outcome": "luar"}, outcomes=frozenset({"dalam"})) is False


def test_only_facts_that_could_decide_are_asked() -> None:
    condition = parse_condition({"all": [CHILD, {"fact": "risk", "is": "high"}, {"jurisdiction": "met"}]})
    scope = Scope({"risk": "high", "office.regency": "33.73"}, parse_condition(HERE))
    assert asked(condition, scope) == ("victim.child", "victim.residence", "incident.place")
    assert asked(condition, Scope({"risk": "low"}, parse_condition(HERE))) == ()


def test_what_a_condition_rests_on_can_be_listed() -> None:
    condition = parse_condition({"any": [{"not": {"outcome": "luar"}}, {"all": [{"jurisdiction": "met"}]}]})
    assert list(outcomes_in(condition)) == ["luar"]
    assert uses_jurisdiction(condition)
    assert not uses_jurisdiction(parse_condition(CHILD))


def test_reasons_speak_for_against_or_not_at_all() -> None:
    outside = parse_condition({"not": {"jurisdiction": "met"}})
    scope = Scope({"victim.residence": "33.22", "office.regency": "33.73"}, parse_condition(HERE))
    reasons = explain(outside, scope)
    assert [(reason.fact, reason.holds) for reason in reasons] == [("victim.residence", True), ("incident.place", None)]
    assert reasons[0].text == "Wilayah korban menurut KTP/KK: di wilayah kabupaten/kota ini"


def test_each_operator_reads_in_words() -> None:
    documents = [
        CHILD,
        {"fact": "risk", "in": ["low", "high"]},
        {"fact": "risk", "at_least": "medium"},
        {"fact": "victim.count", "at_most": 3},
        {"fact": "victim.residence", "within": "35.10"},
        {"fact": "risk", "known": True},
        {"outcome": "luar"},
    ]
    texts = [reason.text for document in documents for reason in explain(parse_condition(document), Scope({}))]
    assert texts == [
        "Korban anak: Ya",
        "Tingkat risiko: salah satu dari Risiko rendah, Risiko tinggi",
        "Tingkat risiko: paling sedikit Risiko sedang",
        "Jumlah korban: paling banyak 3",
        "Wilayah korban menurut KTP/KK: di 35.10",
        "Tingkat risiko: sudah diketahui",
    ]


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize(
    "document",
    [
        CHILD,
        {"all": [CHILD, {"fact": "risk", "at_least": "medium"}, {"not": {"fact": "victim.count", "at_least": 2}}]},
        {"jurisdiction": "met"},
        {"any": [{"fact": "incident.kinds", "is": "SEKSUAL"}, {"fact": "door", "is": "datang"}]},
        {"all": [{"fact": "risk", "known": True}, {"fact": "crisis", "known": False}]},
        {"fact": "victim.residence", "within": "province"},
        {"fact": "legal.state", "in": ["SIDANG", "SELESAI"]},
    ],
)
def test_facts_are_found_that_make_a_condition_come_out_as_wanted(document: dict[str, Any], wanted: bool) -> None:
    condition, here = parse_condition(document), parse_condition(HERE)
    found = satisfying(condition, wanted=wanted, jurisdiction=here)
    assert found is not None
    assert evaluate(condition, Scope(found, here)) is wanted


def test_a_contradiction_has_no_facts_that_make_it_true() -> None:
    both = {"all": [CHILD, {"not": CHILD}]}
    assert satisfying(parse_condition(both)) is None
    assert satisfying(parse_condition(CHILD), given={"victim.child": False}) is None
    neither = {"not": {"any": [{"fact": "risk", "known": True}, {"fact": "risk", "known": False}]}}
    assert satisfying(parse_condition(neither)) is None


def test_the_search_for_facts_gives_up_rather_than_runs_on() -> None:
    many = [{"fact": name, "is": True} for name, kind in FACTS.items() if kind.type == "yes_no"]
    never = {"all": [{"any": [test, {"not": test}, {"fact": "risk", "known": True}]} for test in many]}
    hopeless = {"all": [never, CHILD, {"not": CHILD}]}
    with pytest.raises(TooManyFacts):
        satisfying(parse_condition(hopeless))
