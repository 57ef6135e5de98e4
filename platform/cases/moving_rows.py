"""The rows of many cases that a move reads and writes: a statement each, however many cases there are."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from cases.models import StepPass
from custody.models import Part
from sop_library.engine.state import State

KEPT = ("id", "case_id")
COLUMNS = tuple(one.attname for one in StepPass._meta.concrete_fields if one.attname not in KEPT)
"""Every column of a pass that a move may change and its revert writes back; whatever is added to the model is one."""
PASSES = """
    SELECT pass.case_id, pass.id, pass.step, pass.number, pass.arrived, pass.worked_as, pass.engine::text,
        CASE WHEN %(whole)s OR pass.status IN ('open', 'waiting') THEN to_jsonb(pass)::text END
    FROM cases_steppass pass
    WHERE pass.case_id = ANY(%(cases)s) AND NOT pass.former
        AND (%(rest)s OR pass.status IN ('open', 'waiting'))
    ORDER BY pass.case_id, pass.arrived, pass.step, pass.number
"""
LIMITS = """
    SELECT clock.case_id, clock.key, to_jsonb(clock)::text FROM cases_limitclock clock WHERE clock.case_id = ANY(%s)
"""


Row: TypeAlias = tuple[UUID, str, list[str], Mapping[str, Any], str]
"""Case, outcome, reasons, what it was before, how it was left."""


@dataclass(frozen=True, slots=True)
class PassRow:
    """A pass as it stands: its key in the database, what the engine keeps of it, and the whole row where it may
    change."""

    id: UUID
    step: str
    number: int
    arrived: int
    worked_as: str
    engine: Mapping[str, Any]
    whole: str | None


@dataclass(slots=True)
class Rows:
    """What belongs to one case: its passes by the engine's id, in order, and its limits by their key."""

    passes: dict[str, PassRow] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)


def read(cases: Collection[UUID], *, whole: bool, rest: bool = True) -> dict[UUID, Rows]:
    """The passes that the engine knows, and the limits, of many cases: two statements.

    `whole`: keep every row as it stands, not only those somebody works on. `rest`: also the passes at rest.
    """
    found: dict[UUID, Rows] = defaultdict(Rows)
    with connection.cursor() as cursor:
        cursor.execute(PASSES, {"cases": list(cases), "whole": whole, "rest": rest})
        for case, key, step, number, arrived, worked_as, engine, row in cursor.fetchall():
            one = PassRow(key, step, number, arrived, worked_as, json.loads(engine), row)
            found[case].passes[f"{step}#{number}"] = one
        cursor.execute(LIMITS, [list(cases)])
        for case, key, row in cursor.fetchall():
            found[case].limits[key] = row
    return found


def left_to_others(matters: Collection[UUID]) -> frozenset[UUID]:
    """Of matters those that another office leads by now, or whose help here is over. One statement."""
    former = Part.objects.filter(matter__in=matters, kind=Part.Kind.FORMER)
    return frozenset(former.values_list("matter", flat=True))


def between_offices(matters: Collection[UUID]) -> frozenset[UUID]:
    """Of matters those in which another office has a part. One statement."""
    return frozenset(Part.objects.filter(matter__in=matters).values_list("matter", flat=True))


def print_of(*, flow: Mapping[str, Any], engines: Mapping[str, Any]) -> str:
    """How a case was left: of its state and of the passes a move touched. `engines`: key of the row -> its state."""
    told = json.dumps([flow, engines], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def update_cases(rows: Sequence[tuple[UUID, UUID, str, str, Mapping[str, Any], list[Any]]]) -> None:
    """Write (case, version, door, stage, flow, earlier) of many cases, each a revision further."""
    names = ("id", "version", "door", "stage", "flow", "earlier")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case one SET version_id = new.version, door = new.door, stage = new.stage,"
            " flow = new.flow, earlier = new.earlier, revision = one.revision + 1"
            " FROM jsonb_to_recordset(%s::jsonb)"
            " AS new (id uuid, version uuid, door text, stage text, flow jsonb, earlier jsonb) WHERE one.id = new.id",
            [_told(rows, names)],
        )


def _told(rows: Sequence[tuple[Any, ...]], names: tuple[str, ...]) -> str:
    """Rows as one JSON text: an array of texts would be escaped word by word."""
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)


def update_passes(rows: Sequence[Mapping[str, Any]], *, renamed: bool) -> None:
    """Write columns of many passes, each named by its `id`; a column that a row leaves out stays as it is.

    `renamed`: keys of steps may change places, so every row first steps aside.
    """
    if not rows:
        return
    document = json.dumps(rows, default=str)
    into, of = ", ".join(COLUMNS), ", ".join(f"new.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        if renamed:
            cursor.execute(
                "UPDATE cases_steppass SET number = number + 16000 WHERE id = ANY(%s)", [[row["id"] for row in rows]]
            )
        cursor.execute(
            f"UPDATE cases_steppass one SET ({into}) = (SELECT {of} FROM jsonb_populate_record(one, told.row) new)"  # noqa: S608 - names of columns
            " FROM jsonb_array_elements(%s::jsonb) told (row) WHERE one.id = (told.row ->> 'id')::uuid",
            [document],
        )


def put_limits(cases: Iterable[UUID], rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the limits of cases be exactly these rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_limitclock WHERE case_id = ANY(%s)", [list(cases)])
        cursor.execute(
            "INSERT INTO cases_limitclock SELECT (jsonb_populate_record(NULL::cases_limitclock, told)).*"
            " FROM jsonb_array_elements(%s::jsonb) told",
            [json.dumps(rows, default=str)],
        )


def update_case_moves(rows: Sequence[Row], *, move: UUID, at: datetime) -> None:
    """Write what became of many cases of a move."""
    if not rows:
        return
    names = ("case_id", "outcome", "reasons", "before", "hash")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_casemove one SET outcome = new.outcome, before = new.before, at = %s,"
            " after_hash = new.hash, reasons = new.reasons FROM jsonb_to_recordset(%s::jsonb)"
            " AS new (case_id uuid, outcome text, reasons text[], before jsonb, hash text)"
            " WHERE one.move_id = %s AND one.case_id = new.case_id",
            [at, _told(rows, names), move],
        )


def keep_stages(cases: Collection[UUID], *, at: datetime) -> list[tuple[UUID, int]]:
    """Let the facts of cases say the stage their cases stand at; (matter, revision) of those that said another.

    The stage is the one thing a move changes of all that is counted. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_fact fact SET stage = one.stage, changed_at = %s FROM cases_case one"
            " WHERE one.id = ANY(%s) AND fact.case_id = one.id AND fact.stage <> one.stage"
            " RETURNING one.matter, one.revision",
            [at, list(cases)],
        )
        return [(matter, revision) for matter, revision in cursor.fetchall()]


def limits_changed(before: State, after: State, *, carried: bool) -> bool:
    """Whether the rows of a case's limits are others after a move."""
    return carried or [(one.key, one.due_at) for one in before.limits] != [
        (one.key, one.due_at) for one in after.limits
    ]
