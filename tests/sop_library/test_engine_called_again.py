"""Going back into and out of a called SOP, closing and reopening a case in the midst of one, running it once more."""

import pytest

from sop_library.engine.events import Close, GoBack, Pause, Reopen, Resume
from tests.sop_library.called import begun, calls, consulting, woven
from tests.sop_library.sheets import Walked, outcome, step

IN = "panggil--k--"
PETUGAS = frozenset({"petugas"})


def back(to: str) -> GoBack:
    return GoBack(step=to, by="ani", lanes=PETUGAS, reason="keliru")


def over() -> Walked:
    """The called SOP is through; the case is at `tutup`."""
    return begun().do("terima").do(f"{IN}terima").do(f"{IN}catat")


def test_going_back_within_it_leaves_the_step_that_waits_for_it_waiting() -> None:
    case = begun().do("terima").do(f"{IN}terima").tell(back(f"{IN}terima"))
    assert case.open == [f"{IN}terima#2"]
    assert case.standing["panggil#1"] == "waiting"
    assert case.standing[f"{IN}catat#1"] == "cancelled"
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert case.open == ["tutup#1"]


def test_going_back_out_of_it_takes_it_along() -> None:
    case = begun().do("terima").tell(back("terima"))
    assert case.open == ["terima#2"]
    assert (case.standing["panggil#1"], case.standing[f"{IN}terima#1"]) == ("cancelled", "cancelled")
    case.do("terima")
    assert case.open == [f"{IN}terima#2"]
    assert case.of(f"{IN}terima").papers_from == 1, "the papers of the first time still stand"


def test_going_back_into_one_that_is_over_makes_its_starter_wait_again() -> None:
    case = over().tell(back(f"{IN}catat"))
    assert case.open == [f"{IN}catat#2"]
    assert case.standing["tutup#1"] == "cancelled"
    waits = case.of("panggil")
    assert (waits.id, waits.status) == ("panggil#2", "waiting")
    assert waits.subs[0].finished_at is None
    case.do(f"{IN}catat")
    assert case.of("panggil").status == "done"
    assert case.open == ["tutup#2"]


def test_going_back_into_one_whose_starter_is_at_work_takes_the_work_off_it() -> None:
    case = begun(calls(outcomes=[outcome("cukup"), outcome("kurang", "end")]), step("tutup"))
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert case.open == ["panggil#1"]
    case.tell(back(f"{IN}terima"))
    assert case.open == [f"{IN}terima#2"]
    assert case.standing["panggil#1"] == "waiting"
    case.do(f"{IN}terima").do(f"{IN}catat").do("panggil", "cukup")
    assert case.open == ["tutup#1"]


def test_going_back_into_one_that_nobody_waits_for_stops_nothing_else() -> None:
    case = begun(calls(wait=False), step("tutup")).do(f"{IN}terima").do(f"{IN}catat")
    assert case.of("panggil").subs[0].finished_at is not None
    case.tell(back(f"{IN}catat"))
    assert sorted(case.open) == [f"{IN}catat#2", "tutup#1"]
    assert case.of("panggil").number == 1
    assert case.of("panggil").subs[0].finished_at is None
    case.do("tutup").do(f"{IN}catat")
    assert case.of("panggil").subs[0].finished_at is not None
    assert case.state.live_ids == ()


def test_going_back_into_the_innermost_of_two_makes_both_wait_again() -> None:
    inner = consulting(step("ukur"), sop="contoh/ukur", name="Ukur")
    outer = consulting(calls("minta", to="contoh/ukur"), step("simpul"))
    case = Walked(woven(calls(), step("tutup"), called=[inner, outer]))
    deep = f"{IN}minta--k--ukur"
    case.do(deep).do(f"{IN}simpul")
    assert case.open == ["tutup#1"]
    case.tell(back(deep))
    assert case.open == [f"{deep}#2"]
    assert {one.id for one in case.state.live} == {f"{deep}#2", "panggil#2", f"{IN}minta#2"}
    case.do(deep)
    assert case.open == [f"{IN}simpul#2"]
    case.do(f"{IN}simpul")
    assert case.open == ["tutup#2"]


def test_going_back_among_what_runs_on_after_its_end_keeps_the_case_where_it_is() -> None:
    child = consulting(step("terima", closes=True), step("arsip"), step("lapor"))
    case = begun(calls(), step("tutup"), called=child).do(f"{IN}terima").do(f"{IN}arsip").tell(back(f"{IN}arsip"))
    assert sorted(case.open) == [f"{IN}arsip#2", "tutup#1"]


