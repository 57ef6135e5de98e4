"""Whether forms are only shown again with what was typed: then each of them says so, and none is valid."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_restoring: ContextVar[bool] = ContextVar("restoring", default=False)


def is_restoring() -> bool:
    """Whether what is being read is a form that comes back after a login."""
    return _restoring.get()


@contextmanager
def restoring() -> Iterator[None]:
    """Inside, every `SheetForm` shows what was typed and refuses to be taken."""
    token = _restoring.set(True)
    try:
        yield
    finally:
        _restoring.reset(token)
