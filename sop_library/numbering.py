"""The numbers before a sheet's rows: whether they run, and what each would be. Pure; takes half-built documents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

_SPOKEN = re.compile(r"([0-9]+(?:\.[0-9]+)*)\W*$")
_NUMBER = re.compile(r"\s*([0-9]{1,4})\s*([.)]?)\s*")
_MARK = "."


def spoken(number: object) -> str:
    """A printed number as a sentence calls it ("4." and "Langkah 4:" are 4); "" for one in letters or of no row."""
    found = _SPOKEN.search(number) if isinstance(number, str) else None
    return found[1] if found else ""


def runs(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the rows are numbered 1, 2, 3 … in their order, where a section begins also from 1 again.

    How a number is written ("8" or "8.") does not matter; a sheet that numbers no row counts its rows itself.
    """
    return _plain(steps) and first_wrong(steps) is None


def first_wrong(steps: Sequence[Mapping[str, Any]]) -> int | None:
    """The place (from 0) of the first row that stands out of the order; None where the numbers run, and where a sheet
    numbers in a way of its own (2a, 1.1, II)."""
    if not _plain(steps) or not any(_printed(step) for step in steps):
        return None
    anew = _begins_anew(steps)
    return next((place for place, (step, due) in enumerate(_due(steps, anew)) if _value(step) != due), None)


def numbers(steps: Sequence[Mapping[str, Any]], *, like: Sequence[Mapping[str, Any]] = ()) -> list[str | None]:
    """What each row would be numbered by: a right number as it is printed, any other written as most of them are.

    `like`: the rows before a change, by whose sections and writing it goes. A rule without a number gets none.
    """
    before = like or steps
    anew = _begins_anew(before)
    marks = Counter(found[2] for step in before if (found := _found(step)) is not None)
    mark = marks.most_common(1)[0][0] if marks else _MARK
    return [
        None if due is None else _printed(step) if _value(step) == due else f"{due}{mark}"
        for step, due in _due(steps, anew)
    ]


def _due(steps: Sequence[Mapping[str, Any]], anew: bool) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    """Each row with the number that is its turn; None for a rule that has none."""
    section, last = None, 0
    for step in steps:
        if step.get("kind") == "rule" and not _printed(step):
            yield step, None
            continue
        if anew and step.get("section") and step.get("section") != section:
            last = 0
        section = step.get("section") or section
        last += 1
        yield step, last


def _begins_anew(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a section after the first begins with 1."""
    sections = [step for step in steps if step.get("section")]
    return any(_value(step) == 1 and step["section"] != before["section"] for before, step in pairwise(sections))


def _plain(steps: Sequence[Mapping[str, Any]]) -> bool:
    return all(_found(step) is not None for step in steps if _printed(step))


def _printed(step: Mapping[str, Any]) -> str:
    number = step.get("step")
    return number.strip() if isinstance(number, str) else ""


def _found(step: Mapping[str, Any]) -> re.Match[str] | None:
    return _NUMBER.fullmatch(_printed(step))


def _value(step: Mapping[str, Any]) -> int | None:
    found = _found(step)
    return int(found[1]) if found is not None else None
