"""What can be done to a draft. Each change is a value that goes to JSON and back.

A *part* names what a change is about: "sop" (the fields at the top), "header", "standard", "step:KEY", "lane:KEY",
"door:KEY", "form:KEY", "limit:KEY", "interrupt:KEY", "outcome:STEP/KEY".
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from sop_library.drafting.moves import ABSENT, Insert, Move, Put, Shift, Take
from sop_library.drafting.refusing import ChangeRefused


@dataclass(frozen=True, slots=True)
class SetField:
    """Write `value` into a field of a part; None empties it (the field is not there any more)."""

    part: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class AddStep:
    """A new step after the step `after` (first where that is ""). `step` is its document, with key, name and text.

    Where the step before it led to the one that followed, by name, it leads to the new one now.
    """

    after: str
    step: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MoveStep:
    """The step `key` stands after the step `after` now (first where that is "")."""

    key: str
    after: str


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """The step is gone. What led to it leads to the step `rewire` now, or ("") to where it would have gone on."""

    key: str
    rewire: str = ""


@dataclass(frozen=True, slots=True)
class SplitStep:
    """The step becomes two. What led here leads to the first; its outcomes and where it goes on are the second's.

    `first` are the fields of the first half that change (name, text …), `second` those of the second, with its key.
    """

    key: str
    first: Mapping[str, Any]
    second: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddPart:
    """A new lane, door, form, limit, interrupt or outcome, after the one called `after` (first where "")."""

    part: str
    fields: Mapping[str, Any]
    after: str = ""


@dataclass(frozen=True, slots=True)
class MovePart:
    """A lane, door, form or outcome stands after the one called `after` now (first where "")."""

    part: str
    after: str


@dataclass(frozen=True, slots=True)
class RemovePart:
    """A lane, door, form, limit, interrupt or outcome is gone; `instead` takes over what a lane or a form did."""

    part: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Several changes that are one to whoever made them: all or none."""

    changes: tuple["Change", ...]


@dataclass(frozen=True, slots=True)
class Back:
    """What takes a change back, move by move. Made by `applying.apply`, not by hand."""

    moves: tuple[Move, ...] = field(default_factory=tuple)


Change: TypeAlias = (
    SetField | AddStep | MoveStep | RemoveStep | SplitStep | AddPart | MovePart | RemovePart | Together | Back
)
KINDS: Mapping[str, Callable[..., Any]] = {
    "set": SetField,
    "add_step": AddStep,
    "move_step": MoveStep,
    "remove_step": RemoveStep,
    "split_step": SplitStep,
    "add": AddPart,
    "move": MovePart,
    "remove": RemovePart,
    "together": Together,
    "back": Back,
}
_NAMES = {made: name for name, made in KINDS.items()}
_MOVES: Mapping[str, Callable[..., Any]] = {"put": Put, "insert": Insert, "take": Take, "shift": Shift}
_MOVE_NAMES = {made: name for name, made in _MOVES.items()}
_IS_TEXT = {"part", "field", "after", "key", "rewire", "instead"}
_IS_MAPPING = {"step", "first", "second", "fields"}


def name_of(change: Change) -> str:
    """The change's kind as a word: "set", "add_step" …"""
    return _NAMES[type(change)]


def part_of(change: Change) -> tuple[str, str]:
    """The part and the field a change is about, for people: ("step:domisili", "text"). Empty where it is several."""
    match change:
        case SetField(part, name, _):
            return part, name
        case AddStep(_, step):
            return f"step:{step.get('key', '')}", ""
        case MoveStep(key, _) | RemoveStep(key, _) | SplitStep(key, _, _):
            return f"step:{key}", ""
        case AddPart(part=part) | MovePart(part=part) | RemovePart(part=part):
            return part, ""
        case Together(changes):
            parts = {part_of(one) for one in changes}
            return parts.pop() if len(parts) == 1 else (_one_of({part for part, _ in parts}), "")
        case Back(moves):
            return _one_of({_part_at(move) for move in moves}), ""


def _one_of(parts: set[str]) -> str:
    return parts.pop() if len(parts) == 1 else ""


def _part_at(move: Move) -> str:
    section, *rest = move.touches
    if section in ("header", "standard") or not rest:
        return section if section in ("header", "standard") else "sop"
    return f"{section.removesuffix('s')}:{rest[0]}"


def to_json(change: Change) -> dict[str, Any]:
    """The change as JSON keeps it."""
    match change:
        case Together(changes):
            return {"do": "together", "changes": [to_json(one) for one in changes]}
        case Back(moves):
            return {"do": "back", "moves": [_move_to_json(move) for move in moves]}
        case _:
            return {"do": name_of(change), **asdict(change)}


def from_json(data: Mapping[str, Any]) -> Change:
    """The change that `to_json` made the data of. Raises ChangeRefused("not_a_change")."""
    try:
        fields = dict(data)
        made = KINDS[fields.pop("do")]
        if made is Together:
            return Together(tuple(from_json(one) for one in fields["changes"]))
        if made is Back:
            return Back(tuple(_move_from_json(move) for move in fields["moves"]))
        for name, value in fields.items():
            asked = str if name in _IS_TEXT else dict if name in _IS_MAPPING else object
            if not isinstance(value, asked):
                raise ChangeRefused("not_a_change")
        change: Change = made(**fields)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ChangeRefused("not_a_change") from None
    return change


def back_from_json(data: Mapping[str, Any]) -> Back:
    """What takes a kept edit back. Raises ChangeRefused, and TypeError where the data is of another change."""
    inverse = from_json(data)
    if not isinstance(inverse, Back):
        raise TypeError("an edit is taken back by no moves")
    return inverse


def _move_to_json(move: Move) -> dict[str, Any]:
    data: dict[str, Any] = {"do": _MOVE_NAMES[type(move)]}
    for name in move.__slots__:
        value = getattr(move, name)
        if value is not ABSENT:
            data[name] = list(value) if isinstance(value, tuple) else value
    return data


def _move_from_json(data: Mapping[str, Any]) -> Move:
    fields = dict(data)
    made = _MOVES[fields.pop("do")]
    for name in ("path", "section"):
        if name in fields:
            fields[name] = tuple(fields[name])
    if made is Put:
        fields.setdefault("value", ABSENT)
    move: Move = made(**fields)
    return move
