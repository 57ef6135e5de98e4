"""The rows of many cases that a move reads and writes: a statement each, however many cases there are."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import orjson
from django.db import connection

from cases.models import StepPass
from custody.models import Part
from sop_library.engine.state import State

KEPT = ("id", "case_id")
COLUMNS = tuple(one.attname for one in StepPass._meta.concrete_fields if one.attname not in KEPT)
"""Every column of a pass that a move may change and its revert writes back; whatever is added to the model is one."""
PASSES = """
    SELECT one.key, pass.id, pass.step, pass.number, pass.arrived, pass.worked_as, pass.engine::text
    FROM unnest(%(cases)s::uuid[]) one (key), LATERAL (
        SELECT * FROM cases_steppass WHERE case_id = one.key AND NOT former OFFSET 0
    ) pass
    WHERE %(rest)s OR pass.status IN ('open', 'waiting')
    ORDER BY one.key, pass.arrived, pass.step, pass.number
"""
"""Case by case, as OFFSET 0 keeps it: else every pass of the office is looked through for each chunk."""
LIMITS = """
    SELECT clock.case_id, to_jsonb(clock)::text FROM cases_limitclock clock WHERE clock.case_id = ANY(%s)
"""
PARTS = "SELECT matter, kind FROM custody_part WHERE matter = ANY(%s)"
MOVED = """
    UPDATE cases_casemove one SET outcome = 'moved', at = %(at)s, after_hash = new.hash, before = jsonb_build_object(
        'version', stood.version_id, 'door', stood.door, 'stage', stood.stage, 'flow', stood.flow,
        'passes', (SELECT coalesce(jsonb_agg(to_jsonb(pass)), '[]') FROM cases_steppass pass
            WHERE pass.id = ANY(new.passes)),
        'new', new.made, 'carried', new.carried
    ) || CASE WHEN new.limits THEN jsonb_build_object('limits', (SELECT coalesce(jsonb_agg(to_jsonb(clock)), '[]')
        FROM cases_limitclock clock WHERE clock.case_id = stood.id)) ELSE '{}' END
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS new (case_id uuid, hash text, passes uuid[], made jsonb, carried jsonb, limits boolean), cases_case stood
    WHERE one.move_id = %(move)s AND one.case_id = new.case_id AND stood.id = new.case_id
"""
LOG = """
    INSERT INTO cases_event (id, case_id, kind, at, by_id, step, data)
    SELECT gen_random_uuid(), new.case_id, %(kind)s, %(at)s, %(by)s, '', new.data
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (case_id uuid, data jsonb)
    RETURNING case_id, number, id
"""


@dataclass(frozen=True, slots=True)
class PassRow:
    """A pass as it stands: its key in the database, and what the engine keeps of it."""

    id: UUID
    step: str
    number: int
    arrived: int
    worked_as: str
    engine: Mapping[str, Any]


Passes: TypeAlias = Mapping[str, PassRow]
"""The passes of one case by the engine's id, in order."""


class Shared(NamedTuple):
    """Matters in which another office has a part."""

    left: frozenset[UUID]
    """Those that another office leads by now, or whose help here is over."""
    every: frozenset[UUID]


