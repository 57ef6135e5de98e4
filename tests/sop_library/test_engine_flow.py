"""How a case moves through its SOP: doors, decisions, branches, joins, loops, ends."""

from typing import Any

import pytest

from sop_library.engine.effects import AttachProposed, CaseEnded, ReferralProposed, StageEntered, StepOpened
from sop_library.engine.events import Complete, Enter, GoBack, Skip
from sop_library.engine.state import indexes
from tests.sop_library.sheets import Walked, at, outcome, sop, step

PARALLEL = [
    step("awal", then=["kiri", "kanan"]),
    step("kiri", then="temu"),
    step("kanan", then="ujung"),
    step("ujung", then="temu"),
    step("temu", after="all"),
    step("arsip"),
]


def test_a_case_enters_by_its_door_and_ends_after_the_last_step() -> None:
    case = Walked(sop(step("terima"), step("catat")))
    assert case.open == ["terima#1"]
    assert case.state.facts["door"] == "datang"
    case.do("terima")
    assert case.open == ["catat#1"]
    assert case.of("catat").came_from == ("terima#1",)
    case.do("catat")
    assert case.open == []
    assert case.kinds() == ["StepClosed", "CaseEnded"]
    ended = case.state.ended
    assert ended is not None
    assert (ended.kind, ended.by) == ("completed", "ani")


def test_each_door_starts_where_it_says_and_brings_its_channel() -> None:
    doors = {
        "datang": {"label": "Datang", "starts": "terima"},
        "telepon": {"label": "Telepon", "starts": "catat", "channel": "telepon"},
    }
    case = Walked(sop(step("terima"), step("catat"), doors=doors), door="telepon")
    assert case.open == ["catat#1"]
    assert (case.state.facts["door"], case.state.facts["channel"]) == ("telepon", "telepon")
    case = Walked(sop(step("terima"), step("catat"), doors=doors), door="telepon", facts={"channel": "wa"})
    assert case.state.facts["channel"] == "wa"


def test_the_office_is_where_the_sop_says_unless_the_case_says_else() -> None:
    assert Walked(sop(step("a"))).state.facts["office.regency"] == "33.73"
    elsewhere = Walked(sop(step("a"), regency=None), facts={"office.regency": "62.05"})
    assert elsewhere.state.facts["office.regency"] == "62.05"


def test_a_decision_goes_only_where_its_outcome_leads() -> None:
    definition = sop(
        step("periksa", kind="decision", outcomes=[outcome("luar", "rujuk"), outcome("dalam", "layani")]),
        step("rujuk", then="end"),
        step("layani"),
    )
    case = Walked(definition).do("periksa", "dalam")
    assert case.open == ["layani#1"]
    assert case.of("periksa").outcomes == ("dalam",)
    assert "rujuk" not in case.state.latest


def test_an_outcome_may_run_several_steps_at_once() -> None:
    definition = sop(
        step("periksa", outcomes=[outcome("luar", ["rujuk", "layani"]), outcome("dalam", "layani")]),
        step("rujuk", then="end"),
        step("layani"),
    )
    case = Walked(definition).do("periksa", "luar")
    assert case.open == ["rujuk#1", "layani#1"]
    case.do("rujuk")
    assert case.state.ended is None
    case.do("layani")
    assert case.state.ended is not None


def test_outcomes_that_do_not_exclude_each_other_all_run() -> None:
    services = [outcome("medis", "m"), outcome("hukum", "h"), outcome("sosial", "s")]
    definition = sop(
        step("rekomendasi", choose="some", outcomes=services),
        step("m", then="catat"),
        step("h", then="catat"),
        step("s", then="catat"),
        step("catat", after="all"),
    )
    case = Walked(definition).do("rekomendasi", "medis", "sosial")
    assert case.open == ["m#1", "s#1"]
    case.do("m")
    assert case.standing["catat#1"] == "waiting"
    case.do("s")
    assert case.open == ["catat#1"]
    assert "h" not in case.state.latest


