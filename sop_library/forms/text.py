"""What characters an answer may hold: no NUL (PostgreSQL), no lone surrogate (UTF-8), no control character."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def storable(text: str) -> bool:
    """Whether every character can be kept and shown."""
    return _FORBIDDEN.search(text) is None


def tidy(text: str) -> str:
    """Typed text with one kind of line end and no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n").strip()
