"""What the check finds in a well-shaped SOP: faults that keep it from going live, and advice that doesn't."""

from typing import Any

import pytest

from sop_library.checks import Standing, check, faults_of
from sop_library.definition import parse
from sop_library.drafting.applying import apply
from sop_library.drafting.changes import RemovePart
from sop_library.loading import check_document
from tests.sop_library.sheets import advice, outcome, sheet, sop, step

CRISIS = {"when": {"fact": "crisis", "is": True}, "words": "x"}
EXTENDED = {"kind": "max", "amount": "P1D"}
FORMS = {"f1": {"label": "Formulir 1", "form": None}}


def tiered(amount: str) -> dict[str, Any]:
    return {"kind": "max", "amount": "P1D", "tiers": [{"when": {"fact": "crisis", "is": True}, "amount": amount}]}


def faults(*steps: dict[str, Any], **fields: Any) -> list[tuple[str, str | None]]:
    return [(one.code, one.step) for one in faults_of(sop(*steps, **fields))]


def test_a_sound_sop_has_no_faults() -> None:
    assert faults(step("a", outcomes=[outcome("x"), outcome("y", {"end": "selesai"})]), step("b")) == []


@pytest.mark.parametrize(
    ("steps", "fields", "expected"),
    [
        ([step("a"), step("a")], {}, ("duplicate_step", "a")),
        ([step("next")], {}, ("reserved_step", "next")),
        ([step("a", lanes={"any_of": ["siapa"]})], {}, ("lane_unknown", "a")),
        ([step("a", decides="siapa")], {}, ("lane_unknown", "a")),
        ([step("a", gate={**CRISIS, "override": "z"})], {}, ("lane_unknown", "a")),
        ([step("a", time={"kind": "max", "amount": "P1D", "extendable_by": {"lane": "z"}})], {}, ("lane_unknown", "a")),
        ([step("a")], {"lanes": {"petugas": {"label": "P", "made_of": ["z"]}}}, ("lane_unknown", None)),
        ([step("a")], {"columns": [{"label": "K", "lanes": ["z"]}]}, ("lane_unknown", None)),
        ([step("a", needs=[{"form": "f9"}])], {"forms": FORMS}, ("form_unknown", "a")),
        ([step("a", needs=[{"any_of": [{"form": "f9"}, {"document": "x"}]}])], {}, ("form_unknown", "a")),
        ([step("a", outputs=[{"key": "o", "label": "O", "form": "f9"}])], {}, ("form_unknown", "a")),
        ([step("a", outcomes=[outcome("x"), outcome("x")])], {}, ("duplicate_entry", "a")),
        ([step("a", needs=[{"document": "KTP"}, {"document": "ktp"}])], {}, ("duplicate_entry", "a")),
        ([step("a", outputs=[{"key": "o", "label": "O"}] * 2)], {}, ("duplicate_entry", "a")),
        ([step("a")], {"narrative": [{"text": "x", "steps": ["z"]}]}, ("step_unknown", None)),
        ([step("a")], {"anomalies": [{"id": "A1", "kind": "typo", "note": "x", "step": "z"}]}, ("step_unknown", None)),
        ([step("a", then="z")], {}, ("target_unknown", "a")),
        ([step("a", outcomes=[outcome("x", ["next", "z"])])], {}, ("target_unknown", "a")),
        ([step("a", outcomes=[{"key": "x", "label": "X"}])], {}, ("branch_without_target", "a")),
        ([step("a")], {"doors": {"d": {"label": "D", "starts": "z"}}}, ("target_unknown", None)),
        ([step("a", then="c"), step("b"), step("c")], {}, ("unreachable", "b")),
        ([step("a"), step("b", then="a")], {}, ("never_ends", "a")),
        ([step("a", outcomes=[outcome("x", "a")])], {}, ("never_ends", "a")),
        ([step("a", then=["b", "c"]), step("b", then="a"), step("c")], {}, ("never_ends", "a")),
        ([step("a", kind="rule", then="b"), step("b", kind="rule", then="a")], {}, ("circles_without_work", "a")),
        ([step("a", kind="decision")], {}, ("decision_without_outcomes", "a")),
        ([step("a", kind="sub_sop")], {}, ("sub_missing", "a")),
        ([step("a", sub=[{"key": "s", "label": "S", "service": "s"}])], {}, ("sub_unexpected", "a")),
        ([step("a", repeat={}, outcomes=[outcome("x"), outcome("y", "end")])], {}, ("never_again", "a")),
        ([step("a", applies_when={"fact": "victim.chld", "is": True})], {}, ("fact_unknown_near", "a")),
        ([step("a", records=["zzzzzz"])], {}, ("fact_unknown", "a")),
        ([step("a", needs=[{"fact": "zzzzzz"}])], {}, ("fact_unknown", "a")),
        ([step("a", applies_when={"fact": "risk", "is": "gawat"})], {}, ("fact_value", "a")),
        ([step("a", applies_when={"fact": "incident.kinds", "in": ["FISIK", "X"]})], {}, ("fact_value", "a")),
        ([step("a", applies_when={"fact": "victim.residence", "within": "kota"})], {}, ("fact_value", "a")),
        ([step("a", applies_when={"fact": "crisis", "at_least": True})], {}, ("fact_operator", "a")),
        ([step("a", applies_when={"fact": "risk", "within": "regency"})], {}, ("fact_operator", "a")),
        ([step("a", applies_when={"outcome": "x"})], {}, ("outcome_too_early", "a")),
        ([step("a", needs=[{"document": "x", "when": {"outcome": "z"}}])], {}, ("outcome_unknown", "a")),
        ([step("a", applies_when={"jurisdiction": "met"})], {}, ("jurisdiction_unsaid", "a")),
        ([step("a", time={"kind": "max"})], {}, ("time_without_amount", "a")),
        ([step("a", time={"kind": "range", "from": "PT1H"})], {}, ("time_without_amount", "a")),
        ([step("a", time={"kind": "max", "amount": "P1M", "clock": "working"})], {}, ("time_unit_working", "a")),
        ([step("a", time={"kind": "max", "amount": "P1D", "counts_from": "z"})], {}, ("step_unknown", "a")),
        ([step("a", time={"kind": "max", "amount": "PT0M"})], {}, ("time_zero", "a")),
        ([step("a", time={"kind": "range", "from": "PT0S", "to": "P0D"})], {}, ("time_zero", "a")),
        ([step("a", time=tiered("P0D"))], {}, ("time_zero", "a")),
        ([step("a", time={**EXTENDED, "extendable_by": {"lane": "petugas", "up_to": "PT0H"}})], {}, ("time_zero", "a")),
        ([step("a")], {"limits": [{"key": "l", "label": "L", "amount": "P0D", "until": "a"}]}, ("time_zero", None)),
        ([step("a", time={"kind": "range", "from": "PT2H", "to": "PT1H"})], {}, ("range_backwards", "a")),
        ([step("a", time={"kind": "range", "from": "P32D", "to": "P1M"})], {}, ("range_backwards", "a")),
        ([step("a", repeat={"every": "PT0S"})], {}, ("repeat_zero", "a")),
        ([step("a")], {"limits": [{"key": "l", "label": "L", "until": "a"}]}, ("time_without_amount", None)),
        ([step("a")], {"limits": [{"key": "l", "label": "L", "amount": "P1D", "until": "z"}]}, ("step_unknown", None)),
    ],
)
def test_each_fault_is_found_where_it_is(
    steps: list[dict[str, Any]], fields: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    found = faults(*steps, **fields)
    assert expected in found
    assert len({code for code, _ in found}) == 1, "and nothing else is blamed"


LIMIT = {"key": "l", "label": "L", "amount": "P1D", "until": "a"}
BOTH_AND_NOT = {"all": [{"outcome": "x"}, {"not": {"outcome": "x"}}]}
NEVER = {"all": [{"fact": "crisis", "is": True}, {"fact": "crisis", "is": False}]}


@pytest.mark.parametrize(
    ("fields", "top"),
    [
        ({"gate": {"when": NEVER, "words": "x"}}, {}),
        ({"applies_when": NEVER}, {}),
        ({"outcomes": [outcome("x", suggested_when=NEVER)]}, {}),
        ({"time": {"kind": "max", "amount": "P1D", "tiers": [{"when": NEVER, "amount": "P2D"}]}}, {}),
        ({"needs": [{"document": "d", "when": BOTH_AND_NOT}], "outcomes": [outcome("x")]}, {}),
        ({}, {"jurisdiction": NEVER}),
        ({}, {"doors": {"d": {"label": "D", "starts": "a", "requires": {"when": NEVER, "words": "x"}}}}),
        ({}, {"interrupts": [{"key": "i", "label": "I", "when": NEVER, "starts": "a"}]}),
        ({}, {"limits": [{**LIMIT, "tiers": [{"when": NEVER, "amount": "P2D"}]}]}),
    ],
)
def test_a_condition_that_can_never_come_true_is_a_fault(fields: dict[str, Any], top: dict[str, Any]) -> None:
    assert [code for code, _ in faults(step("a", **fields), **top)] == ["never_true"]


TELEPHONED = {"when": {"fact": "door", "is": "telepon"}, "words": "x"}


def test_a_gate_on_a_door_that_was_taken_out_can_not_open() -> None:
    doors = {"datang": {"label": "Datang", "starts": "a"}, "telepon": {"label": "Telepon", "starts": "a"}}
    document = sheet(step("a", gate=TELEPHONED), doors=doors)
    assert faults_of(parse(document)) == []
    changed, _back = apply(document, RemovePart("door:telepon"))
    assert [(one.code, one.step) for one in faults_of(parse(changed))] == [("never_true", "a")]
    either = {"when": {"any": [TELEPHONED["when"], CRISIS["when"]]}, "words": "x"}
    assert faults(step("a", gate=either)) == [], "it opens for a crisis still"


@pytest.mark.parametrize("fact", ["door", "channel"])
def test_a_gate_on_a_door_that_does_not_lead_to_its_step_can_not_open(fact: str) -> None:
    doors = {key: {"label": key.title(), "starts": at, "channel": key} for key, at in (("datang", "a"), ("surat", "b"))}
    shut = {"when": {"fact": fact, "is": "surat"}, "words": "x"}
    rows = [step("a", then="c"), step("b", then="end"), step("c", gate=shut)]
    assert faults(*rows, doors=doors) == [("never_true", "c")]
    assert faults(rows[0], step("b"), rows[2], doors=doors) == [], "the letter leads there"
    both = {"when": {"all": [{"fact": "door", "is": "surat"}, {"fact": "channel", "is": "datang"}]}, "words": "x"}
    assert faults(rows[0], step("b"), step("c", gate=both), doors=doors) == [("never_true", "c")]
    urgent = {"key": "i", "label": "I", "when": CRISIS["when"], "starts": "c"}
    assert faults(*rows, doors=doors, interrupts=[urgent]) == [], "an emergency opens it from anywhere"
    meant = step("c", applies_when={"fact": fact, "is": "datang"}, gate=shut)
    assert faults(rows[0], step("b"), meant, doors=doors) == [("gate_never_opens", "c")]
    unsaid = {"datang": {"label": "Datang", "starts": "a"}}
    asked = {"when": {"fact": "channel", "is": "surat"}, "words": "x"}
    assert faults(step("a", gate=asked), doors=unsaid) == [], "a door without a channel says nothing of it"


@pytest.mark.parametrize("fact", ["door", "channel"])
def test_a_gate_that_some_doors_never_pass_is_pointed_out_with_their_names(fact: str) -> None:
    doors = {key: {"label": key.title(), "starts": "a", "channel": key} for key in ("datang", "telepon", "surat")}
    shut = {"when": {"any": [{"fact": fact, "is": "surat"}, {"fact": fact, "is": "datang"}]}, "words": "x"}

    def told(**fields: Any) -> list[tuple[str, str]]:
        found = check(sop(step("a"), step("b", **fields), doors=doors))
        return [(one.params["doors"], one.severity) for one in found if one.code == "gate_shut_by_door"]

    assert told(gate=shut) == [("Telepon", "advice")]
    assert told(gate={**shut, "override": "ketua"}) == [], "somebody may open it early"
    assert told(gate=shut, applies_when={"not": {"fact": fact, "is": "telepon"}}) == [], "they pass the step over"
    assert told(gate={**shut, "when": {"any": [shut["when"], CRISIS["when"]]}}) == [], "it opens in a crisis"


def test_a_gate_that_opens_only_for_cases_the_step_is_not_for_is_a_fault() -> None:
    calm = {"when": {"fact": "crisis", "is": False}, "words": "x"}
    assert faults(step("a", applies_when=CRISIS["when"], gate=calm)) == [("gate_never_opens", "a")]
    assert faults(step("a", applies_when=CRISIS["when"], gate=CRISIS)) == []
    early = step("a", applies_when=CRISIS["when"], gate={**calm, "override": "petugas"})
    assert (faults(early), advice(early)["gate_never_opens"]) == ([], ["a"]), "somebody may open it early"
    assert faults(step("a", applies_when=NEVER, gate=calm)) == [("never_true", "a")], "each fault is said once"
    one_door = {"when": {"not": TELEPHONED["when"]}, "words": "x"}
    doors = {"telepon": {"label": "Telepon", "starts": "a"}}
    assert faults(step("a", gate=one_door), doors=doors) == [("never_true", "a")]


@pytest.mark.parametrize("time", [
    {"kind": "range", "from": "PT1H", "to": "PT60M"}, {"kind": "range", "from": "P31D", "to": "P1M"}, tiered("PT1H"),
    {"kind": "at_once", "amount": "PT0M"}, {"kind": "none"},
])  # fmt: skip
def test_times_that_are_no_more_than_they_say_are_sound(time: dict[str, Any]) -> None:
    assert faults(step("a", time=time)) == []


def test_two_outcomes_at_once_satisfy_a_requirement_only_where_several_may_be_chosen() -> None:
    both = [{"document": "d", "when": {"all": [{"outcome": "x"}, {"outcome": "y"}]}}]
    outcomes = [outcome("x"), outcome("y")]
    assert faults(step("a", needs=both, outcomes=outcomes)) == [("never_true", "a")]
    assert faults(step("a", needs=both, outcomes=outcomes, choose="some")) == []


def test_a_lane_made_of_itself_and_a_quorum_nobody_can_make_are_faults() -> None:
    lanes = {
        "petugas": {"label": "P"},
        "x": {"label": "X", "made_of": ["y"]},
        "y": {"label": "Y", "made_of": ["x"]},
        "z": {"label": "Z", "made_of": ["petugas"], "quorum": 2},
    }
    assert {code for code, _ in faults(step("a"), lanes=lanes)} == {"lane_in_circles", "quorum_too_high"}


def test_an_interrupt_must_start_a_step_that_is_worked_on() -> None:
    starts = {"key": "i", "label": "I", "when": {"fact": "risk", "is": "high"}}
    nothing = [("starts_nothing", None)]
    assert faults(step("a", kind="rule"), step("b"), interrupts=[{**starts, "starts": "a"}]) == nothing
    assert faults(step("a"), interrupts=[{**starts, "starts": "z"}]) == nothing
    assert faults(step("a", then="end"), step("b"), interrupts=[{**starts, "starts": "b"}]) == []


def test_a_referral_must_go_by_a_region() -> None:
    def refer(fact: str) -> dict[str, Any]:
        return step("a", outcomes=[outcome("x", refer={"kind": "rujukan", "to": {"region_of": fact}}), outcome("y")])

    assert faults(refer("victim.residence")) == []
    assert faults(refer("risk")) == [("fact_not_region", "a")]
    assert faults(refer("zzzzzz")) == [("fact_unknown", "a")]


def test_a_step_without_a_lane_is_advice_until_the_office_goes_live_without_binding_it() -> None:
    definition = sop(step("a", lanes="unsaid"), step("b", lanes="unsaid", kind="rule"))
    assert faults_of(definition) == []
    assert [one.step for one in check(definition) if one.code == "lane_unsaid"] == ["a"]
    assert [(one.code, one.step) for one in faults_of(definition, standing=Standing())] == [("lane_not_bound", "a")]
    assert faults_of(definition, standing=Standing(bound={"a": ["petugas"]})) == []


def test_findings_say_where_they_are_and_read_in_words() -> None:
    (found,) = faults_of(sop(step("a"), step("b", outcomes=[outcome("x"), outcome("y", "z")])))
    assert found.path == ("steps", 1, "outcomes", 1, "then")
    assert found.sentence == "Hasil “Y” pada langkah “B”: menuju langkah “z” yang tidak ada."
    assert found.template % found.params == found.sentence


def test_missing_stages_of_the_common_spine_are_named() -> None:
    found = check(sop(step("a", stage=["intake", "assessment", "consent"]), step("b", stage="reporting", kind="rule")))
    named = [one.params["stage"] for one in found if one.code == "stage_missing"]
    assert named == [
        "identifikasi",
        "rencana tindak lanjut",
        "layanan",
        "rujukan",
        "pemantauan",
        "terminasi",
        "pencatatan dan pelaporan",
    ]


def test_a_lane_inside_that_does_no_step_is_pointed_out() -> None:
    lanes = {
        "petugas": {"label": "Petugas"},
        "ketua": {"label": "Ketua"},
        "tim": {"label": "Tim", "made_of": ["dokter"]},
        "dokter": {"label": "Dokter"},
        "korban": {"label": "Korban", "outside": True},
        "bidang": {"label": "Bidang"},
        "arsip": {"label": "Arsip"},
    }
    rows = [step("a", decides="ketua"), step("b", lanes={"any_of": ["tim"]}, gate={**CRISIS, "override": "bidang"})]
    found = [one for one in check(sop(*rows, lanes=lanes)) if one.code == "lane_without_step"]
    assert [(one.path, one.params["lane"]) for one in found] == [(("lanes", "arsip"), "Arsip")]


def test_a_total_that_is_not_the_sum_is_pointed_out() -> None:
    def times(total: str, *amounts: dict[str, Any]) -> bool:
        rows = [step(f"l{place}", time=amount) for place, amount in enumerate(amounts)]
        standard = {"total_time": {"printed": "x", "kind": "standard", "amount": total}}
        return "total_not_sum" in advice(*rows, standard=standard)

    half = {"kind": "standard", "amount": "PT30M"}
    span = {"kind": "range", "from": "PT15M", "to": "PT30M"}
    assert not times("PT1H", half, span)
    assert times("PT2H", half, span)
    assert not times("PT2H", half, {"kind": "as_agreed"}), "a time without a length can't be added up"
    assert not times("PT2H", {"kind": "max", "amount": "P3D", "clock": "working"})
    assert not times("PT2H", {"kind": "none"})


def test_on_a_sheet_with_branches_the_total_is_the_sum_or_the_longest_way() -> None:
    half, hour = ({"kind": "standard", "amount": amount} for amount in ("PT30M", "PT1H"))

    def told(total: str, *rows: dict[str, Any], **fields: Any) -> list[str]:
        standard = {"total_time": {"printed": "x", "kind": "standard", "amount": total}}
        found = check(sop(*rows, standard=standard, **fields))
        return [one.sentence for one in found if one.code.startswith("total")]

    either = [step("a", time=half, outcomes=[outcome("x", "b"), outcome("y", "c")]),
              step("b", time=half, then="end"), step("c", time=hour)]  # fmt: skip
    together = [step("a", time=half, then=["b", "c"]), step("b", time=half, then="d"), step("c", time=hour, then="d"),
                step("d", after="all", time=half)]  # fmt: skip
    back = [step("a", time=half), step("b", time=half, outcomes=[outcome("x", "a"), outcome("y", "end")])]
    for rows, longest, whole in ((either, "PT90M", "PT2H"), (together, "PT2H", "PT150M"), (back, "PT1H", "PT1H")):
        assert told(longest, *rows) == told(whole, *rows) == []
        assert len(told("PT45M", *rows)) == len(told("PT9H", *rows)) == 1
    (said,) = told("PT100M", *either)
    assert said == (
        "Waktu seluruhnya (1 jam 40 menit) tidak sama dengan jalan terlama melalui langkahnya (1 jam 30 menit), juga "
        "tidak dengan jumlah semua waktu langkah (2 jam)."
    )
    assert told("PT45M", *back) == ["Waktu seluruhnya (45 menit) tidak sama dengan jumlah waktu langkah (1 jam)."]
    doors = {"d": {"label": "D", "starts": "a"}, "e": {"label": "E", "starts": "b"}}
    assert told("PT1H", step("a", time=half, then="end"), step("b", time=hour), doors=doors) == []


WORKING = {"kind": "standard", "amount": "P3D", "clock": "working"}
MINUTES = {"kind": "standard", "amount": "PT30M"}
AGREED = {"kind": "as_agreed"}


@pytest.mark.parametrize(("total", "times", "said"), [
    ({"amount": "P10D", "clock": "working"}, [WORKING, WORKING], "(10 hari kerja) tidak sama"),
    ({"amount": "P6D", "clock": "working"}, [WORKING, WORKING], None),
    ({"amount": "P3D", "clock": "working"}, [WORKING, MINUTES], "(3 hari kerja 30 menit)"),
    ({"amount": "P10D", "clock": "working"}, [WORKING, MINUTES], None),
    ({"amount": "P10D", "clock": "unsaid"}, [WORKING], None),
    ({"amount": "P10D", "clock": "unsaid"}, [{**WORKING, "clock": "unsaid"}], "(10 hari) tidak sama"),
    ({"amount": "P2M"}, [{"kind": "max", "amount": "P1M"}], "(2 bulan) tidak sama"),
    ({"amount": "P1M"}, [WORKING], None),
    ({"amount": "PT10M"}, [MINUTES, AGREED], "(10 menit) tidak sama"),
    ({"amount": "P4D", "clock": "working"}, [WORKING, AGREED], None),
])  # fmt: skip
def test_what_can_be_added_is_added_kind_by_kind(
    total: dict[str, Any], times: list[dict[str, Any]], said: str | None
) -> None:
    rows = [step(f"l{place}", time=time) for place, time in enumerate(times)]
    document = sop(*rows, standard={"total_time": {"printed": "x", "kind": "max", **total}})
    found = [one.sentence for one in check(document) if one.code == "total_not_sum"]
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


@pytest.mark.parametrize(("time", "pointed_out"), [
    ({"printed": "90 menit", "kind": "standard", "amount": "PT60M"}, True),
    ({"printed": "90 menit", "kind": "standard", "amount": "PT1H30M"}, False),
    ({"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "clock"}, True),
    ({"printed": "3 hari", "kind": "max", "amount": "P3D", "clock": "working"}, False),
    ({"printed": "15-30 menit", "kind": "range", "from": "PT15M", "to": "PT45M"}, True),
    ({"printed": "5''", "kind": "standard", "amount": "PT5M", "ambiguous": True}, False),
    ({"printed": "5 hari", "kind": "max", "amount": "P3D"}, True),
    ({"printed": "sesuai jadwal", "kind": "standard", "amount": "PT5M"}, True),
    ({"printed": "sampai selesai", "kind": "max", "amount": "P3D"}, True),
    ({"printed": "lihat catatan", "kind": "max", "amount": "P3D"}, False),
    ({"printed": "segera", "kind": "max", "amount": "PT15M"}, False),
    ({"printed": "9999 tahun", "kind": "max", "amount": "P99Y"}, True),
    ({"printed": "90 menit", "kind": "about", "amount": "PT60M"}, False),
])  # fmt: skip
def test_a_time_printed_otherwise_than_it_is_counted_is_pointed_out(time: dict[str, Any], pointed_out: bool) -> None:
    assert ("time_said_otherwise" in advice(step("a", time=time))) is pointed_out


def test_days_that_say_no_more_than_days_are_pointed_out() -> None:
    stay = {"printed": "1x7 hari", "kind": "max", "amount": "P7D", "clock": "unsaid"}
    tiers = [{"when": {"fact": "crisis", "is": True}, "amount": "P1D"}]
    found = advice(
        step("a", time=stay), step("b", time={**stay, "clock": "working"}), step("c", time={**stay, "amount": "PT7H"}),
        step("d", time={**stay, "amount": "PT7H", "tiers": tiers}),
        limits=[{"key": "semua", "label": "Semua", **stay, "counts_from": "case", "until": "d"}],
    )  # fmt: skip
    assert found["day_unsaid"] == ["a", "d", None]


def test_a_time_that_makes_no_deadline_says_so() -> None:
    about = {"printed": "kurang lebih 6 jam", "kind": "about", "amount": "PT6H"}
    assert advice(step("a", time=about), step("b", time={**about, "kind": "max"}))["time_never_late"] == ["a"]


def test_empty_cells_single_exits_and_stray_marks_are_pointed_out() -> None:
    found = advice(
        step("a", kind="decision", outcomes=[outcome("x")], marks={"Kolom": "□"}, time={"kind": "as_needed"}),
        step("b", after="all", printed_output="Laporan"),
        columns=[{"label": "Petugas", "lanes": ["petugas"]}],
    )
    assert found["decision_one_exit"] == ["a"]
    assert found["mark_without_column"] == ["a"]
    assert found["time_missing"] == ["b"]
    assert found["output_missing"] == ["a"]
    assert found["join_of_one"] == ["b"]


def test_the_sheets_of_these_tests_are_sound_documents() -> None:
    assert check_document(sheet(step("a"))) == ()
