"""Open cases go on under another version of their SOP: nothing is lost, what can't move is named, and it goes back."""

from datetime import timedelta

import pytest

from accounts.models import OfficeProfile
from cases.dry_run import look
from cases.models import Case, CaseMove, Event, Fact, Move, StepPass
from cases.moving import road
from cases.operations import lifecycle, moving
from cases.progress import progress
from cases.refusals import NotAllowed, Refusal
from cases.versions import step_of
from sop_library.moving import propose, to_json
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from tests.cases.conftest import MONDAY
from tests.cases.driving import Far, drive
from tests.cases.moving import changed, everything, move_all, step_in, take_back
from tests.cases.test_worked_under import assessed
from tests.sop_library.renamed import prefixed

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(everyone):
    """The admin, who holds every lane too."""
    everyone.is_office_admin = True
    everyone.save(update_fields=["is_office_admin"])
    return everyone


def now_of(case: Case) -> Case:
    return Case.objects.select_related("version__sop").get(pk=case.pk)


def longer(document):
    for step in document["steps"]:
        if "time" in step and step["time"].get("kind") not in (None, "none"):
            step["time"] = {"printed": "2 jam", "kind": "max", "amount": "PT2H"}


def test_by_key_every_case_goes_on(new_case, langsung, boss):
    cases = [new_case(), assessed(new_case(), boss)]
    newer = changed(langsung, longer, at=MONDAY)
    before = {case.pk: everything(case) for case in cases}
    facts = {case.pk: Fact.objects.filter(case=case).values().get() for case in cases}

    move = move_all(langsung, newer, by=boss, at=MONDAY)

    assert move.state == Move.State.DONE
    assert {one.outcome for one in move.cases.all()} == {"moved"}
    for case in map(now_of, cases):
        assert case.version == newer
        events = Event.objects.filter(case=case)
        assert (case.revision, events.count()) == (events.count(), events.count())
        assert events.filter(kind="case_moved").count() == 1
        live = StepPass.objects.filter(case=case, status__in=["open", "waiting"])
        assert {one.version_id for one in live} == {newer.pk}
        assert {one.version_id for one in StepPass.objects.filter(case=case, status="done")} <= {langsung.pk}
        stood = {row["id"]: row for row in before[case.pk]["cases_steppass"]}
        for row in everything(case)["cases_steppass"]:
            assert row["due_at"] == stood[row["id"]]["due_at"]
        assert Fact.objects.filter(case=case).values().get() == facts[case.pk]
        drive(case=case, by=boss, at=MONDAY)


def test_what_has_other_keys_is_renamed_and_the_case_goes_on(new_case, langsung, boss):
    case = assessed(new_case(), boss)
    names = [step_of(row).name for row in rows_of(case)]
    newer = adopt(definition=prefixed(definition_of(langsung)), at=MONDAY)
    plan = {key: f"baru-{key}" for key in definition_of(langsung).by_key}

    move_all(langsung, newer, by=boss, at=MONDAY, steps=plan)

    case = now_of(case)
    assert case.version == newer
    rows = rows_of(case)
    assert [step_of(row).name for row in rows] == names
    assert all(row.step.startswith("baru-") and not row.former for row in rows)
    assert {row.worked_as for row in rows if row.status == "done"} <= set(definition_of(langsung).by_key)
    assert "" not in {row.worked_as for row in rows if row.status == "done"}
    drive(case=case, by=boss, at=MONDAY)


def rows_of(case):
    found = StepPass.objects.filter(case=case).select_related("case__version", "version")
    return list(found.order_by("arrived", "number"))


def test_what_has_no_counterpart_is_history_unless_somebody_is_at_it(new_case, langsung, boss):
    at_it, past_it = new_case(), assessed(new_case(), boss)
    first = definition_of(langsung).doors["datang"].starts

    def without_first(document):
        gone = next(place for place, step in enumerate(document["steps"]) if step["key"] == first)
        after = document["steps"][gone + 1]["key"]
        del document["steps"][gone]
        for door in document["doors"].values():
            door["starts"] = after if door["starts"] == first else door["starts"]

    newer = changed(langsung, without_first, at=MONDAY)
    seen = look(road=road(of=langsung, to=newer, plan={}), at=MONDAY)
    move = move_all(langsung, newer, by=boss, at=MONDAY)

    assert seen.held == {"no_place": 1}
    assert (seen.moving, seen.staying) == (1, 1)
    assert {one.case_id: one.reasons for one in move.cases.all()} == {at_it.pk: ["no_place"], past_it.pk: []}
    assert now_of(at_it).version == langsung
    former = [row for row in rows_of(now_of(past_it)) if row.former]
    assert [row.step for row in former] == [first]
    assert [one.step.key for one in progress(case=now_of(past_it), by=boss).former] == [first]
    drive(case=now_of(past_it), by=boss, at=MONDAY)
    drive(case=now_of(at_it), by=boss, at=MONDAY)


