"""Finds Indonesian on a page that should be English: our own messages, clocks and names of days and months.

Words of SOPs, forms, code lists and regions are data and stay Indonesian; whoever reads a page names them as `data`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from bs4 import Comment, Doctype

from infra.build.catalogues import path_of, read
from tests.frontend import screens

VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]")
SPOKEN = ("aria-label", "placeholder", "title", "alt", "content", "data-label", "data-words", "data-failed")
LONG = 12  # letters from which words of an SOP may be cut out of a sentence without hiding the sentence
LONG_MESSAGE = 5  # words above which a sentence is surely ours
CLOCK = re.compile(r"(?<![\d.,])([01]?\d|2[0-3])\.[0-5]\d(?![\d.,]*\d)")
DAYS = re.compile(
    r"\b(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Januari|Februari|Maret|Mei|Juni|Juli|Agustus|Oktober|Desember)\b"
)


class Message(NamedTuple):
    """One source text whose English differs. `fixed`: its parts between the values; `shape`: a pattern of the whole."""

    source: str
    fixed: tuple[str, ...]
    shape: str

    @property
    def words(self) -> int:
        return len(re.findall(r"[A-Za-z]{2,}", " ".join(self.fixed)))

    def is_in(self, text: str) -> bool:
        """Whether the text is this message, or holds it where it is long enough to be told from other words."""
        if not all(part.strip() in text for part in self.fixed):
            return False
        if re.fullmatch(self.shape, text, re.DOTALL):
            return True
        return self.words >= 3 and re.search(rf"(?<!\w){self.shape}(?!\w)", text, re.DOTALL) is not None


def _blanks_made_one(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@cache
def messages() -> tuple[Message, ...]:
    """Every message of the catalogue that English says otherwise."""
    found = []
    for message in read(path_of("en"), "en"):
        english = _forms(message.string)
        for source in dict.fromkeys(_forms(message.id)):
            text = _blanks_made_one(source)
            parts = tuple(VALUE.split(text))
            if source not in english and re.search(r"[A-Za-z]{2,}", "".join(parts)):
                values = [r"\d+" if value.endswith("d") else ".+?" for value in VALUE.findall(text)] + [""]
                shape = "".join(re.escape(part) + value for part, value in zip(parts, values, strict=True))
                found.append(Message(text, parts, shape))
    return tuple(found)


def spoken(answer: Any) -> Iterator[str]:
    """Every piece of text of a page, attributes that are read or shown among them."""
    page = screens.read(answer)
    for node in page.find_all(string=True):
        if (
            not isinstance(node, (Comment, Doctype))
            and node.parent is not None
            and node.parent.name not in ("script", "style", "textarea")
        ):
            yield _blanks_made_one(node)
    for tag in page.find_all(True):
        for name in SPOKEN:
            if tag.name != "meta" or tag.get("name") == "description":
                yield _blanks_made_one(str(tag.get(name) or ""))


def strings(document: Any) -> Iterator[str]:
    """Every text in a stored document."""
    if isinstance(document, str):
        yield _blanks_made_one(document)
    elif isinstance(document, Mapping):
        for value in document.values():
            yield from strings(value)
    elif isinstance(document, Iterable):
        for value in document:
            yield from strings(value)


def _hidden(message: Message, text: str, cut: Collection[str]) -> bool:
    """Whether a long message of ours stands there, and only words of an SOP that it happens to hold were cut out."""
    holds = any(words in part and words != part for words in cut for part in message.fixed)
    return holds and message.words > LONG_MESSAGE and message.is_in(text)


def left_in(texts: Mapping[str, str], data: Collection[str]) -> list[str]:
    """What is still Indonesian among `texts` (text -> where it stands), one line each. `data` may be."""
    long = sorted((text for text in set(data) if len(text) >= LONG), key=len, reverse=True)
    known = set(data) | {text.lower() for text in data}
    found = []
    for text, place in texts.items():
        if not text or text in known:
            continue
        rest, cut = text, []
        for words in long:
            if words in rest:
                rest = rest.replace(words, "§")
                cut.append(words)
        faults = [one.source for one in messages() if one.is_in(rest) or _hidden(one, text, cut)]
        faults += [fault.group() for fault in (*CLOCK.finditer(rest), *DAYS.finditer(rest))]
        found += [f"{place}: {text[:120]!r} is {fault!r}" for fault in faults]
    return found
