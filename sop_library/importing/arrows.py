"""A flow that is written with arrows ("Terima laporan > Verifikasi > Penjangkauan > Laporan"): its parts, in order."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sop_library.importing.cleaning import Line
from sop_library.importing.deciding import is_service, is_work, stage_of
from sop_library.importing.doubts import Doubt
from sop_library.importing.found import Found
from sop_library.importing.headings import announces
from sop_library.importing.markers import markers_of
from sop_library.importing.outline import Item, outline

_HEADS = (
    "\N{RIGHTWARDS ARROW}\N{RIGHTWARDS DOUBLE ARROW}\N{HEAVY WIDE-HEADED RIGHTWARDS ARROW}"
    "\N{HEAVY ROUND-TIPPED RIGHTWARDS ARROW}\N{BLACK RIGHT-POINTING POINTER}\N{BLACK RIGHT-POINTING TRIANGLE}"
    "\N{DOWNWARDS ARROW}\N{DOWNWARDS DOUBLE ARROW}\N{BLACK DOWN-POINTING TRIANGLE}"
)
_STROKES = "-=\N{EN DASH}\N{EM DASH}"
_ARROW = re.compile(rf"[{_HEADS}]+|(?<![{_STROKES}])[{_STROKES}]+>|>{{1,2}}(?!=|\s*\d)")
_NUMBER = re.compile(r"(\(?\d{1,2}\s?[.)]+)\s+(?=\S)")
_TARGET = re.compile(
    r"(?:(?:lanjut\s+)?ke\s+)?(?:(?:langkah|tahap|nomor|no|poin|butir)\.?\s*)?(?:ke-?\s*)?\d{1,2}\b\W*"
)
_DONE = re.compile(r"pe[mnl]\w{3,}an\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:(?:per)?syarat\w*|kelengkapan|ketentuan|dokumen|kontak|hubungi|dasar|referensi|lampiran|catatan|keterangan)\b",
    re.IGNORECASE,
)
"""Words above a list that is not of steps."""
_CRUMBS = re.compile(r"\s*(?:beranda|home)\b", re.IGNORECASE)
_FEWEST, _LONGEST_HEADING, _MOST_WORK = 3, 10, 1


@dataclass
class Chain:
    """The steps between the arrows, and the lines that stand before and after them; headings are the steps'."""

    steps: list[Found] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)


def chain_in(lines: Sequence[Line]) -> Chain | None:
    """The flow that the lines write with three arrows or more; None where there is none, or a list tells the work.

    A path through the menus of an application, in a step of a list, is no flow.
    """
    blocks = [block for block in _blocks(lines) if _is_flow(block)]
    if not blocks:
        return None
    inside = {id(line) for block in blocks for line in block}
    others = [line for line in lines if id(line) not in inside]
    if _is_told_in_list(others, blocks):
        return None
    found = Chain()
    told = [line for line in others if not line.blank]
    above: list[Line] = []
    taken: set[int] = set()
    place = 0
    for block in blocks:
        while place < len(told) and told[place].number < block[0].number:
            above.append(told[place])
            place += 1
        section = None
        if above and (len(above) > 1 or found.steps) and _is_heading(above[-1].words):
            section = " ".join(above[-1].words.split())
            taken.add(id(above.pop()))
        found.steps += _steps(block, section)
    first = blocks[0][0].number
    others = [line for line in others if id(line) not in taken]
    found.before = [line for line in others if line.number < first]
    found.after = [line for line in others if line.number > first]
    return found


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines with arrows that belong together: one below another, or joined by an arrow at the end or the beginning."""
    blocks: list[list[Line]] = []
    last: Line | None = None
    apart = False
    for line in lines:
        if line.blank:
            apart = True
            continue
        led = last is not None and _leads(last.words)
        follows = _ARROW.match(line.words.lstrip()) is not None
        arrows = _ARROW.search(line.words) is not None
        going = bool(blocks) and last is blocks[-1][-1]
        if last is not None and (
            led or follows or (going and not apart and (arrows or line.words.strip()[0].islower()))
        ):
            if not going:
                blocks.append([last])
            blocks[-1].append(line)
        elif arrows:
            blocks.append([line])
        last, apart = line, False
    return blocks


def _leads(words: str) -> bool:
    """Whether a line ends with an arrow."""
    return words.rstrip().endswith((*_HEADS, ">"))


def _is_flow(block: Sequence[Line]) -> bool:
    """Whether the parts are steps: not outcomes that name a step's number, nor items of a list with arrows in them."""
    parts = _parts(block)
    if len(parts) <= _FEWEST or _CRUMBS.match(block[0].words):
        return False
    if any(_TARGET.fullmatch(piece.strip().lower()) for line in block for piece in _ARROW.split(line.words)):
        return False
    return len(_items(block)) < 2 or all(_NUMBER.match(words) for words, _line in parts)


