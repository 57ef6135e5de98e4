"""A page copied as HTML, as the text somebody would see: items keep their numbers, cells are parted by tabs."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head"))
_SIGNS = re.compile(r"</(?:p|li|ol|ul|td|th|tr|table|div|span|h[1-6]|body|html)\s*>|<br\s*/?>", re.IGNORECASE)
_MOST_LISTS = 50


def looks_like_markup(text: str) -> bool:
    """Whether this is HTML as a browser or a mail program copies it, and not a text with a lone "<" in it."""
    return len(_SIGNS.findall(text[:200_000])) >= 2


def without_markup(text: str) -> str:
    """What a reader of the page sees, line by line. Scripts and styles say nothing."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.seen)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.unseen: list[str] = []
        self.lists: list[int | None] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen.append(tag)
        elif tag in ("ol", "ul") and len(self.lists) < _MOST_LISTS:
            start = dict(attrs).get("start") or "1"
            self.lists.append(int(start) - 1 if tag == "ol" and re.fullmatch("[0-9]{1,4}", start) else None)
        if tag == "tr":
            self.cells = 0
        if tag in ("td", "th"):
            self.seen.append("\t" if self.cells else "")
            self.cells += 1
        elif tag in _BLOCKS and not self.cells:
            self.seen.append("\n")
        elif tag in _BLOCKS:
            self.seen.append(" ")
        if tag == "li" and not self.unseen:
            self._number()

    def _number(self) -> None:
        if self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1
            self.seen.append(f"{self.lists[-1]}. ")
        else:
            self.seen.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in ("tr", "table"):
            self.cells = 0
        if tag in _BLOCKS and not self.cells:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(" ".join(data.split("\n")) if "\n" in data else data)
