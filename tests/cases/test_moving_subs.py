"""Cases that run through a called SOP go on under another version of the SOP that called it, or stay and say why."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from cases.models import Case
from frontend.sops.moving_plan import planned
from sop_library.models import SopVersion
from sop_library.moving import propose
from sop_library.operations.adopting import adopt
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
from tests.cases.moving import everything, move_all, take_back
from tests.sop_library.sheets import step

pytestmark = pytest.mark.django_db
LATER = MONDAY - timedelta(days=1)


@pytest.fixture
def version(in_salatiga) -> SopVersion:
    return adopted()


@pytest.fixture
def boss(version):
    person = staff("semua", "*")
    person.is_office_admin = True
    person.save(update_fields=["is_office_admin"])
    return person


@pytest.fixture
def case(version, boss) -> Case:
    return working(boss)(opened(version, boss), "terima")


def again(main=None, *called) -> SopVersion:
    """The called SOPs and the one that starts them, published anew."""
    for one in called:
        adopt(definition=one, at=LATER)
    return adopt(definition=main or serving(note="Baru"), at=LATER)


def test_a_case_in_a_called_sop_moves_with_it_to_its_newer_version(version, boss, case):
    newer = again(serving(), consulting(step("terima"), step("catat"), step("arsip")))
    assert definition_of(newer).children == definition_of(version).children
    move = move_all(version, newer, by=boss, at=MONDAY + timedelta(hours=1))
    assert [one.outcome for one in move.cases.all()] == ["moved"]
    assert live(now(case)) == {"panggil": "waiting", ASKED: "open"}
    moved = working(boss)(now(case), ASKED, NOTED, "panggil--k--arsip")
    assert live(moved) == {BESIDE: "open", DONE: "open"}


def test_a_case_in_an_sop_that_is_called_no_more_stays_and_says_so(version, boss, case):
    newer = again(serving(step("terima"), step("panggil"), step("tutup")))
    plan = propose(definition_of(version), definition_of(newer))
    assert plan.steps[ASKED] is None
    move = move_all(version, newer, by=boss, at=MONDAY + timedelta(hours=1), steps={"panggil": None})
    assert [(one.outcome, one.reasons) for one in move.cases.all()] == [("held", ["no_place"])]
    assert live(now(case)) == {"panggil": "waiting", ASKED: "open"}


def test_a_case_whose_called_sop_is_another_one_by_the_same_name_of_its_sub_stays(version, boss, case):
    beside = asks() | {"sub": [{"key": "lain", "label": "Lain", "sop": "contoh/pendampingan"}]}
    newer = again(serving(step("terima"), beside, step("tutup")))
    move = move_all(
        version, newer, by=boss, at=MONDAY + timedelta(hours=1),
        steps={"panggil": None, ASKED: "panggil--lain--terima"},
    )  # fmt: skip
    (one,) = move.cases.all()
    assert (one.outcome, set(one.reasons)) == ("held", {"no_place", "sub_gone"})


def test_what_was_done_in_an_sop_that_is_over_stays_with_the_case(version, boss, case):
    do = working(boss)
    case = do(case, ASKED, NOTED)
    door = {"panggilan": {"label": "Dipanggil", "starts": "lain", "called": True}}
    newer = again(serving(), consulting(step("lain"), doors=door), accompanying())
    move = move_all(version, newer, by=boss, at=MONDAY + timedelta(hours=1))
    assert [one.outcome for one in move.cases.all()] == ["moved"]
    assert live(now(case)) == {BESIDE: "open", DONE: "open"}
    assert now(case).passes.filter(step=ASKED).exists()


def test_a_move_of_a_case_in_a_called_sop_is_taken_back_to_the_last_row(version, boss, case):
    before = everything(case)
    newer = again(serving(), consulting(step("terima", time={"printed": "1 jam", "kind": "max", "amount": "PT1H"})))
    later = MONDAY + timedelta(hours=1)
    move = move_all(version, newer, by=boss, at=later, deadlines="recount")
    assert [one.outcome for one in move.cases.all()] == ["moved"]
    assert now(case).passes.get(step=ASKED).due_at is not None
    take_back(move, by=boss, at=later)
    assert (now(case).version, everything(case)) == (version, before)


def test_what_stands_in_a_called_sop_goes_along_with_the_step_that_starts_it(in_salatiga):
    limit = {"key": "cepat", "label": "Tiga hari", "amount": "P3D", "until": "catat"}
    inner = consulting(step("terima"), step("catat"), step("arsip"), limits=[limit])
    version = adopted(inner, accompanying())
    boss = staff("semua", "*")
    boss.is_office_admin = True
    boss.save(update_fields=["is_office_admin"])
    case = working(boss)(opened(version, boss), "terima", ASKED)
    called = serving(step("terima"), asks() | {"key": "minta"}, step("tutup"))
    newer = again(called, consulting(step("terima"), step("catat", name="Tulis"), limits=[limit]))
    old, new = definition_of(version), definition_of(newer)
    assert planned(QueryDict(), old=old, new=new).plan.steps[NOTED] is None
    chosen = planned(QueryDict(f"langkah-panggil=minta&langkah-{ASKED}=-"), old=old, new=new)
    assert chosen.plan.steps[ASKED] == "minta--k--terima"
    assert chosen.plan.steps["panggil--k--arsip"] is None
    assert chosen.plan.limits["panggil--k--cepat"] == "minta--k--cepat"
    told = {pair.words: (pair.to, bool(pair.changed)) for part in chosen.parts for pair in part.by_key}
    assert told["Konsultasi: Catat"] == ("Konsultasi: Tulis", True)
    by_hand = planned(QueryDict(f"langkah-panggil=minta&langkah-{ASKED}=minta--k--catat"), old=old, new=new)
    assert by_hand.plan.steps[ASKED] == "minta--k--catat"
    move = move_all(version, newer, by=boss, at=MONDAY + timedelta(hours=1), steps={"panggil": "minta"})
    assert [(one.outcome, one.reasons) for one in move.cases.all()] == [("moved", [])]
    assert live(now(case)) == {"minta": "waiting", "minta--k--catat": "open"}
    assert live(working(boss)(now(case), "minta--k--catat")) == {DONE: "open"}


def test_the_plan_on_screen_names_the_sop_of_each_step_and_what_changed_in_it(version, boss, case):
    newer = again(serving(), consulting(step("terima", name="Sambut"), step("catat")))
    shown = planned(QueryDict(), old=definition_of(version), new=definition_of(newer))
    told = {pair.words: (pair.to, pair.changed) for part in shown.parts for pair in part.by_key}
    assert told["Konsultasi: Terima"][0] == "Konsultasi: Sambut"
    assert told["Konsultasi: Terima"][1]
    assert told["Konsultasi: Catat"] == ("Konsultasi: Catat", "")
