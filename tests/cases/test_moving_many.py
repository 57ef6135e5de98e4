"""Hundreds of cases: moved and taken back by real chunks, killed in the middle both ways, and every row as before."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from cases.models import Case, CaseMove, Event, Move
from cases.moving import CHUNK
from cases.operations import moving, moving_back
from cases.refusals import Missing, Refusal
from cases.tasks import carry_moves
from infra.bench.sop_moves import COPY_CASES, COPY_LIMITS, COPY_PASSES
from sop_library.models import SopVersion
from sop_library.moving import Plan, from_json
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.conftest import MONDAY, take
from tests.cases.conftest import staff as employ
from tests.cases.moving import changed, move_all, take_back
from tests.cases.test_moving import boss, longer
from tests.cases.test_moving_back_properties import every_row, rows_statement
from tests.cases.test_moving_busy import opened
from tests.cases.test_worked_under import assessed
from tests.sop_library.renamed import prefixed

__all__ = ["boss"]
MANY = 2 * CHUNK + 1
LATER = MONDAY + timedelta(minutes=1)


class Killed(Exception):
    """The worker is no more."""


def killed_after(module, monkeypatch, chunks: int):
    """Let the writing of a chunk fail once so many are done; undone by the context it is for."""
    name = "write" if module is moving else "_take_back"
    real, done = getattr(module, name), []

    def write(*given, **named):
        done.append(1)
        if len(done) > chunks:
            real(*given, **named)
            raise Killed
        return real(*given, **named)

    monkeypatch.setattr(module, name, write)


def renamed_plan(langsung: SopVersion) -> tuple[SopVersion, Plan]:
    """The next version, in which every step has another key and another time; and the plan to it, counted again."""
    old = definition_of(langsung)
    newer = adopt(definition=prefixed(definition_of(changed(langsung, longer, at=MONDAY))), at=MONDAY)
    plan = {"steps": {key: f"baru-{key}" for key in old.by_key}, "deadlines": "recount"}
    return newer, from_json(plan, old=old, new=definition_of(newer))


@pytest.mark.django_db
def test_killed_both_ways_every_case_moves_once_and_comes_back_whole(new_case, langsung, boss, monkeypatch):
    case = assessed(new_case(), boss)
    with connection.cursor() as cursor:
        for statement in (COPY_CASES, COPY_PASSES, COPY_LIMITS):
            cursor.execute(statement, {"case": case.pk, "from": 2, "to": MANY})
    keys = list(Case.objects.values_list("pk", flat=True))
    assert len(keys) == MANY
    statement = rows_statement()
    before, events = every_row(statement, keys), Event.objects.count()
    newer, plan = renamed_plan(langsung)

    move = moving.begin(of=langsung, to=newer, plan=plan, why="SOP baru.", by=boss, at=MONDAY)
    with monkeypatch.context() as patched:
        killed_after(moving, patched, 1)
        with pytest.raises(Killed):
            moving.run(move=move, now=lambda: MONDAY)
    assert Case.objects.filter(version=newer).count() == CHUNK
    assert carry_moves() == 1
    assert Case.objects.filter(version=newer).count() == MANY
    assert Event.objects.filter(kind="case_moved").values("case").distinct().count() == MANY
    assert Event.objects.count() == events + MANY

    move.refresh_from_db()
    begun = moving_back.begin_back(move=move, why="Keliru.", by=boss, at=LATER)
    with monkeypatch.context() as patched:
        killed_after(moving_back, patched, 1)
        with pytest.raises(Killed):
            moving_back.run_back(move=begun, now=lambda: LATER)
    assert Case.objects.filter(version=langsung).count() == CHUNK
    again = moving_back.begin_back(move=move, why="Ditekan lagi.", by=boss, at=LATER + timedelta(minutes=1))
    assert (again.state, [one.why for one in move.backs.all()]) == (Move.State.UNDOING, ["Keliru."])
    with pytest.raises(Refusal, match="move_running"):
        moving.begin(of=langsung, to=newer, plan=plan, why="Lagi.", by=boss, at=LATER)
    assert carry_moves() == 1
    assert carry_moves() == 0

    move.refresh_from_db()
    assert (move.state, move.cases.filter(outcome="reverted", reverted_at=LATER).count()) == ("reverted", MANY)
    assert every_row(statement, keys) == before
    assert Event.objects.count() == events + 2 * MANY


@pytest.mark.django_db
def test_taking_back_costs_no_more_statements_for_many(new_case, langsung, boss, django_assert_max_num_queries):
    for _ in range(12):
        new_case()
    move = move_all(langsung, changed(langsung, longer, at=MONDAY), by=boss, at=MONDAY)
    begun = moving_back.begin_back(move=move, why="Keliru.", by=boss, at=LATER)
    with django_assert_max_num_queries(24):
        moving_back.run_back(move=begun, now=lambda: LATER)
    assert Case.objects.filter(version=langsung).count() == 12


@pytest.mark.django_db
def test_it_is_stopped_on_its_way_back_and_taken_back_later(new_case, langsung, boss, monkeypatch):
    cases = [new_case() for _ in range(3)]
    newer = changed(langsung, longer, at=MONDAY)
    move = move_all(langsung, newer, by=boss, at=MONDAY)
    monkeypatch.setattr(moving, "CHUNK", 1)
    monkeypatch.setattr(moving_back, "CHUNK", 1)
    begun = moving_back.begin_back(move=move, why="Keliru.", by=boss, at=MONDAY)
    assert moving_back.carry_back(move=begun, at=MONDAY)
    stopped = moving_back.call_off(move=begun, by=boss, at=MONDAY)
    assert (stopped.state, Case.objects.filter(version=langsung).count()) == (Move.State.DONE, 1)
    assert not moving_back.carry_back(move=begun, at=MONDAY), "a worker that comes late leaves it"
    take_back(stopped, why="Tetap keliru.", by=boss, at=LATER)
    assert Case.objects.filter(version=langsung).count() == len(cases)
    assert [one.why for one in move.backs.all()] == ["Tetap keliru.", "Keliru."]


def test_a_case_that_somebody_works_on_comes_back_last_or_says_so(committed_db, salatiga, monkeypatch):
    monkeypatch.setattr(moving, "PATIENCE", timedelta(milliseconds=100))
    with in_office(salatiga):
        version, by = take("salatiga/pengaduan-langsung"), employ("semua", "*")
        by.is_office_admin = True
        by.save()
        cases = opened(version, by=by)
        newer = changed(version, lambda document: document.update(note="Berikutnya."), at=MONDAY)
        move = move_all(version, newer, by=by, at=MONDAY)
        settings = connection.get_connection_params()
        known = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
        with psycopg.connect(**known) as other:
            other.execute(f'SET ROLE "{salatiga.role_name}"')
            other.execute(f'SELECT 1 FROM "{salatiga.schema_name}".cases_case WHERE id = %s FOR UPDATE', [cases[1].pk])
            take_back(move, why="Keliru.", by=by, at=MONDAY)
        left = {row.case_id: row.reasons for row in CaseMove.objects.filter(move=move, outcome="moved")}
        assert (move.state, left) == (Move.State.DONE, {cases[1].pk: ["busy"]})
        take_back(move, why="Sekali lagi.", by=by, at=LATER)
        assert (move.state, Case.objects.filter(version=version).count()) == (Move.State.REVERTED, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "  \n", "a\x00b", "x" * 2001])
def test_a_move_and_its_way_back_ask_why(new_case, langsung, boss, words):
    new_case()
    newer, plan = renamed_plan(langsung)
    with pytest.raises(Refusal) as refused:
        moving.begin(of=langsung, to=newer, plan=plan, why=words, by=boss, at=MONDAY)
    assert [one.field for one in refused.value.missing] == ["why"]
    assert isinstance(refused.value.missing[0], Missing)
    assert not Move.objects.exists()
    move = move_all(langsung, newer, by=boss, at=MONDAY, steps=dict(plan.steps))
    with pytest.raises(Refusal):
        moving_back.begin_back(move=move, why=words, by=boss, at=MONDAY)
    move.refresh_from_db()
    assert (move.state, move.backs.count(), move.why) == (Move.State.DONE, 0, "Sesuai SOP baru.")
