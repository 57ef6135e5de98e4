"""A called SOP runs within the case that started it, step by step, and its end is what that case waits for."""

from sop_library.engine.effects import SubStarted
from sop_library.engine.events import Cease, Close, Reopen, SubFinished, TakeOver
from sop_library.engine.state import State
from tests.sop_library.called import begun, calls, consulting, woven
from tests.sop_library.sheets import Walked, outcome, step

IN = "panggil--k--"


def test_it_begins_when_its_step_opens_and_is_waited_for_to_its_last_step() -> None:
    case = begun().do("terima")
    assert case.open == [f"{IN}terima#1"]
    assert [effect.sub.key for effect in case.effects if isinstance(effect, SubStarted)] == ["k"]
    assert case.of("panggil").wait is not None
    assert case.of(f"{IN}terima").came_from == ("panggil#1",)
    case.do(f"{IN}terima")
    assert case.open == [f"{IN}catat#1"]
    assert case.of("panggil").subs[0].finished_at is None
    ended_at = case.now
    case.do(f"{IN}catat")
    assert case.open == ["tutup#1"]
    assert case.of("panggil").subs[0].finished_at == ended_at
    assert case.of("panggil").status == "done"
    case.do("tutup")
    assert case.state.ended is not None
    assert case.state.ended.kind == "completed"


def test_the_same_step_key_in_both_is_two_steps() -> None:
    case = begun().do("terima")
    assert case.standing == {"terima#1": "done", "panggil#1": "waiting", f"{IN}terima#1": "open"}


def test_one_that_is_not_waited_for_runs_on_its_own_and_after_the_case_has_ended() -> None:
    case = begun(calls(wait=False), step("tutup"))
    assert case.open == [f"{IN}terima#1", "tutup#1"]
    case.do("tutup")
    assert case.state.ended is not None
    assert case.open == [f"{IN}terima#1"]
    assert "AllDone" not in case.kinds()
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert case.of("panggil").subs[0].finished_at is not None
    assert case.kinds()[-1] == "AllDone"
    assert len(case.state.endings) == 1


def test_what_runs_on_after_the_end_is_ended_and_goes_on_after_reopening() -> None:
    case = begun(calls(wait=False), step("tutup"))
    assert case.refused(Cease(by="ani", reason="diserahkan")).code == "case_not_ended"
    case.do("tutup").tell(Cease(by="ani", reason="diserahkan"))
    assert case.standing[f"{IN}terima#1"] == "cancelled"
    assert case.of(f"{IN}terima").reason == "diserahkan"
    assert case.of("panggil").subs[0].finished_at is None
    assert "AllDone" not in case.kinds()
    [ending] = case.state.endings
    assert (ending.kind, ending.cancelled, ending.reopened_at) == ("completed", (f"{IN}terima#1",), None)
    ended = case.state
    assert case.tell(Cease(by="ani", reason="sekali lagi")).state == ended
    assert case.refused(Reopen(by="ani", reason="kembali")).code == "ends_at_once"
    case.tell(Reopen(by="ani", reason="kembali", step="tutup"))
    assert sorted(case.open) == [f"{IN}terima#2", "tutup#2"]
    case.do("tutup").do(f"{IN}terima").do(f"{IN}catat")
    assert case.of("panggil").subs[0].finished_at is not None
    assert case.kinds()[-1] == "AllDone"


def test_what_was_ended_after_the_end_goes_on_too_where_the_case_is_reopened_elsewhere() -> None:
    case = begun(calls(wait=False), step("tutup")).do("tutup").tell(Cease(by="ani", reason="diserahkan"))
    case.tell(Reopen(by="ani", reason="kembali", step="tutup"))
    assert sorted(case.open) == [f"{IN}terima#2", "tutup#2"]
    assert case.of("panggil").subs[0].finished_at is None


def test_the_reason_a_called_sop_ends_by_is_not_the_reason_the_case_ends_by() -> None:
    child = consulting(step("terima", then={"end": "konsultasi cukup"}))
    case = begun(step("a"), calls(then={"end": "selesai dilayani"}), called=child).do("a").do(f"{IN}terima")
    assert case.state.ended is not None
    assert case.state.ended.reason == "selesai dilayani"


