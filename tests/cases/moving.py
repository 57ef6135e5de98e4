"""What the tests of moves are made of: another version of an SOP, and everything a case consists of, to compare."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import Staff
from cases.models import Case, Move
from cases.operations import moving, moving_back
from sop_library.definition import parse
from sop_library.models import SopVersion
from sop_library.moving import Plan, from_json
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of

Document = dict[str, Any]
TABLES = ("cases_steppass", "cases_limitclock", "cases_carriedlimit", "cases_fact")
SHIFTS = ("revision", "earlier", "changed_at")
"""What a move and its revert both leave a mark on."""


def changed(version: SopVersion, change: Callable[[Document], object], *, at: datetime) -> SopVersion:
    """The next version of the SOP: its document, changed."""
    document = deepcopy(dict(definition_of(version).document))
    change(document)
    return adopt(definition=parse(document), at=at)


def step_in(document: Document, key: str) -> Document:
    """A step of a document."""
    return next(step for step in document["steps"] if step["key"] == key)


def move_all(of: SopVersion, to: SopVersion, *, by: Staff, at: datetime, **plan: Any) -> Move:
    """Move every open case. `plan`: what goes otherwise than by key."""
    chosen: Plan = from_json(plan, old=definition_of(of), new=definition_of(to))
    move = moving.begin(of=of, to=to, plan=chosen, why="Sesuai SOP baru.", by=by, at=at)
    return moving.run(move=move, now=lambda: at)


def take_back(move: Move, *, by: Staff, at: datetime, why: str = "Keliru.") -> Move:
    """Take every case back that can come back; `move` then says how it ended."""
    moving_back.run_back(move=moving_back.begin_back(move=move, why=why, by=by, at=at), now=lambda: at)
    move.refresh_from_db()
    return move


def everything(case: Case) -> Document:
    """Every row that a move may touch, whole."""
    found: Document = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(one) FROM cases_case one WHERE id = %s", [case.pk])
        found["case"] = {key: value for key, value in _json(cursor.fetchone()[0]).items() if key not in SHIFTS}
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(one) FROM {table} one WHERE case_id = %s ORDER BY id", [case.pk])
            rows = [_json(row) for (row,) in cursor.fetchall()]
            found[table] = [{key: value for key, value in row.items() if key not in SHIFTS} for row in rows]
    return found


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
