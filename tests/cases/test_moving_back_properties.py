"""An SOP changed at random, any plan: a move loses nothing of a case, and taken back every row is as it was."""

from collections import Counter
from collections.abc import Collection
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from cases import running
from cases.models import CarriedLimit, Case, Event, LimitClock, SignOff, StepPass
from cases.operations import lifecycle, moving
from cases.operations.facts import keep_fact
from outbox.models import Message
from sop_library.checks import faults_of
from sop_library.definition import Definition, parse
from sop_library.drafting.applying import apply
from sop_library.drafting.changes import AddPart, AddStep, MoveStep, RemoveStep, SetField, SplitStep
from sop_library.drafting.refusing import ChangeRefused
from sop_library.engine.state import State
from sop_library.moving import Plan, faults, propose
from sop_library.moving.plan import worked
from sop_library.operations.adopting import adopt
from sop_library.parts import STAGES
from sop_library.queries import definition_of
from tests.cases.conftest import MONDAY
from tests.cases.driving import drive
from tests.cases.moving import take_back
from tests.cases.test_moving import Far, after
from tests.sop_library.test_drafting import new_step

pytestmark = pytest.mark.django_db
Document = dict[str, Any]
LEFT = {"cases_event", "cases_casemove"}
"""What a move and its way back add to, and take nothing from."""
MARKS = {"cases_case": ("revision", "earlier"), "cases_fact": ("changed_at",)}
"""Columns in which they leave a mark."""
WANTED = {
    "by chance": "moved", "another stage": "facts told", "no counterpart": "held", "counted again, no time": "kept due",
}  # fmt: skip
"""What is done last to a step where a case stands -> what has to come of it."""
SOON, WHILE_TIME_RUNS = timedelta(minutes=10), timedelta(minutes=16)
OF_CASES = """
    SELECT table_name, min(column_name) FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name IN ('case_id', 'step_pass_id') GROUP BY table_name
"""
TIMES = st.sampled_from([
    {"printed": "2 jam", "kind": "max", "amount": "PT2H"},
    {"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "working"},
    {"kind": "none"},
])  # fmt: skip

GATE = {"when": {"fact": "risk", "is": "high"}, "words": "Tunggu kepala."}
NEEDS = st.sampled_from([None, [{"form": "asesmen"}], [{"document": "Surat rujukan", "may_follow": True}]])


def limit(until: str) -> Document:
    """A time over the whole case, kept by a step."""
    return {"label": "Seluruhnya", "kind": "max", "amount": "P5D", "counts_from": "case", "until": until}


def rows_statement() -> str:
    """What asks for every row of cases, in every table that has one, as PostgreSQL prints it."""
    with connection.cursor() as cursor:
        cursor.execute(OF_CASES)
        columns = {table: column for table, column in cursor.fetchall() if table not in LEFT}
    parts = []
    for table, column in {**columns, "cases_case": "id"}.items():
        row = " - ".join(["to_jsonb(one)", *(f"'{mark}'" for mark in MARKS.get(table, ()))])
        case = f"one.{column}"
        if column == "step_pass_id":
            case = "(SELECT case_id FROM cases_steppass own WHERE own.id = one.step_pass_id)"
        parts.append(f"SELECT {case}, '{table}' || ({row})::text FROM {table} one")
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) rows (id, told) WHERE id = ANY(%s) ORDER BY told"


def every_row(statement: str, keys: Collection[UUID]) -> dict[UUID, list[str]]:
    """Case -> its rows."""
    found: dict[UUID, list[str]] = {key: [] for key in keys}
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        for key, told in cursor.fetchall():
            found[key].append(told)
    return found