def test_of_several_those_chosen_begin_and_all_of_them_are_waited_for() -> None:
    hukum = consulting(step("bantu"), sop="contoh/hukum", name="Hukum")
    subs = [{"key": "k", "label": "K", "sop": "contoh/konsultasi"}, {"key": "h", "label": "H", "sop": "contoh/hukum"},
            {"key": "lain", "label": "L", "sop": "contoh/hukum"}]  # fmt: skip
    case = begun(step("layani", kind="sub_sop", sub=subs), step("tutup"), called=[consulting(), hukum])
    assert case.open == ["layani#1"]
    case.do("layani", subs=frozenset({"k", "h"}))
    assert case.open == ["layani--k--terima#1", "layani--h--bantu#1"]
    case.do("layani--h--bantu")
    assert case.of("layani").status == "waiting"
    case.do("layani--k--terima").do("layani--k--catat")
    assert case.of("layani").status == "done"
    assert case.of("layani").by == "ani"
    assert case.open == ["tutup#1"]


def test_a_step_with_work_of_its_own_is_worked_on_after_the_called_sop() -> None:
    decide = [outcome("cukup"), outcome("ulang", "panggil")]
    case = begun(calls(outcomes=decide), step("tutup"))
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert case.open == ["panggil#1"]
    case.do("panggil", "ulang")
    assert case.open == [f"{IN}terima#2"]
    assert case.of(f"{IN}terima").came_from == ("panggil#2",)
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert case.of(f"{IN}catat").number == 2
    case.do("panggil", "cukup")
    assert case.open == ["tutup#1"]


def test_one_started_again_while_it_runs_is_joined() -> None:
    again = step("cek", kind="decision", outcomes=[outcome("lagi", "panggil"), outcome("cukup")])
    case = begun(calls(wait=False), again, step("tutup")).do("cek", "lagi")
    assert [one.id for one in case.state.passes if one.step == f"{IN}terima"] == [f"{IN}terima#1"]
    assert case.of("panggil").subs[0].started_at == case.state.by_id["panggil#1"].subs[0].started_at
    case.do(f"{IN}terima").do(f"{IN}catat")
    finished = [one.subs[0].finished_at for one in case.state.passes if one.step == "panggil"]
    assert len(finished) == 2
    assert len(set(finished)) == 1
    assert None not in finished


def test_a_called_sop_that_starts_another_waits_for_it_in_its_turn() -> None:
    inner = consulting(step("ukur"), sop="contoh/ukur", name="Ukur")
    outer = consulting(calls("minta", to="contoh/ukur"))
    case = Walked(woven(calls(), step("tutup"), called=[inner, outer]))
    assert case.open == [f"{IN}minta--k--ukur#1"]
    case.do(f"{IN}minta--k--ukur")
    assert case.of(f"{IN}minta").status == "done"
    assert case.open == ["tutup#1"]


def test_steps_that_may_run_on_after_its_end_do_not_keep_it_waiting() -> None:
    child = consulting(step("terima", closes=True), step("arsip"))
    case = begun(calls(), step("tutup"), called=child).do(f"{IN}terima")
    assert case.state.ended is None
    assert sorted(case.open) == [f"{IN}arsip#1", "tutup#1"]
    case.do("tutup")
    assert case.state.ended is not None
    assert case.open == [f"{IN}arsip#1"]


def test_its_end_is_nobodys_to_declare() -> None:
    case = begun().do("terima")
    refused = case.refused(SubFinished(pass_id="panggil#1", sub="k", by="ani"))
    assert refused.code == "sub_has_steps"


def test_closing_the_case_cuts_it_off_with_the_rest() -> None:
    case = begun().do("terima").tell(Close(by="ani", reason="ditarik"))
    assert case.of(f"{IN}terima").status == "cancelled"
    assert case.of("panggil").subs[0].finished_at is None
    assert case.state.live_ids == ()


def test_a_case_from_another_office_begins_at_a_step_of_the_sop_itself() -> None:
    case = begun()
    case.state = State()
    takeover = TakeOver(door="datang", step=f"{IN}terima", credited=(), by="ani")
    assert case.refused(takeover).code == "unknown_step"