def test_after_all_waits_for_every_branch_that_was_started_and_no_other() -> None:
    case = Walked(sop(*PARALLEL)).do("awal")
    assert case.open == ["kiri#1", "kanan#1"]
    case.do("kiri")
    assert case.standing["temu#1"] == "waiting"
    case.do("kanan")
    assert case.standing["temu#1"] == "waiting", "kanan leads to ujung, which still leads here"
    case.do("ujung")
    assert case.open == ["temu#1"]
    assert case.of("temu").came_from == ("kiri#1", "ujung#1")
    case.do("temu").do("arsip")
    assert case.state.ended is not None


def test_after_all_waits_also_where_it_stands_first_among_the_targets() -> None:
    definition = sop(step("awal", then=["temu", "kiri"]), step("kiri", then="temu"), step("temu", after="all"))
    case = Walked(definition).do("awal")
    assert case.standing == {"awal#1": "done", "temu#1": "waiting", "kiri#1": "open"}
    assert case.do("kiri").open == ["temu#1"]


def test_after_any_goes_on_with_the_first_branch_and_does_nothing_twice() -> None:
    steps = [*PARALLEL[:4], step("temu"), step("arsip")]
    case = Walked(sop(*steps)).do("awal").do("kiri").do("temu")
    assert case.open == ["kanan#1", "arsip#1"]
    case.do("kanan").do("ujung")
    assert case.open == ["arsip#1"], "the second branch is absorbed: temu was done in this wave"
    assert case.do("arsip").state.ended is not None


def test_a_join_with_a_join_before_it_opens_when_its_turn_comes() -> None:
    definition = sop(
        step("awal", then=["a", "b", "c"]),
        step("a", then="satu"),
        step("b", then="satu"),
        step("c", then="dua"),
        step("satu", after="all"),
        step("dua", after="all"),
    )
    case = Walked(definition).do("awal").do("c").do("a")
    assert {one.id for one in case.state.live} == {"b#1", "satu#1", "dua#1"}
    case.do("b")
    assert case.open == ["satu#1"]
    assert case.standing["dua#1"] == "waiting"
    assert case.do("satu").open == ["dua#1"]


def test_a_loop_opens_new_passes_and_keeps_the_old_ones() -> None:
    definition = sop(
        step("asesmen"),
        step("rapat", outcomes=[outcome("siap", "rencana"), outcome("lengkapi", "asesmen")]),
        step("rencana"),
    )
    case = Walked(definition).do("asesmen").do("rapat", "lengkapi")
    assert case.standing == {"asesmen#1": "done", "rapat#1": "done", "asesmen#2": "open"}
    case.do("asesmen").do("rapat", "siap").do("rencana")
    assert list(case.standing) == ["asesmen#1", "rapat#1", "asesmen#2", "rapat#2", "rencana#1"]
    assert case.of("rapat").outcomes == ("siap",)
    assert case.state.by_id["rapat#1"].outcomes == ("lengkapi",)


def test_a_recurring_step_opens_again_until_it_is_enough() -> None:
    definition = sop(step("pantau", repeat={"every": "P1M", "until": "korban pulih"}), step("tutup"))
    case = Walked(definition, start=at("2026-01-31 10:00")).do("pantau", "lagi")
    assert case.open == ["pantau#2"]
    assert case.of("pantau").planned_at == at("2026-02-28 10:10")
    assert case.of("pantau").due_at is None, "a rhythm is a plan, not a deadline"
    case.do("pantau", "lagi").do("pantau", "selesai")
    assert list(case.standing) == ["pantau#1", "pantau#2", "pantau#3", "tutup#1"]
    assert case.open == ["tutup#1"]


def test_a_recurring_step_with_its_own_outcomes_repeats_by_lagi() -> None:
    outcomes = [{"key": "lagi", "label": "Pantau lagi"}, {"key": "cukup", "label": "Cukup"}]
    definition = sop(step("pantau", repeat={}, outcomes=outcomes), step("tutup"))
    case = Walked(definition).do("pantau", "lagi")
    assert case.open == ["pantau#2"]
    assert case.do("pantau", "cukup").open == ["tutup#1"]


