"""A case that runs through an SOP which starts two others: one that is waited for, one that is not."""

from datetime import timedelta

import pytest

from cases import running
from cases.carrying import file_of
from cases.file_shape import check_file
from cases.models import Case, Event, LimitClock, StepPass
from cases.operations import lifecycle, steps
from cases.policies import can_see
from cases.progress import progress
from cases.queries import work_list
from cases.refusals import Refusal
from referrals import placing
from sop_library.queries import definition_of
from tests.cases.calling import (
    ASKED,
    BESIDE,
    DONE,
    NOTED,
    accompanying,
    adopted,
    asks,
    consulting,
    live,
    now,
    opened,
    serving,
    working,
)
from tests.cases.conftest import MONDAY, staff
from tests.sop_library.sheets import outcome, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(in_salatiga):
    return adopted()


@pytest.fixture
def by(version):
    return staff("semua", "*")


@pytest.fixture
def do(by):
    return working(by)


def test_a_case_goes_through_both_and_waits_only_for_the_one_it_waits_for(version, by, do):
    case = do(opened(version, by), "terima")
    assert live(case) == {"panggil": "waiting", ASKED: "open"}
    assert [one.step for one in work_list(to=by)] == [ASKED]
    case = do(case, ASKED)
    assert live(case) == {"panggil": "waiting", NOTED: "open"}
    case = do(case, NOTED)
    assert live(case) == {BESIDE: "open", DONE: "open"}
    assert StepPass.objects.get(case=case, step="panggil").status == "done"
    case = do(case, DONE)
    assert case.state == Case.State.ENDED  # what nobody waits for goes on
    assert live(case) == {BESIDE: "open"}
    assert [one.step for one in work_list(to=by)] == [BESIDE]
    case = do(case, BESIDE, "dampingi--p--dampingi")
    assert live(case) == {}
    assert case.state == Case.State.ENDED


def test_the_progress_counts_the_steps_of_the_sheet_and_shows_those_of_a_started_sop(version, by, do):
    case = opened(version, by)
    before = progress(case=case, by=by)
    assert [row.step.key for row in before.rows] == ["terima", "panggil", "dampingi", "tutup"]
    case = do(case, "terima", ASKED)
    stands = progress(case=case, by=by)
    assert [row.step.key for row in stands.rows] == ["terima", "panggil", ASKED, NOTED, "dampingi", "tutup"]
    assert (len(stands.sheet), stands.done, stands.ahead) == (4, 1, 2)
    assert [(row.step.key, row.place) for row in stands.rows if row.step.inside] == [(ASKED, 0), (NOTED, 1)]


def test_the_trail_names_the_steps_of_a_started_sop_and_when_it_began(version, by, do):
    case = do(opened(version, by), "terima", ASKED)
    kinds = [(one.kind, one.step) for one in Event.objects.filter(case=case).order_by("number")]
    assert kinds[-3:] == [("step_done", "terima"), ("sub_started", "panggil"), ("step_done", ASKED)]
    assert Event.objects.get(case=case, kind="sub_started").data == {"sub": "k"}


def test_a_newer_version_of_the_started_sop_changes_no_running_case(version, by, do):
    case = do(opened(version, by), "terima")
    adopted(consulting(step("terima"), step("lain")), accompanying())
    case = do(case, ASKED)
    assert live(case) == {"panggil": "waiting", NOTED: "open"}


def test_a_loop_starts_it_again_in_a_pass_of_its_own(in_salatiga):
    again = [outcome("lagi", then="panggil"), outcome("cukup", then="tutup")]
    version = adopted(
        main=serving(step("terima"), asks(), step("putus", kind="decision", outcomes=again), step("tutup"))
    )
    by = staff("semua", "*")
    do = working(by)
    case = do(opened(version, by), "terima", ASKED, NOTED)
    case = do(case, "putus", outcomes=("lagi",))
    assert live(case) == {"panggil": "waiting", ASKED: "open"}
    case = do(case, ASKED, NOTED)
    assert list(StepPass.objects.filter(case=case, step=NOTED).values_list("number", flat=True)) == [1, 2]
    case = do(case, "putus", outcomes=("cukup",))
    assert do(case, DONE).state == Case.State.ENDED


def test_a_limit_of_a_started_sop_runs_while_it_does(in_salatiga):
    limit = {"key": "cepat", "label": "Tiga jam", "printed": "3 jam", "amount": "PT3H", "until": "catat"}
    version = adopted(consulting(limits=[limit]), accompanying())
    by = staff("semua", "*")
    do = working(by)
    case = opened(version, by)
    assert not LimitClock.objects.filter(case=case).exists()
    case = do(case, "terima")
    clock = LimitClock.objects.get(case=case)
    assert (clock.key, clock.due_at) == ("panggil--k--cepat", MONDAY + timedelta(minutes=1, hours=3))
    do(case, ASKED, NOTED)
    clock.refresh_from_db()
    assert clock.met_at is not None


def test_pausing_and_resuming_holds_the_steps_of_a_started_sop_too(version, by, do):
    case = do(opened(version, by), "terima")
    lifecycle.pause(case=case, reason="Menunggu", look_again_on=None, by=by, at=MONDAY + timedelta(hours=1))
    with pytest.raises(Refusal, match="case_paused"):
        do(case, ASKED)
    lifecycle.resume(case=now(case), by=by, at=MONDAY + timedelta(hours=2))
    assert live(do(case, ASKED)) == {"panggil": "waiting", NOTED: "open"}


