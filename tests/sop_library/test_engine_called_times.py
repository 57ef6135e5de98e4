"""Clocks, limits, gates and interrupts of a called SOP: its own, and only while it runs."""

from sop_library.engine.events import Close, Complete, Extend, Reopen, ReportDated, Sign
from tests.sop_library.called import begun, calls, consulting
from tests.sop_library.sheets import Walked, at, outcome, step

IN = "panggil--k--"
LIMIT = {"key": "b", "label": "B", "kind": "max", "amount": "P3D", "until": ["catat"]}
URGENT = [{"key": "i", "label": "Gawat", "when": {"fact": "crisis", "is": True}, "starts": "darurat"}]


def limit(case: Walked, key: str = f"{IN}b") -> str | None:
    run = next((one for one in case.state.limits if one.key == key), None)
    return None if run is None else f"{run.due_at:%m-%d %H:%M}"


def test_what_it_counts_from_the_case_counts_from_when_it_was_started() -> None:
    late = step("terima", time={"kind": "max", "amount": "P1D", "counts_from": "case"})
    case = begun(called=consulting(late, step("catat"), limits=[LIMIT]))
    assert limit(case) is None
    case.at("2026-02-10 09:00").do("terima")
    assert f"{case.of(f'{IN}terima').due_at:%m-%d %H:%M}" == "02-11 09:00"
    assert limit(case) == "02-13 09:00"


def test_what_it_counts_from_the_report_counts_from_the_report() -> None:
    late = step("terima", time={"kind": "max", "amount": "P1D", "counts_from": "report"})
    child = consulting(late, step("catat"), limits=[{**LIMIT, "counts_from": "report"}])
    case = begun(called=child)
    case.at("2026-02-10 09:00").do("terima")
    assert limit(case) == "02-05 09:00"
    case.tell(ReportDated(by="ani", before=at("2026-02-02 09:00"), reported_at=at("2026-02-01 08:00")))
    assert limit(case) == "02-04 08:00"
    assert f"{case.of(f'{IN}terima').due_at:%m-%d %H:%M}" == "02-02 08:00"


def test_a_limit_that_was_met_runs_anew_when_it_is_started_once_more() -> None:
    decide = [outcome("cukup"), outcome("ulang", "panggil")]
    child = consulting(step("terima"), step("catat"), limits=[LIMIT, {**LIMIT, "key": "c", "counts_from": "terima"}])
    case = begun(calls(outcomes=decide), step("tutup"), called=child)
    case.do(f"{IN}terima").do(f"{IN}catat")
    assert {run.met_at is not None for run in case.state.limits} == {True}
    case.at("2026-02-10 09:00").do("panggil", "ulang")
    assert limit(case) == "02-13 09:00"
    case.at("2026-02-11 09:00").do(f"{IN}terima")
    assert limit(case, f"{IN}c") == "02-14 09:00"
    assert len(case.state.limits) == 2
    case.do(f"{IN}catat")
    assert {run.met_at is not None for run in case.state.limits} == {True}


def test_a_limit_of_it_is_lengthened_by_its_own_rule() -> None:
    rule = {"lane": "ketua", "times": 1, "up_to": "P2D"}
    case = begun(calls(), called=consulting(step("catat"), limits=[{**LIMIT, "extendable_by": rule}]))
    case.tell(Extend(limit=f"{IN}b", by="ani", lanes=frozenset({"ketua"}), reason="menunggu hasil"))
    assert limit(case) == "02-07 09:00"


def test_a_new_report_counts_its_running_limits_again() -> None:
    child = consulting(step("catat"), limits=[{**LIMIT, "counts_from": "report"}])
    case = begun(calls(), called=child).tell(Close(by="ani", reason="ditarik"))
    case.at("2026-02-20 09:00").tell(Reopen(by="ani", reason="lagi", reported_at=at("2026-02-19 09:00")))
    assert limit(case) == "02-22 09:00"


