"""What a draft changes against what it began from, under its sheet and following each edit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from frontend.sops.differing import Before, Block, block

SHOWN = 12
"""Rows that stand under the sheet; all of them on a page of their own."""


@dataclass(frozen=True)
class Changed:
    """`against`: what it is held against, in words. `rest`: how many rows are left for the page of all of them."""

    against: str
    diff: Block
    rest: int


def changed_of(before: Before | None, document: Mapping[str, Any]) -> Changed | None:
    """The first rows of the differences; None where there is nothing before."""
    if before is None:
        return None
    found = block(before.document, document)
    return Changed(before.called, replace(found, rows=found.rows[:SHOWN]), max(len(found.rows) - SHOWN, 0))
