"""One case moved to another version: renamed, its deadlines kept or counted again, and what waits settled anew.

A move never loses a pass, a signature or a deadline: where it would, the case is held, with every reason by name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sop_library.calendar import NaiveMoment, NoOpenDay, OfficeCalendar
from sop_library.conditions import evaluate
from sop_library.definition import Definition
from sop_library.engine.deadlines import counted_as, due_of, limit_due, start_limits, start_limits_inside
from sop_library.engine.effects import DueChanged, Effect, LimitMoved
from sop_library.engine.facts_changing import reconsider
from sop_library.engine.flow import settle, settle_joins
from sop_library.engine.refusals import Refused
from sop_library.engine.state import LimitRun, Pass, State
from sop_library.engine.work import Work
from sop_library.engine.woven import unfinished
from sop_library.moving.plan import Plan
from sop_library.moving.renaming import Renamed, renamed
from sop_library.parts import Inside


def _(msgid: str) -> str:
    return msgid


REASONS: Mapping[str, str] = {
    "no_place": _("Langkah yang sedang terbuka tidak punya padanan pada versi baru."),
    "two_at_once": _("Dua langkah yang sedang berjalan akan menjadi satu langkah."),
    "door_gone": _("Pintu masuk kasus ini tidak punya padanan pada versi baru."),
    "signature_gone": _("Ada paraf dari pelaksana yang tidak lagi memaraf langkah itu pada versi baru."),
    "sub_runs": _("SOP lain sedang berjalan pada kasus ini."),
    "sub_gone": _("SOP yang sedang berjalan pada kasus ini tidak lagi dimulai langkah yang sama pada versi baru."),
    "not_applicable": _("Menurut versi baru langkah yang sedang terbuka tidak berlaku untuk kasus ini."),
    "gate_shut": _("Menurut versi baru langkah yang sedang terbuka belum boleh dimulai."),
    "would_end": _("Menurut versi baru tidak ada lagi yang terbuka, jadi kasus akan selesai dengan sendirinya."),
    "engine": _("Alur versi baru tidak dapat melanjutkan kasus ini."),
}
"""Why a case stays where it is, in the words of the screen."""


@dataclass(frozen=True)
class Moved:
    """The case under the new version. `ids`: old pass -> new pass; `former`: passes that are history now; `carried`:
    running limits without a counterpart, which go on beside the SOP; `untimed`: passes and limits, as the new version
    calls them, that keep their due time though they were to be counted again: it gives them no time."""

    state: State
    ids: Mapping[str, str]
    former: tuple[str, ...]
    carried: tuple[LimitRun, ...]
    effects: tuple[Effect, ...]
    untimed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """Why the case stays under its version: codes of REASONS, each once."""

    reasons: tuple[str, ...]


def moved(
    *, state: State, plan: Plan, old: Definition, new: Definition, now: datetime, calendar: OfficeCalendar, by: str
) -> Moved | Held:
    """The case as it goes on under `new`, or why it can't. Pure and deterministic; the state given is never touched.

    The plan must have no faults.
    """
    reasons = tuple(dict.fromkeys(_held(state, plan=plan, old=old, new=new)))
    if reasons:
        return Held(reasons)
    under = renamed(state, plan=plan, new=new)
    work = Work(definition=new, state=under.state, now=now, calendar=calendar, by=by)
    if reasons := tuple(dict.fromkeys(_shut(work, plan=plan))):
        return Held(reasons)
    try:
        calendar.local(now)
        untimed = frozenset(_go_on(work, plan=plan, under=under))
    except (Refused, NoOpenDay, NaiveMoment):
        return Held(("engine",))
    if state.live_ids and not work.live_ids:
        return Held(("would_end",))
    return Moved(work.finished(), under.ids, under.former, under.carried, tuple(work.effects), untimed)


def _held(state: State, *, plan: Plan, old: Definition, new: Definition) -> Iterator[str]:
    if state.door is not None and plan.doors.get(state.door) is None:
        yield "door_gone"
    taken: set[str] = set()
    for one in state.live:
        to = plan.steps.get(one.step)
        if to is None:
            yield "no_place"
            continue
        if to in taken:
            yield "two_at_once"
        taken.add(to)
        for run in (run for run in one.subs if run.finished_at is None):
            if (one.step, run.key) not in old.children:
                yield "sub_runs"
            elif (to, run.key) not in new.children:
                yield "sub_gone"
        if new.step(to).inside != _stands_in(old.step(one.step).inside, plan):
            yield "sub_gone"
        signing = frozenset().union(*(new.acting_for[key] for key in new.step(to).lanes))
        if any(sign.lane not in signing for sign in one.signed):
            yield "signature_gone"


def _stands_in(inside: Inside | None, plan: Plan) -> Inside | None:
    """Where the SOP stands in the new version that a step belongs to in the old one."""
    return None if inside is None else (plan.steps.get(inside[0]) or "", inside[1])


def _shut(work: Work, *, plan: Plan) -> Iterator[str]:
    """What would close under somebody's hands: they are asked first, a step that is open is never passed over."""
    for one in work.live():
        if one.status != "open":
            continue
        step = work.step_of(one)
        if step.applies_when is not None and evaluate(step.applies_when, work.scope) is False:
            yield "not_applicable"
        gate = step.gate
        shuts = gate is not None and one.overridden is None and evaluate(gate.when, work.scope) is False
        if shuts and plan.shut == "hold":
            yield "gate_shut"