def test_its_interrupt_overtakes_its_own_steps_and_nobody_elses() -> None:
    child = consulting(step("terima", then="end"), step("darurat", then="end"), interrupts=URGENT)
    case = begun(calls(wait=False), step("tutup"), called=child).know(crisis=True)
    assert sorted(case.open) == [f"{IN}darurat#1", "tutup#1"]
    assert case.of(f"{IN}terima").status == "waiting"
    assert case.of(f"{IN}darurat").came_from == ("panggil#1",)
    case.do(f"{IN}darurat")
    assert sorted(case.open) == [f"{IN}terima#1", "tutup#1"]


def test_its_interrupt_sleeps_until_it_begins_and_is_raised_at_once_then() -> None:
    child = consulting(step("terima", then="end"), step("darurat", then="end"), interrupts=URGENT)
    case = begun(called=child).know(crisis=True)
    assert case.open == ["terima#1"]
    case.do("terima")
    assert case.open == [f"{IN}darurat#1"]
    case.do(f"{IN}darurat").do(f"{IN}terima")
    assert case.open == ["tutup#1"]


def test_the_cases_own_interrupt_overtakes_its_steps_too() -> None:
    urgent = [{**URGENT[0], "starts": "darurat"}]
    case = begun(calls(), step("tutup", then="end"), step("darurat", then="end"), interrupts=urgent)
    case.know(crisis=True)
    assert case.open == ["darurat#1"]
    assert case.of(f"{IN}terima").wait is not None
    case.do("darurat")
    assert case.open == [f"{IN}terima#1"]


def test_what_its_door_requires_holds_its_first_step_back_with_the_reason() -> None:
    doors = {"p": {"label": "P", "starts": "terima", "called": True,
                   "requires": {"when": {"fact": "crisis", "is": True}, "words": "Hanya bila krisis."}}}  # fmt: skip
    case = begun(called=consulting(step("terima"), doors=doors)).do("terima")
    first = case.of(f"{IN}terima")
    assert first.wait is not None
    assert (first.wait.kind, first.wait.facts) == ("gate", ("crisis",))
    case.know(crisis=True).do(f"{IN}terima")
    assert case.open == ["tutup#1"]


def test_each_of_its_lanes_signs() -> None:
    lanes = {"petugas": {"label": "Petugas"}, "tim": {"label": "Tim", "made_of": ["petugas", "ketua"], "quorum": 2},
             "ketua": {"label": "Ketua"}}  # fmt: skip
    child = consulting(step("rapat", lanes={"any_of": ["tim"]}), lanes=lanes)
    case = begun(calls(), step("tutup"), called=child)
    one = case.of(f"{IN}rapat")
    refused = case.refused(complete(one.id, "petugas"))
    assert [item.kind for item in refused.missing] == ["sign_off"]
    case.tell(Sign(pass_id=one.id, by="ani", lanes=frozenset({"petugas"})))
    case.tell(complete(one.id, "ketua"))
    assert case.open == ["tutup#1"]


def complete(pass_id: str, lane: str) -> Complete:
    return Complete(pass_id=pass_id, by="budi", lanes=frozenset({lane}))


def test_its_interrupt_is_raised_where_it_runs_on_after_the_case_has_ended() -> None:
    child = consulting(step("terima", then="end"), step("darurat", then="end"), interrupts=URGENT)
    own = [{**URGENT[0], "starts": "siaga"}]
    rows = (calls(wait=False), step("tutup", then="end"), step("siaga", then="end"))
    case = begun(*rows, called=child, interrupts=own).do("tutup").know(crisis=True)
    assert case.open == [f"{IN}darurat#1"], "nothing of the case itself is begun after its end"
    assert case.of(f"{IN}terima").status == "waiting"
    case.do(f"{IN}darurat").do(f"{IN}terima")
    assert case.kinds()[-1] == "AllDone"


def test_its_interrupt_is_not_raised_after_an_early_end() -> None:
    child = consulting(step("terima", then="end"), step("darurat", then="end"), interrupts=URGENT)
    case = begun(calls(wait=False), step("tutup"), called=child).tell(Close(by="ani", reason="ditarik"))
    case.know(crisis=True)
    assert case.state.live_ids == ()