def newer(
    data: st.DataObject, definition: Definition, elsewhere: Collection[str], untimed: Collection[str]
) -> Definition:
    """The SOP after some changes that the editor makes, without faults; steps of `elsewhere` get another stage, those
    of `untimed` no time."""
    document: Document = deepcopy(dict(definition.document))
    lane, other, *_rest = (key for key, one in document["lanes"].items() if not one.get("outside"))
    turns = st.sampled_from([{"any_of": [lane]}, {"any_of": [lane, other]}, {"all_of": [lane, other]}])
    for number in range(data.draw(st.integers(1, 4))):
        step = st.sampled_from([one["key"] for one in document["steps"]])
        made = st.just(new_step(f"baru-{number}", "Langkah baru") | {"lanes": {"any_of": [lane]}})
        change = data.draw(
            st.one_of(
                st.builds(SetField, step.map("step:{}".format), st.just("time"), TIMES),
                st.builds(SetField, step.map("step:{}".format), st.just("stage"), st.sampled_from(STAGES)),
                st.builds(SetField, step.map("step:{}".format), st.just("lanes"), turns),
                st.builds(SetField, step.map("step:{}".format), st.just("gate"), st.sampled_from([None, GATE])),
                st.builds(SetField, step.map("step:{}".format), st.just("needs"), NEEDS),
                st.builds(AddPart, st.just(f"limit:batas-{number}"), step.map(limit)),
                st.builds(AddStep, step, made),
                st.builds(MoveStep, step, step), st.builds(RemoveStep, step, step | st.just("")),
                st.builds(SplitStep, step, st.just({"name": "Bagian pertama"}), made),
            )
        )  # fmt: skip
        try:
            document, _back = apply(document, change)
        except ChangeRefused:
            continue
    was = {step["key"]: step["stage"] for step in definition.document["steps"]}
    for step in document["steps"]:
        if step["key"] in elsewhere:
            step["stage"] = next(one for one in STAGES if one != was[step["key"]])
        if step["key"] in untimed:
            step["time"] = {"kind": "none"}
    found = parse(document)
    assume(document != definition.document and not faults_of(found))
    return found


def plan_of(data: st.DataObject, old: Definition, new: Definition, without: Collection[str], *, again: bool) -> Plan:
    """By key, with some steps chosen otherwise and `without` left without a counterpart. `again`: deadlines are counted
    again."""
    proposed = propose(old, new)
    chosen = {
        key: data.draw(st.sampled_from([*worked(new), None]))
        for key in worked(old)
        if data.draw(st.integers(0, 5)) == 0
    }
    none = dict.fromkeys(without)
    ways = st.just("recount") if again else st.sampled_from(["keep", "recount"])
    plan = replace(
        proposed, steps={**proposed.steps, **chosen, **none}, deadlines=data.draw(ways),
        shut=data.draw(st.sampled_from(["hold", "allow"])),
    )  # fmt: skip
    assume(not faults(plan, old, new))
    return plan


@pytest.fixture
def cases(new_case, everyone) -> list[Case]:
    """At the beginning, some steps on, much further on, and at rest."""
    everyone.is_office_admin = True
    everyone.save(update_fields=["is_office_admin"])
    made = [new_case() for _ in range(4)]
    for case, steps in zip(made[1:], (2, 5, 3), strict=True):
        with pytest.raises(Far):
            drive(case=case, by=everyone, at=MONDAY, watch=after(steps))
    lifecycle.pause(case=Case.objects.get(pk=made[3].pk), reason="pergi", by=everyone, at=MONDAY + SOON)
    return list(Case.objects.filter(pk__in=[one.pk for one in made]).order_by("number"))


