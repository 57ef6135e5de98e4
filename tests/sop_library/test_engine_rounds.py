"""How often a called SOP was begun, and which of its steps the round that stands will never come to."""

from datetime import timedelta

from sop_library.engine.events import GoBack
from sop_library.engine.reach import led_around
from sop_library.engine.rounds import of_now, rounds_of
from tests.sop_library.called import calls, consulting, woven
from tests.sop_library.sheets import Walked, outcome, step

IN, INSIDE = "panggil--k--", ("panggil", "k")
LOOP = step("nilai", kind="decision", outcomes=[outcome("cukup"), outcome("lagi", "panggil")])
ENDS = step("terima", kind="decision", outcomes=[outcome("lanjut"), outcome("akhiri", "end")])


def looping(*inner, called=None) -> Walked:
    rows = (step("terima"), calls(), LOOP, step("tutup"))
    return Walked(woven(*rows, called=called or consulting(*inner))).do("terima")


def now_in(case: Walked) -> list[str]:
    rounds = rounds_of(case.definition, case.state)
    return [one.id for one in case.state.passes if one.step.startswith(IN) and of_now(case.definition, rounds, one)]


def again(case: Walked, *keys: tuple[str, ...]) -> Walked:
    """Go through a round and begin the next."""
    for key in (*keys, ("nilai", "lagi")):
        case.do(*key)
    return case


def test_each_time_it_is_begun_is_a_round_and_only_what_was_done_since_is_of_the_last() -> None:
    case = looping()
    assert rounds_of(case.definition, case.state)[INSIDE].count == 1
    again(case, (f"{IN}terima",), (f"{IN}catat",))
    found = rounds_of(case.definition, case.state)[INSIDE]
    assert (found.count, found.over) == (2, False)
    assert (found.at(found.begun[0]), found.at(found.begun[1])) == (1, 2)
    assert found.at(found.begun[0] - timedelta(seconds=1)) == 0
    assert now_in(case) == [f"{IN}terima#2"]


def test_going_back_within_it_begins_no_round() -> None:
    case = looping().do(f"{IN}terima")
    case.tell(GoBack(step=f"{IN}terima", by="ani", lanes=frozenset({"petugas"}), reason="keliru"))
    assert rounds_of(case.definition, case.state)[INSIDE].count == 1
    assert f"{IN}terima#1" in now_in(case)


def test_what_an_early_end_left_out_is_led_around_and_by_which_decision() -> None:
    case = looping(ENDS, step("catat")).do(f"{IN}terima", "akhiri")
    assert rounds_of(case.definition, case.state)[INSIDE].over
    around = led_around(case.definition, case.state)[f"{IN}catat"]
    assert around.at is not None
    assert (around.led, around.at.id) == ("outcome", f"{IN}terima#1")
    assert f"{IN}catat" in led_around(case.definition, case.do("nilai", "cukup").state)


def test_begun_again_every_step_of_it_may_come() -> None:
    case = again(looping(ENDS, step("catat")), (f"{IN}terima", "akhiri"))
    assert led_around(case.definition, case.state) == {}


def test_a_step_that_closes_it_leaves_out_what_stands_after_it_without_a_decision() -> None:
    called = consulting(step("terima", closes=True, then="end"), step("catat"))
    case = looping(called=called).do(f"{IN}terima")
    assert led_around(case.definition, case.state)[f"{IN}catat"].led == "over"


def test_of_one_started_within_it_the_earlier_round_counts_no_more() -> None:
    inner = consulting(step("ukur"), sop="contoh/ukur", name="Ukur")
    outer = consulting(step("terima"), calls("minta", to="contoh/ukur"), step("simpul"))
    case = Walked(woven(step("terima"), calls(), LOOP, step("tutup"), called=[inner, outer])).do("terima")
    again(case, (f"{IN}terima",), (f"{IN}minta--k--ukur",), (f"{IN}simpul",))
    assert now_in(case) == [f"{IN}terima#2"]
    assert rounds_of(case.definition, case.state)[(f"{IN}minta", "k")].count == 1
