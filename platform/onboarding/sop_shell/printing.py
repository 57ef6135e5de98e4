"""What a file says, as a terminal may be given it."""

import json
from collections.abc import Callable

from django.core.management.base import OutputWrapper


class Printed(OutputWrapper):
    """A stream on which words of a file neither steer the terminal nor turn a line around."""

    def write(  # type: ignore[override]  # as Django's own does
        self, msg: str = "", style_func: Callable[[str], str] | None = None, ending: str | None = None
    ) -> None:
        super().write(printable(msg), style_func, ending)


def printable(words: str) -> str:
    """The words with every sign escaped that isn't printed, save where a line ends. JSON stays the same JSON."""
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in words)


def in_one_line(words: str) -> str:
    """The same for what is one line of many, so that no name of a file's begins another."""
    return printable(words).replace("\n", "\\n")