def nothing_lost(key: UUID, before: State, signs: int, plan: Plan, *, at: datetime) -> None:
    """Passes, signatures and limits are all there; a due time is kept, and one that has passed never taken back."""
    rows = {one.pk: one for one in StepPass.objects.filter(case=key)}
    after = running.load(Case.objects.get(pk=key))
    assert len(rows) >= len(before.by_id)
    assert SignOff.objects.filter(step_pass__case=key).count() == signs
    ids, former = after.by_id, {(one.step, one.number): one for one in rows.values() if one.former}
    for one in before.passes:
        to = plan.steps[one.step]
        if to is None:
            assert not one.live
            assert former[one.step, one.number].due_at == one.due_at
            continue
        same = [now for now in ids.values() if now.step == to and now.signed == one.signed]
        same = [now for now in same if now.opened_at == one.opened_at or (one.opened_at is None and one.live)]
        assert same, (one, to)
        dues = {now.due_at for now in same}
        if one.due_at is not None and (plan.deadlines == "keep" or not one.live or one.due_at <= at):
            assert one.due_at in dues
        if one.due_at is not None:
            assert None not in dues
    kept = {run.key: run for run in after.limits}
    carried = {one.key: one.due_at for one in CarriedLimit.objects.filter(case=key)}
    for run in before.limits:
        to = plan.limits[run.key]
        if to is None:
            assert run.met_at is not None or carried[run.key] == run.due_at
        elif plan.deadlines == "keep" or run.met_at is not None or run.due_at <= at:
            assert (kept[to].due_at, kept[to].met_at) == (run.due_at, run.met_at)
        else:
            assert kept[to].met_at is None
        assert LimitClock.objects.filter(case=key, key=to or run.key).exists() or run.key in carried


@pytest.mark.parametrize("last", WANTED)
def test_forward_nothing_is_lost_and_back_every_row_is_the_same(langsung, everyone, cases, last):
    keys, old, tried = [one.pk for one in cases], definition_of(langsung), Counter[str]()
    statement = rows_statement()
    before = every_row(statement, keys)
    states = {one.pk: running.load(one) for one in cases}
    signs = {key: SignOff.objects.filter(step_pass__case=key).count() for key in keys}
    open_now = [one for state in states.values() for one in state.passes if one.live]
    live = sorted({one.step for one in open_now})
    timed = sorted({one.step for one in open_now if one.due_at is not None and one.due_at > MONDAY + WHILE_TIME_RUNS})
    events, told = Event.objects.count(), Message.objects.filter(topic="fact.kept").count()

    @settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def there_and_back(data: st.DataObject) -> None:
        again = last == "counted again, no time"
        here = {data.draw(st.sampled_from(timed if again else live))}
        new = newer(data, old, here if last == "another stage" else (), here if again else ())
        plan = plan_of(data, old, new, here if last == "no counterpart" else (), again=again)
        later = st.sampled_from([WHILE_TIME_RUNS, timedelta(hours=2), timedelta(hours=6), timedelta(days=4)])
        at = MONDAY + (WHILE_TIME_RUNS if again else data.draw(later))
        with transaction.atomic():
            version = adopt(definition=new, at=MONDAY)
            move = moving.begin(of=langsung, to=version, plan=plan, why="Sesuai SOP baru.", by=everyone, at=at)
            moving.run(move=move, now=lambda: at)
            went = set(move.cases.filter(outcome="moved").values_list("case", flat=True))
            now = every_row(statement, keys)
            for key in keys:
                if key in went:
                    nothing_lost(key, states[key], signs[key], plan, at=at)
                    own = [one for one in states[key].live if one.step in here and plan.steps[one.step] == one.step]
                    tried["kept due"] += again and any(one.due_at is not None and one.due_at > at for one in own)
                assert (now[key] == before[key]) is (key not in went)
            tried["facts told"] += Message.objects.filter(topic="fact.kept").count() - told
            assert [one for one in Case.objects.filter(pk__in=keys) if keep_fact(case=one, at=at)] == []
            take_back(move, by=everyone, at=at)
            assert every_row(statement, keys) == before
            assert {one.pk: running.load(one) for one in Case.objects.filter(pk__in=keys)} == states
            assert Event.objects.count() == events + 2 * len(went)
            transaction.set_rollback(True)
        tried.update(moved=len(went), held=len(keys) - len(went))

    there_and_back()
    assert tried[WANTED[last]] > 0, tried