def test_a_closed_case_is_taken_up_where_its_called_sop_stood() -> None:
    case = begun().do("terima").do(f"{IN}terima")
    case.tell(Close(by="ani", reason="ditarik")).tell(Reopen(by="ani", reason="kembali"))
    assert case.open == [f"{IN}catat#2"]
    assert case.of("panggil").status == "waiting"
    assert case.of(f"{IN}terima").number == 1
    case.do(f"{IN}catat")
    assert case.open == ["tutup#1"]


def test_a_closed_case_is_taken_up_at_the_work_that_follows_its_called_sop() -> None:
    case = begun(calls(outcomes=[outcome("cukup"), outcome("kurang", "end")]), step("tutup"))
    case.do(f"{IN}terima").do(f"{IN}catat")
    case.tell(Close(by="ani", reason="ditarik")).tell(Reopen(by="ani", reason="kembali"))
    assert case.open == ["panggil#2"]


def test_an_ended_case_is_reopened_inside_a_called_sop_and_goes_on_from_there() -> None:
    case = over().do("tutup")
    assert case.state.ended is not None
    case.tell(Reopen(by="ani", reason="masih perlu", step=f"{IN}catat"))
    assert case.open == [f"{IN}catat#2"]
    case.do(f"{IN}catat")
    assert case.open == ["tutup#2"]


def test_a_pause_holds_it_with_the_rest() -> None:
    case = begun().do("terima").tell(Pause(by="ani", reason="libur"))
    assert case.refused(back("terima")).code == "case_paused"
    case.tell(Resume(by="ani")).do(f"{IN}terima").do(f"{IN}catat")
    assert case.open == ["tutup#1"]


def test_one_that_nobody_waits_for_is_cut_off_unfinished_and_goes_on_after_reopening() -> None:
    case = begun(calls(wait=False), step("tutup")).do(f"{IN}terima").tell(Close(by="ani", reason="ditarik"))
    assert case.of("panggil").subs[0].finished_at is None
    case.tell(Reopen(by="ani", reason="kembali"))
    assert sorted(case.open) == [f"{IN}catat#2", "tutup#2"]
    assert case.of("panggil").number == 1
    case.do(f"{IN}catat")
    assert case.of("panggil").subs[0].finished_at is not None


@pytest.mark.parametrize("at", ["panggil", "tutup", f"{IN}terima"])
def test_reopening_at_a_step_takes_up_what_was_cut_off_beside_it(at: str) -> None:
    case = begun(calls(wait=False), step("tutup")).tell(Close(by="ani", reason="ditarik"))
    case.tell(Reopen(by="ani", reason="kembali", step=at))
    assert case.state.ended is None
    assert sorted(case.open) == [f"{IN}terima#2", "tutup#2"]
    case.do(f"{IN}terima").do(f"{IN}catat").do("tutup")
    assert case.state.ended is not None
    assert case.state.live_ids == ()


def test_reopening_at_a_step_leaves_out_what_was_cut_off_in_its_own_course() -> None:
    beside = {"key": "h", "label": "H", "sop": "contoh/konsultasi", "wait": True}
    case = begun(step("awal"), calls(wait=False), step("lagi", kind="sub_sop", sub=[beside]), step("tutup"))
    case.do("awal").tell(Close(by="ani", reason="ditarik")).tell(Reopen(by="ani", reason="kembali", step="awal"))
    assert sorted(case.open) == ["awal#2", f"{IN}terima#2"]
    case.do("awal")
    assert sorted(case.open) == ["lagi--h--terima#2", f"{IN}terima#2"]


@pytest.mark.parametrize("first", ["panggil", "awal"])
def test_going_back_to_the_step_that_starts_one_nobody_waits_for_begins_it_again(first: str) -> None:
    case = begun(step("awal"), calls(wait=False), step("tutup")).do("awal").do(f"{IN}terima").tell(back(first))
    if first == "awal":
        assert case.open == ["awal#2"]
        case.do("awal")
    assert sorted(case.open) == [f"{IN}terima#2", "tutup#2"]
    assert case.of("panggil").subs[0].started_at == case.of(f"{IN}terima").arrived_at
    case.do("tutup").do(f"{IN}terima").do(f"{IN}catat")
    assert all(run.finished_at is not None for one in case.state.passes for run in one.subs)


def test_no_reopening_ends_the_case_at_once() -> None:
    case = begun(calls(wait=False), step("tutup")).do("tutup").do(f"{IN}terima").do(f"{IN}catat")
    assert case.refused(Reopen(by="ani", reason="kembali", step=f"{IN}catat")).code == "ends_at_once"
    runs_on = begun(calls(wait=False), step("tutup")).do("tutup")
    assert runs_on.refused(Reopen(by="ani", reason="kembali")).code == "ends_at_once"
    runs_on.tell(Reopen(by="ani", reason="kembali", step="tutup"))
    assert sorted(runs_on.open) == [f"{IN}terima#1", "tutup#2"]