def read(cases: Collection[UUID], *, rest: bool = True) -> Mapping[UUID, Passes]:
    """The passes that the engine knows of many cases. `rest`: also those at rest. One statement."""
    found: dict[UUID, dict[str, PassRow]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(PASSES, {"cases": list(cases), "rest": rest})
        for case, key, step, number, arrived, worked_as, engine in cursor.fetchall():
            one = PassRow(key, step, number, arrived, worked_as, orjson.loads(engine))
            found[case][f"{step}#{number}"] = one
    return found


def limits_of(cases: Collection[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    """The rows of the limits of many cases. One statement."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(LIMITS, [list(cases)])
        for case, limit in cursor.fetchall():
            found[case].append(orjson.loads(limit))
    return found


def shared_with_others(matters: Collection[UUID]) -> Shared:
    """Of matters those in which another office has a part. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [list(matters)])
        rows: list[tuple[UUID, str]] = cursor.fetchall()
    left = frozenset(matter for matter, kind in rows if kind == Part.Kind.FORMER)
    return Shared(left, frozenset(matter for matter, _kind in rows))


def canonical(value: Any) -> str:
    """JSON of a state: of equal states the same text (sorted keys, no blanks), both written and told by its hash."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def print_of(*, flow: str, engines: Mapping[str, str]) -> str:
    """How a case was left: of its state and of the passes a move touched, by their rows' keys. Both `canonical`."""
    told = ",".join(f'"{key}":{engine}' for key, engine in sorted(engines.items()))
    return hashlib.sha256(f"[{flow},{{{told}}}]".encode()).hexdigest()


def as_row(values: Mapping[str, Any], **told: str) -> str:
    """A row as a JSON object. `told`: columns whose value is JSON already."""
    return "".join([_plain(values)[:-1], *(f',"{name}":{value}' for name, value in told.items()), "}"])


def log(rows: Sequence[str], *, kind: str, by: UUID, at: datetime) -> Mapping[UUID, tuple[int, UUID]]:
    """Append an event with `data` to many cases (`case_id`). Case -> number and key of its event."""
    with connection.cursor() as cursor:
        cursor.execute(LOG, {"rows": _told(rows), "kind": kind, "by": by, "at": at})
        return {case: (number, key) for case, number, key in cursor.fetchall()}


def update_cases(rows: Sequence[str]) -> None:
    """Write version, door, stage, flow and earlier of many cases, each named by its `id`, each a revision further."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case one SET version_id = new.version, door = new.door, stage = new.stage,"
            " flow = new.flow, earlier = new.earlier, revision = one.revision + 1"
            " FROM jsonb_to_recordset(%s::jsonb)"
            " AS new (id uuid, version uuid, door text, stage text, flow jsonb, earlier jsonb) WHERE one.id = new.id",
            [_told(rows)],
        )


def _told(rows: Iterable[str]) -> str:
    """Rows as one JSON text: an array of texts would be escaped word by word."""
    return f"[{','.join(rows)}]"


def update_passes(rows: Mapping[Any, str], *, renamed: bool) -> None:
    """Write columns of many passes, each by its key and named by its `id`; a column that a row leaves out stays.

    `renamed`: keys of steps may change places, so every row first steps aside.
    """
    if not rows:
        return
    into, of = ", ".join(COLUMNS), ", ".join(f"new.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        if renamed:
            cursor.execute("UPDATE cases_steppass SET number = number + 16000 WHERE id = ANY(%s::uuid[])", [list(rows)])
        cursor.execute(
            f"UPDATE cases_steppass one SET ({into}) = (SELECT {of} FROM jsonb_populate_record(one, told.row) new)"  # noqa: S608 - names of columns
            " FROM jsonb_array_elements(%s::jsonb) told (row) WHERE one.id = (told.row ->> 'id')::uuid",
            [_told(rows.values())],
        )


def put_limits(cases: Iterable[UUID], rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the limits of cases be exactly these rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_limitclock WHERE case_id = ANY(%s)", [list(cases)])
        cursor.execute(
            "INSERT INTO cases_limitclock SELECT (jsonb_populate_record(NULL::cases_limitclock, told)).*"
            " FROM jsonb_array_elements(%s::jsonb) told",
            [_plain(rows)],
        )


def keep_held(rows: Sequence[str], *, move: UUID, at: datetime) -> None:
    """Write the `reasons` why many cases (`case_id`) of a move stay where they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_casemove one SET outcome = 'held', at = %s, reasons = new.reasons"
            " FROM jsonb_to_recordset(%s::jsonb) AS new (case_id uuid, reasons text[])"
            " WHERE one.move_id = %s AND one.case_id = new.case_id",
            [at, _told(rows), move],
        )


def keep_moved(rows: Sequence[str], *, move: UUID, at: datetime) -> None:
    """Write of many cases (`case_id`) that they move, the `hash` by which they are left, and every row that changes as
    it stands: to be called before any is written.

    `passes`: those that are written; `made`: those that are new; `carried`: limits that go on beside the SOP; `limits`:
    whether the others change.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVED, {"rows": _told(rows), "move": move, "at": at})


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
    """Whether the limits of a case are others after a move."""
    return carried or [(one.key, one.due_at) for one in before.limits] != [
        (one.key, one.due_at) for one in after.limits
    ]
