"""Due times of steps and limits, as the case meets them: tiers, pauses, extensions, starts. Computed by hand."""

from datetime import date
from typing import Any

import pytest

from sop_library.calendar import weekday_hours
from sop_library.durations import parse_duration
from sop_library.engine.effects import DueChanged, LimitMet, LimitMoved, LimitStarted, StepOpened
from sop_library.engine.events import Complete, Extend, FactChanged, Pause, Reopen, ReportDated, Resume
from sop_library.national_holidays import holidays_for
from tests.sop_library.sheets import Walked, at, office, outcome, sop, step

NATIONAL = holidays_for((2026, 2027)).dates
PETUGAS = frozenset({"petugas"})
KETUA = frozenset({"ketua"})


def time(kind: str, amount: str | None = None, clock: str = "clock", **fields: Any) -> dict[str, Any]:
    return {"printed": "…", "kind": kind, "clock": clock, **({"amount": amount} if amount else {}), **fields}


def case_of(*steps: dict[str, Any], start: str = "2026-03-05 10:00", **fields: Any) -> Walked:
    return Walked(sop(*steps, **fields), start=at(start), calendar=office(holidays=NATIONAL))


def test_a_step_is_due_its_time_after_it_opened() -> None:
    case = case_of(step("a", time=time("standard", "PT30M")), step("b", time=time("max", "P3D", "working")))
    assert case.of("a").due_at == at("2026-03-05 10:30")
    assert case.effects[-1] == StepOpened("a#1", at("2026-03-05 10:30"))
    case.at("2026-03-16 10:00").do("a")
    assert case.of("b").due_at == at("2026-03-26 16:00"), "Tue 17, then Wed 25 and Thu 26: Lebaran lies between"


@pytest.mark.parametrize("kind", ["min", "about", "until", "as_needed", "as_agreed", "conflict", "none"])
def test_a_time_that_is_no_deadline_never_shows_as_one(kind: str) -> None:
    assert case_of(step("a", time=time(kind, "PT30M"))).of("a").due_at is None


def test_a_step_without_a_time_has_no_due_time() -> None:
    assert case_of(step("a")).of("a").due_at is None


@pytest.mark.parametrize(
    ("counts_from", "due"),
    [
        ("step", "2026-03-05 12:20"),
        ("case", "2026-03-05 12:00"),
        ("report", "2026-03-05 09:00"),
        ("b", "2026-03-05 12:20"),
    ],
)
def test_a_time_counts_from_where_it_says(counts_from: str, due: str) -> None:
    steps = [step("a"), step("b"), step("c", time=time("max", "PT2H", counts_from=counts_from))]
    case = Walked(sop(*steps), start=at("2026-03-05 10:00"), reported_at=at("2026-03-05 07:00"))
    case.do("a").do("b")
    assert case.of("c").due_at == at(due)


def test_counting_from_a_step_means_from_when_it_was_last_done() -> None:
    steps = [
        step("a"),
        step("b", outcomes=[outcome("ulang", "a"), outcome("lanjut")]),
        step("c"),
        step("d", time=time("max", "PT1H", counts_from="b")),
    ]
    case = Walked(sop(*steps), start=at("2026-03-05 10:00")).do("a").do("b", "ulang").do("a")
    case.at("2026-03-05 14:00").do("b", "lanjut").at("2026-03-05 14:45").do("c")
    assert case.of("d").due_at == at("2026-03-05 15:00")


def test_counting_from_a_step_never_done_falls_back_on_its_own_opening() -> None:
    steps = [step("a", then="c"), step("b"), step("c", time=time("max", "PT1H", counts_from="b"))]
    assert Walked(sop(*steps), start=at("2026-03-05 10:00")).do("a").of("c").due_at == at("2026-03-05 11:10")


TIERS = [
    {"when": {"fact": "risk", "is": "high"}, "amount": "PT24H"},
    {"when": {"fact": "risk", "is": "medium"}, "amount": "P3D"},
]
TIERED = time("max", "P7D", tiers=TIERS)


def test_a_tier_is_read_again_from_the_same_start_when_the_risk_changes() -> None:
    case = case_of(step("a", time=TIERED))
    assert case.of("a").due_at == at("2026-03-12 10:00"), "no tier holds while the risk is unknown"
    case.at("2026-03-06 09:00").know(risk="high")
    assert case.of("a").due_at == at("2026-03-06 10:00")
    assert case.effects == (DueChanged("a#1", at("2026-03-12 10:00"), at("2026-03-06 10:00"), recounted=True),)
    case.know(risk="medium")
    assert case.of("a").due_at == at("2026-03-08 10:00")
    case.know(risk=None)
    assert case.of("a").due_at == at("2026-03-12 10:00")


