"""What a file says, as a terminal may be given it."""

import json
from io import TextIOBase

from django.core.management.base import OutputWrapper


class Printed(TextIOBase):
    """A stream on which words of a file neither steer the terminal nor turn a line around."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out

    def write(self, words: str, /) -> int:
        """Write the words, escaped; how many were asked for."""
        self._out.write(printable(words), ending="")
        return len(words)


def printable(words: str) -> str:
    """The words with every sign escaped that isn't printed, save where a line ends. JSON stays the same JSON."""
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in words)


def in_one_line(words: str) -> str:
    """The same for what is one line of many, so that no name of a file's begins another."""
    return printable(words).replace("\n", "\\n")
