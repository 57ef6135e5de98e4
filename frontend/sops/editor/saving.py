"""From a form that was sent to the changes of a draft: only what was touched, each field by itself.

Every field carries a mark: the revision at which its value was shown, and a digest of that value. What comes back equal
to it was not touched and is not written, whatever has happened to it meanwhile; what was touched goes to the operation
with the revision at which it was shown, so that somebody else's later change of that very field is never overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frontend.sops.editor.acting import short
from frontend.sops.editor.parts import part_of, shapes_of
from frontend.sops.editor.shapes import (
    ABSENT,
    Drawn,
    Near,
    Posted,
    Shape,
    as_dict,
    as_list,
    as_text,
    digest,
    plain,
    sent,
)
from frontend.sops.editor.subs import SUBS
from frontend.sops.editor.times import LIMIT_FIELDS
from sop_library.drafting.changes import AddPart, Change, RemovePart, SetField, Together
from sop_library.naming import only_shortened
from sop_library.refusals import Stale

SEPARATE = {"outcomes": "outcome"}
"""Lists whose rows are changed one by one."""


@dataclass
class Saved:
    """What became of a form: the fields that were written, those that could not be, and why."""

    written: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    stale: dict[str, Stale] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def again(self) -> set[str]:
        """The fields that are to be shown again with what was typed."""
        return {name.partition("-")[0] for name in self.wrong} | set(self.refused) | set(self.stale)

    @property
    def status(self) -> int:
        """Of the answer."""
        return 409 if self.stale else 422 if self.again else 200


def mark_of(revision: int, value: Any) -> str:
    """The mark of a field that shows `value` at `revision`."""
    return f"{revision}.{digest(value)}"


def shown_otherwise(drawn: Drawn, posted: Posted) -> bool:
    """Whether a field that was written has other boxes now, or says something else in them, than what was sent.

    A row that was added and is still empty stays on screen. In a list the conditions of its rows are looked at: what a
    row of them asks depends on what is chosen in it.
    """
    if drawn.kind == "rows" and drawn.at != SUBS.name:
        same = posted.count(drawn.at) == drawn.count
        return same and any(
            shown_otherwise(one, posted) for row in drawn.rows for one in row.inner if one.kind == "when"
        )
    if drawn.kind not in ("group", "when") and drawn.at != SUBS.name:
        return False
    there = {at: [plain(value) for value in posted.many(at)] for at in posted.data if at.startswith(f"{drawn.at}-")}
    now = {at: values for at, values in sent(drawn).items() if at != drawn.at}
    if any(posted.count(at[:-2]) > int(now.get(at, ["0"])[0]) for at in there if at.endswith("-n")):
        return False
    return there != now or drawn.at == SUBS.name  # the doors to pick from are those of the SOP that is chosen


def marked(mark: str) -> tuple[int, str]:
    """Revision and digest of a mark; (0, "") of what is none."""
    revision, _dot, name = mark.partition(".")
    return (int(revision), name) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else (0, "")


def changes_of(
    document: Mapping[str, Any], kind: str, key: str, posted: Posted, near: Near
) -> list[tuple[str, int, Any, Change]]:
    """(field, revision at which it was shown, new value, change) of every field that was touched."""
    part = part_of(document, kind, key) or {}
    found = []
    for shape in shapes_of(kind):
        mark = posted.data.get(f"mark-{shape.name}")
        if mark is None:
            continue
        seen, shown = marked(mark)
        was = part.get(shape.name, ABSENT)
        value = shape.read(shape.name, posted, was, near)
        if any(name == shape.name or name.startswith(f"{shape.name}-") for name in posted.wrong):
            continue
        if digest(value) in (shown, digest(was)):
            continue
        found.append((shape.name, seen, value, change_of(document, kind, key, shape, was, value)))
    if kind == "step" and only_shortened(part) and "name" not in {one[0] for one in found}:
        return [_renamed(one, key) if one[0] == "text" and one[2] else one for one in found]
    return found


def _renamed(touched: tuple[str, int, Any, Change], key: str) -> tuple[str, int, Any, Change]:
    """A sentence that was written anew, and the heading that is its first words."""
    name, seen, value, change = touched
    return name, seen, value, Together((change, SetField(f"step:{key}", "name", short(as_text(value)))))


def change_of(document: Mapping[str, Any], kind: str, key: str, shape: Shape, was: Any, value: Any) -> Change:
    """The change that makes a field hold `value`, with what must go with it."""
    name = f"{kind}:{key}" if key else kind
    if shape.name in SEPARATE:
        return Together(tuple(_rows(f"{SEPARATE[shape.name]}:{key}", as_list(was), as_list(value))))
    if kind == "limit" and shape.name == "time":
        before, after = as_dict(was), as_dict(value)
        return Together(tuple(SetField(name, field, after.get(field)) for field in LIMIT_FIELDS
                              if before.get(field) != after.get(field)))  # fmt: skip
    change = SetField(name, shape.name, None if value is ABSENT else value)
    if kind == "step" and shape.name == "lanes" and (columns := _columns(document, key, value)) is not None:
        return Together((change, SetField("sop", "columns", columns)))
    return change


def _rows(prefix: str, before: list[Any], after: list[Any]) -> list[Change]:
    """Rows with keys made like those after, one by one."""
    there = {as_text(as_dict(row).get("key")): as_dict(row) for row in before}
    wanted = {as_text(as_dict(row).get("key")): as_dict(row) for row in after}
    found: list[Change] = [RemovePart(f"{prefix}/{key}") for key in there if key not in wanted]
    last = ""
    for key, row in wanted.items():
        if key not in there:
            fields = {name: value for name, value in row.items() if name != "key"}
            found.append(AddPart(f"{prefix}/{key}", fields, after=last))
        else:
            names = [*there[key], *(name for name in row if name not in there[key])]
            found += [SetField(f"{prefix}/{key}", name, row.get(name)) for name in names
                      if there[key].get(name) != row.get(name)]  # fmt: skip
        last = key
    return found


def _columns(document: Mapping[str, Any], key: str, value: Any) -> list[Any] | None:
    """The sheet's columns with one for each lane of the step that none stands for; None where each has one."""
    columns = as_list(document.get("columns"))
    if not columns:
        return None
    page, here = 1, 1
    for step in as_list(document.get("steps")):
        page = as_dict(step).get("page", page)
        if as_dict(step).get("key") == key:
            here = page
    lanes = as_dict(document.get("lanes"))
    found = as_dict(value)
    named = [lane for lane in as_list(found.get("any_of", found.get("all_of"))) if lane in lanes]
    there = [column for column in columns if as_dict(column).get("page", 1) == here] or columns
    parts = {lane: {lane, *as_list(as_dict(lanes[lane]).get("made_of"))} for lane in named}
    covered = {lane for column in there for lane in as_list(as_dict(column).get("lanes"))}
    new = [lane for lane in named if not parts[lane] & covered]
    if not new:
        return None
    made = [
        {"page": here, "label": as_text(as_dict(lanes[lane]).get("label")) or lane, "lanes": [lane]} for lane in new
    ]
    return [*columns, *made]
