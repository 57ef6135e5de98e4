"""Fields made of fields: a mapping, and a list of mappings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from frontend.sops.editor.shapes import (
    ABSENT,
    MOST_ROWS,
    Drawn,
    Near,
    Posted,
    Shape,
    Text,
    as_dict,
    as_list,
    as_text,
)


def filled(inner: Iterable[Shape], at: str, posted: Posted, was: Any, near: Near) -> dict[str, Any]:
    """A mapping with what was sent of its fields, and what it held besides."""
    found = {**as_dict(was)}
    for shape in inner:
        value = shape.read(f"{at}-{shape.name}", posted, found.get(shape.name, ABSENT), near)
        if value is ABSENT:
            found.pop(shape.name, None)
        else:
            found[shape.name] = value
    return found


@dataclass(frozen=True)
class Group:
    """A mapping. `needs`: without this one of its fields there is no group at all. `fill`: what a new one has."""

    name: str
    label: Text
    inner: tuple[Shape, ...]
    needs: str = ""
    fill: Mapping[str, Any] = field(default_factory=dict)
    fold: bool = False
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Its fields, in order."""
        now = as_dict(value)
        parts = tuple(shape.draw(f"{at}-{shape.name}", now.get(shape.name, ABSENT), near) for shape in self.inner)
        opened = bool(now) or any(part.wrong for part in parts)
        kind = "fold" if self.fold else "group"
        return Drawn(kind, at, str(self.label), inner=parts, open=opened, hint=str(self.hint))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The mapping with what was sent, and what it held besides."""
        found = filled(self.inner, at, posted, was, near)
        if was is ABSENT and (not found or (self.needs and self.needs not in found)):
            return ABSENT
        if self.needs and self.needs not in found and self.needs in as_dict(was):
            return ABSENT
        if not found and was is not ABSENT and as_dict(was):
            return ABSENT
        return {**self.fill, **found} if was is ABSENT else found if isinstance(was, Mapping) else found or was


@dataclass(frozen=True)
class Rows:
    """A list of mappings. `key`: rows have keys, and new ones get this word with a number."""

    name: str
    label: Text
    inner: tuple[Shape, ...]
    add: Text
    key: str = ""
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Each row, then a new one where one was asked for."""
        rows = self._typed_rows(at, value, near) if near.typed else list(enumerate(as_list(value)))
        drawn = [self._row(f"{at}-{place}", was, row, near) for place, (was, row) in enumerate(rows)]
        if near.added == at and len(drawn) < MOST_ROWS:
            drawn.append(self._row(f"{at}-{len(drawn)}", None, ABSENT, near, new=True))
        return Drawn("rows", at, str(self.label), str(self.add), inner=tuple(drawn), hint=str(self.hint),
                     wrong=near.wrong(at))  # fmt: skip

    def _typed_rows(self, at: str, value: Any, near: Near) -> list[tuple[int | None, Any]]:
        posted = near.typed
        if posted is None:
            return []
        rows: list[tuple[int | None, Any]] = []
        before = as_list(value)
        for place in range(posted.count(at)):
            was = posted.data.get(f"{at}-{place}-at", "")
            known = was.isdecimal() and len(was) < 6 and int(was) < len(before)
            rows.append((int(was), before[int(was)]) if known else (None, ABSENT))
        return rows

    def _row(self, at: str, was: int | None, value: Any, near: Near, *, new: bool = False) -> Drawn:
        around = replace(near, typed=None if new else near.typed)
        now = as_dict(value)
        parts = [Drawn("hidden", f"{at}-at", value="" if was is None else str(was))]
        if self.key:
            typed = around.typed.data.get(f"{at}-key", "") if around.typed else ""
            parts.append(Drawn("hidden", f"{at}-key", value=as_text(now.get("key")) or typed or self._free(at, near)))
        parts += [shape.draw(f"{at}-{shape.name}", now.get(shape.name, ABSENT), around) for shape in self.inner]
        label = as_text(now.get("label") or now.get("heading") or now.get("text"))
        return Drawn("row", at, label, inner=tuple(parts), new=new)

    def _free(self, at: str, near: Near) -> str:
        taken = {as_text(as_dict(row).get("key")) for row in as_list(near.part.get(self.name))}
        number = int(at.rpartition("-")[2]) + 1
        while f"{self.key}-{number}" in taken:
            number += 1
        return f"{self.key}-{number}"

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The rows that were sent, in their order; a new one that says nothing is none."""
        before, found = as_list(was), []
        for place in range(posted.count(at)):
            row = f"{at}-{place}"
            if row == posted.dropped:
                continue
            index = posted.data.get(f"{row}-at", "")
            known = index.isdecimal() and len(index) < 6 and int(index) < len(before)
            value = self._read(row, posted, before[int(index)] if known else ABSENT, near)
            if value is not ABSENT:
                found.append(value)
        if not found and not before:
            return was
        return found or ABSENT

    def _read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        if was is not ABSENT and not isinstance(was, Mapping):
            return was
        found = filled(self.inner, at, posted, was, near)
        said = {key: value for key, value in found.items() if value != ""}
        if was is ABSENT and not said:
            return ABSENT
        key = posted.one(f"{at}-key")
        if self.key and "key" not in found and key:
            found = {"key": key[:60], **found}
        return found
