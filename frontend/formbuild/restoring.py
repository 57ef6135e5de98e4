"""Whether forms are only shown again with what was typed: then each of them says so, and none is valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Shown:
    """How many forms were read that came back."""

    forms: int = 0


_restoring: ContextVar[Shown | None] = ContextVar("restoring", default=None)


def is_restoring() -> bool:
    """Whether what is being read is a form that comes back after a login; each asking counts as one form."""
    shown = _restoring.get()
    if shown is None:
        return False
    shown.forms += 1
    return True


@contextmanager
def restoring() -> Iterator[Shown]:
    """Inside, every `SheetForm` shows what was typed and refuses to be taken; what is yielded counts them."""
    token = _restoring.set(shown := Shown())
    try:
        yield shown
    finally:
        _restoring.reset(token)