def test_a_tier_can_bring_its_own_kind_and_clock() -> None:
    tiers = [{"when": {"fact": "risk", "is": "low"}, "amount": "P3D", "kind": "max", "clock": "working"}]
    case = case_of(step("a", time=time("as_needed", tiers=tiers)))
    assert case.of("a").due_at is None
    assert case.know(risk="low").of("a").due_at == at("2026-03-10 16:00")


def test_a_tiered_range_takes_the_tiers_amount() -> None:
    tiers = [{"when": {"fact": "risk", "is": "high"}, "amount": "PT1H"}]
    reading = {"printed": "2-3 jam", "kind": "range", "from": "PT2H", "to": "PT3H", "tiers": tiers}
    case = case_of(step("a", time=reading))
    assert case.of("a").due_at == at("2026-03-05 13:00")
    assert case.know(risk="high").of("a").due_at == at("2026-03-05 11:00")


def test_a_pause_lets_a_steps_time_stand_still_and_not_the_laws() -> None:
    limit = {"key": "rtl", "label": "RTL", "kind": "max", "amount": "PT72H", "counts_from": "report", "until": "b"}
    case = case_of(
        step("a", time=time("max", "PT24H"), then=["b", "c"]),
        step("b", time=time("max", "PT48H", counts_from="report"), then="end"),
        step("c", time=time("max", "PT2H", "working")),
        limits=[limit],
    )
    case.at("2026-03-05 10:00").do("a")
    assert case.of("c").due_at == at("2026-03-05 12:00")
    case.at("2026-03-05 11:00").tell(Pause(by="ani", reason="korban sakit"))
    case.at("2026-03-06 08:00").tell(Resume(by="ani"))
    assert case.of("c").due_at == at("2026-03-06 09:00"), "one of two working hours was left"
    assert case.of("b").due_at == at("2026-03-07 10:00")
    assert case.state.limits[0].due_at == at("2026-03-08 10:00")
    assert case.kinds() == ["Resumed", "DueChanged"]


def test_pauses_add_up() -> None:
    case = case_of(step("a", time=time("max", "PT24H")))
    for stop, go in (("05 12:00", "05 14:00"), ("05 20:00", "06 06:00")):
        case.at(f"2026-03-{stop}").tell(Pause(by="ani", reason="x")).at(f"2026-03-{go}").tell(Resume(by="ani"))
    assert case.of("a").due_at == at("2026-03-06 22:00")


def test_working_days_paused_for_a_weekend_lose_only_the_days_they_missed() -> None:
    case = case_of(step("a", time=time("max", "P3D", "working")))
    assert case.of("a").due_at == at("2026-03-10 16:00")
    case.at("2026-03-06 09:00").tell(Pause(by="ani", reason="x"))
    case.at("2026-03-09 09:00").tell(Resume(by="ani"))
    assert case.of("a").due_at == at("2026-03-11 16:00")


def test_a_re_rating_after_a_pause_still_counts_the_pause() -> None:
    case = case_of(step("a", time=TIERED))
    case.at("2026-03-05 12:00").tell(Pause(by="ani", reason="x")).at("2026-03-05 15:00").tell(Resume(by="ani"))
    assert case.of("a").due_at == at("2026-03-12 13:00")
    assert case.know(risk="high").of("a").due_at == at("2026-03-06 13:00")


def test_a_pause_before_a_step_opened_does_not_touch_it() -> None:
    case = case_of(step("a"), step("b", time=time("max", "PT1H")))
    case.tell(Pause(by="ani", reason="x")).at("2026-03-05 14:00").tell(Resume(by="ani"))
    case.at("2026-03-05 15:00").do("a")
    assert case.of("b").due_at == at("2026-03-05 16:00")


def test_facts_that_come_while_a_case_is_paused_act_when_it_goes_on() -> None:
    case = case_of(step("a", time=TIERED))
    case.at("2026-03-05 11:00").tell(Pause(by="ani", reason="x")).know(risk="high")
    assert case.effects == ()
    assert case.state.facts["risk"] == "high"
    case.at("2026-03-05 12:00").tell(Resume(by="ani"))
    assert case.of("a").due_at == at("2026-03-06 11:00")


