"""A trial plays the SOPs that the draft starts, step by step, where they are in force here."""

from datetime import timedelta

import pytest

from accounts.models import Staff
from cases.calendars import office_calendar
from sop_library import trying
from sop_library.models import Draft
from sop_library.operations import drafts, trials
from sop_library.operations.adopting import adopt
from sop_library.operations.retiring import retire_versions
from sop_library.trying import Act
from tests.sop_library.called import calls, consulting, woven
from tests.sop_library.sheets import at, office, outcome, sheet, sop, step

START = at("2026-11-24 09:00")
IN = "panggil--k--"


def test_its_steps_are_acts_like_any_other_and_its_end_lets_the_draft_go_on():
    definition = woven(called=consulting(step("terima", kind="decision", outcomes=[outcome("x", "end")])))
    acts = [Act("work", "terima#1"), Act("work", f"{IN}terima#1", outcomes=("x",)), Act("work", "tutup#1")]
    played = trying.play(definition, door="datang", acts=acts, start=START, calendar=office())
    assert played.refused is None
    assert played.state.ended is not None
    assert played.covered == {"door:datang", f"{IN}terima/x"}
    assert trying.branches(definition) == ("door:datang", f"{IN}terima/x")


def test_its_end_is_not_said_by_hand_where_it_is_played():
    played = trying.play(
        woven(), door="datang", acts=[Act("work", "terima#1"), Act("sub", "panggil#1")], start=START, calendar=office()
    )
    assert trying.by_hand(woven(), played.state, "panggil#1") == ""
    assert played.refused is not None
    plain = sop(calls(), step("tutup"))
    stands = trying.play(plain, door="datang", acts=[], start=START, calendar=office())
    assert trying.by_hand(plain, stands.state, "panggil#1") == "k"
    ended = [Act("sub", "panggil#1"), Act("work", "tutup#1")]
    assert trying.play(plain, door="datang", acts=ended, start=START, calendar=office()).state.ended is not None


def test_of_several_those_that_were_picked_begin():
    hukum = consulting(step("bantu"), sop="contoh/hukum", name="Hukum")
    subs = [{"key": key, "label": key, "sop": f"contoh/{name}"} for key, name in (("k", "konsultasi"), ("h", "hukum"))]
    definition = woven(step("layani", kind="sub_sop", sub=subs), called=[consulting(), hukum])
    act = Act("work", "layani#1", subs=("h",))
    assert trying.from_json(trying.to_json(act)) == act
    played = trying.play(definition, door="datang", acts=[act], start=START, calendar=office())
    assert [one.id for one in played.state.open] == ["layani--h--bantu#1"]


def test_none_chosen_of_several_is_refused_and_nobody_asked_starts_the_first():
    subs = [{"key": key, "label": key, "sop": "contoh/konsultasi"} for key in ("pagi", "sore")]
    definition = woven(step("layani", kind="sub_sop", sub=subs), called=consulting())

    def played(act: Act) -> trying.Played:
        return trying.play(definition, door="datang", acts=[act], start=START, calendar=office())

    none = trying.from_json(trying.to_json(Act("work", "layani#1", subs=())))
    refused = played(none).refused
    assert refused is not None
    assert [one.kind for one in refused.missing] == ["sub"]
    kept_before = trying.from_json({"kind": "work", "pass": "layani#1"})
    assert [one.id for one in played(kept_before).state.open] == ["layani--pagi--terima#1"]


def test_every_branch_is_run_through_what_it_starts():
    ran = trying.run_all(woven(step("pilih", outcomes=[outcome("x"), outcome("y", "end")]), calls()), start=START,
                         calendar=office())  # fmt: skip
    assert {one.steps for one in ran} == {1, 4}
    assert all(one.ended for one in ran)


@pytest.fixture
def writer(salatiga, in_office):
    with in_office(salatiga):
        yield Staff.objects.create_user("sari", name="Sari", may_write_sops=True)


@pytest.fixture
def draft(writer) -> Draft:
    document = sheet(calls(outcomes=[outcome("cukup"), outcome("kurang", "end")]), step("tutup"))
    return drafts.begin(document=document, slug="coba", name="Coba", service="coba", by=writer, at=START)


def test_what_is_in_force_when_a_trial_begins_is_played_to_its_end(draft, writer):
    calendar = office_calendar(today=START.date())
    by_hand = trials.begin(draft=draft, door="datang", calendar=calendar, by=writer, at=START)
    assert [one.id for one in trials.played(by_hand, calendar=calendar).state.live] == ["panggil#1"]

    version = adopt(definition=consulting(), at=START + timedelta(hours=1))
    later = START + timedelta(hours=2)
    trial = trials.begin(draft=draft, door="datang", calendar=calendar, by=writer, at=later)
    assert [one.id for one in trials.played(trial, calendar=calendar).state.open] == [f"{IN}terima#1"]
    assert [one.id for one in trials.played(by_hand, calendar=calendar).state.live] == ["panggil#1"]
    trials.run_all(draft=draft, calendar=calendar, by=writer, at=later)
    assert trials.coverage_of(draft).there == ("door:datang", "panggil/cukup", "panggil/kurang")
    assert trials.coverage_of(draft).untried == ()

    retire_versions(version.sop.versions.all(), why="digabung", by=None, at=later + timedelta(hours=1))
    played = trials.act(trial=trial, act=Act("work", f"{IN}terima#1"), calendar=calendar, by=writer)
    assert [one.id for one in played.state.open] == [f"{IN}catat#1"]
