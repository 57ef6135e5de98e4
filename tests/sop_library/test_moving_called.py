"""A case in the midst of a called SOP moves to a version that calls it otherwise."""

from tests.sop_library.called import begun, calls, consulting, woven
from tests.sop_library.sheets import at, step
from tests.sop_library.test_moving import after, go, held, statuses

IN = "panggil--k--"
LIMIT = {"key": "b", "label": "B", "kind": "max", "amount": "P3D", "until": ["catat"]}


def test_it_goes_on_where_it_stood_and_its_starter_waits_on():
    case = begun().do("terima").do(f"{IN}terima")
    newer = consulting(step("terima"), step("catat"), step("simpan"))
    state = after(go(case, woven(called=newer)))
    assert statuses(state) == statuses(case.state)
    assert state.by_id["panggil#1"].subs == case.of("panggil").subs


def test_a_limit_that_is_new_in_it_counts_from_when_it_was_started():
    case = begun().at("2026-02-10 09:00").do("terima")
    new = woven(called=consulting(step("terima"), step("catat"), limits=[LIMIT]))
    assert after(go(case, new, now=at("2026-02-11 09:00"))).limits == ()
    (run,) = after(go(case, new, now=at("2026-02-11 09:00"), deadlines="recount")).limits
    assert (run.key, run.started_at, run.due_at) == (f"{IN}b", at("2026-02-10 09:00"), at("2026-02-13 09:00"))


def test_a_limit_of_one_that_never_began_is_not_started():
    new = woven(called=consulting(step("terima"), step("catat"), limits=[LIMIT]))
    assert after(go(begun(), new, deadlines="recount")).limits == ()


def test_a_version_that_does_not_start_it_any_more_holds_the_case():
    case = begun().do("terima")
    assert held(go(case, woven(step("terima"), calls(to="contoh/lain"), step("tutup"))))