def test_a_time_is_extended_by_the_lane_the_sop_names_as_often_as_it_says() -> None:
    extendable = {"lane": "ketua", "times": 1, "up_to": "P1D"}
    case = case_of(step("a", time=time("max", "P3D", "working", extendable_by=extendable)), step("b"))

    def extend(lanes: frozenset[str], amount: str | None = None, reason: str = "korban belum siap") -> Extend:
        length = parse_duration(amount) if amount else None
        return Extend(pass_id="a#1", by="kepala", lanes=lanes, reason=reason, amount=length)

    assert case.refused(extend(PETUGAS)).code == "extension_wrong_lane"
    assert case.refused(extend(KETUA, reason="")).code == "reason_missing"
    too_long = case.refused(extend(KETUA, "P2D"))
    assert str(too_long) == "Perpanjangan paling lama 1 hari."
    case.tell(extend(KETUA))
    assert case.of("a").due_at == at("2026-03-11 16:00")
    assert case.of("a").extended[0].reason == "korban belum siap"
    assert case.refused(extend(KETUA)).code == "extended_enough"
    case.do("a")
    assert case.refused(Extend(pass_id="b#1", by="k", lanes=KETUA, reason="x")).code == "not_extendable"


def test_without_a_bound_a_time_is_extended_by_itself() -> None:
    case = case_of(step("a", time=time("max", "PT2H", extendable_by={"lane": "ketua"})))
    case.tell(Extend(pass_id="a#1", by="kepala", lanes=KETUA, reason="x"))
    assert case.of("a").due_at == at("2026-03-05 14:00")


RTL = {"key": "rtl", "label": "Rencana Tindak Lanjut", "kind": "max", "amount": "PT72H", "clock": "clock"}


def test_a_limit_runs_from_the_report_until_its_step_is_done() -> None:
    limits = [{**RTL, "counts_from": "report", "until": "rtl"}]
    case = Walked(
        sop(step("a"), step("rtl"), limits=limits),
        start=at("2026-03-05 10:00"),
        reported_at=at("2026-03-04 22:00"),
    )
    assert LimitStarted("rtl", at("2026-03-07 22:00")) in case.effects
    case.do("a").at("2026-03-06 09:00").do("rtl")
    assert LimitMet("rtl") in case.effects
    assert case.state.limits[0].met_at == at("2026-03-06 09:00")


def test_a_report_put_right_moves_what_counts_from_it_and_nothing_else() -> None:
    from_report = {**RTL, "counts_from": "report", "until": "b"}
    from_case = {**RTL, "key": "lain", "until": "b"}
    case = Walked(
        sop(step("a", time=time("max", "PT48H", counts_from="report"), then=["b", "c"]), step("b"),
            step("c", time=time("max", "PT2H")), limits=[from_report, from_case]),
        start=at("2026-03-05 10:00"), reported_at=at("2026-03-05 09:00"),
    )  # fmt: skip
    assert case.of("a").due_at == at("2026-03-07 09:00")
    wrong = at("2026-03-05 09:00")
    case.tell(ReportDated(by="ani", before=wrong, reported_at=at("2026-03-04 07:00")))
    assert case.of("a").due_at == at("2026-03-06 07:00")
    assert [(run.key, run.due_at) for run in case.state.limits] == [
        ("rtl", at("2026-03-07 07:00")), ("lain", at("2026-03-08 10:00")),
    ]  # fmt: skip
    assert case.kinds() == ["DueChanged", "LimitMoved"]
    case.tell(ReportDated(by="ani", before=wrong, reported_at=at("2026-03-01 07:00")))
    assert case.kinds() == [], "nothing counts from that report"


def test_a_new_report_lets_the_limit_run_anew_on_a_case_that_is_opened_again() -> None:
    """Met or run out: for whoever comes back the law's time begins with the new report."""
    limits = [{**RTL, "counts_from": "report", "until": "a"}]
    case = Walked(sop(step("a"), step("b"), limits=limits), start=at("2026-03-05 10:00"))
    case.do("a").do("b")
    assert case.state.limits[0].met_at is not None
    again = at("2026-04-01 08:00")
    case.at("2026-04-01 09:00").tell(Reopen(by="ani", reason="datang lagi", step="a", reported_at=again))
    assert [(run.due_at, run.met_at) for run in case.state.limits] == [(at("2026-04-04 08:00"), None)]
    assert LimitStarted("rtl", at("2026-04-04 08:00")) in case.effects


