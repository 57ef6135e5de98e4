"""A flow that is written with arrows ("Terima laporan > Verifikasi > Penjangkauan > Laporan"): its parts, in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sop_library.importing.cleaning import Line
from sop_library.importing.deciding import is_work
from sop_library.importing.doubts import Doubt
from sop_library.importing.found import Found
from sop_library.importing.markers import markers_of
from sop_library.importing.outline import outline

_HEADS = (
    "\N{RIGHTWARDS ARROW}\N{RIGHTWARDS DOUBLE ARROW}\N{HEAVY WIDE-HEADED RIGHTWARDS ARROW}"
    "\N{HEAVY ROUND-TIPPED RIGHTWARDS ARROW}\N{BLACK RIGHT-POINTING POINTER}\N{BLACK RIGHT-POINTING TRIANGLE}"
    "\N{DOWNWARDS ARROW}\N{DOWNWARDS DOUBLE ARROW}\N{BLACK DOWN-POINTING TRIANGLE}"
)
_ARROW = re.compile(rf"\s*(?:[{_HEADS}]+|[-=\N{{EN DASH}}\N{{EM DASH}}]+>|>{{1,2}}(?!=|\s*\d))\s*")
_NUMBER = re.compile(r"(\(?\d{1,2}\s?[.)]+)\s+(?=\S)")
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
    blocks = [block for block in _blocks(lines) if _arrows(block) >= _FEWEST and not _CRUMBS.match(block[0].words)]
    if not blocks:
        return None
    inside = {id(line) for block in blocks for line in block}
    others = [line for line in lines if id(line) not in inside]
    if sum(is_work(item.words) for item in outline(others).items) > _MOST_WORK:
        return None
    found = Chain()
    for block in blocks:
        above = [line for line in others if line.number < block[0].number and not line.blank]
        heading = above[-1] if above and (len(above) > 1 or found.steps) and _is_heading(above[-1].words) else None
        section = " ".join(heading.words.split()) if heading is not None else None
        others = [line for line in others if line is not heading]
        found.steps += _steps(block, section)
    first = blocks[0][0].number
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
        follows = _ARROW.match(line.words) is not None
        arrows = _ARROW.search(line.words.strip()) is not None
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
    found = re.search(rf"(?:[{_HEADS}]|[-=]>|>)\s*$", words)
    return found is not None


def _arrows(block: Sequence[Line]) -> int:
    return len(_parts(block)) - 1


def _parts(block: Sequence[Line]) -> list[tuple[str, int]]:
    """The words between the arrows, each with the line it begins in."""
    parts: list[tuple[str, int]] = []
    joins = False
    for line in block:
        pieces = _ARROW.split(line.words)
        for place, piece in enumerate(pieces):
            words = " ".join(piece.split())
            if place == 0 and joins and words and parts:
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