def test_going_back_within_a_started_sop_and_out_of_it(version, by, do):
    case = do(opened(version, by), "terima", ASKED)
    case = steps.go_back(case=case, to_step=ASKED, reason="Salah", by=by, at=MONDAY + timedelta(hours=1))
    assert live(case) == {"panggil": "waiting", ASKED: "open"}
    case = do(case, ASKED)
    case = steps.go_back(case=case, to_step="terima", reason="Salah", by=by, at=MONDAY + timedelta(hours=2))
    assert live(case) == {"terima": "open"}
    case = do(case, "terima")
    assert live(case) == {"panggil": "waiting", ASKED: "open"}
    assert live(do(case, ASKED, NOTED)) == {BESIDE: "open", DONE: "open"}


def test_closing_early_and_reopening_takes_it_up_where_it_was(version, by, do):
    case = do(opened(version, by), "terima", ASKED)
    case = lifecycle.close(case=case, reason="withdrawn", note="", by=by, at=MONDAY + timedelta(hours=1))
    assert live(case) == {}
    case = lifecycle.reopen(case=case, because="Kembali", by=by, at=MONDAY + timedelta(hours=2))
    assert live(case) == {"panggil": "waiting", NOTED: "open"}
    assert live(do(case, NOTED)) == {BESIDE: "open", DONE: "open"}


def test_a_step_of_a_started_sop_that_two_must_sign(in_salatiga):
    lanes = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala"}}
    signed = step("terima", kind="signature", lanes={"all_of": ["petugas", "kepala"]})
    version = adopted(consulting(signed, step("catat"), lanes=lanes), accompanying())
    one, two = staff("satu", "petugas"), staff("dua", "kepala")
    case = working(one)(opened(version, one), "terima")
    row = StepPass.objects.get(case=case, step=ASKED)
    with pytest.raises(Refusal):
        working(one)(case, ASKED)
    steps.sign(step_pass=row, by=one, at=MONDAY + timedelta(hours=1))
    assert [found.step for found in work_list(to=two)] == [ASKED]
    case = working(two)(case, ASKED)
    assert live(case) == {"panggil": "waiting", NOTED: "open"}


def test_the_state_of_the_engine_and_its_columns_stay_equal(version, by, do):
    case = do(opened(version, by), "terima", ASKED)
    rows = StepPass.objects.filter(case=case)
    state = running.load(case)
    assert {f"{one.step}#{one.number}": one.status for one in rows} == {
        one.id: one.status for one in state.passes
    }  # fmt: skip
    assert {one.step: one.came_from for one in rows}[ASKED] == ["panggil#1"]


def test_a_case_opened_by_mistake_is_undone_before_and_not_after_its_work(version, by, do):
    case = opened(version, by)
    assert live(case) == {"terima": "open"}
    case = do(case, "terima")
    with pytest.raises(Refusal):
        lifecycle.close(case=case, reason="mistaken", note="", by=by, at=MONDAY + timedelta(hours=1))


def test_what_goes_to_another_office_names_the_steps_of_a_started_sop(version, by, do):
    case = do(opened(version, by), "terima", ASKED)
    told = [(one["step"], one["text"]) for one in file_of(case, set())["steps"]]
    assert told == [
        ("terima", "Terima"), ("panggil", "Panggil"), (ASKED, "Konsultasi: Terima"), (NOTED, "Konsultasi: Catat"),
    ]  # fmt: skip
    check_file(file_of(case, set()))


def test_a_case_from_another_office_begins_at_a_step_of_the_sop_itself(version, by):
    definition = definition_of(version)
    file = {"steps": [{"stages": ["intake"], "status": "done"}]}
    offered = [one.key for one in placing.choices(definition=definition, door="datang")]
    assert offered == ["terima", "panggil", "dampingi", "tutup"]
    assert {placing.place(file=file, definition=definition).step} <= set(offered)


def test_who_works_in_a_started_sop_sees_the_case(in_salatiga):
    konselor = {"konselor": {"label": "Konselor"}}
    rows = [step(key, lanes={"any_of": ["konselor"]}) for key in ("terima", "catat")]
    version = adopted(consulting(*rows, lanes=konselor), accompanying())
    front, counsellor = staff("depan", "petugas"), staff("konselor", "konselor")
    case = opened(version, front)
    assert can_see(case=case, by=counsellor)
    case = working(front)(case, "terima")
    assert [one.step for one in work_list(to=counsellor)] == [ASKED]
    assert [one.step for one in work_list(to=front)] == []


def test_of_the_sops_of_a_service_whoever_completes_the_step_says_which(in_salatiga):
    other = consulting(sop="contoh/konsultasi-anak", name="Konsultasi anak")
    ask = asks() | {"sub": [{"key": "k", "label": "Konsultasi", "service": "konsultasi"}]}
    version = adopted(consulting(), other, main=serving(step("terima"), ask, step("tutup")))
    by = staff("semua", "*")
    do = working(by)
    case = do(opened(version, by), "terima")
    assert live(case) == {"panggil": "open"}
    with pytest.raises(Refusal):
        do(case, "panggil")
    case = do(case, "panggil", subs=frozenset({"k--konsultasi-anak"}))
    assert live(case) == {"panggil": "waiting", "panggil--k--konsultasi-anak--terima": "open"}
    steps_inside = ("panggil--k--konsultasi-anak--terima", "panggil--k--konsultasi-anak--catat")
    assert live(do(case, *steps_inside)) == {DONE: "open"}
