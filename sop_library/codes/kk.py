"""The number of a family card (Kartu Keluarga): 16 digits that change when a family moves or splits.

It identifies no person.
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

_SEPARATORS = re.compile(r"[\s.\-]")
_DIGITS = re.compile(r"[0-9]{16}")


@dataclass(frozen=True)
class Kk:
    """`digits` is the number without separators, or None when `errors` says why."""

    digits: str | None
    errors: tuple[Literal["format"], ...] = ()


def read(text: str) -> Kk:
    """Read a family card number; blanks, dots and hyphens between the digits are ignored."""
    digits = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(digits):
        return Kk(None, errors=("format",))
    return Kk(digits)


def message(code: str) -> str:
    """The sentence for an error: it says what to do."""
    return {"format": _("Tulis 16 angka nomor KK, atau kosongkan bila belum diketahui")}[code]
