"""Who else has the draft open, and which fields of the open panel somebody else has changed since it was drawn."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from accounts.models import Staff
from frontend.sops.editor.addresses import part_at
from frontend.sops.editor.page import Editor
from frontend.sops.editor.panel import said_of
from frontend.sops.editor.parts import shape_of
from frontend.sops.editor.saving import marked
from frontend.sops.editor.shapes import ABSENT, Posted, digest


@dataclass(frozen=True)
class Here:
    """What an open page says of itself: the revision it shows, the open part, the mark of each of its fields."""

    revision: int
    kind: str = ""
    key: str = ""
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """The open part as changes name it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @classmethod
    def read(cls, posted: Posted) -> "Here":
        """What was sent; nothing of it is believed further than that."""
        word, _slash, key = posted.one("bagian").partition("/")
        try:
            kind, key = part_at(word, key)
        except Http404:
            kind = key = ""
        marks = {name.removeprefix("mark-"): posted.one(name) for name in posted.data if name.startswith("mark-")}
        return cls(marked(f"{posted.one('revision')}.")[0], kind, key, marks)


@dataclass(frozen=True)
class News:
    """A field that somebody else has changed: what stands there now, who did it and when."""

    name: str
    words: str
    who: str
    at: Any


def news_of(editor: Editor, shown: Here, *, by: Staff) -> list[News]:
    """The fields of the open panel that hold something else than what is shown."""
    if not editor.kind:
        return []
    changed = [
        name for name, mark in shown.marks.items()
        if shape_of(editor.kind, name) is not None and marked(mark)[1] != digest(editor.part.get(name, ABSENT))
    ]  # fmt: skip
    if not changed:
        return []
    last = editor.desk.theirs(editor.draft, shown.revision, by)
    if last is None:
        return []
    found = []
    for name in changed:
        shape = shape_of(editor.kind, name)
        if shape is not None:
            words = said_of(shape.draw(name, editor.part.get(name, ABSENT), editor.near()))
            found.append(News(name, words, *last))
    return found
