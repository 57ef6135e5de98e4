"""Trying an SOP: a made-up case played act by act, the clock moved, every branch run; and nothing else is written."""

from datetime import timedelta

import pytest
from django.apps import apps

from accounts.models import Staff
from cases.calendars import office_calendar
from sop_library import trying
from sop_library.definition import Definition
from sop_library.drafting.changes import SetField
from sop_library.engine.refusals import Refused as EngineRefused
from sop_library.models import Draft, Trial
from sop_library.operations import drafts, trials
from sop_library.refusals import NotAllowed, NotYet, Refused, Stale
from sop_library.trying import Act
from tests.sop_library.sheets import at, office, outcome, sheet, sop, step
from tests.sop_library.test_adopting import catalogue

START = at("2026-11-24 09:00")
CALENDAR = office()
GATE = {"when": {"fact": "consent.interview", "is": True}, "words": "Tunggu persetujuan."}


@pytest.fixture
def branching() -> Definition:
    return sop(
        step("terima", kind="decision", outcomes=[outcome("ya", "wawancara"), outcome("tidak", "end")],
             time={"kind": "max", "amount": "PT30M", "printed": "30'"}),
        step("wawancara", gate=GATE),
        step("tutup", kind="end", optional=True),
    )  # fmt: skip


def play(definition: Definition, *acts: Act) -> trying.Played:
    return trying.play(definition, door="datang", acts=acts, start=START, calendar=CALENDAR)


def test_acts_lead_through_the_chosen_branches_and_the_same_acts_give_the_same_case(branching):
    acts = (Act("work", "terima#1", outcomes=("ya",)), Act("facts", facts={"consent.interview": True}))
    found = play(branching, *acts)
    assert [one.id for one in found.state.open] == ["wawancara#1"]
    assert found.covered == {"door:datang", "terima/ya"}
    assert play(branching, *(trying.from_json(trying.to_json(one)) for one in acts)) == found
    ended = play(branching, *acts, Act("work", "wawancara#1"), Act("skip", "tutup#1"))
    assert ended.state.ended is not None


def test_a_shut_gate_waits_until_the_made_up_case_says_otherwise(branching):
    found = play(branching, Act("work", "terima#1", outcomes=("ya",)))
    assert found.state.open == ()
    assert found.state.live[0].wait.kind in ("gate", "facts")
    refused = play(branching, Act("work", "terima#1", outcomes=("ya",)), Act("work", "wawancara#1"))
    assert refused.refused is not None
    assert refused.state == found.state


def test_the_clock_moves_by_minutes_and_to_just_after_the_next_deadline(branching):
    found = play(branching, Act("clock", minutes=10), Act("due"))
    assert found.now == START + timedelta(minutes=31)
    assert found.state.open[0].due_at < found.now
    assert play(branching, Act("clock", minutes=10**9)).now == START + trying.LONGEST_CLOCK


def test_every_branch_is_run_and_one_that_never_opens_is_told(branching):
    ran = trying.run_all(branching, start=START, calendar=CALENDAR)
    assert all(one.ended for one in ran)
    assert {branch for one in ran for branch in one.covered} == set(trying.branches(branching))
    shut = sop(step("a", gate={"when": {"all": [{"fact": "risk", "is": "high"}, {"fact": "risk", "is": "low"}]},
                               "words": "Tidak pernah."}))  # fmt: skip
    (stuck,) = trying.run_all(shut, start=START, calendar=CALENDAR)
    assert (stuck.ended, stuck.waiting) == (False, ("A",))


def test_a_branch_that_its_door_never_comes_through_is_told_with_its_reason_and_no_door_is_made_up():
    doors = {key: {"label": key.title(), "starts": "a", "channel": key} for key in ("datang", "surat")}
    definition = sop(step("a"), step("b", gate={"when": {"fact": "channel", "is": "surat"}, "words": "Hanya surat."}),
                     doors=doors)  # fmt: skip
    came, wrote = trying.run_all(definition, start=START, calendar=CALENDAR)
    assert (came.door, came.ended, came.waiting, came.why) == ("datang", False, ("B",), ("Hanya surat.",))
    assert (wrote.door, wrote.ended) == ("surat", True)


