"""What a screen shows of an open step: which requirements apply, which outcomes are suggested, who must sign."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sop_library.conditions import Condition, Scope, asked, evaluate
from sop_library.definition import Definition
from sop_library.engine.demands import needs_signatures, signatures_missing
from sop_library.engine.state import Pass, State
from sop_library.explaining import Reason, explain
from sop_library.parts import Need, Outcome, Output

Standing: TypeAlias = Literal["required", "may_follow", "not_needed", "unknown"]


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A requirement and whether it applies; `asks` are the facts that would decide it."""

    need: Need
    standing: Standing
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputShown:
    """An output and whether it applies; unknown where it hangs on an outcome not chosen yet."""

    output: Output
    standing: Standing
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """An outcome; `suggested` True, False, or None where the facts don't say. `why` speaks for and against it."""

    outcome: Outcome
    suggested: bool | None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of one pass. `records` are facts to be known at completion, `to_sign` the lanes still to sign."""

    needs: tuple[NeedShown, ...]
    outputs: tuple[OutputShown, ...]
    outcomes: tuple[OutcomeShown, ...]
    records: tuple[str, ...]
    jointly: bool
    to_sign: tuple[str, ...]
    lanes: frozenset[str]


def panel(definition: Definition, state: State, pass_id: str, *, outcomes: frozenset[str] | None = None) -> Panel:
    """What the pass `pass_id` asks for, given the facts and, once chosen, the outcomes. Raises KeyError."""
    one: Pass = state.by_id[pass_id]
    step = definition.step(one.step)
    scope = Scope(state.facts, definition.jurisdiction, outcomes)
    signed = frozenset(sign.lane for sign in one.signed)
    jointly = needs_signatures(definition, step)
    return Panel(
        needs=tuple(NeedShown(need, *_standing(need.when, need.may_follow, scope)) for need in step.needs),
        outputs=tuple(OutputShown(output, *_standing(output.when, False, scope)) for output in step.outputs),
        outcomes=tuple(_outcome(outcome, scope) for outcome in step.outcomes),
        records=step.records,
        jointly=jointly,
        to_sign=signatures_missing(definition, step, signed) if jointly else (),
        lanes=definition.lanes_of(step),
    )


def _standing(when: Condition | None, may_follow: bool, scope: Scope) -> tuple[Standing, tuple[str, ...]]:
    applies = True if when is None else evaluate(when, scope)
    if applies is None:
        return "unknown", asked(when, scope) if when is not None else ()
    if not applies:
        return "not_needed", ()
    return ("may_follow" if may_follow else "required"), ()


def _outcome(outcome: Outcome, scope: Scope) -> OutcomeShown:
    if outcome.suggested_when is None:
        return OutcomeShown(outcome, None)
    return OutcomeShown(outcome, evaluate(outcome.suggested_when, scope), explain(outcome.suggested_when, scope))
