"""The steps of a procedure's lines: from its table, its list, its run-on text, or its bare lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from sop_library.importing.arrows import chain_in
from sop_library.importing.cleaning import Line
from sop_library.importing.columns import one_column
from sop_library.importing.deciding import is_service, is_work
from sop_library.importing.doubts import Doubt
from sop_library.importing.found import Found
from sop_library.importing.outline import Item, Outline, joined, outline
from sop_library.importing.run_on import Mark, run_on
from sop_library.importing.tables import table_in

_SHORT = 15
_OUTER = re.compile(r"\s*\d{1,2}\s?[.)]\s[^:]{3,150}:\s*(?=\(?1\s?[.)]\s?\D)")
_SENTENCES = re.compile(
    r"(?<=[.;!?])\s+(?=[^\W\d_a-z])|\s*(?:\N{RIGHTWARDS ARROW}|->|=>|\N{RIGHTWARDS DOUBLE ARROW})\s*"
)
_ABBREVIATED = re.compile(
    r"\b(?:no|jl|jln|dr|drs|dra|hj?|tgl|kab|kec|kel|prov|a\.?n|s\.?d|dll|dsb|dkk|ttd|rp)\.$", re.IGNORECASE
)


@dataclass
class Procedure:
    """The steps in their order, the Pelaksana columns of their table, and the lines that became no step."""

    steps: list[Found] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    retold: list[Found] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def procedure(lines: Sequence[Line]) -> Procedure:
    """The steps that the lines of a procedure tell."""
    table = table_in(lines)
    if table is not None:
        rest = _told([*table.before, *table.after])
        found = Procedure(table.rows, table.columns, table.headings)
        if rest.steps and _retells(rest.steps, table.rows):
            found.before, found.after, found.retold = rest.before, rest.after, rest.steps
        else:
            found.before, found.after = list(table.before), list(table.after)
        return found
    return _told(lines)


def _retells(some: Sequence[Found], others: Sequence[Found]) -> bool:
    """Whether a list says again what a table says: mostly the same words in the same order."""
    if not some or len(some) > len(others) + 2:
        return False
    pairs = zip(some, others, strict=False)
    alike = sum(len(_bag(a.words) & _bag(b.words)) >= 0.5 * len(_bag(a.words) | _bag(b.words)) for a, b in pairs)
    return alike * 2 > len(some)


def _bag(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.casefold()))


def _told(lines: Sequence[Line]) -> Procedure:
    chain = chain_in(lines)
    if chain is not None:
        return Procedure(chain.steps, before=chain.before, after=chain.after)
    ordered, doubts = one_column(lines)
    tree = outline([Line(line.number, line.words.replace("\t", " ")) for line in ordered])
    found = Procedure(
        _numbered_once(list(_steps(tree.items))), before=tree.before, after=tree.after, doubts=list(doubts)
    )
    if len(found.steps) <= 1:
        run = _longer(ordered, tree)
        if run is not None:
            run.doubts[:0] = doubts
            return run
    found.steps = [part for step in _filled(found.steps) for part in step]
    if not found.steps:
        return _unnumbered(ordered, doubts)
    return found


def _steps(items: Sequence[Item]) -> Iterator[Found]:
    """The items that are steps: those of the top, or, where the top only names parts, those below it."""
    parts, named = _are_parts(items), None
    for item in items:
        named = item.section or named
        if not (parts and item.items):
            yield Found(item.words, item.number, item.printed, named, doubts=[*item.doubts, *_below(item)])
            continue
        section = " ".join(filter(None, (item.printed, joined(item.lines))))
        yield from (
            Found(one.words, one.number, one.printed, section, doubts=[*one.doubts, *_below(one)]) for one in item.items
        )


def _numbered_once(steps: list[Found]) -> list[Found]:
    """Steps without the number that a page's own list has put before the number in their words ("2. 2. Admin …")."""
    twice = [re.match(rf"{value}(?:\s?[.)]\s*|\s+)(?=\S)", one.words) for one in steps if (value := _value(one.number))]
    if len(steps) >= 2 and len(twice) == len(steps) and all(twice):
        for step, mark in zip(steps, twice, strict=True):
            step.words = step.words[mark.end() if mark else 0 :]
    return steps


def _below(item: Item) -> Iterator[Doubt]:
    if len(item.items) > 1 and sum(is_service(one.words) for one in item.items) * 2 >= len(item.items):
        yield Doubt("maybe_services", item.items[0].words[:200], item.items[0].number, field="outcomes")
    for one in item.items:
        yield from (doubt for doubt in one.doubts if doubt.code in ("cut_word", "number_misread"))
        yield from _below(one)


def _are_parts(items: Sequence[Item]) -> bool:
    """Whether the top level only heads parts: "A. Pengaduan langsung" over 1, 2, 3; or a lone item over them all."""
    heads = [item for item in items if len(item.items) >= 2]
    short = all(len(joined(item.lines).split()) <= _SHORT for item in heads)
    if not heads or not short:
        return False
    if len(items) == 1 or (heads == list(items) and all(is_work(one.words) for item in items for one in item.items)):
        return True
    capitals = all(item.marker is not None and item.marker.big for item in items)
    return capitals and any(one.marker and one.marker.style[0] == "d" for item in heads for one in item.items)


