"""What the engine refuses, in whose words, and that it names everything that is missing at once."""

from typing import Any

import pytest

from sop_library.engine import Refused, State, advance
from sop_library.engine.effects import Owed
from sop_library.engine.events import (
    Close,
    Complete,
    Enter,
    Extend,
    FactChanged,
    GoBack,
    Override,
    Pause,
    Reopen,
    Resume,
    Sign,
    Skip,
    SubFinished,
)
from sop_library.engine.refusals import MESSAGES
from tests.sop_library.sheets import Walked, at, office, outcome, sop, step

PETUGAS = frozenset({"petugas"})
KETUA = frozenset({"ketua"})


def complete(key: str, **given: Any) -> Complete:
    return Complete(**{"pass_id": key, "by": "ani", "lanes": PETUGAS, **given})


def test_every_refusal_has_a_sentence_that_takes_its_parameters() -> None:
    for code, message in MESSAGES.items():
        names = "step door words facts reason lanes outcome missing lane times up_to fact sub limit"
        assert message % dict.fromkeys(names.split(), "x"), code
        assert message.rstrip(".").count(".") < 3


def test_a_step_is_done_once() -> None:
    case = Walked(sop(step("terima"), step("catat"))).do("terima")
    refused = case.refused(complete("terima#1"))
    assert refused.code == "pass_done"
    assert str(refused) == "Langkah “Terima” sudah diselesaikan."
    assert refused.message == MESSAGES["pass_done"]
    assert refused.params["step"] == "Terima"


@pytest.mark.parametrize("key", ["catat#1", "terima#2", "tidak-ada#1", "", "terima"])
def test_a_pass_that_is_not_there_is_refused(key: str) -> None:
    assert Walked(sop(step("terima"), step("catat"))).refused(complete(key)).code == "unknown_pass"


def test_the_wrong_lane_is_told_whose_step_it_is() -> None:
    case = Walked(sop(step("tanda-tangan", lanes={"any_of": ["ketua"]})))
    refused = case.refused(complete("tanda-tangan#1"))
    assert refused.code == "wrong_lane"
    assert str(refused) == "Langkah “Tanda-Tangan” dikerjakan oleh Ketua."
    assert case.refused(complete("tanda-tangan#1", lanes=frozenset())).code == "wrong_lane"
    case.do("tanda-tangan", lanes={"ketua"})
    assert case.of("tanda-tangan").lane == "ketua"


def test_any_of_several_lanes_may_act_and_the_one_that_did_is_kept() -> None:
    case = Walked(sop(step("a", lanes={"any_of": ["ketua", "petugas"]}))).do("a", lanes={"petugas", "lain"}, by="budi")
    assert (case.of("a").lane, case.of("a").by) == ("petugas", "budi")


def test_what_someone_outside_does_is_recorded_by_any_lane_inside() -> None:
    case = Walked(sop(step("cerita", lanes={"any_of": ["pelapor"]})))
    assert case.refused(complete("cerita#1", lanes=frozenset({"pelapor"}))).code == "wrong_lane"
    case.do("cerita", lanes={"ketua"})
    assert (case.of("cerita").lane, case.of("cerita").by) == ("pelapor", "ani")


def test_a_step_without_a_lane_is_refused_until_the_office_binds_one() -> None:
    case = Walked(sop(step("a", lanes="unsaid")))
    assert case.refused(complete("a#1")).code == "lane_not_bound"


def test_members_act_for_the_lane_they_make_up() -> None:
    lanes = {
        "tim": {"label": "Tim", "made_of": ["petugas", "ketua"]},
        "petugas": {"label": "P"},
        "ketua": {"label": "K"},
    }
    case = Walked(sop(step("rapat", lanes={"any_of": ["tim"]}), lanes=lanes)).do("rapat", lanes={"ketua"})
    assert case.of("rapat").lane == "ketua"


