"""What approval writes on a sheet: number and dates of its header, the day it takes effect, who signs. Pure.

A sheet is Indonesian whatever language its reader's screens have, so its dates are written out here.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetHeader:
    """What whoever submits a draft writes on its header. `revised` is None for a first version."""

    number: str
    created: date
    revised: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the head of the office as its profile names them."""

    post: str
    name: str
    rank: str = ""
    nip: str = ""

    def as_document(self) -> dict[str, str | None]:
        """As the header keeps it; what is not known is null, so that nothing of an earlier head stays."""
        return {"post": self.post, "name": self.name, "rank": self.rank or None, "nip": self.nip or None}


def printed_date(day: date) -> str:
    """A day as a sheet prints it: "24 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def as_signed(document: Mapping[str, Any], *, signature: Signature, office: str, effective: date) -> dict[str, Any]:
    """The document as it is published: with the day it takes effect and its signature block.

    The office's name is written where the header says none. The document given stays as it is.
    """
    made = deepcopy(dict(document))
    header = made.setdefault("header", {})
    if not header.get("office"):
        header["office"] = office
    header["effective"] = printed_date(effective)
    header["approved_by"] = signature.as_document()
    return made
