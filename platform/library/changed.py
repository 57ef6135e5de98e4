"""What a newer document of the library changed, step by step: added, taken away, moved, other words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["added", "removed", "changed", "moved"]
ABOUT_ITSELF = frozenset({"sop", "based_on", "format", "steps", "source", "anomalies"})
"""Top fields that are no rule of the SOP, or are compared step by step."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a step with both values; None where it was not, or is no more, there."""

    field: str
    before: Any
    after: Any

    @property
    def in_words(self) -> bool:
        """Whether both values are words, to be read beside each other."""
        return all(value is None or isinstance(value, str) for value in (self.before, self.after))


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step that is not as it was. `step` is the newer one, or the one that is gone."""

    kind: Kind
    step: Mapping[str, Any]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """Everything that is not as it was. `around`: the fields beside the steps, as lanes, doors, header."""

    steps: tuple[StepChange, ...]
    around: tuple[str, ...]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changed:
    """What lies between two documents, in the order of the newer one; what is gone comes last."""
    old = {step["key"]: step for step in before["steps"]}
    new = {step["key"]: step for step in after["steps"]}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    steps = []
    for key, step in new.items():
        if key not in old:
            steps.append(StepChange("added", step))
        elif fields := _fields(old[key], step):
            steps.append(StepChange("changed", step, fields))
        elif key in moved:
            steps.append(StepChange("moved", step))
    steps += [StepChange("removed", step) for key, step in old.items() if key not in new]
    around = sorted({*before, *after} - ABOUT_ITSELF)
    return Changed(tuple(steps), tuple(field for field in around if before.get(field) != after.get(field)))


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field, before.get(field), after.get(field))
        for field in dict.fromkeys([*after, *before])
        if before.get(field) != after.get(field) and field != "source_line"
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The steps that stand elsewhere among those that both have: as few as explain the other order."""
    place = {key: at for at, key in enumerate(before)}
    best: list[list[str]] = [[]]
    for key in after:
        before_it = [one for one in best if not one or place[one[-1]] < place[key]]
        longest: list[str] = max(before_it, key=len)
        best.append([*longest, key])
    stay: list[str] = max(best, key=len)
    return set(after) - set(stay)
