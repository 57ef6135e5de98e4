"""An SOP held against the office it is to run in, against the SOPs around it, and against the law on mediation."""

from typing import Any

import pytest

from sop_library.checks import Finding, Standing, check, faults_of
from sop_library.definition import Definition
from sop_library.inspecting import catalogue
from sop_library.loading import load
from tests.sop_library.sheets import outcome, sop, step

LANES = {
    "petugas": {"label": "Petugas"},
    "ketua": {"label": "Ketua"},
    "dokter": {"label": "Dokter"},
    "tim": {"label": "Tim", "made_of": ["petugas", "dokter"], "quorum": 2},
    "pelapor": {"label": "Pelapor", "outside": True},
}
CALLED = {"panggilan": {"label": "Dipanggil", "starts": "a", "called": True}}


def found(*steps: dict[str, Any], standing: Standing, **fields: Any) -> list[Finding]:
    return faults_of(sop(*steps, **{"lanes": LANES, **fields}), standing=standing)


def advised(*steps: dict[str, Any], **fields: Any) -> list[tuple[str, str | None]]:
    return [(one.code, one.step) for one in check(sop(*steps, **fields)) if one.code.startswith("mediation")]


@pytest.mark.parametrize(
    ("lanes", "held", "empty"),
    [
        ({"any_of": ["petugas"]}, {"petugas"}, None),
        ({"any_of": ["petugas"]}, {"ketua"}, "Petugas"),
        ({"any_of": ["petugas", "ketua"]}, {"ketua"}, None),
        ({"all_of": ["petugas", "ketua"]}, {"ketua"}, "Petugas"),
        ({"all_of": ["petugas", "ketua"]}, set(), "Petugas, Ketua"),
        ({"any_of": ["tim"]}, {"petugas"}, "Tim"),
        ({"any_of": ["tim"]}, {"petugas", "dokter"}, None),
        ({"any_of": ["pelapor"]}, {"ketua"}, None),
        ({"any_of": ["pelapor"]}, set(), "Pelapor"),
        ("unsaid", {"ketua"}, None),
        ("unsaid", {"petugas"}, "Ketua"),
    ],
)
def test_a_lane_that_nobody_holds_is_a_fault_at_its_step(lanes: Any, held: set[str], empty: str | None) -> None:
    standing = Standing(held=frozenset(held), bound={"a": ["ketua"]})
    faults = found(step("a", lanes=lanes), standing=standing)
    assert [(one.code, one.path, one.params.get("lanes")) for one in faults] == (
        [] if empty is None else [("lane_unheld", ("steps", 0, "lanes"), empty)]
    )


def test_who_decides_must_be_there_and_a_rule_needs_nobody() -> None:
    standing = Standing(held=frozenset({"petugas"}))
    faults = found(step("a", decides="ketua"), step("b", kind="rule", lanes="unsaid"), standing=standing)
    assert [(one.code, one.params["lanes"]) for one in faults] == [("lane_unheld", "Ketua")]
    assert faults[0].sentence == "Langkah “A”: belum ada petugas yang memegang pelaksana Ketua."


@pytest.mark.parametrize(("held", "missing"), [({"petugas"}, True), ({"petugas", "ketua"}, False), (None, False)])
def test_who_may_open_early_or_lengthen_must_be_there(held: set[str] | None, missing: bool) -> None:
    extend = {"kind": "max", "amount": "P1D", "extendable_by": {"lane": "ketua"}}
    row = step("a", time=extend, gate={"when": {"fact": "crisis", "is": True}, "words": "x", "override": "ketua"})
    limit = {"key": "l", "label": "Semua", "until": "a", **extend}
    standing = Standing(held=None if held is None else frozenset(held))
    faults = found(row, limits=[limit], standing=standing)
    assert [(one.code, one.path, one.step) for one in faults] == missing * [
        ("override_unheld", ("steps", 0, "gate", "override"), "a"),
        ("extender_unheld", ("steps", 0, "time", "extendable_by"), "a"),
        ("extender_unheld", ("limits", 0, "extendable_by"), None),
    ]
    assert [one.params["where"] for one in faults] == missing * ["Langkah “A”", "Langkah “A”", "Batas “Semua”"]


def test_who_may_lengthen_is_asked_only_where_something_is_ever_due() -> None:
    def told(**time: Any) -> list[str]:
        extend = {"extendable_by": {"lane": "ketua"}, **time}
        limit = {"key": "l", "label": "Semua", "until": "a", **extend}
        return [
            one.code
            for one in found(step("a", time=extend), limits=[limit], standing=Standing(held=frozenset({"petugas"})))
        ]

    assert told(kind="as_needed") == []
    tiered = {"kind": "as_needed", "tiers": [{"when": {"fact": "crisis", "is": True}, "amount": "P1D", "kind": "max"}]}
    assert told(**tiered) == ["extender_unheld"] * 2