@pytest.mark.parametrize("plan", [{}, {"deadlines": "recount"}])
def test_a_revert_restores_the_exact_state(new_case, langsung, boss, plan):
    cases = [new_case(), assessed(new_case(), boss)]
    newer = adopt(definition=prefixed(definition_of(changed(langsung, longer, at=MONDAY))), at=MONDAY)
    before = {case.pk: everything(case) for case in cases}
    pairs = {key: f"baru-{key}" for key in definition_of(langsung).by_key}
    move = move_all(langsung, newer, by=boss, at=MONDAY, steps=pairs, **plan)
    assert all(everything(case) != before[case.pk] for case in cases)

    take_back(move, by=boss, at=MONDAY)

    move.refresh_from_db()
    assert move.state == Move.State.REVERTED
    for case in map(now_of, cases):
        assert everything(case) == before[case.pk]
        kinds = list(Event.objects.filter(case=case).order_by("number").values_list("kind", flat=True))
        assert kinds[-2:] == ["case_moved", "case_move_reverted"]
        assert case.revision == len(kinds)
        drive(case=case, by=boss, at=MONDAY)


def test_a_case_that_went_on_since_is_not_taken_back_and_says_so(new_case, langsung, boss):
    worked, left = new_case(), new_case()
    newer = changed(langsung, longer, at=MONDAY)
    move = move_all(langsung, newer, by=boss, at=MONDAY)
    with pytest.raises(Far):
        drive(case=now_of(worked), by=boss, at=MONDAY, watch=after(1))

    take_back(move, by=boss, at=MONDAY)

    assert (now_of(worked).version, now_of(left).version) == (newer, langsung)
    assert CaseMove.objects.get(move=move, case=worked).reasons == ["worked_on"]
    assert CaseMove.objects.get(move=move, case=left).outcome == "reverted"


def after(count):
    seen = []

    def watch(case):
        seen.append(case)
        if len(seen) > count:
            raise Far

    return watch


def test_a_paused_case_gets_no_running_clock(new_case, langsung, boss):
    case = new_case()
    lifecycle.pause(case=case, reason="pergi", by=boss, at=MONDAY)
    before = [row.due_at for row in rows_of(case)]
    move_all(langsung, changed(langsung, longer, at=MONDAY), by=boss, at=MONDAY)
    case = now_of(case)
    assert (case.state, [row.due_at for row in rows_of(case)]) == ("paused", before)
    lifecycle.resume(case=case, by=boss, at=MONDAY)
    drive(case=now_of(case), by=boss, at=MONDAY)


def test_an_ended_case_is_left_alone(new_case, langsung, boss):
    case = new_case()
    lifecycle.close(case=case, reason="moved", by=boss, at=MONDAY)
    before = everything(case)
    move = move_all(langsung, changed(langsung, longer, at=MONDAY), by=boss, at=MONDAY)
    assert (everything(case), list(move.cases.all())) == (before, [])


def test_an_open_step_asks_for_what_the_new_version_adds(new_case, langsung, boss):
    case = new_case()
    first = definition_of(langsung).doors["datang"].starts

    def asks_more(document):
        step_in(document, first).setdefault("needs", []).append({"document": "Kartu Identitas Baru"})

    newer = changed(langsung, asks_more, at=MONDAY)
    move_all(langsung, newer, by=boss, at=MONDAY)
    panel = next(one for one in progress(case=now_of(case), by=boss).panels if one.step.key == first)
    assert "Kartu Identitas Baru" in [row.need.label for row in panel.needs]
    drive(case=now_of(case), by=boss, at=MONDAY)


def test_killed_in_between_it_carries_on(new_case, langsung, boss, monkeypatch):
    cases = [new_case() for _ in range(5)]
    newer = changed(langsung, longer, at=MONDAY)
    monkeypatch.setattr(moving, "CHUNK", 2)
    plan = propose(definition_of(langsung), definition_of(newer))
    move = moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)
    assert moving.carry_on(move=move, at=MONDAY)
    assert Case.objects.filter(version=newer).count() == 2
    with pytest.raises(Refusal, match="move_running"):
        moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)

    moving.run(move=Move.objects.get(pk=move.pk), now=lambda: MONDAY)

    assert Case.objects.filter(version=newer).count() == len(cases)
    assert Event.objects.filter(kind="case_moved").count() == len(cases)


