"""Where a step is named in a document, and what is written there once the step is gone."""

from collections.abc import Iterator, Mapping
from typing import Any

from sop_library.drafting.moves import ABSENT, Move, Path, Put

END = "end"


def follower(document: Mapping[str, Any], key: str) -> str:
    """The key of the step after `key` in the sheet, of the first where that is ""; "" where there is none."""
    there = [step["key"] for step in document["steps"]]
    place = there.index(key) + 1 if key in there else 0
    return there[place] if place < len(there) else ""


def led_by_name(document: Mapping[str, Any], key: str, target: str) -> list[Path]:
    """Where the step `key` says it goes on to `target` and to nothing else, besides its outcomes."""
    step = next((one for one in document["steps"] if one["key"] == key), None)
    if step is None or not target or step.get("then") != target:
        return []
    return [("steps", key, "then")]


def rewired(document: Mapping[str, Any], key: str, to: str) -> Iterator[Move]:
    """The moves after which nothing names the step `key`: `to` stands there instead, or where the step led on."""
    step = next(one for one in document["steps"] if one["key"] == key)
    on = to or _leads_on(document, step)
    for other in document["steps"]:
        if other["key"] != key:
            yield from _in_step(document, other, key, on)
    starts = on if on != END else follower(document, key) or _first_but(document, key)
    for section in ("doors", "interrupts"):
        yield from _in_starts(document, section, key, starts)
    for limit in document.get("limits", ()):
        yield from _in_limit(document, limit, key, to)
    yield from _in_lists(document, key)


def _leads_on(document: Mapping[str, Any], step: Mapping[str, Any]) -> str:
    """The one place a step goes on to; the step after it in the sheet where there are several."""
    then = step.get("then", "next")
    if then == END or isinstance(then, Mapping):
        return END
    if isinstance(then, str) and then not in ("next", "attach", step["key"]) and not step.get("outcomes"):
        return then
    return follower(document, step["key"]) or END


def _first_but(document: Mapping[str, Any], key: str) -> str:
    return next((step["key"] for step in document["steps"] if step["key"] != key), "")


def _in_step(document: Mapping[str, Any], step: Mapping[str, Any], key: str, on: str) -> Iterator[Move]:
    path: Path = ("steps", step["key"])
    if names(step.get("then"), key):
        yield Put((*path, "then"), _instead(step["then"], key, on))
    for outcome in step.get("outcomes", ()):
        if names(outcome.get("then"), key):
            yield Put((*path, "outcomes", outcome["key"], "then"), _instead(outcome["then"], key, on))
    time = step.get("time")
    if isinstance(time, Mapping) and time.get("counts_from") == key:
        yield Put((*path, "time"), {name: value for name, value in time.items() if name != "counts_from"})


def _in_starts(document: Mapping[str, Any], section: str, key: str, starts: str) -> Iterator[Move]:
    rows = document.get(section, {})
    for name, row in [(row["key"], row) for row in rows] if isinstance(rows, list) else rows.items():
        if row.get("starts") == key and starts:
            yield Put((section, name, "starts"), starts)


def _in_limit(document: Mapping[str, Any], limit: Mapping[str, Any], key: str, to: str) -> Iterator[Move]:
    """A limit that the step's end kept is kept by the end of the step before it, unless somebody says by which."""
    keeps = to or _before(document, key)
    if names(limit.get("until"), key):
        kept = _instead(limit["until"], key, keeps)
        if kept:
            yield Put(("limits", limit["key"], "until"), kept)
    if limit.get("counts_from") == key:
        yield Put(("limits", limit["key"], "counts_from"), keeps or ABSENT)


def _in_lists(document: Mapping[str, Any], key: str) -> Iterator[Move]:
    narrative = document.get("narrative", ())
    if any(key in (entry.get("steps") or ()) for entry in narrative):
        kept = [
            {**entry, "steps": [one for one in entry["steps"] if one != key]} if key in (entry.get("steps") or ()) else
            entry for entry in narrative
        ]  # fmt: skip
        yield Put(("narrative",), kept)
    anomalies = document.get("anomalies", ())
    if any(names(entry.get("step"), key) for entry in anomalies):
        yield Put(("anomalies",), [left for entry in anomalies if (left := _without(entry, key))])


def _without(entry: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """An oddity of the source that concerned this step alone goes with it."""
    if not names(entry.get("step"), key):
        return dict(entry)
    left = [one for one in entry["step"] if one != key] if isinstance(entry["step"], list) else []
    return {**entry, "step": left} if left else None


def _before(document: Mapping[str, Any], key: str) -> str:
    there = [step["key"] for step in document["steps"]]
    place = there.index(key)
    return there[place - 1] if place else ""


def names(then: object, key: str) -> bool:
    """Whether a `then`, or another field that takes a key or several, names the step."""
    return then == key or (isinstance(then, list) and key in then)


def _instead(then: object, key: str, on: str) -> object:
    """`then` with another key. In a list nothing stands twice, and a list of one is that one."""
    if not isinstance(then, list):
        return on
    left = list(dict.fromkeys(on if one == key else one for one in then))
    left = [one for one in left if one and (one != END or len(left) == 1)]
    return left if len(left) > 1 else (left[0] if left else on)