def _go_on(work: Work, *, plan: Plan, under: Renamed) -> list[str]:
    """Let what runs go on. What keeps its due time as the new version gives it none."""
    untimed = []
    for one in work.live():
        _stages(work, one)
        if not _timed(work, one, plan=plan):
            untimed.append(one.id)
    untimed += _limits(work, plan=plan)
    if plan.deadlines == "recount" and work.entered_at is not None:
        _new_limits(work, before={run.key for run in (*under.state.limits, *under.carried)})
    if work.rests and work.rests[-1].until is None:
        return untimed
    for one in work.live():
        now = work.by_id[one.id]
        if now.wait is not None and now.wait.kind == "join" and work.step_of(now).join != "all":
            settle(work, work.put(now, wait=None))
    settle_joins(work)
    reconsider(work)
    settle_joins(work)
    return untimed


def _stages(work: Work, one: Pass) -> None:
    if one.status == "open":
        work.stages = tuple(dict.fromkeys((*work.stages, *work.step_of(one).stages)))


def _timed(work: Work, one: Pass, *, plan: Plan) -> bool:
    """Give a pass whose time runs the new version's reading; False where that makes no deadline and it keeps the one it
    has. Lateness that has come about is never taken back."""
    if not one.counted:
        return True
    step, due, again = work.step_of(one), one.due_at, True
    if plan.deadlines == "recount" and one.status == "open" and (due is None or due > work.now):
        found = due_of(work, step, one)
        due, again = found or due, found is not None or due is None
        if due != one.due_at:
            work.tell(DueChanged(one.id, one.due_at, due, recounted=True))
    counted = counted_as(work, step.time)
    if (due, counted) != (one.due_at, one.counted):
        work.put(one, due_at=due, counted=counted)
    return again


def _limits(work: Work, *, plan: Plan) -> list[str]:
    """Give the limits that run the new version's reading; which keep their due time as that makes none."""
    known, found, untimed = {limit.key: limit for limit in work.definition.limits}, [], []
    for run in work.limits:
        limit = known[run.key]
        if run.met_at is not None:
            found.append(run)
            continue
        due = run.due_at
        if plan.deadlines == "recount" and due > work.now:
            again = limit_due(work, limit, run.started_at, run.extended)
            if again is None:
                untimed.append(run.key)
            elif again != due:
                due = again
                work.tell(LimitMoved(run.key, due, run.due_at))
        counted = counted_as(work, limit.reading)
        same = (due, counted) == (run.due_at, run.counted)
        found.append(run if same else replace(run, due_at=due, counted=counted))
    work.limits = tuple(found)
    return untimed


def _new_limits(work: Work, *, before: set[str]) -> None:
    """Start what the new version limits from the report or the case on; none that would be late at once or is met."""
    met = {one.step for one in work.by_id.values() if one.status == "done"}
    until = {limit.key: limit.until for limit in work.definition.limits}
    told = len(work.effects)
    for counts_from in ("report", "case"):
        start_limits(work, counts_from)
    for inside in dict.fromkeys((one.step, run.key) for one, run in unfinished(work)):
        start_limits_inside(work, inside, among=("report", "case"), anew=False)
    late = {
        run.key for run in work.limits
        if run.key not in before and (run.due_at <= work.now or met & set(until[run.key]))
    }  # fmt: skip
    work.limits = tuple(run for run in work.limits if run.key not in late)
    work.effects[told:] = [one for one in work.effects[told:] if getattr(one, "key", None) not in late]
