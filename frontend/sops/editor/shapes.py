"""Parts of an SOP document as fields of a form and back. What a form does not draw of a part stays as it was.

A shape draws a value (`draw`) and reads what was sent in its place (`read`). What was not touched comes back exactly as
it stood, so that saving one field changes that field alone. A draft may be half built, or brought in from a file that
says odd things: nothing here raises because of what a document holds.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
LONGEST = 20_000
"""Letters in one field, as the schema of an SOP has it."""
MOST_ROWS = 200


class Absent:
    """The value of a field that is not there."""


ABSENT = Absent()


@dataclass(frozen=True)
class Option:
    """One thing to choose. `group` is the heading it stands under in a list."""

    value: str
    label: str
    group: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Drawn:
    """What a template draws: `kind` says how, `at` is the name that is sent and, with a prefix, the id."""

    kind: str
    at: str
    label: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    inner: tuple["Drawn", ...] = ()
    hint: str = ""
    wrong: str = ""
    lines: int = 1
    open: bool = False
    new: bool = False
    number: bool = False

    @property
    def rows(self) -> tuple["Drawn", ...]:
        """The rows of a list; those of a condition, or of a group in it, stand after how they go together."""
        return self.inner[1:] if self.kind in ("when", "tests") else self.inner

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def begun(self) -> str:
        """The control in which a row that was just added is begun; nothing where none was."""
        found = (one.first if one.new else one.begun for one in reversed(self.inner))
        return next(filter(None, found), "")

    @property
    def first(self) -> str:
        """The first control in it that is written or chosen."""
        if self.kind in ("words", "lines", "pick"):
            return self.at
        return next(filter(None, (one.first for one in self.inner)), "")

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options under their headings, in order."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return list(found.items())


@dataclass
class Posted:
    """What was sent. `wrong` gathers what can't be taken, by the name of its field; `dropped` is a row to leave out."""

    data: QueryDict
    dropped: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    def one(self, at: str) -> str:
        """The words of a field, line ends made one kind, no blanks around."""
        return plain(self.data.get(at, ""))

    def many(self, at: str) -> list[str]:
        """Everything ticked, each once."""
        return list(dict.fromkeys(self.data.getlist(at)))[:MOST_ROWS]

    def count(self, at: str) -> int:
        """How many rows were sent."""
        number = self.data.get(f"{at}-n", "")
        return min(int(number), MOST_ROWS) if number.isdecimal() and len(number) < 6 else 0


@dataclass
class Near:
    """What a field may name: the document around it. `typed` is what was sent and is shown again as it was typed."""

    document: Mapping[str, Any]
    part: Mapping[str, Any] = field(default_factory=dict)
    typed: Posted | None = None
    added: str = ""
    sops: Sequence[Option] = ()
    library: Mapping[str, str] = field(default_factory=dict)
    doors: Sequence[Option] = ()

    def wrong(self, at: str) -> str:
        """Why what was typed here can't be taken; nothing where it can."""
        return self.typed.wrong.get(at, "") if self.typed else ""


class Shape(Protocol):
    """A field of a part."""

    @property
    def name(self) -> str:
        """The key of the field in its part."""

    @property
    def label(self) -> Text:
        """What it is called on screen."""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """The field with its value, or with what was typed."""

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The value that was sent, ABSENT for none. What can't be taken is noted in `posted.wrong`."""


Options = Callable[[Near], Sequence[Option]]


def as_dict(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """The value if it is a text, or as text if it is a number; nothing for anything else."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def plain(words: str) -> str:
    """Words with one kind of line end and no blanks around, as a browser and a keyboard give them."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(value: Any) -> str:
    """A short name for a value, by which one tells whether it was changed."""
    shown = None if value is ABSENT else value
    said = json.dumps([value is ABSENT, shown], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def chosen(options: Sequence[Option], values: Sequence[str]) -> tuple[Option, ...]:
    """The options with those of `values` chosen; a value that is no option stands last, as it is."""
    known = {option.value for option in options}
    marked = [Option(one.value, one.label, one.group, one.value in values) for one in options]
    odd = [Option(value, _("%(value)s (tidak ada dalam daftar)") % {"value": value}, "", True) for value in values
           if value and value not in known]  # fmt: skip
    return (*marked, *odd)


def unreadable(words: str) -> str:
    """Why these words can't be kept; nothing where they can."""
    if len(words) > LONGEST:
        return _("Terlalu panjang: paling banyak 20.000 huruf. Isian Anda masih ada di sini.")
    if any((ord(letter) < 32 and letter not in "\n\t") or "\ud800" <= letter <= "\udfff" for letter in words):
        return _("Ada tanda yang tidak terbaca di sini. Ketik ulang bagian itu.")
    return ""


def sent(drawn: Drawn) -> dict[str, list[str]]:
    """What a browser sends of a drawn field that nobody touched."""
    found: dict[str, list[str]] = {}
    if drawn.kind in ("words", "lines", "hidden", "pick", "symbols"):
        found[drawn.at] = [drawn.value]
    elif drawn.kind == "tick" and drawn.value:
        found[drawn.at] = ["1"]
    elif drawn.kind == "several":
        found[drawn.at] = [one.value for one in drawn.options if one.chosen]
    if drawn.kind in ("rows", "when", "tests"):
        found[f"{drawn.at}-n"] = [str(drawn.count)]
    for part in drawn.inner:
        found |= sent(part)
    return {at: values for at, values in found.items() if values}