def test_one_member_of_a_lane_is_enough_to_open_early() -> None:
    row = step("a", gate={"when": {"fact": "crisis", "is": True}, "words": "x", "override": "tim"})
    assert found(row, standing=Standing(held=frozenset({"petugas"}))) == []


def test_a_binding_of_the_office_satisfies_a_lane_that_the_source_leaves_open() -> None:
    definition = sop(step("a", lanes="unsaid"))
    assert [one.code for one in faults_of(definition, standing=Standing())] == ["lane_not_bound"]
    bound = check(definition, standing=Standing(bound={"a": ["petugas"]}))
    assert {"lane_not_bound", "lane_unsaid"}.isdisjoint(one.code for one in bound)


def test_a_reading_marked_as_ours_satisfies_a_lane_and_a_target_that_the_source_leaves_open() -> None:
    open_ends = step("a", lanes="unsaid", outcomes=[{"key": "x", "label": "X"}, outcome("y")])
    read = step("a", outcomes=[outcome("x"), outcome("y")], reading=["lanes", "then"])
    standing = Standing(held=frozenset({"petugas"}))
    assert [one.code for one in faults_of(sop(open_ends), standing=standing)] == [
        "branch_without_target",
        "lane_not_bound",
    ]
    assert faults_of(sop(read), standing=standing) == []


def test_a_form_that_is_not_here_is_a_fault_where_it_is_named() -> None:
    forms = {"buku": {"label": "Buku Tamu", "form": "buku-tamu"}, "lain": {"label": "Lain", "form": None}}
    (fault,) = found(step("a"), forms=forms, standing=Standing(forms=frozenset()))
    assert (fault.code, fault.path) == ("form_not_here", ("forms", "buku", "form"))
    assert found(step("a"), forms=forms, standing=Standing(forms=frozenset({"buku-tamu"}))) == []


@pytest.mark.parametrize(("heads", "codes"), [(0, ["no_head"]), (1, []), (2, ["several_heads"]), (None, [])])
def test_exactly_one_head_can_approve(heads: int | None, codes: list[str]) -> None:
    assert [one.code for one in found(step("a"), standing=Standing(heads=heads))] == codes


def calling(name: str, *subs: dict[str, Any], **fields: Any) -> Definition:
    """An SOP that another may call, and that starts `subs`."""
    rows = [step("a")]
    rows += [step("b", kind="sub_sop", sub=[{"key": "s", "label": "S", **sub} for sub in subs])] if subs else []
    return sop(*rows, sop=f"contoh/{name}", service=name, doors=CALLED, **fields)


def around(*others: Definition) -> Standing:
    return Standing(sops={one.sop: one for one in others})


def test_another_sop_must_be_there_with_the_door_that_is_named() -> None:
    caller = calling("satu", {"sop": "contoh/dua", "door": "panggilan"})
    assert [one.code for one in faults_of(caller, standing=around())] == ["sub_unknown"]
    assert faults_of(caller, standing=around(calling("dua"))) == []
    other = calling("satu", {"sop": "contoh/dua", "door": "belakang"})
    (fault,) = faults_of(other, standing=around(calling("dua")))
    assert (fault.code, fault.path) == ("sub_door_unknown", ("steps", 1, "sub", 0, "door"))
    unnamed = calling("satu", {"service": "dua"})
    shut = sop(step("a"), sop="contoh/dua", service="dua")
    assert [one.code for one in faults_of(unnamed, standing=around(shut))] == ["sub_without_door"]


def test_sops_that_call_each_other_in_circles_are_a_fault() -> None:
    itself = calling("satu", {"sop": "contoh/satu"})
    assert [one.code for one in faults_of(itself)] == ["sub_in_circles"]
    assert [one.code for one in faults_of(calling("satu", {"service": "satu"}))] == ["sub_in_circles"]
    two, three = calling("dua", {"service": "tiga"}), calling("tiga", {"sop": "contoh/satu"})
    caller = calling("satu", {"sop": "contoh/dua"})
    assert [one.code for one in faults_of(caller, standing=around(two, three))] == ["sub_in_circles"]
    assert faults_of(caller, standing=around(two, calling("tiga"))) == []