def test_a_branch_only_some_cases_come_through_is_run_by_such_a_case_and_says_so():
    child = {"fact": "victim.child", "is": True}
    adults = {"gate": {"when": {"not": child}, "words": "Untuk orang dewasa."}}
    (ran,) = trying.run_all(sop(step("a", applies_when=child), step("b", **adults)), start=START, calendar=CALENDAR)
    assert (ran.ended, ran.given) == (True, {"victim.child": False})
    (ran,) = trying.run_all(
        sop(step("a", gate={"when": child, "words": "Untuk anak."}), step("b", **adults)),
        start=START,
        calendar=CALENDAR,
    )
    assert (ran.ended, ran.waiting, ran.why) == (False, ("A",), ("Untuk anak.",)), "nobody is both"


def test_every_branch_of_every_shipped_sop_that_names_its_lanes_comes_to_an_end():
    definition = catalogue("salatiga/pengaduan-langsung")
    ran = trying.run_all(definition, start=START, calendar=CALENDAR)
    assert all(one.ended for one in ran)
    assert {branch for one in ran for branch in one.covered} >= set(trying.branches(definition))


def test_some_outcomes_together_and_what_the_case_may_be_asked():
    definition = sop(
        step("pilih", choose="some", outcomes=[outcome("a", "satu"), outcome("b", "dua")]),
        step("satu", then="end"), step("dua", applies_when={"fact": "risk", "at_least": "medium"}),
    )  # fmt: skip
    found = play(definition, Act("work", "pilih#1", outcomes=("a", "b")))
    assert {one.step for one in found.state.live} == {"satu", "dua"}
    assert trying.asked_facts(definition) == ("risk",)


def test_what_makes_no_sense_is_refused_and_a_door_that_is_shut_too(branching):
    odd = Act("facts", facts={"risk": "setinggi langit"})
    for act in (odd, *(Act(kind, "terima#1") for kind in ("override", "sub", "skip")), Act("work", "tidak-ada#1")):
        assert isinstance(play(branching, act).refused, EngineRefused)


def test_words_are_no_part_of_what_runs_and_what_a_case_goes_by_is():
    document = sheet(step("a", outcomes=[outcome("x"), outcome("y", "b")]), step("b"))
    first = document["steps"][0]
    name = trying.run_hash(document)

    def changed(**fields):
        return trying.run_hash({**document, "steps": [{**first, **fields}, *document["steps"][1:]]})

    assert trying.run_hash({**document, "header": {"number": "1"}, "note": "x", "title": "Lain"}) == name
    assert changed(text="Kalimat lain", name="Lain", step="9.", remarks="x", note="x") == name
    assert changed(outcomes=[{**first["outcomes"][0], "label": "Kata lain"}, first["outcomes"][1]]) == name
    lanes = {key: {**lane, "label": "Sebutan lain"} for key, lane in document["lanes"].items()}
    assert trying.run_hash({**document, "lanes": lanes}) == name
    others = (
        changed(outcomes=first["outcomes"][:1]), changed(outcomes=[first["outcomes"][0], outcome("y", "a")]),
        changed(optional=True), changed(applies_when={"fact": "risk", "is": "high"}), changed(lanes="unsaid"),
        changed(time={"printed": "5 menit", "kind": "max", "amount": "PT5M", "clock": "clock"}),
        trying.run_hash({**document, "steps": document["steps"][::-1]}),
        trying.run_hash({**document, "lanes": {**lanes, "baru": {"label": "Baru"}}}),
    )  # fmt: skip
    assert name not in others
    assert len(set(others)) == len(others)


@pytest.fixture
def writer(salatiga, in_office):
    with in_office(salatiga):
        yield Staff.objects.create_user("sari", name="Sari", may_write_sops=True)


@pytest.fixture
def draft(writer) -> Draft:
    document = sheet(step("terima", kind="decision", outcomes=[outcome("ya"), outcome("tidak", "end")]), step("b"))
    return drafts.begin(document=document, slug="coba", name="Coba", service="coba", by=writer, at=START)


def counts() -> dict[str, int]:
    tables = [
        one for one in apps.get_models() if one._meta.app_label in ("cases", "sop_library", "outbox", "documents")
    ]
    return {one.__name__: one.objects.count() for one in tables}


