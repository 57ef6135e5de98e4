"""The open panel of the editor: fields under headings, and what stands in them in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frontend.sops.editor.acting import short
from frontend.sops.editor.findings import Told
from frontend.sops.editor.shapes import Drawn


@dataclass(frozen=True)
class Field:
    """A field of the panel: how it is drawn, its mark, and what is to be said of it."""

    drawn: Drawn
    mark: str
    said: str = ""
    theirs: str = ""
    ours: str = ""
    findings: tuple[Told, ...] = ()
    faulty: bool = False

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.drawn.at


@dataclass(frozen=True)
class Heading:
    """Fields under one heading; `open` where there is something in them, or to be said of them."""

    label: str
    fields: tuple[Field, ...]
    folded: bool
    open: bool
    summary: str = ""

    @property
    def name(self) -> str:
        """A name for the heading."""
        return self.fields[0].name


@dataclass(frozen=True)
class Listed:
    """A part in the list of parts."""

    label: str
    address: str
    faults: int


def summary_of(fields: Sequence[Field]) -> str:
    """What stands under a heading, in a few words: the first thing that is written or chosen there."""
    for one in fields:
        drawn = one.drawn
        if drawn.kind == "rows":
            words = ", ".join(row.label for row in drawn.inner if row.label)
        elif drawn.kind in ("words", "lines"):
            words = drawn.value
        elif drawn.kind == "tick":
            words = drawn.label if drawn.value else ""
        elif drawn.kind in ("when", "group"):
            words = next((part.value for part in drawn.inner if part.kind in ("words", "lines") and part.value), "")
            words = words or (_("ada syarat") if drawn.kind == "when" and drawn.count else "")
        else:
            words = ""
        if words:
            return short(words)
    return ""


def said_of(drawn: Drawn) -> str:
    """A value in words: what is filled in, ticked and chosen, one after the other."""
    if drawn.kind == "hidden" or (drawn.kind == "length" and not drawn.inner[0].value):
        return ""
    parts = []
    if drawn.kind in ("words", "lines"):
        parts.append(drawn.value)
    elif drawn.kind == "kept":
        parts.append(drawn.label)
    elif drawn.kind == "tick":
        parts += [drawn.label] if drawn.value else []
    elif drawn.options:
        parts += [one.label for one in drawn.options if one.chosen and one.value]
    joint = "; " if drawn.kind == "rows" else " "
    inner = joint.join(words for words in (said_of(part) for part in drawn.inner) if words)
    inner = f"({inner})" if drawn.kind == "tests" else inner
    return " ".join(part for part in (", ".join(parts), inner) if part)
