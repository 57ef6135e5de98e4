"""How a run in several processes (`pytest -n auto`) deals the tests out among them.

Each process collects for itself, and all must come to the same list: nothing made up on the way in a test's name.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/journeys/",)
"""Folders that stay in one process: their world, web server and browser take longer to make than a file to test."""

LONGEST_FIRST = (
    "tests/journeys/", "tests/weather/", "tests/demo/", "tests/faults/", "tests/frontend/", "tests/isolation/",
)  # fmt: skip
"""What is begun first. What is left for the end should be short, or one process waits for another."""


class Dealing(LoadScopeScheduling):
    """A file goes to one process as a whole, in the order of the collection: what it set up serves all of it."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    """What a test is dealt out with: its file, or a folder that stays together."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def turn_of(nodeid: str) -> int:
    """When it is a test's turn."""
    turns = (turn for turn, folder in enumerate(LONGEST_FIRST) if nodeid.startswith(folder))
    return next(turns, len(LONGEST_FIRST))
