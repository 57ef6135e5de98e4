"""Which called SOPs run within a case now, by the passes that started them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sop_library.engine.state import Pass, SubRun
from sop_library.engine.work import Work
from sop_library.parts import Inside


def awaited(run: SubRun) -> bool:
    """Whether a started SOP still runs and is waited for."""
    return run.wait and run.finished_at is None


def unfinished(work: Work) -> Iterator[tuple[Pass, SubRun]]:
    """The woven SOPs that run, each with the pass that started it."""
    for one in work.by_id.values() if work.definition.children else ():
        for run in one.subs if one.status != "cancelled" else ():
            if run.finished_at is None and (one.step, run.key) in work.definition.children:
                yield one, run


def running_since(work: Work, inside: Inside) -> datetime | None:
    """When the woven SOP that runs now began; None where it does not run.

    One in which nothing runs any more was cut off with all its steps: who starts it now begins it anew.
    """
    if not any(work.step_of(one).inside == inside for one in work.live()):
        return None
    begun = (run.started_at or one.arrived_at for one, run in unfinished(work) if (one.step, run.key) == inside)
    return max(begun, default=None)


def note_finished(work: Work, one: Pass, sub: str) -> Pass:
    """The pass, with an SOP that it started noted as finished."""
    runs = (replace(run, finished_at=run.finished_at or work.now) if run.key == sub else run for run in one.subs)
    return work.put(one, subs=tuple(runs))


def started_woven(work: Work, one: Pass) -> bool:
    """Whether a pass has started an SOP that is woven in."""
    return any((one.step, run.key) in work.definition.children for run in one.subs)


def own_course(work: Work, key: str) -> Inside | None:
    """The called SOP in which a step stands and that nobody waits for; None in the course of the case itself."""
    inside = work.definition.by_key[key].inside
    while inside is not None:
        starter = work.definition.by_key[inside[0]]
        if not next(sub.wait for sub in starter.subs if sub.key == inside[1]):
            return inside
        inside = starter.inside
    return None
