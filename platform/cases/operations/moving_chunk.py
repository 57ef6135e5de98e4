"""Writing what a move made of a chunk of cases: their rows, one event each, what it was before, and who hears of it."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases import moving_rows, running
from cases.models import CarriedLimit, Case, CaseMove, Event, Move, StepPass
from cases.moving import Decided
from outbox.operations import post
from sop_library.engine.state import Pass
from sop_library.moving import Moved
from sop_library.queries import definition_of

Document = dict[str, Any]


def write(decided: Sequence[Decided], *, move: Move, at: datetime) -> None:
    """Write a chunk. The cases are locked; a fixed number of statements, but for facts and other offices that hear."""
    going = [one for one in decided if one.moved is not None]
    held: list[moving_rows.Row] = [
        (one.case.pk, CaseMove.Outcome.HELD.value, list(one.reasons), {}, "") for one in decided if one.moved is None
    ]
    moving_rows.update_case_moves(held, move=move.pk, at=at)
    if not going:
        return
    events = Event.objects.bulk_create(_event(one, move=move, at=at) for one in going)
    carried = _carried(going, move=move, at=at)
    made = [_Written(one, one.moved, move=move) for one in decided if one.moved is not None]
    StepPass.objects.bulk_create(row for one in made for row in one.new)
    moving_rows.update_passes([row for one in made for row in one.rows], renamed=any(one.renamed for one in made))
    _limits(made)
    moving_rows.update_cases([
        (one.case.pk, move.to_id, one.door, one.stage, one.flow, [*one.case.earlier, [str(move.of_id), event.number]])
        for one, event in zip(made, events, strict=True)
    ])  # fmt: skip
    moving_rows.update_case_moves(
        [
            (
                one.case.pk, CaseMove.Outcome.MOVED.value, [],
                one.before([row for row in carried if row.case_id == one.case.pk]), one.left,
            )
            for one in made
        ],
        move=move.pk, at=at,
    )  # fmt: skip
    tell(going=[one.case for one in made], events=events, restaged=[one.case for one in made if one.restaged], at=at)


def tell(*, going: Sequence[Case], events: Sequence[Event], restaged: Sequence[Case], at: datetime) -> None:
    """Keep the facts of cases whose stage changed, and let offices hear that have a part in the matter."""
    facts = moving_rows.keep_stages([one.pk for one in restaged], at=at) if restaged else []
    for matter, revision in facts:
        post(topic="fact.kept", matter=matter, payload={"revision": revision}, at=at)
    told = moving_rows.between_offices([one.matter for one in going])
    for case, event in zip(going, events, strict=True):
        if case.matter in told:
            post(
                topic="matter.changed", matter=case.matter, payload={"event": str(event.id), "kind": event.kind}, at=at
            )


def _event(one: Decided, *, move: Move, at: datetime) -> Event:
    shifts = [
        {
            "limit" if shift.limit else "step": shift.key,
            "before": shift.before.isoformat() if shift.before else "",
            "after": shift.after.isoformat() if shift.after else "",
        }
        for shift in one.shifts
    ]
    data = {"move": str(move.pk), "from": move.of.number, "to": move.to.number}
    return Event(case=one.case, kind="case_moved", at=at, by=move.by, data=data | ({"due": shifts} if shifts else {}))


def _carried(going: Sequence[Decided], *, move: Move, at: datetime) -> list[CarriedLimit]:
    """Limits without a counterpart go on beside the SOP: as they were called, until they were due."""
    words = {limit.key: limit.label for limit in definition_of(move.of).limits}
    return CarriedLimit.objects.bulk_create(
        CarriedLimit(
            case=one.case, office_name=f"SOP versi {move.of.number}", key=run.key,
            label=words.get(run.key, run.key)[:200], due_at=run.due_at, came_at=at,
        )
        for one in going
        for run in one.carried
    )  # fmt: skip


def _limits(made: Sequence["_Written"]) -> None:
    changed = [one for one in made if one.limits is not None]
    if changed:
        moving_rows.put_limits([one.case.pk for one in changed], [row for one in changed for row in one.limits or ()])


class _Written:
    """The rows of one moved case: what they are now, and what they were."""

    def __init__(self, decided: Decided, done: Moved, *, move: Move) -> None:
        self.case, self._decided, self._done, self._move = decided.case, decided, done, move
        definition = self._definition = definition_of(move.to)
        after = done.state
        self.flow = running.flow_of(after)
        self.stage = running.stage_now(definition, after)
        self.door = after.door or decided.case.door
        self.restaged = self.stage != decided.case.stage
        self.rows: list[Document] = []
        self.new: list[StepPass] = []
        self._stood: list[Document] = []
        self._passes()
        self.renamed = any(old != new for old, new in done.ids.items())
        self.limits = self._limit_rows()

    @property
    def left(self) -> str:
        """How the case was left, by which a revert knows that nobody went on since."""
        engines = {str(row["id"]): row["engine"] for row in self.rows if "engine" in row}
        engines |= {str(row.pk): row.engine for row in self.new}
        return moving_rows.print_of(flow=self.flow, engines=engines)

    def before(self, carried: Sequence[CarriedLimit]) -> Document:
        """Every row that changed, as it stood."""
        case = self.case
        limits = {"limits": [json.loads(row) for row in self._decided.rows.limits.values()]}
        return {
            "version": str(case.version_id), "door": case.door, "stage": case.stage, "flow": case.flow,
            "passes": self._stood, "new": [str(row.pk) for row in self.new],
            "carried": [str(row.pk) for row in carried],
        } | (limits if self.limits is not None else {})  # fmt: skip

    def _passes(self) -> None:
        rows, done, after = self._decided.rows.passes, self._done, self._done.state
        names = {new: old for old, new in done.ids.items()}
        for key in done.former:
            self._write(rows[key].whole, {"former": True, "number": rows[key].number}, rows[key].id)
        last = max((row.arrived for row in rows.values()), default=-1)
        for key, one in after.by_id.items():
            if key not in names:
                last += 1
                self.new.append(self._made(one, arrived=last))
                continue
            row, was = rows[names[key]], self._decided.before.by_id[names[key]]
            if was.live:
                self._write(row.whole, {**self._columns(one), "id": row.id}, row.id)
            elif one is not was:
                engine = running.columns_of(one, self._definition)["engine"]
                worked_as = row.worked_as or (row.step if one.step != row.step else "")
                changed = {"step": one.step, "number": one.number, "worked_as": worked_as, "engine": engine}
                self._write(row.whole, {**changed, "came_from": list(one.came_from)}, row.id)

    def _write(self, stood: str | None, changed: Document, key: Any) -> None:
        self.rows.append({**changed, "id": key})
        self._stood.append(json.loads(stood or "{}"))

    def _columns(self, one: Pass) -> Document:
        columns = running.columns_of(one, self._definition)
        return {**columns, "step": one.step, "number": one.number, "version_id": self._move.to_id}

    def _made(self, one: Pass, *, arrived: int) -> StepPass:
        return StepPass(case=self.case, arrived=arrived, **self._columns(one))

    def _limit_rows(self) -> list[Document] | None:
        """The limits as they are now; None where none changed. One of a step that is no more is met, and stays."""
        before, after = self._decided.before, self._done.state
        if not moving_rows.limits_changed(before, after, carried=bool(self._done.carried)):
            return None
        stood = {key: json.loads(row) for key, row in self._decided.rows.limits.items()}
        names: dict[str, str | None] = self._move.plan["limits"]
        gone = {run.key for run in self._done.carried}
        found = {}
        for key, row in stood.items():
            to = names.get(key) or key
            if key not in gone:
                found[to] = {**row, "key": to}
        for run in after.limits:
            new = {"id": str(uuid.uuid4()), "case_id": str(self.case.pk), "key": run.key, "met_at": None}
            found[run.key] = {**found.get(run.key, new), "due_at": run.due_at.isoformat()}
        return list(found.values())
