"""A step that runs on after its case has ended is told what is found out, and takes its forms, like any other."""

from collections.abc import Callable

import pytest

from accounts.models import Staff
from cases.models import Case, Event, StepPass
from cases.operations import filling, lifecycle
from cases.progress import progress
from cases.queries import work_list
from cases.refusals import Refusal
from frontend.casework.offered import goes_on_where_cut
from frontend.casework.timeline import SENTENCES
from sop_library.queries import definition_of, form_version
from tests.cases.calling import accompanying, adopted, live, now, opened, serving, working
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answers
from tests.sop_library.sheets import step

pytestmark = pytest.mark.django_db
BESIDE = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
FIRST, SECOND = "dampingi--p--terima", "dampingi--p--dampingi"
GUESTS = "buku-tamu"


def ended(*rows, **fields) -> tuple[Case, Staff]:
    """A case that has ended, in which an SOP that nobody waits for is still at its first step; who works on it."""
    main = serving(step("dampingi", kind="sub_sop", sub=[BESIDE]), step("tutup"))
    version = adopted(accompanying(*rows, **fields), main=main)
    by = staff("semua", "*")
    case = working(by)(opened(version, by), "tutup")
    assert case.state == Case.State.ENDED
    assert live(case) == {FIRST: "open"}
    return case, by


def test_a_step_that_waits_for_what_is_found_out_goes_on_once_it_is(in_salatiga):
    asks = {"when": {"fact": "crisis", "is": True}, "words": "Hanya bila krisis."}
    case, by = ended(step("terima", records=["crisis"]), step("dampingi", gate=asks))
    case = working(by)(case, FIRST, facts={"crisis": True})
    assert live(case) == {SECOND: "open"}
    assert live(working(by)(case, SECOND)) == {}


def test_a_step_takes_its_form_and_is_done_with_it(in_salatiga):
    book = {"buku": {"label": "Buku Tamu", "form": GUESTS, "order": 1}}
    row = step("terima", outputs=[{"key": "o", "label": "Buku Tamu", "form": "buku"}])
    case, by = ended(row, forms=book)
    given = answers(filling.form_of(form_version(key=GUESTS)))
    one = StepPass.objects.get(case=case, step=FIRST)
    filling.fill(case=case, step_pass=one, form_key=GUESTS, answers=given, by=by, at=MONDAY)
    working(by)(now(case), FIRST)
    assert live(now(case)) == {}


@pytest.mark.parametrize(
    ("over", "why", "said"),
    [
        (lifecycle.hand_over, "handed_over", "diserahkan ke kantor lain"),
        (lifecycle.end_help, "help_over", "bantuan untuk kantor lain selesai"),
    ],
)
def test_nothing_runs_on_where_the_matter_left_or_the_help_is_over(
    in_salatiga, over: Callable[..., Case], why: str, said: str
):
    case, by = ended()
    assert [one.step for one in work_list(to=by)] == [FIRST]
    over(case=case, by=by, at=MONDAY)
    assert (live(case), list(work_list(to=by))) == ({}, [])
    row = StepPass.objects.get(case=case, step=FIRST)
    assert (row.status, row.reason, row.done_at) == ("cancelled", why, MONDAY)
    told = Event.objects.filter(case=case).latest("number")
    assert (told.kind, told.data, told.by) == ("running_ended", {"how": why}, by)
    assert said in SENTENCES[told.kind](told, definition_of(case.version))
    assert [(one.kind, one.reopened_at) for one in case.endings.all()] == [("completed", None)]
    over(case=now(case), by=by, at=MONDAY)
    assert Event.objects.filter(case=case).latest("number") == told


def test_reopened_inside_what_nobody_waits_for_a_case_closed_early_runs_again(in_salatiga):
    version, by = adopted(), staff("semua", "*")
    case = working(by)(opened(version, by), "terima", "panggil--k--terima", "panggil--k--catat")
    lifecycle.close(case=case, reason="moved", by=by, at=MONDAY)
    case = lifecycle.reopen(case=now(case), because="Kembali", step=FIRST, by=by, at=MONDAY)
    assert (case.state, case.ended_at, live(case)) == (Case.State.RUNNING, None, {"tutup": "open", FIRST: "open"})


def test_what_was_ended_goes_on_where_the_matter_comes_back(in_salatiga):
    case, by = ended()
    lifecycle.hand_over(case=case, by=by, at=MONDAY)
    case = now(case)
    assert not goes_on_where_cut(progress(case=case, by=by)), "the page asks for the step"
    for step_there in (None, FIRST):
        with pytest.raises(Refusal, match="ends_at_once"):
            lifecycle.reopen(case=case, because="Kembali", step=step_there, by=by, at=MONDAY)
    assert (now(case).state, live(case)) == (Case.State.ENDED, {})
    case = lifecycle.reopen(case=case, because="Kembali", step="tutup", by=by, at=MONDAY)
    assert (case.state, live(case)) == (Case.State.RUNNING, {"tutup": "open", FIRST: "open"})
