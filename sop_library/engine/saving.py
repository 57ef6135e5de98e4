"""A state as plain JSON and back, whole or pass by pass, so that rows can keep it without knowing its insides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sop_library.durations import parse_duration
from sop_library.engine.state import (
    BranchEnd,
    Ending,
    Extension,
    Held,
    LimitRun,
    Overridden,
    Pass,
    Rest,
    SignOff,
    State,
    SubRun,
    Wait,
    indexes,
)
from sop_library.facts import FactValue, checked_value

Json = dict[str, Any]


def pass_to_document(one: Pass) -> Json:
    """One pass as JSON: everything `pass_from_document` needs."""
    return {
        "id": one.id,
        "step": one.step,
        "number": one.number,
        "wave": one.wave,
        "status": one.status,
        "arrived_at": _text(one.arrived_at),
        "came_from": list(one.came_from),
        "opened_at": _text(one.opened_at),
        "due_at": _text(one.due_at),
        "planned_at": _text(one.planned_at),
        "done_at": _text(one.done_at),
        "by": one.by,
        "lane": one.lane,
        "outcomes": list(one.outcomes),
        "reason": one.reason,
        "signed": [{"lane": sign.lane, "by": sign.by, "at": _text(sign.at)} for sign in one.signed],
        "wait": None if one.wait is None else {"kind": one.wait.kind, "facts": list(one.wait.facts), "on": one.wait.on},
        "held": [[_text(span.since), _text(span.until)] for span in one.held],
        "extended": [
            {"amount": more.amount.iso, "by": more.by, "at": _text(more.at), "reason": more.reason}
            for more in one.extended
        ],
        "overridden": None
        if one.overridden is None
        else {"by": one.overridden.by, "at": _text(one.overridden.at), "reason": one.overridden.reason},
        "subs": [{"key": run.key, "wait": run.wait, "finished_at": _text(run.finished_at)} for run in one.subs],
        "owed": list(one.owed),
    }


def pass_from_document(document: Mapping[str, Any]) -> Pass:
    """The pass that `pass_to_document` wrote."""
    wait, opened = document["wait"], document["overridden"]
    return Pass(
        id=document["id"],
        step=document["step"],
        number=document["number"],
        wave=document["wave"],
        status=document["status"],
        arrived_at=_moment(document["arrived_at"]),
        came_from=tuple(document["came_from"]),
        opened_at=_moment_or_none(document["opened_at"]),
        due_at=_moment_or_none(document["due_at"]),
        planned_at=_moment_or_none(document["planned_at"]),
        done_at=_moment_or_none(document["done_at"]),
        by=document["by"],
        lane=document["lane"],
        outcomes=tuple(document["outcomes"]),
        reason=document["reason"],
        signed=tuple(SignOff(sign["lane"], sign["by"], _moment(sign["at"])) for sign in document["signed"]),
        wait=None if wait is None else Wait(wait["kind"], tuple(wait["facts"]), wait["on"]),
        held=tuple(Held(_moment(since), _moment_or_none(until)) for since, until in document["held"]),
        extended=tuple(
            Extension(parse_duration(more["amount"]), more["by"], _moment(more["at"]), more["reason"])
            for more in document["extended"]
        ),
        overridden=None if opened is None else Overridden(opened["by"], _moment(opened["at"]), opened["reason"]),
        subs=tuple(SubRun(run["key"], run["wait"], _moment_or_none(run["finished_at"])) for run in document["subs"]),
        owed=tuple(document["owed"]),
    )


def to_document(state: State, *, with_passes: bool = True) -> Json:
    """The state as JSON; without its passes where they are kept as rows of their own."""
    document: Json = {
        "facts": {name: list(value) if isinstance(value, tuple) else value for name, value in state.facts.items()},
        "door": state.door,
        "entered_at": _text(state.entered_at),
        "reported_at": _text(state.reported_at),
        "waves": state.waves,
        "stages": list(state.stages),
        "pauses": [
            {"since": _text(rest.since), "by": rest.by, "reason": rest.reason, "until": _text(rest.until)}
            for rest in state.pauses
        ],
        "endings": [_ending_to_document(ending) for ending in state.endings],
        "branch_ends": [[end.pass_id, end.reason, end.attached] for end in state.branch_ends],
        "limits": [
            {
                "key": run.key,
                "started_at": _text(run.started_at),
                "due_at": _text(run.due_at),
                "met_at": _text(run.met_at),
            }
            for run in state.limits
        ],
        "raised": sorted(state.raised),
    }
    return {**document, "passes": [pass_to_document(one) for one in state.passes]} if with_passes else document


def from_document(document: Mapping[str, Any], *, passes: Iterable[Pass] | None = None) -> State:
    """The state that `to_document` wrote; `passes` in the order they were opened, where they are kept elsewhere."""
    kept = (pass_from_document(one) for one in document["passes"]) if passes is None else passes
    by_id, latest, live_ids = indexes(kept)
    return State(
        by_id=by_id,
        latest=latest,
        live_ids=live_ids,
        facts=facts_from_document(document["facts"]),
        door=document["door"],
        entered_at=_moment_or_none(document["entered_at"]),
        reported_at=_moment_or_none(document["reported_at"]),
        waves=document["waves"],
        stages=tuple(document["stages"]),
        pauses=tuple(
            Rest(_moment(rest["since"]), rest["by"], rest["reason"], _moment_or_none(rest["until"]))
            for rest in document["pauses"]
        ),
        endings=tuple(_ending_from_document(ending) for ending in document["endings"]),
        branch_ends=tuple(BranchEnd(*end) for end in document["branch_ends"]),
        limits=tuple(
            LimitRun(run["key"], _moment(run["started_at"]), _moment(run["due_at"]), _moment_or_none(run["met_at"]))
            for run in document["limits"]
        ),
        raised=frozenset(document["raised"]),
    )


def facts_from_document(document: Mapping[str, Any]) -> dict[str, FactValue]:
    """Facts read back from JSON, where lists stand for tuples. Raises UnknownFact, FactValueWrong."""
    return {name: checked_value(name, value) for name, value in document.items()}


def _ending_to_document(ending: Ending) -> Json:
    return {
        "at": _text(ending.at),
        "by": ending.by,
        "kind": ending.kind,
        "reason": ending.reason,
        "cancelled": list(ending.cancelled),
        "reopened_at": _text(ending.reopened_at),
    }


def _ending_from_document(document: Mapping[str, Any]) -> Ending:
    cancelled: Sequence[str] = document["cancelled"]
    return Ending(
        _moment(document["at"]),
        document["by"],
        document["kind"],
        document["reason"],
        tuple(cancelled),
        _moment_or_none(document["reopened_at"]),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