def test_everything_missing_is_named_at_once() -> None:
    definition = sop(
        step(
            "asesmen",
            needs=[
                {"document": "Surat tugas"},
                {"form": "f1"},
                {"any_of": [{"document": "KTP"}, {"document": "KK"}], "label": "KTP/KK"},
                {"fact": "victim.child"},
            ],
            outputs=[{"key": "hasil", "label": "Hasil asesmen"}, {"key": "berkas", "label": "Berkas", "form": "f2"}],
            records=["risk"],
            outcomes=[outcome("a"), outcome("b")],
            lanes={"all_of": ["petugas", "ketua"]},
        ),
        forms={"f1": {"label": "Formulir 1", "form": None}, "f2": {"label": "Formulir 2", "form": None}},
    )
    case = Walked(definition)
    refused = case.refused(complete("asesmen#1"))
    assert refused.code == "incomplete"
    assert [(item.kind, item.key) for item in refused.missing] == [
        ("outcome", "outcomes"),
        ("document", "surat-tugas"),
        ("form", "f1"),
        ("any_of", "ktp-kk"),
        ("fact", "victim.child"),
        ("output", "hasil"),
        ("output", "berkas"),
        ("fact", "risk"),
        ("sign_off", "ketua"),
    ]
    assert "Surat tugas, Formulir 1, KTP/KK, Korban anak, Hasil asesmen, Berkas, Tingkat risiko" in str(refused)
    case.tell(Sign(pass_id="asesmen#1", by="kepala", lanes=KETUA))
    case.do(
        "asesmen",
        "a",
        documents=frozenset({"surat-tugas", "kk"}),
        forms=frozenset({"f1", "f2"}),
        outputs=frozenset({"hasil"}),
        facts={"victim.child": False, "risk": "low"},
    )
    assert case.standing["asesmen#1"] == "done"


def test_a_requirement_hangs_on_the_outcome_it_names() -> None:
    definition = sop(
        step(
            "wilayah",
            outcomes=[outcome("luar"), outcome("dalam")],
            needs=[{"document": "Surat Rujukan", "when": {"outcome": "luar"}}],
            outputs=[{"key": "surat", "label": "Surat", "when": {"outcome": "luar"}}],
        ),
        step("b"),
    )
    case = Walked(definition)
    refused = case.refused(complete("wilayah#1", outcomes=("luar",)))
    assert [item.key for item in refused.missing] == ["surat-rujukan", "surat"]
    case.do("wilayah", "dalam")
    assert case.open == ["b#1"]


def test_a_requirement_that_hangs_on_an_unknown_fact_asks_for_the_fact() -> None:
    child = {"fact": "victim.child", "is": True}
    definition = sop(
        step(
            "a",
            needs=[{"document": "Persetujuan wali", "when": child}],
            outputs=[{"key": "o", "label": "O", "when": child}],
        )
    )
    case = Walked(definition)
    refused = case.refused(complete("a#1"))
    assert [(item.kind, item.key) for item in refused.missing] == [("fact", "victim.child")] * 2
    assert str(refused) == "Langkah “A” belum lengkap: Korban anak."
    case.do("a", facts={"victim.child": False})


def test_what_may_follow_is_owed_and_does_not_stop_the_step() -> None:
    definition = sop(
        step(
            "identitas",
            needs=[
                {"any_of": [{"document": "KTP"}, {"document": "KK"}], "label": "KTP/KK", "may_follow": True},
                {"document": "Surat", "may_follow": True, "when": {"fact": "origin", "is": "referred"}},
                {"document": "Kronologi", "may_follow": True},
            ],
        ),
        step("b"),
    )
    promised = frozenset({"ktp-kk", "kronologi", "surat"})
    case = Walked(definition).do(
        "identitas", documents=frozenset({"kronologi"}), promised=promised, facts={"origin": "own"}
    )
    assert [effect.need.label for effect in case.effects if isinstance(effect, Owed)] == ["KTP/KK"]
    assert case.of("identitas").owed == ("ktp-kk",)
    assert case.of("identitas").lacking == ()
    assert case.open == ["b#1"]


def test_what_is_not_there_yet_is_owed_by_nobody_and_stops_the_step_unless_it_may_follow() -> None:
    definition = sop(step("a", needs=[{"document": "KTP"}, {"document": "KK", "may_follow": True}]), step("b"))
    case = Walked(definition)
    refused = case.refused(complete("a#1", promised=frozenset({"ktp"})))
    assert [item.key for item in refused.missing] == ["ktp"], "a promise does not replace what must not follow"
    case.do("a", documents=frozenset({"ktp"}))
    assert [effect for effect in case.effects if isinstance(effect, Owed)] == []
    assert (case.of("a").owed, case.of("a").lacking) == ((), ("kk",))


def test_what_may_follow_under_an_unknown_condition_is_asked_and_neither_owed_nor_there() -> None:
    referred = {"fact": "origin", "is": "referred"}
    definition = sop(step("a", needs=[{"document": "Surat", "may_follow": True, "when": referred}]), step("b"))
    case = Walked(definition)
    refused = case.refused(complete("a#1", promised=frozenset({"surat"})))
    assert [(item.kind, item.key) for item in refused.missing] == [("fact", "origin")]
    case.do("a", facts={"origin": "referred"}, promised=frozenset({"surat"}))
    assert case.of("a").owed == ("surat",)


