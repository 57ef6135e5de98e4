"""Times are lengthened by the lane the SOP names: a step's by the tier in force, and a limit over several steps."""

from typing import Any

import pytest

from sop_library.durations import parse_duration
from sop_library.engine.effects import LimitMoved
from sop_library.engine.events import Extend, ReportDated
from tests.sop_library.sheets import Walked, at, sop, step

KETUA = frozenset({"ketua"})
HIGH = {"fact": "risk", "is": "high"}
EXTENDABLE = {"lane": "ketua", "times": 2, "up_to": "P2D"}


def case_of(limit: dict[str, Any] | None = None, **fields: Any) -> Walked:
    limits = [{"key": "b", "label": "Seluruhnya", "until": "b", **limit}] if limit else []
    return Walked(sop(step("a", **fields), step("b"), limits=limits), start=at("2026-02-02 09:00"))


def longer(limit: str | None = "b", **fields: Any) -> Extend:
    given = {"by": "k", "lanes": KETUA, "reason": "korban di luar kota", **fields}
    return Extend(limit=limit, pass_id="" if limit else "a#1", **given)


def test_a_tiered_time_without_an_amount_of_its_own_is_extended_by_the_tier_in_force() -> None:
    tiers = [{"when": HIGH, "amount": "PT24H"}, {"when": {"not": HIGH}, "amount": "P7D"}]
    case = case_of(time={"kind": "max", "tiers": tiers, "extendable_by": {"lane": "ketua"}})
    case.know(risk="high")
    assert case.of("a").due_at == at("2026-02-03 09:00")
    case.tell(longer(None))
    assert case.of("a").due_at == at("2026-02-04 09:00")
    assert str(case.of("a").extended[0].amount) == "24 jam"


def test_an_extension_is_held_against_the_clock_of_the_tier_in_force() -> None:
    tiers = [{"when": HIGH, "amount": "P1D", "clock": "working"}]
    rule = {"lane": "ketua", "times": 9}
    case = case_of(time={"kind": "max", "amount": "P3D", "tiers": tiers, "extendable_by": rule})
    case.know(risk="high")
    assert case.of("a").due_at == at("2026-02-03 16:00")
    case.tell(longer(None))
    assert case.of("a").due_at == at("2026-02-04 16:00"), "one working day more"


def test_a_limit_is_lengthened_and_says_so() -> None:
    case = case_of({"amount": "P3D", "extendable_by": EXTENDABLE})
    case.tell(longer())
    (moved,) = case.effects
    assert moved == LimitMoved("b", at("2026-02-07 09:00"), at("2026-02-05 09:00"))
    (run,) = case.state.limits
    assert run.due_at == at("2026-02-07 09:00")
    assert [(one.by, one.reason) for one in run.extended] == [("k", "korban di luar kota")]


@pytest.mark.parametrize(
    ("limit", "event", "code"),
    [
        ({"amount": "P3D"}, longer(), "limit_not_extendable"),
        ({"amount": "P3D", "extendable_by": EXTENDABLE}, longer("z"), "limit_not_running"),
        ({"amount": "P3D", "extendable_by": EXTENDABLE}, longer(lanes=frozenset({"petugas"})), "limit_wrong_lane"),
        ({"amount": "P3D", "extendable_by": EXTENDABLE}, longer(reason=" "), "reason_missing"),
        ({"amount": "P3D", "counts_from": "a", "extendable_by": EXTENDABLE}, longer(), "limit_not_running"),
    ],
)
def test_what_a_limit_refuses(limit: dict[str, Any], event: Extend, code: str) -> None:
    refused = case_of(limit).refused(event)
    assert refused.code == code
    assert str(refused)


def test_a_limit_is_lengthened_only_as_often_and_as_far_as_the_sop_says_and_not_once_it_is_kept() -> None:
    case = case_of({"amount": "P3D", "extendable_by": EXTENDABLE})
    assert case.refused(longer(amount=parse_duration("P3D"))).code == "extension_too_long"
    case.tell(longer(amount=parse_duration("P1D"))).tell(longer())
    assert case.state.limits[0].due_at == at("2026-02-08 09:00")
    assert case.refused(longer()).code == "limit_extended_enough"
    kept = case_of({"amount": "P3D", "until": "a", "extendable_by": EXTENDABLE}).do("a")
    assert kept.refused(longer()).code == "limit_not_running"


def test_a_lengthened_limit_keeps_its_extension_when_it_is_read_again() -> None:
    tiers = [{"when": HIGH, "amount": "PT24H"}]
    case = case_of({"amount": "P3D", "counts_from": "report", "tiers": tiers, "extendable_by": EXTENDABLE})
    case.tell(longer())
    case.know(risk="high")
    assert case.state.limits[0].due_at == at("2026-02-05 09:00"), "a day from the start, and two more"
    case.tell(ReportDated(by="k", before=at("2026-02-02 09:00"), reported_at=at("2026-02-01 09:00")))
    assert case.state.limits[0].due_at == at("2026-02-04 09:00")
