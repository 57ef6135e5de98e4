"""A signature (paraf) given by mistake is taken back while its step is open, by who gave it or the head."""

from sop_library.engine.effects import Unsigned
from sop_library.engine.events import Complete, Pause, Sign, Unsign
from sop_library.engine.state import Pass
from tests.sop_library.sheets import Walked, sop, step

PETUGAS, KETUA = frozenset({"petugas"}), frozenset({"ketua"})


def signed() -> Walked:
    """A step of two lanes: the head of the team has signed it, and for the reporter an officer has."""
    case = Walked(sop(step("a", lanes={"all_of": ["petugas", "ketua", "pelapor"]})))
    case.tell(Sign(pass_id="a#1", by="kepala", lanes=KETUA))
    return case.tell(Sign(pass_id="a#1", by="ani", lanes=PETUGAS, lane="pelapor"))


def lanes(one: Pass) -> list[str]:
    return [sign.lane for sign in one.signed]


def test_who_gave_a_signature_takes_it_back_and_it_is_missing_again() -> None:
    case = signed()
    before = case.of("a")
    case.tell(Unsign(pass_id="a#1", by="kepala"))
    assert case.effects == (Unsigned("a#1", "ketua"),)
    assert lanes(case.of("a")) == ["pelapor"]
    assert (case.of("a").status, case.of("a").due_at) == ("open", before.due_at)
    refused = case.refused(Complete(pass_id="a#1", by="ani", lanes=PETUGAS))
    assert [item.key for item in refused.missing] == ["ketua"]
    case.tell(Sign(pass_id="a#1", by="kepala", lanes=KETUA)).do("a", lanes={"petugas"})
    assert case.standing["a#1"] == "done"


def test_the_signature_that_is_named_is_taken_back_and_no_other() -> None:
    case = signed().tell(Sign(pass_id="a#1", by="ani", lanes=PETUGAS, lane="petugas"))
    case.tell(Unsign(pass_id="a#1", by="ani", lane="pelapor"))
    assert lanes(case.of("a")) == ["ketua", "petugas"]
    case.tell(Unsign(pass_id="a#1", by="ani"))
    assert lanes(case.of("a")) == ["ketua"]


def test_nobody_takes_back_what_somebody_else_gave_except_the_head() -> None:
    case = signed()
    refused = case.refused(Unsign(pass_id="a#1", by="ani", lane="ketua"))
    assert refused.code == "anothers_signature"
    assert "kepala kantor" in str(refused)
    case.tell(Unsign(pass_id="a#1", by="budi", lane="ketua", as_head=True))
    assert lanes(case.of("a")) == ["pelapor"]


def test_only_a_signature_that_stands_on_an_open_step_is_taken_back() -> None:
    case = signed()
    assert case.refused(Unsign(pass_id="a#1", by="ani", lane="petugas")).code == "not_signed"
    assert case.refused(Unsign(pass_id="b#1", by="ani")).code == "unknown_pass"
    paused = signed().tell(Pause(by="ani", reason="x"))
    assert paused.refused(Unsign(pass_id="a#1", by="kepala")).code == "case_paused"
    case.do("a", lanes={"petugas"})
    assert case.refused(Unsign(pass_id="a#1", by="kepala")).code in ("pass_done", "case_ended")