def test_a_failed_chunk_leaves_nothing_behind(new_case, langsung, boss, monkeypatch):
    case = new_case()
    newer = changed(langsung, longer, at=MONDAY)
    before = everything(case)
    plan = propose(definition_of(langsung), definition_of(newer))
    move = moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)
    monkeypatch.setattr("cases.operations.moving_chunk.tell", lambda **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        moving.carry_on(move=move, at=MONDAY)
    assert (everything(case), Event.objects.filter(kind="case_moved").count()) == (before, 0)
    assert move.cases.get().outcome == "planned"


def test_a_case_that_can_not_be_decided_is_held_and_the_others_move(new_case, langsung, boss):
    cases = [new_case() for _ in range(3)]
    bad = StepPass.objects.filter(case=cases[1]).first()
    StepPass.objects.filter(pk=bad.pk).update(engine={})
    newer = changed(langsung, longer, at=MONDAY)
    assert look(road=road(of=langsung, to=newer, plan={}), at=MONDAY).held == {"engine": 1}
    move = move_all(langsung, newer, by=boss, at=MONDAY)
    assert move.state == Move.State.DONE
    assert {one.case_id: one.reasons for one in move.cases.all()} == {
        one.pk: ["engine"] if one == cases[1] else [] for one in cases
    }
    assert [now_of(one).version for one in cases] == [newer, langsung, newer]


def test_many_cases_cost_no_more_statements(new_case, langsung, boss, django_assert_max_num_queries):
    for _ in range(12):
        new_case()
    newer = changed(langsung, longer, at=MONDAY)
    plan = propose(definition_of(langsung), definition_of(newer))
    move = moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=MONDAY)
    with django_assert_max_num_queries(18):
        move = moving.run(move=move, now=lambda: MONDAY)
    assert (Case.objects.filter(version=newer).count(), move.state) == (12, Move.State.DONE)


def test_looking_says_which_deadlines_the_move_itself_would_make_late(new_case, langsung, boss):
    case = new_case()
    row = StepPass.objects.get(case=case, status="open")

    def shorter(document):
        for step in document["steps"]:
            step["time"] = {"printed": "1 menit", "kind": "max", "amount": "PT1M"}

    newer = changed(langsung, shorter, at=MONDAY)
    recount = road(of=langsung, to=newer, plan={"deadlines": "recount"})
    soon, later = row.opened_at + timedelta(seconds=30), row.opened_at + timedelta(minutes=4)
    assert later < row.due_at
    assert (look(road=recount, at=soon).earlier, look(road=recount, at=soon).late_at_once) == (1, 0)
    seen = look(road=recount, at=later)
    assert [seen.late_by(shift) for one in seen.cases for shift in one.shifts if shift.changes] == [True]
    assert seen.late_at_once == 1
    assert look(road=recount, at=row.due_at + timedelta(hours=1)).late_at_once == 0


def test_looking_writes_nothing(new_case, langsung, boss, django_assert_max_num_queries):
    case = assessed(new_case(), boss)
    newer = changed(langsung, longer, at=MONDAY)
    before = everything(case)
    recount = road(of=langsung, to=newer, plan={"deadlines": "recount"})
    with django_assert_max_num_queries(8):
        seen = look(road=recount, at=MONDAY)
    assert (everything(case), Move.objects.count()) == (before, 0)
    assert (seen.moving, seen.staying) == (1, 0)
    assert seen.later + seen.earlier >= 1


def test_only_the_head_or_an_admin_moves_cases(new_case, langsung, everyone):
    new_case()
    newer = changed(langsung, longer, at=MONDAY)
    plan = propose(definition_of(langsung), definition_of(newer))
    with pytest.raises(NotAllowed):
        moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=everyone, at=MONDAY)
    head = everyone
    head.post = "Kepala Dinas"
    head.save(update_fields=["post"])
    OfficeProfile.objects.update(head_post="Kepala Dinas")
    assert moving.begin(of=langsung, to=newer, plan=plan, why="Sesuai SOP baru.", by=head, at=MONDAY).plan == to_json(
        plan
    )
