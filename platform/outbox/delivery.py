"""Who carries which message out. An app above registers in its `deliveries.py`, loaded when Django starts.

A handler runs in the office whose message it is, with that office's role, inside a transaction that also marks the
message as sent. It may be called again for the same message and must then do nothing.
"""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from outbox.models import Message

Handler: TypeAlias = Callable[[Message], None]
H = TypeVar("H", bound=Handler)

_handlers: dict[str, list[Handler]] = {}


class NeverDeliverable(Exception):
    """Trying again would not help: the message waits for a person at once."""


def handler(topic: str) -> Callable[[H], H]:
    """Register a handler of a topic (`referral.sent`), or of all topics of a stream (`case.*`)."""

    def register(function: H) -> H:
        _handlers.setdefault(topic, []).append(function)
        return function

    return register


def handlers_of(topic: str) -> list[Handler]:
    """Return who handles a topic, in order of registration, those of the very topic first."""
    return _handlers.get(topic, []) + _handlers.get(f"{topic.partition('.')[0]}.*", [])


def handles(topic: str) -> bool:
    """Whether anybody handles a topic."""
    return bool(handlers_of(topic))


def handled() -> tuple[list[str], list[str]]:
    """Return the topics that are handled one by one, and the streams that are handled whole."""
    streams = [name.removesuffix(".*") for name in _handlers if name.endswith(".*")]
    return [name for name in _handlers if not name.endswith(".*")], streams