def test_an_unknown_or_a_second_outcome_is_refused() -> None:
    case = Walked(sop(step("a", outcomes=[outcome("x"), outcome("y")]), step("b")))
    assert case.refused(complete("a#1", outcomes=("z",))).code == "unknown_outcome"
    assert case.refused(complete("a#1", outcomes=("x", "y"))).code == "one_outcome_only"
    assert case.refused(complete("a#1")).missing[0].kind == "outcome"
    case.do("a", "x")
    assert case.refused(complete("b#1", outcomes=("x",))).code == "unknown_outcome"


def test_facts_outside_the_list_and_wrong_values_are_refused() -> None:
    case = Walked(sop(step("a")))
    assert case.refused(complete("a#1", facts={"victim.nama": "x"})).code == "unknown_fact"
    assert case.refused(complete("a#1", facts={"risk": "gawat"})).code == "fact_value"
    assert str(case.refused(FactChanged(by="ani", facts={"risk": "gawat"}))) == (
        "Isian untuk “Tingkat risiko” tidak dapat dipakai."
    )


def test_a_step_that_must_be_done_cannot_be_skipped_and_skipping_needs_a_reason() -> None:
    case = Walked(sop(step("a"), step("b", optional=True)))
    assert case.refused(Skip(pass_id="a#1", by="ani", lanes=PETUGAS, reason="malas")).code == "not_optional"
    case.do("a")
    assert case.refused(Skip(pass_id="b#1", by="ani", lanes=PETUGAS, reason="  ")).code == "reason_missing"
    assert case.refused(Skip(pass_id="b#1", by="ani", lanes=KETUA, reason="x")).code == "wrong_lane"


def test_skipped_passed_over_and_cancelled_passes_say_so() -> None:
    definition = sop(
        step("a", optional=True), step("b", applies_when={"fact": "crisis", "is": True}), step("c"), step("d")
    )
    case = Walked(definition, facts={"crisis": False})
    case.tell(Skip(pass_id="a#1", by="ani", lanes=PETUGAS, reason="x"))
    assert case.refused(complete("a#1")).code == "pass_skipped"
    assert case.refused(complete("b#1")).code == "pass_passed_over"
    case.do("c").tell(GoBack(step="c", by="ani", lanes=PETUGAS, reason="keliru"))
    assert case.refused(complete("d#1")).code == "pass_cancelled"


def test_all_of_several_lanes_sign_before_the_last_completes() -> None:
    case = Walked(sop(step("a", lanes={"all_of": ["petugas", "ketua"]})))
    refused = case.refused(complete("a#1"))
    assert [(item.kind, item.key, item.label) for item in refused.missing] == [("sign_off", "ketua", "paraf Ketua")]
    case.tell(Sign(pass_id="a#1", by="kepala", lanes=KETUA))
    assert case.kinds() == ["Signed"]
    assert [(sign.lane, sign.by) for sign in case.of("a").signed] == [("ketua", "kepala")]
    assert case.refused(Sign(pass_id="a#1", by="kepala", lanes=KETUA)).code == "already_signed"
    case.do("a", lanes={"petugas"})
    assert case.standing["a#1"] == "done"


def test_an_outside_lane_is_signed_for_only_where_it_is_named() -> None:
    case = Walked(sop(step("a", lanes={"all_of": ["petugas", "pelapor"]})))
    case.tell(Sign(pass_id="a#1", by="ani", lanes=PETUGAS))
    assert case.of("a").signed[0].lane == "petugas"
    assert [item.key for item in case.refused(complete("a#1")).missing] == ["pelapor"]
    case.tell(Sign(pass_id="a#1", by="ani", lanes=PETUGAS, lane="pelapor")).do("a", lanes={"petugas"})
    assert case.standing["a#1"] == "done"


def test_signing_is_refused_where_one_person_completes_alone_or_for_a_lane_not_held() -> None:
    case = Walked(sop(step("a"), step("b", lanes={"all_of": ["petugas", "ketua"]})))
    assert case.refused(Sign(pass_id="a#1", by="ani", lanes=PETUGAS)).code == "no_signature_needed"
    case.do("a")
    assert case.refused(Sign(pass_id="b#1", by="ani", lanes=PETUGAS, lane="ketua")).code == "wrong_lane"


def test_a_quorum_is_made_of_different_members() -> None:
    lanes: dict[str, Any] = {key: {"label": key.upper()} for key in ("a", "b", "c")}
    lanes["tim"] = {"label": "Tim", "made_of": ["a", "b", "c"], "quorum": 2}
    case = Walked(sop(step("rapat", lanes={"any_of": ["tim"]}), lanes=lanes))
    one = complete("rapat#1", lanes=frozenset({"a"}))
    assert [item.key for item in case.refused(one).missing] == ["tim"]
    case.tell(Sign(pass_id="rapat#1", by="ani", lanes=frozenset({"a"})))
    assert case.refused(one).code == "incomplete"
    case.do("rapat", lanes={"c"})
    assert case.of("rapat").lane == "c"


