"""Taking a move back: each case whose work has not gone on since stands exactly as before; the others are named."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import moving_rows
from cases.models import (
    UNDER_WAY,
    CarriedLimit,
    Case,
    CaseMove,
    FilledForm,
    Move,
    MoveBack,
    PassOutput,
    RequirementSeen,
    StepPass,
)
from cases.moving import CHUNK
from cases.moving_rows import as_row, canonical
from cases.operations.binding import put_turns
from cases.operations.moving import Ahead, check_can_move, check_none_under_way, checked_why, lock, next_cases
from cases.operations.moving_chunk import Events, tell
from cases.refusals import Refusal
from sop_library.models import Sop
from sop_library.operations.binding import hold
from sop_library.queries import definition_of

REVERTED = "case_move_reverted"
WORKED_ON = "worked_on"
ELSEWHERE = "elsewhere"


@transaction.atomic
def call_off(*, move: Move, by: Staff, at: datetime) -> Move:
    """Stop a move that is under way, there or back: what it has not come to stays where it is. Raises NotAllowed."""
    check_can_move(by=by)
    move = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if move.state == Move.State.RUNNING:
        ahead = CaseMove.objects.filter(move=move, outcome=CaseMove.Outcome.PLANNED)
        ahead.update(outcome=CaseMove.Outcome.HELD, reasons=["called_off"], at=at)
    if move.state in UNDER_WAY:
        move.state, move.ended_at = Move.State.DONE, at
        move.save(update_fields=["state", "ended_at"])
    return move


@transaction.atomic
def begin_back(*, move: Move, why: str, by: Staff, at: datetime) -> Move:
    """Let a whole move be taken back; a move that still runs is stopped. None has come back yet: `carry_back` does it.

    May be repeated: every case that has not come back is tried anew. Begun while it is under way, nothing changes.
    Raises NotAllowed, Refusal("already_reverted" | "move_running" | "why_missing" | "unfit_words").
    """
    check_can_move(by=by)
    Sop.objects.select_for_update(no_key=True).get(pk=move.sop_id)
    now = Move.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if now.state == Move.State.UNDOING:
        return now
    if now.state == Move.State.REVERTED:
        raise Refusal("already_reverted", _("Pemindahan ini sudah dikembalikan."))
    said = checked_why(why)
    if now.state == Move.State.RUNNING:
        now = call_off(move=now, by=by, at=at)
    check_none_under_way(now.sop_id)
    CaseMove.objects.filter(move=now, outcome=CaseMove.Outcome.MOVED).exclude(reasons=[]).update(reasons=[])
    MoveBack.objects.create(move=now, by=by, at=at, why=said)
    now.state = Move.State.UNDOING
    now.save(update_fields=["state"])
    return now


def carry_back(*, move: Move, at: datetime) -> bool:
    """Take the next chunk back; True while more is ahead. A case that can't come back stays, with its reason.

    Who is killed in between carries on where it stopped; once none is left that could, the move is reverted or done.
    """
    found = _chunk(move, at=at, waits=False)
    if found is Ahead.LOCKED:
        found = _chunk(move, at=at, waits=True)
    return found is not Ahead.NOTHING


def run_back(*, move: Move, now: Callable[[], datetime]) -> Move:
    """Take every case back, chunk by chunk, each with its own moment. Returns the move as it ended."""
    while move.state == Move.State.UNDOING and carry_back(move=move, at=now()):
        continue
    return move


def can_come_back(move: Move) -> bool:
    """Whether taking this move back would bring any case back. Of very many cases it is taken to bring some."""
    if move.state != Move.State.DONE:
        return False
    left = list(CaseMove.objects.filter(move=move, outcome=CaseMove.Outcome.MOVED).order_by("case")[: CHUNK + 1])
    if len(left) > CHUNK:
        return True
    rows = {one.case_id: one for one in left}
    cases = list(Case.objects.filter(pk__in=rows))
    elsewhere = moving_rows.shared_with_others([one.matter for one in cases]).left
    return bool(_as_left([one for one in cases if one.matter not in elsewhere], rows, move=move))


@transaction.atomic
def _chunk(move: Move, *, at: datetime, waits: bool) -> Ahead:
    lock(move)
    if move.state != Move.State.UNDOING:
        return Ahead.NOTHING
    ahead = CaseMove.objects.filter(move=move, outcome=CaseMove.Outcome.MOVED, reasons=[])
    cases = next_cases(ahead, at=at, waits=waits)
    if cases is None:
        return Ahead.LOCKED
    if cases:
        rows = {one.case_id: one for one in ahead.filter(case__in=cases)}
        _take_back(cases, rows, move=move, at=at)
    if len(cases) == CHUNK or ahead.exists():
        return Ahead.SOME
    whole = not CaseMove.objects.filter(move=move, outcome=CaseMove.Outcome.MOVED).exists()
    move.state, move.ended_at = (Move.State.REVERTED if whole else Move.State.DONE), at
    move.save(update_fields=["state", "ended_at"])
    return Ahead.NOTHING


def _take_back(cases: Sequence[Case], rows: Mapping[Any, CaseMove], *, move: Move, at: datetime) -> None:
    shared = moving_rows.shared_with_others([one.matter for one in cases])
    gone = [one.pk for one in cases if one.matter in shared.left]
    as_left = _as_left([one for one in cases if one.matter not in shared.left], rows, move=move)
    others = rows.keys() - {one.pk for one in as_left} - set(gone)
    for keys, why in ((gone, ELSEWHERE), (others, WORKED_ON)):
        if keys:
            CaseMove.objects.filter(move=move, case__in=keys).update(reasons=[why])
    if as_left:
        back = move.backs.all()[0]
        events = _write_back(as_left, {one.pk: rows[one.pk].before for one in as_left}, move=move, back=back, at=at)
        restaged = [one for one in as_left if rows[one.pk].before["stage"] != one.stage]
        heard = [one for one in as_left if one.matter in shared.every]
        tell(heard=heard, kind=REVERTED, events=events, restaged=restaged, at=at)


def _as_left(cases: Sequence[Case], rows: Mapping[Any, CaseMove], *, move: Move) -> list[Case]:
    """Those that stand as the move left them: nobody worked a step, filled a form or met a limit of them since."""
    touched = [key for row in rows.values() for key in _passes_of(row)]
    engines = {
        str(key): canonical(engine)
        for key, engine in StepPass.objects.filter(pk__in=touched, former=False).values_list("pk", "engine")
    }
    new = [key for row in rows.values() for key in row.before["new"]]
    used = {
        str(key) for model in (FilledForm, PassOutput, RequirementSeen)
        for key in model.objects.filter(step_pass__in=new).values_list("step_pass", flat=True)
    } if new else set()  # fmt: skip
    carried = [key for row in rows.values() for key in row.before["carried"]]
    stated = CarriedLimit.objects.filter(pk__in=carried).exclude(met_at=None)
    used |= {str(key) for key in stated.values_list("pk", flat=True)} if carried else set()
    found = []
    for case in cases:
        row = rows[case.pk]
        own = {key: engines[key] for key in _passes_of(row) if key in engines}
        same = moving_rows.print_of(flow=canonical(case.flow), engines=own) == row.after_hash
        made = {*row.before["new"], *row.before["carried"]}
        if same and case.version_id == move.to_id and not used & made:
            found.append(case)
    return found


def _passes_of(row: CaseMove) -> list[str]:
    return [*(one["id"] for one in row.before["passes"]), *row.before["new"]]


def _write_back(
    cases: Sequence[Case], before: Mapping[Any, dict[str, Any]], *, move: Move, back: MoveBack, at: datetime
) -> Events:  # fmt: skip
    data = canonical({"move": str(move.pk), "from": move.to.number, "to": move.of.number})
    events = moving_rows.log(
        [as_row({"case_id": case.pk}, data=data) for case in cases], kind=REVERTED, by=back.by_id, at=at
    )
    StepPass.objects.filter(pk__in=[key for stood in before.values() for key in stood["new"]]).delete()
    CarriedLimit.objects.filter(pk__in=[key for stood in before.values() for key in stood["carried"]]).delete()
    rows = {one["id"]: as_row(one) for stood in before.values() for one in stood["passes"]}
    moving_rows.update_passes(rows, renamed=any(old != new for old, new in move.plan["steps"].items()))
    _as_bound_now(move, [*rows])
    limits = {key: stood["limits"] for key, stood in before.items() if "limits" in stood}
    if limits:
        moving_rows.put_limits(limits, [one for stood in limits.values() for one in stood])
    moving_rows.update_cases([
        as_row({
            "id": case.pk, **{name: before[case.pk][name] for name in ("version", "door", "stage", "flow")},
            "earlier": [*case.earlier, [move.to_id, events[case.pk][0]]],
        })
        for case in cases
    ])  # fmt: skip
    done = CaseMove.objects.filter(move=move, case__in=[case.pk for case in cases])
    done.update(outcome=CaseMove.Outcome.REVERTED, reverted_at=back.at)
    return events


def _as_bound_now(move: Move, passes: Sequence[str]) -> None:
    """What the office bound since the move stays: the turns of what is open go there."""
    if definition_of(move.of).left_open:
        hold(move.of)
        put_turns(StepPass.objects.filter(pk__in=passes), definition_of(move.of))