def test_a_recurring_step_beside_another_branch_does_not_do_the_join_twice() -> None:
    definition = sop(
        step("awal", then=["pantau", "layanan"]),
        step("pantau", repeat={}, then="tutup"),
        step("layanan", then="tutup"),
        step("tutup"),
    )
    case = Walked(definition).do("awal").do("layanan").do("tutup").do("pantau", "lagi").do("pantau", "selesai")
    assert [key for key in case.standing if key.startswith("tutup")] == ["tutup#1"]
    assert case.state.ended is not None


def test_a_rule_and_work_for_the_whole_office_are_gone_through_without_a_row() -> None:
    definition = sop(
        step("terima"),
        step("catatan", kind="rule"),
        step("rapat-bulanan", scope="office", then="tutup"),
        step("tidak-ke-sini"),
        step("tutup"),
    )
    case = Walked(definition).do("terima")
    assert case.open == ["tutup#1"]
    assert list(case.standing) == ["terima#1", "tutup#1"]
    assert case.of("tutup").came_from == ("terima#1",)


def test_rules_that_lead_in_a_circle_are_refused_and_do_not_hang() -> None:
    definition = sop(step("terima"), step("a", kind="rule", then="b"), step("b", kind="rule", then="a"))
    case = Walked(definition)
    refused = case.refused(Complete(pass_id="terima#1", by="ani", lanes=frozenset({"petugas"})))
    assert refused.code == "flow_goes_in_circles"


def test_a_branch_without_target_is_refused_and_not_guessed() -> None:
    case = Walked(sop(step("periksa", outcomes=[{"key": "ya", "label": "Ya"}])))
    refused = case.refused(Complete(pass_id="periksa#1", by="ani", lanes=frozenset({"petugas"}), outcomes=("ya",)))
    assert refused.code == "branch_without_target"


def test_a_step_that_does_not_apply_is_passed_over_with_the_reason_on_record() -> None:
    definition = sop(
        step("terima", records=["victim.child"]),
        step("wali", applies_when={"fact": "victim.child", "is": True}),
        step("layani"),
    )
    case = Walked(definition).do("terima", facts={"victim.child": False})
    assert case.standing["wali#1"] == "passed_over"
    assert case.of("wali").reason == "Tidak berlaku: Korban anak: Ya"
    assert case.open == ["layani#1"]


def test_very_many_steps_may_be_passed_over_at_once() -> None:
    over = [step(f"l{n}", applies_when={"fact": "crisis", "is": True}, kind="task") for n in range(900)]
    rules = [step(f"r{n}", kind="rule") for n in range(900)]
    case = Walked(sop(step("a"), *over, *rules, step("b")), facts={"crisis": False}).do("a")
    assert case.open == ["b#1"]
    assert len(case.state.passes) == 902


def test_a_step_whose_condition_is_unknown_waits_and_asks() -> None:
    definition = sop(step("terima"), step("wali", applies_when={"fact": "victim.child", "is": True}), step("layani"))
    case = Walked(definition).do("terima")
    wait = case.of("wali").wait
    assert wait is not None
    assert (wait.kind, wait.facts) == ("facts", ("victim.child",))
    assert case.know(victim__child=True).open == ["wali#1"]


def test_an_optional_step_is_skipped_with_a_reason_and_a_decision_then_goes_by_its_then() -> None:
    definition = sop(
        step("survei", optional=True, outcomes=[outcome("puas", "a"), outcome("kurang", "a")], then="b"),
        step("a"),
        step("b"),
    )
    case = Walked(definition)
    case.tell(Skip(pass_id="survei#1", by="ani", lanes=frozenset({"petugas"}), reason=" korban masih terguncang "))
    assert case.standing["survei#1"] == "skipped"
    assert case.of("survei").reason == "korban masih terguncang"
    assert case.of("survei").lane == "petugas"
    assert case.open == ["b#1"]


def test_an_outcome_can_end_a_case_with_the_sops_reason() -> None:
    definition = sop(step("setuju", outcomes=[outcome("ya"), outcome("tidak", {"end": "Korban menolak"})]), step("b"))
    ended = Walked(definition).do("setuju", "tidak").state.ended
    assert ended is not None
    assert (ended.kind, ended.reason) == ("completed", "Korban menolak")


def test_a_case_that_closes_has_ended_while_its_archive_still_runs() -> None:
    definition = sop(step("terminasi", closes=True), step("arsip"))
    case = Walked(definition).do("terminasi")
    assert case.state.ended is not None
    assert case.open == ["arsip#1"]
    assert any(isinstance(effect, CaseEnded) for effect in case.effects)
    case.do("arsip")
    assert case.kinds() == ["StepClosed", "AllDone"]
    assert len(case.state.endings) == 1


def test_a_step_of_kind_end_ends_its_branch() -> None:
    case = Walked(sop(step("terminasi", kind="end"), step("tidak-ke-sini"))).do("terminasi")
    assert case.state.ended is not None
    assert "tidak-ke-sini" not in case.state.latest


def test_attaching_is_proposed_and_ends_this_case_as_attached() -> None:
    definition = sop(step("cari", outcomes=[outcome("ada", "attach"), outcome("baru")]), step("catat"))
    case = Walked(definition).do("cari", "ada")
    assert AttachProposed("cari#1") in case.effects
    assert case.state.ended is not None
    assert case.state.ended.kind == "attached"


def test_a_referral_is_proposed_with_its_reasons_and_never_stops_the_service() -> None:
    outside: dict[str, Any] = {"not": {"jurisdiction": "met"}}
    refer = {"kind": "pelimpahan", "to": {"region_of": "victim.residence"}}
    definition = sop(
        step("wilayah", outcomes=[outcome("luar", "layani", suggested_when=outside, refer=refer), outcome("dalam")]),
        step("layani"),
        jurisdiction={"fact": "victim.residence", "within": "regency"},
    )
    case = Walked(definition, facts={"victim.residence": "33.22"}).do("wilayah", "luar")
    (proposed,) = [effect for effect in case.effects if isinstance(effect, ReferralProposed)]
    assert (proposed.refer.kind, proposed.region, proposed.outcome) == ("pelimpahan", "33.22", "luar")
    assert [reason.holds for reason in proposed.why] == [True]
    assert case.open == ["layani#1"]


@pytest.mark.parametrize("to", ["province", "ministry", "institution"])
def test_a_referral_elsewhere_names_no_region(to: str) -> None:
    definition = sop(step("a", outcomes=[outcome("rujuk", refer={"kind": "rujukan", "to": to})]), step("b"))
    case = Walked(definition).do("a", "rujuk")
    (proposed,) = [effect for effect in case.effects if isinstance(effect, ReferralProposed)]
    assert (proposed.refer.to, proposed.region, proposed.why) == (to, None, ())


def test_a_stage_is_entered_once_by_the_first_step_of_it() -> None:
    definition = sop(
        step("a", stage="intake"),
        step("b", stage=["intake", "consent"]),
        step("c", outcomes=[outcome("ulang", "a"), outcome("selesai")]),
    )
    case = Walked(definition)
    assert [effect.stage for effect in case.effects if isinstance(effect, StageEntered)] == ["intake"]
    case.do("a")
    assert [effect.stage for effect in case.effects if isinstance(effect, StageEntered)] == ["consent"]
    case.do("b").do("c", "ulang").do("a")
    assert case.state.stages == ("intake", "consent")


def test_the_engine_changes_nothing_it_was_given() -> None:
    case = Walked(sop(*PARALLEL))
    before, facts = case.state, dict(case.state.facts)
    case.do("awal")
    assert [one.status for one in before.passes] == ["open"]
    assert dict(before.facts) == facts
    assert any(isinstance(effect, StepOpened) for effect in case.effects)


def test_the_indexes_of_a_state_are_those_of_its_passes_in_any_order() -> None:
    case = Walked(sop(*PARALLEL)).do("awal").do("kiri")
    case.tell(GoBack(step="kiri", by="ani", lanes=frozenset({"petugas"}), reason="x"))
    by_id, latest, live_ids = indexes(case.state.passes)
    assert (by_id, latest, live_ids) == (case.state.by_id, case.state.latest, case.state.live_ids)
    assert indexes(reversed(case.state.passes))[1] == latest


def test_a_case_enters_once() -> None:
    case = Walked(sop(step("a")))
    assert case.refused(Enter(door="datang", by="ani")).code == "already_entered"