def test_the_lane_that_decides_completes_once_the_other_has_signed() -> None:
    definition = sop(step("rekomendasi", decides="ketua", outcomes=[outcome("medis"), outcome("hukum")]))
    case = Walked(definition)
    refused = case.refused(complete("rekomendasi#1", outcomes=("medis",)))
    assert (refused.code, refused.params["lanes"]) == ("wrong_lane", "Ketua")
    by_head = complete("rekomendasi#1", lanes=KETUA, outcomes=("medis",))
    assert [item.key for item in case.refused(by_head).missing] == ["petugas"]
    case.tell(Sign(pass_id="rekomendasi#1", by="ani", lanes=PETUGAS)).tell(by_head)
    assert case.of("rekomendasi").lane == "ketua"


def test_doors_refuse_what_they_must_and_ask_what_they_do_not_know() -> None:
    doors = {
        "krisis": {
            "label": "Krisis",
            "starts": "a",
            "requires": {"when": {"fact": "crisis", "is": True}, "words": "hanya untuk korban dalam krisis."},
        }
    }
    definition, calendar, now = sop(step("a"), doors=doors), office(), at("2026-02-02 09:00")

    def why(event: Enter) -> Refused:
        with pytest.raises(Refused) as found:
            advance(definition, State(), event, now, calendar)
        return found.value

    assert why(Enter(door="jendela", by="ani")).code == "unknown_door"
    assert str(why(Enter(door="krisis", by="ani"))) == (
        "Sebelum masuk lewat pintu “Krisis”, isi dulu: Korban dalam kondisi krisis."
    )
    assert why(Enter(door="krisis", by="ani", facts={"crisis": False})).code == "door_shut"
    advance(definition, State(), Enter(door="krisis", by="ani", facts={"crisis": True}), now, calendar)


@pytest.mark.parametrize(
    "event",
    [
        complete("a#1"),
        Sign(pass_id="a#1", by="ani", lanes=PETUGAS),
        Skip(pass_id="a#1", by="ani", lanes=PETUGAS, reason="x"),
        Override(pass_id="a#1", by="ani", lanes=PETUGAS, reason="x"),
        Extend(pass_id="a#1", by="ani", lanes=PETUGAS, reason="x"),
        GoBack(step="a", by="ani", lanes=PETUGAS, reason="x"),
        Pause(by="ani", reason="x"),
        FactChanged(by="ani", facts={"crisis": True}),
        SubFinished(pass_id="a#1", sub="x", by="ani"),
        Close(by="ani", reason="x"),
    ],
)
def test_before_a_case_has_entered_only_entering_is_possible(event: Any) -> None:
    with pytest.raises(Refused) as found:
        advance(sop(step("a")), State(), event, at("2026-02-02 09:00"), office())
    assert found.value.code == "not_entered"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (complete("a#1"), "case_ended"),
        (GoBack(step="a", by="ani", lanes=PETUGAS, reason="x"), "case_ended"),
        (Pause(by="ani", reason="x"), "case_ended"),
        (Close(by="ani", reason="x"), "case_ended"),
        (Resume(by="ani"), "case_not_paused"),
        (SubFinished(pass_id="a#1", sub="x", by="ani"), "sub_not_running"),
        (SubFinished(pass_id="z#1", sub="x", by="ani"), "unknown_pass"),
        (Reopen(by="ani", reason="x"), "nowhere_to_reopen"),
        (Reopen(by="ani", reason="x", step="z"), "unknown_step"),
        (Reopen(by="ani", reason=" ", step="a"), "reason_missing"),
    ],
)
def test_after_its_end_a_case_can_only_be_reopened(event: Any, code: str) -> None:
    assert Walked(sop(step("a"))).do("a").refused(event).code == code


def test_a_case_that_runs_needs_no_reopening() -> None:
    assert Walked(sop(step("a"))).refused(Reopen(by="ani", reason="x")).code == "case_not_ended"


def test_an_office_without_hours_is_told_so() -> None:
    time = {"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "working"}
    definition = sop(step("a", time=time))
    with pytest.raises(Refused) as refused:
        advance(definition, State(), Enter(door="datang", by="ani"), at("2026-02-02 09:00"), office(hours={}))
    assert refused.value.code == "no_open_day"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = at("2026-02-02 09:00").replace(tzinfo=None)
    with pytest.raises(Refused) as refused:
        advance(sop(step("a")), State(), Enter(door="datang", by="ani"), naive, office())
    assert refused.value.code == "moment_without_zone"
