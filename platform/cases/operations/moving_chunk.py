"""Writing what a move made of a chunk of cases: their rows, one event each, what it was before, and who hears of it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cases import moving_rows, running
from cases.models import CarriedLimit, Case, Move, StepPass
from cases.moving import Decided
from cases.moving_rows import as_row, canonical
from outbox.operations import post
from sop_library.definition import Definition
from sop_library.engine.state import Pass
from sop_library.moving import Moved
from sop_library.queries import definition_of

Document = dict[str, Any]
Events = Mapping[UUID, tuple[int, UUID]]
"""Case -> number and key of the event that tells of its move."""
MOVED = "case_moved"


def write(decided: Sequence[Decided], *, move: Move, at: datetime) -> None:
    """Write a chunk. The cases are locked; a fixed number of statements, but for facts and other offices that hear."""
    going = [one for one in decided if one.moved is not None]
    held = [as_row({"case_id": one.case.pk, "reasons": one.reasons}) for one in decided if one.moved is None]
    if held:
        moving_rows.keep_held(held, move=move.pk, at=at)
    if not going:
        return
    events = moving_rows.log(_events(going, move=move), kind=MOVED, by=move.by_id, at=at)
    definition = definition_of(move.to)
    made = [_Written(one, one.moved, move=move, definition=definition) for one in decided if one.moved is not None]
    carried = _carried(going, move=move, at=at)
    moving_rows.keep_moved([one.told(carried[one.case.pk]) for one in made], move=move.pk, at=at)
    StepPass.objects.bulk_create(new for one in made for new in one.new)
    passes = {key: told for one in made for key, told in one.rows.items()}
    moving_rows.update_passes(passes, renamed=any(one.renamed for one in made))
    _limits(made)
    moving_rows.update_cases([one.as_moved(events[one.case.pk]) for one in made])
    restaged = [one.case for one in made if one.restaged]
    heard = [one.case for one in going if one.shared]
    tell(heard=heard, kind=MOVED, events=events, restaged=restaged, at=at)


def tell(*, heard: Sequence[Case], kind: str, events: Events, restaged: Sequence[Case], at: datetime) -> None:
    """Keep the facts of cases whose stage changed, and let other offices hear of those in which they have a part."""
    facts = moving_rows.keep_stages([one.pk for one in restaged], at=at) if restaged else []
    for matter, revision in facts:
        post(topic="fact.kept", matter=matter, payload={"revision": revision}, at=at)
    for case in heard:
        _number, event = events[case.pk]
        post(topic="matter.changed", matter=case.matter, payload={"event": str(event), "kind": kind}, at=at)


def _events(going: Sequence[Decided], *, move: Move) -> list[str]:
    base = {"move": str(move.pk), "from": move.of.number, "to": move.to.number}
    plain, found = canonical(base), []
    for one in going:
        due = [
            {
                "limit" if shift.limit else "step": shift.key,
                "before": shift.before.isoformat() if shift.before else "",
                "after": shift.after.isoformat() if shift.after else "",
            }
            for shift in one.shifts
        ]
        told = base | ({"due": due} if due else {}) | ({"steps": became} if (became := _became(one)) else {})
        found.append(as_row({"case_id": one.case.pk}, data=canonical(told) if len(told) > len(base) else plain))
    return found


def _became(one: Decided) -> list[list[str]]:
    """The steps that are open or wait and go on as other ones: old and new key."""
    ids = one.moved.ids if one.moved else {}
    pairs = ((was.step, ids.get(was.id, was.id).partition("#")[0]) for was in one.before.live)
    return [[old, new] for old, new in pairs if old != new]


def _carried(going: Sequence[Decided], *, move: Move, at: datetime) -> Mapping[UUID, list[UUID]]:
    """Limits without a counterpart go on beside the SOP: as they were called, until they were due. Case -> theirs."""
    words = {limit.key: limit.label for limit in definition_of(move.of).limits}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for made in CarriedLimit.objects.bulk_create(
        CarriedLimit(
            case=one.case, office_name=f"SOP versi {move.of.number}", key=run.key,
            label=words.get(run.key, run.key)[:200], due_at=run.due_at, came_at=at,
        )
        for one in going
        for run in one.carried
    ):  # fmt: skip
        found[made.case_id].append(made.pk)
    return found


def _limits(made: Sequence["_Written"]) -> None:
    changed = [one for one in made if one.relimited]
    if changed:
        keys = [one.case.pk for one in changed]
        stood = moving_rows.limits_of(keys)
        moving_rows.put_limits(keys, [limit for one in changed for limit in one.limits(stood.get(one.case.pk, ()))])


class _Written:
    """The rows of one moved case, as they are now. `definition`: what the version it comes to says."""

    def __init__(self, decided: Decided, done: Moved, *, move: Move, definition: Definition) -> None:
        self.case, self._decided, self._done, self._move = decided.case, decided, done, move
        self._definition, after = definition, done.state
        self._flow = canonical(running.flow_of(after))
        self.stage = running.stage_now(definition, after)
        self.door = after.door or decided.case.door
        self.restaged = self.stage != decided.case.stage
        self.rows: dict[UUID, str] = {}
        self.new: list[StepPass] = []
        self._engines: dict[str, str] = {}
        self._passes()
        self.renamed = any(old != new for old, new in done.ids.items())
        self.relimited = moving_rows.limits_changed(decided.before, after, carried=bool(done.carried))

    def told(self, carried: Sequence[UUID]) -> str:
        """What of the case is kept for a revert, and how it was left, by which one knows that nobody went on since."""
        return as_row({
            "case_id": self.case.pk, "hash": moving_rows.print_of(flow=self._flow, engines=self._engines),
            "passes": [*self.rows], "made": [new.pk for new in self.new], "carried": carried,
            "limits": self.relimited,
        })  # fmt: skip

    def as_moved(self, event: tuple[int, UUID]) -> str:
        """The case itself: the event ends its time under the version it leaves."""
        case, move, (number, _key) = self.case, self._move, event
        values = {
            "id": case.pk, "version": move.to_id, "door": self.door, "stage": self.stage,
            "earlier": [*case.earlier, [move.of_id, number]],
        }  # fmt: skip
        return as_row(values, flow=self._flow)

    def _passes(self) -> None:
        rows, done, after = self._decided.rows, self._done, self._done.state
        names = {new: old for old, new in done.ids.items()}
        for key in done.former:
            self._write(rows[key].id, {"former": True, "number": rows[key].number})
        last = max((row.arrived for row in rows.values()), default=-1)
        for key, one in after.by_id.items():
            if key not in names:
                last += 1
                self.new.append(self._made(one, arrived=last))
                continue
            stood, was = rows[names[key]], self._decided.before.by_id[names[key]]
            if was.live:
                self._write(stood.id, self._columns(one))
            elif one is not was:
                engine = running.columns_of(one, self._definition)["engine"]
                worked_as = stood.worked_as or (stood.step if one.step != stood.step else "")
                changed = {"step": one.step, "number": one.number, "worked_as": worked_as, "engine": engine}
                self._write(stood.id, {**changed, "came_from": list(one.came_from)})

    def _write(self, key: UUID, changed: Document) -> None:
        """A row that changes; the engine's own state is told once, for the row and for how the case was left."""
        engine = changed.pop("engine", None)
        if engine is None:
            self.rows[key] = as_row({"id": key, **changed})
            return
        told = self._engines[str(key)] = canonical(engine)
        self.rows[key] = as_row({"id": key, **changed}, engine=told)

    def _columns(self, one: Pass) -> Document:
        columns = running.columns_of(one, self._definition)
        return {**columns, "step": one.step, "number": one.number, "version_id": self._move.to_id}

    def _made(self, one: Pass, *, arrived: int) -> StepPass:
        made = StepPass(case=self.case, arrived=arrived, **self._columns(one))
        self._engines[str(made.pk)] = canonical(made.engine)
        return made

    def limits(self, stood: Sequence[Document]) -> list[Document]:
        """The limits as they are now. One of a step that is no more is met, and stays. `stood`: the rows before."""
        names: dict[str, str | None] = self._move.plan["limits"]
        gone = {run.key for run in self._done.carried}
        found = {}
        for limit in stood:
            to = names.get(limit["key"]) or limit["key"]
            if limit["key"] not in gone:
                found[to] = {**limit, "key": to}
        for run in self._done.state.limits:
            new = {"id": str(uuid.uuid4()), "case_id": str(self.case.pk), "key": run.key, "met_at": None}
            found[run.key] = {**found.get(run.key, new), "due_at": run.due_at.isoformat()}
        return list(found.values())