def test_a_circle_among_others_that_does_not_come_back_here_is_not_followed_for_ever() -> None:
    two, three = calling("dua", {"sop": "contoh/tiga"}), calling("tiga", {"sop": "contoh/dua"})
    caller = calling("satu", {"sop": "contoh/dua"})
    assert faults_of(caller, standing=around(two, three)) == []


AGREED = {"fact": "consent.mediation", "is": True}
NOT_SEXUAL = {"not": {"fact": "incident.kinds", "in": ["SEKSUAL"]}}
CHILD = {"fact": "respondent.child", "is": True}


def test_mediation_needs_the_victims_own_consent_and_is_not_for_sexual_violence() -> None:
    """UU 12/2022 art. 23, with its exception for an accused who is a child."""

    def mediation(when: Any, **fields: Any) -> list[str]:
        conditions = {} if when is None else {"applies_when": when}
        return [code for code, _ in advised(step("m", text="Melaksanakan mediasi kasus", **conditions, **fields))]

    consent, sexual = "mediation_without_consent", "mediation_of_sexual_violence"
    assert mediation(None) == [consent, sexual]
    assert mediation(AGREED) == [sexual]
    assert mediation(NOT_SEXUAL) == [consent]
    assert mediation({"all": [AGREED, NOT_SEXUAL]}) == []
    assert mediation({"all": [AGREED, {"any": [NOT_SEXUAL, CHILD]}]}) == []
    assert mediation(NOT_SEXUAL, gate={"when": AGREED, "words": "x"}) == []
    assert mediation({"any": [AGREED, {"fact": "risk", "is": "low"}]}) == [consent, sexual]


def test_mediation_against_the_law_keeps_an_sop_back_and_what_only_leads_up_to_it_does_not() -> None:
    def told(**fields: Any) -> set[tuple[str, str]]:
        return {(one.severity, one.code) for one in check(sop(step("m", **fields))) if one.code.startswith("mediation")}

    both = {"mediation_without_consent", "mediation_of_sexual_violence"}
    doing = (
        "Mediasi", "7. Melaksanakan mediasi kasus", "Memediasi para pihak", "Pelaksanaan mediasi", "Pertemuan mediasi",
        "Dilakukan mediasi antara korban dan pelaku", "Konselor memediasi para pihak", "Memfasilitasi proses mediasi",
        "Petugas PPA Kabupaten melaksanakan mediasi dengan pelaku", "Mediator memimpin sidang mediasi",
    )  # fmt: skip
    for does in doing:
        assert told(text=does) == {("fault", code) for code in both}, does
    before_or_after = (
        "Meminta persetujuan mediasi", "Surat undangan mediasi", "Mediasi?", "Petugas menawarkan mediasi",
        "Mediasi ditolak korban: rujuk ke kepolisian", "Mediasi gagal", "Mediasi tidak berhasil: rujuk",
        "Mediasi dijadwalkan dan para pihak diundang", "Konselor menjelaskan arti mediasi",
    )  # fmt: skip
    for speaks in before_or_after:
        assert told(text=speaks) == {("advice", code) for code in both}, speaks
    lawful = {"when": {"all": [AGREED, NOT_SEXUAL]}, "words": "x"}
    assert told(text="Mediasi", gate=lawful) == set()
    assert told(text="Mediasi", gate={**lawful, "override": "ketua"}) == {("fault", "mediation_opened_early")}
    assert told(text="Mediasi", applies_when=lawful["when"], gate={**lawful, "override": "ketua"}) == set()


def test_only_steps_that_mediate_are_asked() -> None:
    far = "Jika sudah di lembaga hukum, jelaskan bahwa kantor hanya mendampingi, atau mediasi"
    assert advised(step("a", text=far), step("b", text="Mediasi", kind="rule"), step("c", text="Media sosial")) == []
    assert advised(step("a", name="Mediasikan para pihak")) != []


def test_a_step_of_mediation_whose_condition_is_at_fault_is_not_judged() -> None:
    wrong = {"fact": "victim.residence", "at_least": "abc"}
    assert advised(step("m", text="Mediasi", applies_when={"any": [AGREED, wrong]})) == []


@pytest.mark.parametrize("key", catalogue())
def test_no_sop_of_the_catalogue_mediates_against_the_law_and_all_can_go_live(key: str) -> None:
    definition = load(catalogue()[key], name=key)
    forms = frozenset(use.form for use in definition.forms.values() if use.form)
    standing = Standing(held=definition.inside, forms=forms, sops={}, heads=1)
    codes = [one.code for one in check(definition, standing=standing)]
    assert faults_of(definition, standing=standing) == []
    assert [code for code in codes if code.startswith("mediation")] == []
