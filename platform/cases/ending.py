"""What speaks against ending a case now. An app above cases that knows such a thing registers it when it loads."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from cases.models import Case

Guard: TypeAlias = Callable[[Case], None]
G = TypeVar("G", bound=Guard)

_guards: list[Guard] = []


def before_ending(guard: G) -> G:
    """Register a guard: called with the locked case before it ends here by its SOP or early; it raises Refusal."""
    _guards.append(guard)
    return guard


def check_may_end(case: Case) -> None:
    """Raise the first guard's Refusal; nothing where none speaks against it."""
    for guard in _guards:
        guard(case)
