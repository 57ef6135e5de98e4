"""Going back, pausing, closing early, reopening: nothing done is undone without a trace."""

from typing import Any

from sop_library.engine.events import Close, Complete, FactChanged, GoBack, Pause, Reopen, Resume
from tests.sop_library.sheets import Walked, outcome, sop, step

PETUGAS = frozenset({"petugas"})
KETUA = frozenset({"ketua"})
PARALLEL = [
    step("awal", then=["kiri", "kanan"]),
    step("kiri", then="lanjut"),
    step("lanjut", then="temu"),
    step("kanan", then="temu", lanes={"any_of": ["ketua"]}),
    step("temu", after="all"),
]


def back(to: str, **given: Any) -> GoBack:
    return GoBack(**{"step": to, "by": "ani", "lanes": PETUGAS, "reason": "salah isi", **given})


def test_going_back_cancels_what_runs_and_opens_a_new_pass() -> None:
    case = Walked(sop(step("a"), step("b"), step("c"))).do("a").do("b").tell(back("a"))
    assert case.standing == {"a#1": "done", "b#1": "done", "c#1": "cancelled", "a#2": "open"}
    assert case.of("c").reason == "Kembali ke langkah “A”: salah isi"
    case.do("a").do("b").do("c")
    assert list(case.standing) == ["a#1", "b#1", "c#1", "a#2", "b#2", "c#2"]
    assert case.state.ended is not None


def test_papers_stand_for_whoever_came_back_and_for_no_round_of_a_loop() -> None:
    case = Walked(sop(step("a"), step("b"), step("c"))).do("a").do("b").tell(back("a")).do("a").do("b").tell(back("b"))
    assert {one.id: one.papers_from for one in case.state.passes} == {
        "a#1": 0, "b#1": 0, "c#1": 0, "a#2": 1, "b#2": 1, "c#2": 1, "b#3": 1,
    }  # fmt: skip
    round_ = Walked(sop(step("pantau", outcomes=[outcome("lagi", then="pantau"), outcome("cukup")])))
    round_.do("pantau", "lagi")
    assert [one.papers_from for one in round_.state.passes] == [0, 0]
    round_.do("pantau", "lagi").tell(Close(by="ani", reason="x"))
    round_.tell(Reopen(by="ani", reason="x"))
    assert [one.papers_from for one in round_.state.passes] == [0, 0, 0, 3]


def test_going_back_leaves_the_other_branch_alone() -> None:
    case = Walked(sop(*PARALLEL)).do("awal").do("kiri").tell(back("kiri"))
    assert case.standing == {
        "awal#1": "done",
        "kiri#1": "done",
        "kanan#1": "open",
        "lanjut#1": "cancelled",
        "kiri#2": "open",
    }
    case.do("kanan")
    assert case.standing["temu#1"] == "waiting"
    case.do("kiri").do("lanjut").do("temu")
    assert case.state.ended is not None


def test_going_back_before_a_fork_cancels_both_branches() -> None:
    case = Walked(sop(*PARALLEL)).do("awal").do("kiri").tell(back("awal"))
    assert [key for key, status in case.standing.items() if status == "cancelled"] == ["kanan#1", "lanjut#1"]
    assert case.open == ["awal#2"]


def test_going_back_twice_reaches_the_earlier_step_too() -> None:
    case = Walked(sop(step("a"), step("b"), step("c"))).do("a").do("b").tell(back("b")).tell(back("a"))
    assert case.standing == {"a#1": "done", "b#1": "done", "c#1": "cancelled", "b#2": "cancelled", "a#2": "open"}


def test_going_back_is_refused_without_reason_lane_or_a_step_passed() -> None:
    case = Walked(sop(step("a"), step("b"), step("c"), step("d", kind="rule"))).do("a")
    assert case.refused(back("a", reason=" ")).code == "reason_missing"
    assert case.refused(back("a", lanes=KETUA)).code == "wrong_lane"
    assert case.refused(back("c")).code == "never_there"
    assert case.refused(back("b")).code == "still_there"
    assert case.refused(back("d")).code == "unknown_step"
    assert case.refused(back("z")).code == "unknown_step"


def test_whoever_holds_the_running_step_may_send_it_back() -> None:
    case = Walked(sop(step("a"), step("b", lanes={"any_of": ["ketua"]}))).do("a").tell(back("a", lanes=KETUA))
    assert case.open == ["a#2"]


