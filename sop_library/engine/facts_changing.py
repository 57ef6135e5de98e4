"""Facts that become known, and everything that hangs on them: waiting steps, gates, tiers of time, interrupts."""

from collections.abc import Mapping

from sop_library.conditions import evaluate
from sop_library.engine.deadlines import reread, reread_limits
from sop_library.engine.effects import Interrupted
from sop_library.engine.flow import arrive, hold, ruled_out, settle, shut_again
from sop_library.engine.state import Wait
from sop_library.engine.work import Arrival, Work
from sop_library.facts import FACTS, FactValue, FactValueWrong, UnknownFact, checked_value
from sop_library.parts import Interrupt


def take(work: Work, facts: Mapping[str, FactValue | None]) -> bool:
    """Keep the facts; True where any is new. Refuses an unknown fact and a value it can't take."""
    if not facts:
        return False
    known = dict(work.facts)
    for name, value in facts.items():
        if value is None:
            known.pop(name, None)
            continue
        try:
            known[name] = checked_value(name, value)
        except UnknownFact:
            raise work.refuse("unknown_fact", fact=name) from None
        except FactValueWrong:
            raise work.refuse("fact_value", fact=FACTS[name].label) from None
    if known == work.facts:
        return False
    work.facts = known
    return True


def reconsider(work: Work) -> None:
    """After facts changed: settle what waited for them, shut gates, re-read times, raise interrupts.

    After the end those of woven SOPs that run on are raised still, and no others.
    """
    for one in work.live():
        now = work.by_id[one.id]
        if now.wait is not None and now.wait.kind in ("facts", "gate"):
            settle(work, now)
        elif now.status != "open" or ruled_out(work, now) or shut_again(work, now):
            continue
        elif work.step_of(now).time.tiers:
            reread(work, now)
    reread_limits(work)
    for interrupt in work.definition.interrupts:
        if interrupt.inside is not None or not work.ended:
            _raise(work, interrupt)


def raise_inside(work: Work) -> None:
    """Raise the interrupts of woven SOPs that have begun while their condition held already."""
    if work.rests and work.rests[-1].until is None:
        return
    for interrupt in work.definition.interrupts:
        if interrupt.inside is not None:
            _raise(work, interrupt)


def _raise(work: Work, interrupt: Interrupt) -> None:
    child = None if interrupt.inside is None else work.definition.children[interrupt.inside]
    prefix = "" if child is None else child.prefix
    there_now = [one for one in work.live() if one.step.startswith(prefix)]
    if work.ended and not there_now:
        return
    if (child is not None and not there_now) or not evaluate(interrupt.when, work.scope):
        work.raised = work.raised - {interrupt.key}
        return
    if interrupt.key in work.raised:
        return
    work.raised = work.raised | {interrupt.key}
    work.tell(Interrupted(interrupt.key))
    there = work.newest(interrupt.starts)
    if there is not None and there.live:
        if there.wait is not None and there.wait.kind == "join":
            settle(work, work.put(there, wait=None))
        return
    overtaken = [one for one in there_now if one.status == "open"]
    starter = None if interrupt.inside is None else work.newest(interrupt.inside[0])
    came_from = () if starter is None else (starter.id,)
    arrive(work, Arrival(interrupt.starts, work.new_wave(), came_from, anew=True, urgent=True))
    started = work.newest(interrupt.starts)
    if started is None or not started.live:
        return
    for one in overtaken:
        hold(work, work.by_id[one.id], Wait("interrupt", on=started.id))
