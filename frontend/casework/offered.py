"""What a case's page offers to be done with the case as a whole: only what its state lets happen."""

from collections.abc import Mapping
from typing import Any

from cases.models import Case, Ending, StepPass
from cases.progress import Progress
from sop_library.parts import Step

OVER = frozenset(set(StepPass.Status) - {StepPass.Status.OPEN, StepPass.Status.WAITING})


def steps_behind(stands: Progress) -> list[Step]:
    """The steps that the case can go back to, in the order of the sheet: those it came to and that are over."""
    return [row.step for row in stands.rows if row.passes and row.passes[-1].status in OVER]


def goes_on_where_cut(stands: Progress) -> bool:
    """Whether an ended case can be taken up without naming a step: steps of its own were cut off, or some still run."""
    ended = stands.state.ended
    left = () if ended is None else (*ended.cancelled, *stands.state.live_ids)
    return any(stands.definition.step(stands.state.by_id[key].step).inside is None for key in left)


def offered(*, case: Case, stands: Progress, between: Mapping[str, Any]) -> frozenset[str]:
    """The names of what can be done. `between`: what the page knows of other offices, see `referrals.on_case`."""
    if between["left"]:
        return frozenset({"close"}) if between["help_over"] else frozenset()
    if case.state == Case.State.ENDED:
        undone = stands.state.ended is not None and stands.state.ended.reason == Ending.Reason.MISTAKEN
        rated = {"risk"} if stands.state.live_ids else set()
        return frozenset({"person", "incident", "agree", "bring"} | rated | (set() if undone else {"reopen"}))
    found = {"holder", "risk", "person", "incident", "agree", "bring"}
    if not between["handover_waits"]:
        found.add("close")
    if between["may_propose"]:
        found.add("propose")
    if case.state == Case.State.PAUSED:
        return frozenset(found | {"resume"})
    found.add("pause")
    if steps_behind(stands):
        found.add("back")
    return frozenset(found)
