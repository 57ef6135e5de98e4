"""A letter as its words: what stands on it in order, nothing about how it looks. Official letters are Indonesian.

The words are plain data, so that they can be sealed, sent to another office, and set in type there just the same. Their
digest stands on every page as the document code: two copies with one code say the same.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

FORMAT = "rangkul-letter/1"
EMBLEM = "emblem:office"
"""Under which address a page asks for the emblem of the office that prints it."""
LARGEST = 64 * 1024
"""The most that the words of one letter may take, in bytes of JSON. A letter has a page or two."""


class LetterTooLong(Exception):
    """The words of a letter are more than LARGEST."""


class NotALetter(Exception):
    """What came is not a letter that this version can set."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the lines of the kop surat."""

    government: str
    name: str
    unit: str = ""
    address: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, by hand. Empty parts are blanks to be filled in."""

    post: str
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the letter: a sentence, then rows of label and value, then numbered lines; any may be empty."""

    words: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One official letter. `annex` follows on pages of its own."""

    head: Letterhead
    number: str
    nature: str
    enclosed: str
    subject: str
    place_and_date: str
    to: tuple[str, ...]
    to_place: str
    parts: tuple[Part, ...]
    closing: str
    signature: Signature
    copies: tuple[str, ...] = ()
    check: str = ""
    annex: tuple[Part, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The letter as plain data. Raises LetterTooLong."""
        data: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(self)}))
        if len(_canonical(data)) > LARGEST:
            raise LetterTooLong
        return data

    @property
    def code(self) -> str:
        """The document code: the first 64 bits of the SHA-256 of its words, such as "3F9A-21C7-08BE-D41A"."""
        digest = hashlib.sha256(_canonical(self.as_data())).hexdigest()[:16].upper()
        return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def from_data(data: Mapping[str, Any]) -> Letter:
    """The letter that `Letter.as_data` gave, also where another office made it. Raises NotALetter."""
    if data.get("format") != FORMAT or len(_canonical(data)) > LARGEST:
        raise NotALetter
    try:
        return Letter(
            head=Letterhead(**data["head"]),
            signature=Signature(**data["signature"]),
            parts=_parts(data["parts"]),
            annex=_parts(data["annex"]),
            to=tuple(data["to"]),
            copies=tuple(data["copies"]),
            **{name: str(data[name]) for name in _PLAIN},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotALetter from error


_PLAIN = tuple(
    one.name for one in fields(Letter) if one.name not in {"head", "signature", "parts", "annex", "to", "copies"}
)


def _parts(data: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            words=str(one["words"]),
            rows=tuple((str(label), str(value)) for label, value in one["rows"]),
            lines=tuple(str(line) for line in one["lines"]),
            heading=str(one["heading"]),
        )
        for one in data
    )


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


NUMBER_WORDS: Mapping[int, str] = MappingProxyType({1: "satu", 2: "dua", 3: "tiga", 4: "empat", 5: "lima"})


def sheets(count: int) -> str:
    """What stands behind "Lampiran": "1 (satu) berkas", "-" for none."""
    if not count:
        return "-"
    return f"{count} ({NUMBER_WORDS[count]}) berkas" if count in NUMBER_WORDS else f"{count} berkas"
