"""What of a step is our reading: worked out from what the source prints, and held against what the step owns up to."""

import re
from collections.abc import Iterator
from typing import Any

Entry = dict[str, Any]

ALWAYS_OURS = ("applies_when", "optional", "gate", "closes", "records", "decides", "choose", "after")
_WORD = re.compile(r"\w+")
_ACTING = frozenset("□◇■")
_BETWEEN = frozenset({"dan"})


def read_by_us(step: Entry, source: Entry, columns: dict[str, set[str]]) -> Iterator[str]:
    """The fields of a step that the source does not print. `columns`: printed column -> our lanes in it."""
    diamond = bool((source["decision"] or {}).get("marked_in_source"))
    if step["lanes"] != "unsaid" and not _lanes_printed(step, source, columns):
        yield "lanes"
    if step.get("kind", "task") != ("decision" if diamond else "task"):
        yield "kind"
    if "outcomes" in step:
        if not diamond or not all(outcome.get("printed") for outcome in step["outcomes"]):
            yield "outcomes"
        yield "then"
    elif step.get("then", "next") != "next":
        yield "then"
    for field, cell in {"outputs": "output", "needs": "kelengkapan"}.items():
        if not _drawn_from(step.get(field, []), source.get(cell)):
            yield field
    yield from (field for field in ALWAYS_OURS if field in step)


def left_out(step: Entry, source: Entry, forms: Entry) -> dict[str, list[str]]:
    """Words of the printed cells that neither a requirement, an output nor a form of the step takes up."""
    outputs = {word for entry in step.get("outputs", []) for word in _all_words(entry, forms)}
    needs = outputs | {word for entry in step.get("needs", []) for word in _all_words(entry, forms)}
    cells = {"needs": ("kelengkapan", needs), "outputs": ("output", outputs)}
    absent = {
        field: [word for word in _words(source.get(cell) or "") if word not in taken | _BETWEEN]
        for field, (cell, taken) in cells.items()
    }
    return {field: words for field, words in absent.items() if words}


def in_order(words: str, cell: str) -> bool:
    """True where all the words stand in the cell letter for letter in that order, others between them or not."""
    rest = iter(_tokens(cell))
    return all(word in rest for word in _tokens(words))


def _tokens(text: str) -> list[str]:
    return [token.strip(",;") for token in text.split()]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _lanes_printed(step: Entry, source: Entry, columns: dict[str, set[str]]) -> bool:
    """True where each column with a symbol has an acting lane of ours, and no lane of ours stands elsewhere."""
    marks = source["actors"]["lane_marks"] or {}
    marked = [columns.get(label, set()) for label, glyphs in marks.items() if _ACTING & set(glyphs)]
    if not marked:
        return False
    lanes = {lane for named in step["lanes"].values() for lane in named}
    joined = len(source["actors"]["named_in_text"]) > 1 and " dan " in source["text"]
    each_signs = "all_of" in step["lanes"]
    covered = all(lanes & column for column in marked) and lanes <= set().union(*marked)
    return covered and (not each_signs or joined or len(marked) > 1)


def _drawn_from(entries: list[Entry], cell: str | None) -> bool:
    """True where each entry's words stand in the cell in that order, and the entry adds no condition of ours."""
    if entries and not cell:
        return False
    cell = cell or ""
    free = "jika ada" in cell
    conditions = any("when" in entry or (entry.get("may_follow") and not free) for entry in entries)
    return not conditions and all(in_order(words, cell) for entry in entries for words in _own_words(entry))


def _own_words(entry: Entry) -> Iterator[str]:
    yield entry.get("label") or entry.get("document") or ""
    for option in entry.get("any_of", []):
        yield from _own_words(option)


def _all_words(entry: Entry, forms: Entry) -> Iterator[str]:
    form = forms.get(entry.get("form", ""), {})
    for text in (entry.get("label"), entry.get("document"), form.get("label"), form.get("printed")):
        yield from _words(text or "")
    for option in entry.get("any_of", []):
        yield from _all_words(option, forms)