def _longer(lines: Sequence[Line], tree: Outline) -> Procedure | None:
    """The run-on steps of the one item there is; of all the lines only where that finds more."""
    own = _of_its_own(lines, tree)
    if own is not None:
        return own
    around = {line.number for line in (*tree.before, *tree.after)} if tree.items else set()
    inner = _run_on([line for line in lines if line.number not in around])
    whole = _run_on(lines) if around else inner
    if whole is None or inner is None or len(whole.steps) > len(inner.steps):
        return whole or inner
    inner.before[:0], inner.after = (tree.before, tree.after) if tree.items else ([], [])
    return inner


def _of_its_own(lines: Sequence[Line], tree: Outline) -> Procedure | None:
    """The steps within the words of a lone item, where a blank line parts them from a list that is nested below."""
    if len(tree.items) != 1 or not tree.items[0].items:
        return None
    begin = next(at for at, line in enumerate(lines) if line.number == tree.items[0].number)
    end = next((at for at in range(begin, len(lines)) if lines[at].blank), len(lines))
    found = _run_on(lines[begin:end])
    if found is None or not any(line.number in {one.number for one in tree.items[0].items} for line in lines[end:]):
        return None
    found.before[:0], found.after = tree.before, [line for line in lines[end:] if not line.blank]
    return found


def _run_on(lines: Sequence[Line]) -> Procedure | None:
    """The steps of a text that goes on and on; None where no numbers part it."""
    text, starts = "", []
    for line in lines:
        words = " ".join(line.words.split())
        if words:
            starts.append((len(text) + bool(text), line.number))
            text += (" " if text else "") + words
    outer = _OUTER.match(text)
    marks = run_on(text[outer.end() :]) if outer else run_on(text)
    if not marks:
        return None
    if outer:
        marks = [replace(mark, begin=mark.begin + outer.end(), words=mark.words + outer.end()) for mark in marks]
    found = Procedure([*_cut(text, marks, starts)])
    before = text[: marks[0].begin].strip()
    if re.fullmatch(r"(?:\d{1,2}|[a-zA-Z])\s*[.)]", before):
        found.doubts.append(Doubt("outer_number", before, starts[0][1]))
    elif before:
        found.before.append(Line(starts[0][1], before))
    found.doubts.append(Doubt("run_on", text[:200], starts[0][1], params={"last": str(len(marks))}))
    return found


def _cut(text: str, marks: Sequence[Mark], starts: Sequence[tuple[int, int]]) -> Iterator[Found]:
    ends = [mark.begin for mark in marks[1:]] + [len(text)]
    place = 0
    for mark, end in zip(marks, ends, strict=True):
        while place + 1 < len(starts) and starts[place + 1][0] <= mark.begin:
            place += 1
        yield Found(text[mark.words : end].strip(), starts[place][1], text[mark.begin : mark.words].strip())


def _filled(steps: Sequence[Found]) -> Iterator[list[Found]]:
    """Each step, and where numbers are missing before the next, those that go on within its own line."""
    for step, following in zip_longest(steps, steps[1:]):
        here = _value(step.number)
        then = _value(following.number) if following is not None else None
        if here is None or (then is not None and then <= here + 1) or "\n" in step.words:
            yield [step]
            continue
        marks = run_on(f"{here} {step.words}", first=here)
        wanted = then - here if then is not None else len(marks)
        if len(marks) < 2 or len(marks) != wanted or marks[0].begin != 0 or (then is None and _unsure(marks)):
            yield [step]
            continue
        text = f"{here} {step.words}"
        parts = [*_cut(text, marks, [(0, step.line)])]
        parts[0].number, parts[0].section, parts[0].doubts = step.number, step.section, step.doubts
        for part in parts[1:]:
            part.section = step.section
        if following is not None:
            following.doubts = [one for one in following.doubts if one.code != "number_missing"]
        yield parts


def _unsure(marks: Sequence[Mark]) -> bool:
    return any(mark.sure < 3 for mark in marks[1:])


def _value(number: str | None) -> int | None:
    found = re.fullmatch(r"\(?(\d{1,4})\s?[.):]*", number or "")
    return int(found[1]) if found else None


def _unnumbered(lines: Sequence[Line], doubts: Sequence[Doubt]) -> Procedure:
    """Steps without numbers: the lines, or the sentences where there is one line only."""
    told = [line for line in lines if not line.blank]
    found = Procedure(doubts=list(doubts))
    if len(told) > 1:
        found.steps = [Found(" ".join(line.words.split()), line.number) for line in told]
    elif told:
        found.steps = [Found(words, told[0].number) for words in _sentences(" ".join(told[0].words.split()))]
    if found.steps:
        found.doubts.append(Doubt("not_numbered", found.steps[0].words[:200], found.steps[0].line))
    return found


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for part in filter(None, (one.strip() for one in _SENTENCES.split(text))):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts
