"""Gates, interrupts and sub-SOPs: what holds a step back, what overtakes it, what it waits for."""

from typing import Any

from sop_library.engine.effects import GateOverridden, Interrupted, StepWaits, SubStarted
from sop_library.engine.events import Close, Complete, GoBack, Override, Pause, Resume, SubFinished
from tests.sop_library.sheets import Walked, at, outcome, sop, step

PETUGAS = frozenset({"petugas"})
KETUA = frozenset({"ketua"})
CONSENT = {"when": {"fact": "consent.service", "is": True}, "words": "korban belum menyetujui layanan."}
HIGH = {"key": "darurat", "label": "Risiko tinggi", "when": {"fact": "risk", "is": "high"}, "starts": "darurat"}
TWO_HOURS = {"printed": "2 jam", "kind": "max", "amount": "PT2H", "clock": "clock"}


def gated(**gate: Any) -> Walked:
    return Walked(sop(step("a"), step("layani", gate={**CONSENT, **gate}, time=TWO_HOURS), step("c"))).do("a")


def test_a_gate_is_shut_until_its_condition_holds_and_says_why() -> None:
    case = gated()
    (waits,) = [effect for effect in case.effects if isinstance(effect, StepWaits)]
    assert (waits.wait.kind, waits.wait.facts, waits.words) == ("gate", ("consent.service",), CONSENT["words"])
    assert [reason.holds for reason in waits.why] == [None]
    refused = case.refused(Complete(pass_id="layani#1", by="ani", lanes=PETUGAS))
    assert str(refused) == "Langkah “Layani” masih tertutup: korban belum menyetujui layanan."
    case.know(consent__service=False)
    assert case.standing["layani#1"] == "waiting"
    case.at("2026-02-03 09:00").know(consent__service=True)
    assert case.open == ["layani#1"]
    assert case.of("layani").due_at == at("2026-02-03 11:00"), "its time begins when it opens"


def test_a_consent_withdrawn_shuts_the_gate_again_and_the_time_stands_still() -> None:
    case = gated().at("2026-02-03 09:00").know(consent__service=True)
    case.at("2026-02-03 10:00").know(consent__service=False)
    assert case.standing["layani#1"] == "waiting"
    case.at("2026-02-03 14:00").know(consent__service=True)
    assert case.open == ["layani#1"]
    assert case.of("layani").due_at == at("2026-02-03 15:00")


def test_a_pause_while_a_gate_is_shut_is_not_counted_twice() -> None:
    case = gated().at("2026-02-03 09:00").know(consent__service=True)
    case.at("2026-02-03 10:00").know(consent__service=False)
    case.at("2026-02-03 11:00").tell(Pause(by="ani", reason="x")).at("2026-02-03 13:00").tell(Resume(by="ani"))
    case.at("2026-02-03 14:00").know(consent__service=True)
    assert case.of("layani").due_at == at("2026-02-03 15:00")


def test_a_gate_whose_fact_is_forgotten_stays_open_until_it_is_refused() -> None:
    case = gated().know(consent__service=True).know(consent__service=None)
    assert case.open == ["layani#1"]


def test_only_the_lane_the_sop_names_opens_a_gate_and_with_a_reason() -> None:
    case = gated(override="ketua")
    event = {"pass_id": "layani#1", "by": "kepala", "reason": "nyawa terancam"}
    assert case.refused(Override(**event, lanes=PETUGAS)).code == "wrong_lane"
    assert case.refused(Override(**{**event, "reason": ""}, lanes=KETUA)).code == "reason_missing"
    case.tell(Override(**event, lanes=KETUA))
    assert GateOverridden("layani#1", "nyawa terancam") in case.effects
    assert case.open == ["layani#1"]
    assert case.of("layani").overridden is not None
    case.know(consent__service=False)
    assert case.open == ["layani#1"], "an opened gate stays open"
    assert case.refused(Override(**event, lanes=KETUA)).code == "gate_not_shut"


def test_a_gate_without_an_override_is_opened_by_nobody() -> None:
    case = gated()
    assert case.refused(Override(pass_id="layani#1", by="x", lanes=KETUA, reason="x")).code == "not_overridable"
    assert case.refused(Override(pass_id="z#1", by="x", lanes=KETUA, reason="x")).code == "unknown_pass"


def interrupted(*more: dict[str, Any], **fields: Any) -> Walked:
    steps = [
        step("a", time=TWO_HOURS),
        step("b"),
        step("darurat", lanes={"any_of": ["ketua"]}, **fields),
        step("tutup"),
        *more,
    ]
    return Walked(sop(*steps, interrupts=[HIGH]), start=at("2026-02-02 09:00"))


def test_high_risk_starts_the_emergency_step_from_anywhere_and_what_it_overtakes_waits() -> None:
    case = interrupted().at("2026-02-02 10:00").know(risk="high")
    assert Interrupted("darurat") in case.effects
    assert case.open == ["darurat#1"]
    wait = case.of("a").wait
    assert wait is not None
    assert (wait.kind, wait.on) == ("interrupt", "darurat#1")
    assert case.refused(Complete(pass_id="a#1", by="ani", lanes=PETUGAS)).code == "waits_interrupt"
    case.at("2026-02-02 13:00").do("darurat")
    assert case.open == ["a#1", "tutup#1"]
    assert case.of("a").due_at == at("2026-02-02 14:00"), "one of its two hours was left"


def test_the_flow_that_was_overtaken_does_not_do_the_emergency_step_again() -> None:
    case = interrupted().know(risk="high").do("darurat").do("a").do("b").do("tutup")
    assert [key for key in case.standing if key.startswith("darurat")] == ["darurat#1"]
    assert case.state.ended is not None


def test_an_interrupt_fires_once_each_time_its_condition_comes_true() -> None:
    case = interrupted().know(risk="high").do("darurat").know(crisis=True)
    assert case.effects == ()
    case.know(risk="low").know(risk="high")
    assert case.open == ["darurat#2"]


def test_an_interrupt_that_holds_from_the_start_fires_on_entering() -> None:
    definition = sop(step("a"), step("darurat", then="end"), interrupts=[HIGH])
    assert Walked(definition, facts={"risk": "high"}).open == ["darurat#1"]


def test_an_interrupt_whose_step_runs_already_only_says_so() -> None:
    case = interrupted()
    case.do("a").do("b").know(risk="high")
    assert case.open == ["darurat#1"]
    assert case.kinds() == ["Interrupted"]


def test_an_interrupt_does_not_wait_for_other_branches() -> None:
    case = interrupted(after="all").know(risk="high")
    assert case.open == ["darurat#1"]


def test_an_interrupt_frees_a_step_that_was_waiting_to_join() -> None:
    definition = sop(
        step("a", then=["b", "darurat"]), step("b", then="darurat"), step("darurat", after="all"), interrupts=[HIGH]
    )
    case = Walked(definition).do("a")
    assert case.standing["darurat#1"] == "waiting"
    assert case.know(risk="high").open == ["b#1", "darurat#1"]


def test_an_interrupt_whose_step_does_not_apply_overtakes_nothing() -> None:
    case = interrupted(applies_when={"fact": "victim.child", "is": True}).know(victim__child=False).know(risk="high")
    assert case.standing["darurat#1"] == "passed_over"
    assert "a#1" in case.open


def test_one_interrupt_may_overtake_another() -> None:
    second = {"key": "krisis", "label": "Krisis", "when": {"fact": "crisis", "is": True}, "starts": "tutup"}
    definition = sop(step("a"), step("darurat", then="end"), step("tutup", then="end"), interrupts=[HIGH, second])
    case = Walked(definition).know(risk="high").know(crisis=True)
    assert case.open == ["tutup#1"]
    assert case.do("tutup").open == ["darurat#1"]
    assert case.do("darurat").open == ["a#1"]


def test_going_back_and_closing_wake_nothing_that_an_interrupt_held() -> None:
    case = interrupted().know(risk="high").tell(Close(by="ani", reason="x"))
    assert case.kinds() == ["StepClosed", "StepClosed", "CaseEnded"]
    assert case.state.ended is not None
    assert case.state.ended.cancelled == ("a#1", "darurat#1")


def test_an_ended_case_is_interrupted_no_more() -> None:
    case = Walked(sop(step("a", closes=True), step("arsip"), step("darurat"), interrupts=[HIGH])).do("a")
    assert case.know(risk="high").effects == ()


CALLED = {"key": "jangkau", "label": "Penjangkauan", "sop": "contoh/penjangkauan"}


def test_a_sub_sop_is_started_at_once_and_waited_for() -> None:
    case = Walked(sop(step("a"), step("panggil", kind="sub_sop", sub=[CALLED], time=TWO_HOURS), step("c"))).do("a")
    (started,) = [effect for effect in case.effects if isinstance(effect, SubStarted)]
    assert (started.pass_id, started.sub.sop) == ("panggil#1", "contoh/penjangkauan")
    assert case.refused(Complete(pass_id="panggil#1", by="ani", lanes=PETUGAS)).code == "waits_sub"
    due = case.of("panggil").due_at
    case.tell(SubFinished(pass_id="panggil#1", sub="jangkau", by="budi"))
    assert (case.standing["panggil#1"], case.of("panggil").by) == ("done", "budi")
    assert case.of("panggil").due_at == due, "its time runs on while the other SOP runs"
    assert case.open == ["c#1"]
    again = SubFinished(pass_id="panggil#1", sub="jangkau", by="budi")
    assert case.refused(again).code == "sub_not_running"


def test_a_sub_sop_that_is_not_waited_for_lets_the_case_go_on() -> None:
    case = Walked(sop(step("panggil", kind="sub_sop", sub=[{**CALLED, "wait": False}]), step("c")))
    assert (case.standing["panggil#1"], case.of("panggil").by) == ("done", "ani")
    assert case.open == ["c#1"]
    case.tell(SubFinished(pass_id="panggil#1", sub="jangkau", by="budi"))
    assert case.of("panggil").subs[0].finished_at is not None
    assert case.open == ["c#1"]


def test_a_sub_sop_step_with_an_outcome_is_completed_after_the_sub_sop() -> None:
    outcomes = [outcome("cukup", "end"), outcome("lanjut")]
    case = Walked(sop(step("panggil", kind="sub_sop", sub=[CALLED], outcomes=outcomes), step("c")))
    case.tell(SubFinished(pass_id="panggil#1", sub="jangkau", by="budi"))
    assert case.open == ["panggil#1"]
    assert case.do("panggil", "lanjut").open == ["c#1"]


def test_of_several_sub_sops_those_chosen_are_started_and_all_waited_for() -> None:
    subs = [{"key": key, "label": key.title(), "service": key} for key in ("medis", "hukum", "sosial")]
    case = Walked(sop(step("layanan", kind="sub_sop", sub=subs), step("c")))
    assert case.open == ["layanan#1"]
    chosen = Complete(pass_id="layanan#1", by="ani", lanes=PETUGAS, subs=frozenset({"medis", "sosial"}))
    none = case.refused(Complete(pass_id="layanan#1", by="ani", lanes=PETUGAS))
    assert [item.kind for item in none.missing] == ["sub"]
    wrong = Complete(pass_id="layanan#1", by="ani", lanes=PETUGAS, subs=frozenset({"salon"}))
    assert case.refused(wrong).code == "unknown_sub"
    case.tell(chosen)
    assert [effect.sub.key for effect in case.effects if isinstance(effect, SubStarted)] == ["medis", "sosial"]
    case.tell(SubFinished(pass_id="layanan#1", sub="sosial", by="citra"))
    assert case.standing["layanan#1"] == "waiting"
    case.tell(SubFinished(pass_id="layanan#1", sub="medis", by="citra"))
    assert (case.standing["layanan#1"], case.of("layanan").by) == ("done", "ani"), "done by whoever chose"
    assert case.open == ["c#1"]


def test_going_back_past_a_sub_sop_cancels_its_step() -> None:
    case = Walked(sop(step("a"), step("panggil", kind="sub_sop", sub=[CALLED]), step("c"))).do("a")
    case.tell(GoBack(step="a", by="ani", lanes=PETUGAS, reason="x"))
    assert case.standing["panggil#1"] == "cancelled"
    case.tell(SubFinished(pass_id="panggil#1", sub="jangkau", by="budi"))
    assert case.open == ["a#2"]
