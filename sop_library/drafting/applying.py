"""Applying a change to a draft's document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from sop_library.drafting import compiling
from sop_library.drafting.changes import (
    AddPart,
    AddStep,
    Back,
    Change,
    MovePart,
    MoveStep,
    RemovePart,
    RemoveStep,
    SetField,
    SplitStep,
    Together,
)
from sop_library.drafting.moves import Move, Path, Shift, perform
from sop_library.drafting.refusing import ChangeRefused

MOST = 1_000_000
"""Bytes of a draft's document as JSON: what a file may have."""


def apply(document: Mapping[str, Any], change: Change) -> tuple[dict[str, Any], Back]:
    """The document with the change made, and what takes it back. The document given stays as it is.

    Total: raises ChangeRefused for whatever doesn't fit, and never asks the check. The document must be settled
    (`settling.settled`), and is settled afterwards.
    """
    made: dict[str, Any] = deepcopy(dict(document))
    inverses = _perform(made, change)
    if not isinstance(change, Back):
        check_kept(made)
    return made, Back(tuple(reversed(inverses)))


def _perform(made: dict[str, Any], change: Change) -> list[Move]:
    if isinstance(change, Together):
        return [inverse for one in change.changes for inverse in _perform(made, one)]
    return [perform(made, move) for move in list(_moves(made, change))]


def _moves(document: Mapping[str, Any], change: Change) -> Iterator[Move]:
    match change:
        case SetField():
            yield from compiling.set_field(document, change)
        case AddStep():
            yield from compiling.add_step(document, change)
        case MoveStep(key, after):
            yield Shift(("steps",), key, after)
        case RemoveStep():
            yield from compiling.remove_step(document, change)
        case SplitStep():
            yield from compiling.split_step(document, change)
        case AddPart():
            yield from compiling.add_part(change)
        case MovePart():
            yield from compiling.move_part(change)
        case RemovePart():
            yield from compiling.remove_part(document, change)
        case Back(moves):
            yield from moves
        case Together():
            raise ChangeRefused("not_a_change")


def touches(inverse: Back) -> frozenset[Path]:
    """What a change touched, by what takes it back: the unit in which two people are kept apart."""
    return frozenset(move.touches for move in inverse.moves)


def overlap(some: Iterable[Path], others: Iterable[Path]) -> frozenset[Path]:
    """The paths of `some` that lie in, or around, a path of `others`."""
    there = tuple(others)
    return frozenset(path for path in some if any(path[: len(one)] == one or one[: len(path)] == path for one in there))


def check_kept(document: Mapping[str, Any]) -> None:
    """Raise ChangeRefused for what the database or a file could not hold: a NUL, half a letter, too much."""
    try:
        size = len(json.dumps(document, ensure_ascii=False, allow_nan=False).encode())
    except UnicodeEncodeError:
        raise ChangeRefused("character") from None
    except (TypeError, ValueError, RecursionError):
        raise ChangeRefused("not_a_change") from None
    if size > MOST:
        raise ChangeRefused("too_large", most="1 MB")
    if any("\x00" in words for words in _words(document)):
        raise ChangeRefused("character")


def _words(document: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[Any] = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