def _items(block: Sequence[Line]) -> list[Line]:
    """The lines that begin with the marker of a list, and to which no arrow leads."""
    led = [False, *(_leads(line.words) for line in block)]
    return [line for line, one in zip(block, led, strict=False) if not one and markers_of(line.words)]


def _is_told_in_list(others: Sequence[Line], blocks: Sequence[Sequence[Line]]) -> bool:
    """Whether a list around the arrows tells the work, in verbs or in nouns, at least as much as they do."""
    runs = _runs(others)
    if sum(is_work(item.words) for run in runs for item in run) > _MOST_WORK:
        return True
    listed = {(item.marker.style, item.marker.value) for run in runs for item in run if item.marker is not None}
    if any(_belongs(block[0], listed) for block in blocks):
        return True
    flow = _share([words for block in blocks for words, _line in _parts(block)])
    told = [line for line in others if not line.blank]
    above = {line.number: before.words for before, line in pairwise(told)}
    for run in runs:
        if len(run) < 2 or run[0].printed is None or _is_beside(above.get(run[0].number, "")):
            continue
        share = _share([item.words for item in run])
        if share * 2 >= flow if run[0].number > blocks[0][0].number else share and share >= flow:
            return True
    return False


def _runs(lines: Sequence[Line]) -> list[list[Item]]:
    """The items of each list on its own."""
    runs: list[list[Item]] = []
    for item in outline(lines).items:
        if not runs or any(one.code == "starts_again" for one in item.doubts) or not _alike(item, runs[-1][0]):
            runs.append([])
        runs[-1].append(item)
    return runs


def _alike(one: Item, other: Item) -> bool:
    return one.marker is not None and other.marker is not None and one.marker.style == other.marker.style


def _belongs(first: Line, listed: Collection[tuple[str, int]]) -> bool:
    """Whether a line with arrows is itself an item beside one of a list."""
    if announces(first.words) is not None:
        return False
    here = [(marker.style, marker.value) for marker in markers_of(first.words) if not marker.bullet]
    return any((style, value + by) in listed for style, value in here for by in (-1, 1))


def _is_beside(above: str) -> bool:
    """Whether the words right above a list say that it is of other things than steps."""
    heads = not markers_of(above) or above.rstrip().endswith(":") or above == above.upper()
    return heads and len(above.split()) <= _LONGEST_HEADING and _BESIDE.search(above) is not None


def _share(told: Sequence[str]) -> float:
    """How many of the words tell that something is done."""
    return sum(map(_is_done, told)) / len(told)


def _is_done(words: str) -> bool:
    begins = stage_of("".join(words.split()[:1]))
    return begins is not None or is_work(words) or is_service(words) or _DONE.match(words) is not None


def _parts(block: Sequence[Line]) -> list[tuple[str, int]]:
    """The words between the arrows, each with the line it begins in."""
    parts: list[tuple[str, int]] = []
    items = {line.number for line in _items(block)}
    joins = False
    for line in block:
        pieces = _ARROW.split(line.words)
        for place, piece in enumerate(pieces):
            words = " ".join(piece.split())
            if place == 0 and joins and words and parts and line.number not in items:
                parts[-1] = (f"{parts[-1][0]} {words}", parts[-1][1])
            elif words:
                parts.append((words, line.number))
        joins = bool(pieces[-1].strip())
    return parts


def _steps(block: Sequence[Line], section: str | None) -> list[Found]:
    found = []
    for words, line in _parts(block):
        number = _NUMBER.match(words)
        told = words[number.end() :] if number else words
        found.append(Found(told, line, number[1] if number else None, section))
    whole = " ".join(" ".join(line.words.split()) for line in block)
    found[0].doubts.append(Doubt("split_at_arrows", whole[:200], block[0].number))
    return found


def _is_heading(words: str) -> bool:
    plain = words.strip()
    if len(plain.split()) > _LONGEST_HEADING or plain.endswith((".", ";", ",")):
        return False
    return bool(markers_of(plain)) or plain.endswith(":") or plain == plain.upper()