def test_a_trial_writes_nothing_but_its_own_row(draft, writer):
    before, calendar = counts(), office_calendar(today=START.date())
    trial = trials.begin(draft=draft, door="datang", calendar=calendar, by=writer, at=START)
    trials.act(trial=trial, act=Act("work", "terima#1", outcomes=("ya",)), calendar=calendar, by=writer)
    trials.act(trial=trial, act=Act("work", "b#1"), calendar=calendar, by=writer)
    assert counts() == before | {"Trial": 1}
    assert Trial.objects.get().covered == ["door:datang", "terima/ya"]
    assert Draft.objects.get().revision == 0


def test_what_was_tried_counts_for_exactly_what_ran(draft, writer):
    calendar = office_calendar(today=START.date())
    trial = trials.begin(draft=draft, door="datang", calendar=calendar, by=writer, at=START)
    trials.act(trial=trial, act=Act("work", "terima#1", outcomes=("ya",)), calendar=calendar, by=writer)
    assert trials.coverage_of(draft).untried == ("terima/tidak",)
    trials.undo(trial=trial, calendar=calendar, by=writer)
    assert trials.coverage_of(draft).taken == ("door:datang",)
    trials.run_all(draft=draft, calendar=calendar, by=writer, at=START)
    assert trials.coverage_of(draft).untried == ()
    drafts.edit(draft=draft, change=SetField("header", "number", "7"), seen=0, by=writer, at=START)
    assert trials.coverage_of(Draft.objects.get()).untried == ()
    drafts.edit(draft=draft, change=SetField("step:b", "text", "Kalimat lain"), seen=1, by=writer, at=START)
    assert trials.coverage_of(Draft.objects.get()).untried == (), "another word is no other flow"
    assert trials.coverage_of(Draft.objects.get()).earlier == 0
    drafts.edit(draft=draft, change=SetField("step:b", "optional", True), seen=2, by=writer, at=START)
    found = trials.coverage_of(Draft.objects.get())
    assert (len(found.untried), found.earlier) == (3, 3), "counted anew, and said so"
    with pytest.raises(Stale):
        trials.act(trial=trial, act=Act("work", "terima#1"), calendar=calendar, by=writer)


def test_what_can_not_be_tried_says_so_and_leaves_no_row(draft, writer):
    calendar = office_calendar(today=START.date())
    trial = trials.begin(draft=draft, door="datang", calendar=calendar, by=writer, at=START)
    with pytest.raises(Refused, match="unknown_door"):
        trials.begin(draft=draft, door="jendela", calendar=calendar, by=writer, at=START)
    with pytest.raises(Refused, match="unknown_pass"):
        trials.act(trial=trial, act=Act("work", "x#1"), calendar=calendar, by=writer)
    with pytest.raises(NotAllowed):
        trials.run_all(draft=draft, calendar=calendar, by=Staff.objects.create_user("x", name="X"), at=START)
    drafts.edit(draft=draft, change=SetField("step:b", "then", "tidak-ada"), seen=0, by=writer, at=START)
    with pytest.raises(NotYet):
        trials.begin(draft=Draft.objects.get(), door="datang", calendar=calendar, by=writer, at=START)
    assert Trial.objects.get().acts == []


def test_a_made_up_case_can_say_the_consents_that_a_step_wants_known():
    recorded = step("a", records=["consent.service", "risk"])
    needed = step("b", needs=[{"fact": "consent.referral", "label": "Persetujuan"}])
    assert trying.asked_facts(sop(recorded, needed)) == ("consent.service", "consent.referral")


def test_a_step_that_is_nobodys_yet_is_played_as_anybodys(writer):
    document = sheet(step("a", lanes="unsaid"), step("b", kind="end", lanes="unsaid"))
    draft = drafts.begin(document=document, slug="buka", name="Buka", service="coba", by=writer, at=START)
    calendar = office_calendar(today=START.date())
    trials.run_all(draft=draft, calendar=calendar, by=writer, at=START)
    assert (trials.coverage_of(draft).untried, trials.coverage_of(draft).stuck) == ((), 0)
