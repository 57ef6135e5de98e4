"""A called SOP that was finished is worked on again: whoever waited for it waits again."""

from dataclasses import replace

from sop_library.engine.flow import hold, settle
from sop_library.engine.state import Pass, SubRun, Wait
from sop_library.engine.work import Work
from sop_library.parts import Step


def awaiting_again(work: Work, step: Step) -> list[tuple[Pass, str]]:
    """The passes that wait again, each for the sub named, once `step` is worked on again; the innermost first.

    None where the step stands in no called SOP, or in one that runs anyway.
    """
    found: list[tuple[Pass, str]] = []
    running = {work.step_of(one).inside for one in work.live()}
    while step.inside is not None and step.inside not in running:
        starter, sub = step.inside
        last = work.newest(starter)
        run = None if last is None else next((run for run in last.subs if run.key == sub), None)
        if last is None or run is None:
            break
        found.append((last, sub))
        if last.live or not run.wait:
            break
        step = work.definition.by_key[starter]
    return found


def await_again(work: Work, again: list[tuple[Pass, str]], wave: int) -> None:
    """Let the passes of `awaiting_again` wait: those still there as they are, those that had gone on in a new pass."""
    for found, sub in reversed(again):
        one = work.by_id[found.id]
        waits = waits_for(one, sub)
        if waits and not one.live:
            take_up(work, one, wave, again=sub)
            continue
        one = work.put(one, subs=_unfinished(one, sub))
        if waits and one.status == "open":
            hold(work, one, Wait("sub"))


def waits_for(one: Pass, sub: str) -> bool:
    """Whether a pass waits, or waited, for an SOP that it has started."""
    return any(run.wait for run in one.subs if run.key == sub)


def take_up(work: Work, last: Pass, wave: int, *, again: str = "") -> None:
    """Open the next pass of a step that had started SOPs, these as they stand; `again` is unfinished anew."""
    one = work.new_pass(work.step_of(last), wave=wave, came_from=last.came_from)
    settle(work, work.put(one, subs=_unfinished(last, again)))


def _unfinished(one: Pass, sub: str) -> tuple[SubRun, ...]:
    return tuple(replace(run, finished_at=None) if run.key == sub else run for run in one.subs)
