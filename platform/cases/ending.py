"""What speaks against ending a case now, or undoing it. Whoever above cases knows such a thing registers it."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from cases.models import Case

Guard: TypeAlias = Callable[[Case], None]
G = TypeVar("G", bound=Guard)

_guards: list[Guard] = []
_undoing: list[Guard] = []


def before_ending(guard: G) -> G:
    """Register a guard: called with the locked case before it ends here by its SOP or early; it raises Refusal."""
    _guards.append(guard)
    return guard


def before_undoing(guard: G) -> G:
    """Register a guard: called with the locked case before it is undone as opened by mistake; it raises Refusal."""
    _undoing.append(guard)
    return guard


def check_may_end(case: Case) -> None:
    """Raise the first guard's Refusal; nothing where none speaks against it."""
    for guard in _guards:
        guard(case)


def check_may_undo(case: Case) -> None:
    """Raise the first guard's Refusal; nothing where none speaks against it."""
    for guard in _undoing:
        guard(case)
