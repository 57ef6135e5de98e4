"""Hari ini and the register say of a due time that it was counted without a year's cuti bersama, as the case does."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.leave_queries import leave_unknown_in
from cases.models import Case, LimitClock, StepPass
from cases.progress import progress
from frontend.register.finding import Wanted, found
from frontend.register.views import rows_of
from frontend.today.board import board_of
from tenants.current import in_office
from tests.cases.driving import work_step
from tests.frontend.screens import employ, enter, faults_of, read, take
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
OVER_NEW_YEAR = datetime(2027, 12, 29, 9, 0, tzinfo=WIB)  # three working days end on Monday 3 January 2028
BEFORE = datetime(2027, 12, 27, 9, 0, tzinfo=WIB)  # on Thursday 30 December
SAID = "Cuti bersama 2028 belum diketahui, jadi belum dihitung."


@pytest.fixture
def version(salatiga):
    return take(salatiga, "salatiga/layanan-informasi")


@pytest.fixture
def worker(salatiga, version):
    return employ(salatiga, "semua", "*")


def at_step_two(office, version, worker, at: datetime, **given) -> Case:
    """A case whose open step has three working days."""
    case = new_case(office, version, worker, door="telepon", at=at, **given)
    with in_office(office):
        (panel,) = progress(case=case, by=worker).panels
        return work_step(case=case, panel=panel, by=worker, at=at, outcomes=())


def lists(office, worker, at: datetime) -> tuple[list[str], list[str]]:
    """What both lists say of leave, a word for each row."""
    with in_office(office):
        board = board_of(to=worker, now=at, zone=WIB)
        rows = rows_of(list(found(Wanted(), to=worker, now=at)), now=at, zone=WIB)
    return [task.leave for task in board.tasks], [row.leave for row in rows]


@pytest.mark.parametrize(("at", "said"), [(OVER_NEW_YEAR, SAID), (BEFORE, "")])
def test_both_lists_say_what_the_case_says(salatiga, version, worker, at, said):
    at_step_two(salatiga, version, worker, at)
    assert lists(salatiga, worker, at) == ([said], [said])


def test_five_minutes_over_the_new_year_say_nothing(salatiga, version, worker):
    at = datetime(2027, 12, 31, 23, 58, tzinfo=WIB)
    new_case(salatiga, version, worker, door="telepon", at=at)
    assert lists(salatiga, worker, at) == ([""], [""])


def test_a_case_in_danger_that_waits_for_others_says_it_too(salatiga, version, worker):
    at_step_two(salatiga, version, worker, OVER_NEW_YEAR, risk="high")
    with in_office(salatiga):
        StepPass.objects.filter(status="open").update(lanes=["lain"])
        shown = board_of(to=worker, now=OVER_NEW_YEAR, zone=WIB)
    assert ([row.leave for row in shown.held], shown.tasks) == ([SAID], ())


def test_a_limit_is_read_by_its_own_time(salatiga, worker):
    langsung = take(salatiga, "salatiga/pengaduan-langsung")
    case = new_case(salatiga, langsung, worker, at=OVER_NEW_YEAR)
    far = datetime(2028, 1, 3, 9, 0, tzinfo=WIB)
    with in_office(salatiga):
        LimitClock.objects.filter(case=case).update(due_at=far)
        assert leave_unknown_in([(case, far)]) == {}, "three times 24 hours run through closed days"


def test_the_pages_show_it_to_eyes_and_ears(salatiga, version, worker, monkeypatch):
    at_step_two(salatiga, version, worker, OVER_NEW_YEAR)
    monkeypatch.setattr("django.utils.timezone.now", lambda: OVER_NEW_YEAR)
    client = enter(salatiga, worker)
    for address in ("/", "/kasus/"):
        answer = client.get(address)
        (mark,) = [tag for tag in read(answer).select("main .due > span") if tag.get_text() == SAID]
        assert "rk-sr" not in mark["class"], "a telephone shows no words on hovering"
        assert faults_of(answer) == []


def test_more_rows_ask_nothing_more_and_a_known_year_nothing_at_all(salatiga, version, worker):
    cases = [at_step_two(salatiga, version, worker, OVER_NEW_YEAR) for _ in range(3)]
    with in_office(salatiga):
        dues = [(case, case.passes.get(status="open").due_at) for case in cases]
        counts = []
        for rows in (dues[:1], dues, [(cases[0], BEFORE), (cases[1], None)]):
            with CaptureQueriesContext(connection) as asked:
                said = leave_unknown_in(rows)
            counts.append((len(asked), len(said)))
    assert counts == [(6, 1), (6, 3), (0, 0)]