def test_a_paused_case_refuses_work_and_keeps_its_open_step() -> None:
    case = Walked(sop(step("a"), step("b"))).tell(Pause(by="ani", reason=" menunggu korban "))
    assert case.state.paused is not None
    assert case.state.paused.reason == "menunggu korban"
    refused = case.refused(Complete(pass_id="a#1", by="ani", lanes=PETUGAS))
    assert str(refused) == "Kasus ini sedang dijeda (menunggu korban). Lanjutkan dulu kasusnya."
    assert case.refused(Pause(by="ani", reason="lagi")).code == "case_paused"
    assert case.refused(back("a")).code == "case_paused"
    case.tell(Resume(by="budi"))
    assert case.state.paused is None
    assert case.refused(Resume(by="budi")).code == "case_not_paused"
    assert case.do("a").open == ["b#1"]


def test_pausing_needs_a_reason() -> None:
    assert Walked(sop(step("a"))).refused(Pause(by="ani", reason="")).code == "reason_missing"


def test_a_step_that_waited_for_facts_opens_when_the_paused_case_goes_on() -> None:
    asks = step("b", applies_when={"fact": "victim.child", "is": True})
    case = Walked(sop(step("a"), asks, step("c"))).do("a").tell(Pause(by="ani", reason="x")).know(victim__child=False)
    assert case.standing["b#1"] == "waiting"
    case.tell(Resume(by="ani"))
    assert case.open == ["c#1"]


def test_closing_early_cancels_what_runs_and_keeps_the_reason() -> None:
    case = Walked(sop(*PARALLEL)).do("awal").do("kiri").tell(Close(by="kepala", reason=" korban menarik laporan "))
    ended = case.state.ended
    assert ended is not None
    assert (ended.kind, ended.reason, ended.by) == ("early", "korban menarik laporan", "kepala")
    assert ended.cancelled == ("kanan#1", "lanjut#1")
    assert case.of("lanjut").status == "cancelled"
    assert case.kinds() == ["StepClosed", "StepClosed", "CaseEnded"]


def test_a_paused_case_can_be_closed_and_is_paused_no_more() -> None:
    case = Walked(sop(step("a"))).tell(Pause(by="ani", reason="x")).tell(Close(by="ani", reason="pindah"))
    assert case.state.paused is None
    assert case.state.ended is not None


def test_closing_needs_a_reason_and_happens_once() -> None:
    case = Walked(sop(step("a")))
    assert case.refused(Close(by="ani", reason="")).code == "reason_missing"
    assert case.tell(Close(by="ani", reason="x")).refused(Close(by="ani", reason="y")).code == "case_ended"


def test_reopening_takes_up_what_the_early_end_had_cut_off() -> None:
    case = Walked(sop(*PARALLEL)).do("awal").do("kiri").tell(Close(by="ani", reason="pindah"))
    case.tell(Reopen(by="kepala", reason="korban kembali"))
    assert case.state.ended is None
    assert case.state.endings[0].reopened_at is not None
    assert case.open == ["kanan#2", "lanjut#2"]
    case.do("kanan").do("lanjut").do("temu")
    assert [ending.kind for ending in case.state.endings] == ["early", "completed"]


def test_a_finished_case_is_reopened_at_a_step_it_has_passed() -> None:
    case = Walked(sop(step("a"), step("b"), step("c"))).do("a").do("b").do("c")
    case.tell(Reopen(by="ani", reason="layanan tambahan", step="b"))
    assert case.open == ["b#2"]
    case.do("b").do("c")
    assert len(case.state.endings) == 2


def test_a_case_cannot_be_reopened_at_a_step_it_never_passed() -> None:
    definition = sop(step("a", outcomes=[outcome("x", "end"), outcome("y")]), step("b"))
    case = Walked(definition).do("a", "x")
    assert case.refused(Reopen(by="ani", reason="x", step="b")).code == "never_there"


def test_a_case_that_closed_with_work_left_is_reopened_where_it_stands() -> None:
    case = Walked(sop(step("a", closes=True), step("arsip"))).do("a").tell(Reopen(by="ani", reason="x"))
    assert case.state.ended is None
    assert case.open == ["arsip#1"]
    assert case.refused(Reopen(by="ani", reason="x")).code == "case_not_ended"
    case.do("arsip")
    assert case.state.ended is not None


def test_reopening_at_a_step_that_still_runs_is_refused() -> None:
    case = Walked(sop(step("a", closes=True), step("arsip"))).do("a")
    assert case.refused(Reopen(by="ani", reason="x", step="arsip")).code == "still_there"
    assert case.refused(back("a")).code == "case_ended"


def test_facts_may_still_be_put_right_after_the_end() -> None:
    case = Walked(sop(step("a"))).do("a").tell(FactChanged(by="ani", facts={"victim.child": True}))
    assert case.state.facts["victim.child"] is True
    assert case.effects == ()
