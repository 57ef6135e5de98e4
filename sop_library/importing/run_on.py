"""Steps written one after another in a single line ("1 Menerima … 2 Mencatat …"): found by their numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?<![\w.,/(\-\N{EN DASH}])(?P<open>\()?(?P<no>\d{1,3}|[a-z](?=[.)]))(?P<mark>\.\)|[.)])?"
    r"(?P<blank>\s*)(?=[\"\N{LEFT DOUBLE QUOTATION MARK}(]?(?P<next>[^\W\d_]+))"
)
_NOT_AFTER = re.compile(
    r"(?:\b(?:pasal|ayat|form|formulir|rp|no|nomor|nomer|bab|lantai|tahun|kelas|angka|lampiran|versi|poin|point|butir"
    r"|huruf|langkah|ke|uu|dan|atau)\b\.?|[x*\N{MULTIPLICATION SIGN}])\s*$",
    re.IGNORECASE,
)
_NOT_BEFORE = frozenset(
    [
        "menit",
        "jam",
        "hari",
        "minggu",
        "bulan",
        "tahun",
        "orang",
        "kali",
        "lembar",
        "rangkap",
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
        "detik",
    ]
)
_ENDED = re.compile(r"[.;:!?)\]]\s*$")
_FEWEST_BARE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in a text that may begin a step: its value, where it stands, and where the step's words begin."""

    value: int
    begin: int
    words: int
    sure: int


def run_on(text: str, *, first: int = 1) -> list[Mark]:
    """The longest chain first, first + 1, … of numbers in the text that can begin steps; empty where there is none."""
    digits = _longest([mark for kind, mark in _marks(text) if kind == "digit"], first)
    if digits or first != 1:
        return digits
    return _longest([mark for kind, mark in _marks(text) if kind == "letter"], first)


def _marks(text: str) -> list[tuple[str, Mark]]:
    found = []
    for one in _NUMBER.finditer(text):
        number, marked, following = one["no"], bool(one["mark"]), one["next"]
        before = text[max(0, one.start() - 12) : one.start()]
        if bool(one["open"]) and not (one["mark"] or "").endswith(")"):
            continue
        if not marked and (not one["blank"] or following[0].islower()):
            continue
        if following.lower() in _NOT_BEFORE or _NOT_AFTER.search(before):
            continue
        ended = not before.strip() or _ENDED.search(before) is not None
        sure = 2 * ended + marked + following[0].isupper()
        letter = not number.isdecimal()
        if letter and not ended and not following[0].isupper():
            continue
        value = ord(number) - 96 if letter else int(number)
        found.append(("letter" if letter else "digit", Mark(value, one.start(), one.end(), sure)))
    return found


def _longest(marks: Sequence[Mark], first: int) -> list[Mark]:
    """Of every chain that counts up one by one from `first`, the longest; of those, the one surest of its numbers."""
    best: dict[int, tuple[int, Mark, int | None]] = {}
    kept: list[tuple[Mark, int | None]] = []
    places: dict[int, int] = {}
    for mark in marks:
        if mark.value == first:
            score, before = mark.sure, None
        elif mark.value - 1 in best:
            score, before = best[mark.value - 1][0] + mark.sure, places[mark.value - 1]
        else:
            continue
        if mark.value not in best or score > best[mark.value][0]:
            kept.append((mark, before))
            places[mark.value] = len(kept) - 1
            best[mark.value] = (score, mark, before)
    if not places:
        return []
    chain: list[Mark] = []
    place: int | None = places[max(places)]
    while place is not None:
        mark, place = kept[place]
        chain.append(mark)
    chain.reverse()
    marked = sum(mark.sure >= 3 for mark in chain)
    return chain if len(chain) >= _FEWEST_BARE or (len(chain) == 2 and marked == 2) else []