def test_a_limit_counts_from_the_case_unless_it_says_else_and_from_a_step_once_it_is_done() -> None:
    limits = [
        {**RTL, "until": ["b", "c"]},
        {**RTL, "key": "lanjut", "amount": "PT1H", "counts_from": "a", "until": "c"},
    ]
    case = Walked(
        sop(step("a"), step("b"), step("c"), limits=limits),
        start=at("2026-03-05 10:00"),
        reported_at=at("2026-03-01 10:00"),
    )
    assert [(run.key, run.due_at) for run in case.state.limits] == [("rtl", at("2026-03-08 10:00"))]
    case.do("a")
    assert [(run.key, run.due_at) for run in case.state.limits][1] == ("lanjut", at("2026-03-05 11:10"))
    case.do("b")
    assert [run.met_at is not None for run in case.state.limits] == [True, False]
    case.do("c")
    assert all(run.met_at is not None for run in case.state.limits)


def test_a_limit_is_kept_once_and_its_first_meeting_counts() -> None:
    steps = [step("a"), step("b", outcomes=[outcome("ulang", "a"), outcome("ya")])]
    case = case_of(*steps, limits=[{**RTL, "until": "a"}]).do("a")
    met = case.state.limits[0].met_at
    case.do("b", "ulang").do("a")
    assert case.state.limits[0].met_at == met


def test_a_limits_tier_is_read_again_from_the_same_start() -> None:
    tiers = [{"when": {"fact": "risk", "is": "high"}, "amount": "PT24H"}]
    case = case_of(step("a"), step("b"), limits=[{**RTL, "tiers": tiers, "until": "a"}])
    case.know(risk="high")
    assert case.effects == (LimitMoved("rtl", at("2026-03-06 10:00"), at("2026-03-08 10:00")),)
    case.do("a").tell(FactChanged(by="ani", facts={"risk": "low"}))
    assert case.state.limits[0].due_at == at("2026-03-06 10:00"), "a limit that was met moves no more"


def test_a_limit_without_a_deadline_does_not_run() -> None:
    assert case_of(step("a"), limits=[{**RTL, "kind": "about", "until": "a"}]).state.limits == ()


def test_done_passes_keep_when_they_were_due_and_when_they_were_done() -> None:
    case = case_of(step("a", time=time("standard", "PT5M")), step("b"))
    case.at("2026-03-05 11:00").tell(Complete(pass_id="a#1", by="ani", lanes=PETUGAS))
    assert (case.of("a").due_at, case.of("a").done_at) == (at("2026-03-05 10:05"), at("2026-03-05 11:00"))


WORKING = time("max", "P3D", "working", tiers=[{"when": {"fact": "risk", "is": "high"}, "amount": "P1D"}])


def test_a_due_time_that_was_given_stays_when_the_office_changes_its_hours() -> None:
    definition = sop(
        step("a", time=WORKING, gate={"when": {"not": {"fact": "needs.security", "is": True}}, "words": "Tunggu"}),
        limits=[{**RTL, "clock": "working", "amount": "P3D", "until": "a"}],
    )
    case = Walked(definition, start=at("2026-03-05 10:00"), facts={"needs.security": False})
    given, limit = case.of("a").due_at, case.state.limits[0].due_at
    assert given == at("2026-03-10 16:00")
    case.calendar = office(hours=weekday_hours(range(7), ("08:00", "14:00")), holidays=[date(2026, 3, 6)])
    for change in ({"victim__child": True}, {"risk": "low"}, {"victim__child": False}):
        case.know(**change)
        assert (case.of("a").due_at, case.state.limits[0].due_at) == (given, limit)
        assert case.effects == ()
    case.know(risk="high")
    assert case.of("a").due_at == at("2026-03-07 14:00"), "another time is counted by the hours of now"
    assert [effect for effect in case.effects if isinstance(effect, DueChanged) and effect.recounted]


def test_a_pause_a_gate_and_an_extension_move_the_due_time_that_stands() -> None:
    extendable = {"lane": "petugas", "times": 1, "up_to": "P1D"}
    gate = {"when": {"not": {"fact": "needs.security", "is": True}}, "words": "Tunggu"}
    definition = sop(step("a", time=time("max", "P3D", "working", extendable_by=extendable), gate=gate))
    case = Walked(definition, start=at("2026-03-05 10:00"), facts={"needs.security": False})
    case.calendar = office(hours=weekday_hours(range(7), ("08:00", "14:00")))
    case.at("2026-03-05 11:00").tell(Pause(by="ani", reason="x")).at("2026-03-05 12:00").tell(Resume(by="ani"))
    assert case.of("a").due_at >= at("2026-03-10 14:00")
    case.know(needs__security=True).know(needs__security=False)
    assert case.of("a").due_at >= at("2026-03-10 14:00"), "never shorter by hours that changed meanwhile"
    stood = case.of("a").due_at
    case.tell(Extend(pass_id="a#1", by="ani", lanes=frozenset({"petugas"}), reason="belum siap"))
    assert case.of("a").due_at > stood
