"""Several people write one document: who comes later overwrites nothing, and everybody takes back only their own.

One rule for whatever keeps its edits: rows beside an office's draft, or words beside a console's file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Staff
from sop_library.drafting import applying
from sop_library.drafting.applying import overlap, touches
from sop_library.drafting.changes import Back, Change, SetField, part_of
from sop_library.drafting.compiling import part_at, path_of
from sop_library.drafting.moves import Path, find
from sop_library.drafting.refusing import ChangeRefused
from sop_library.refusals import Refused, Stale, Touched

UNDO, REDO = "undo", "redo"


@dataclass(frozen=True, slots=True)
class Theirs:
    """Somebody else's edit since the page was read: what takes it back says what it touched."""

    revision: int
    inverse: Back
    by: Staff
    at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """An edit of the one who undoes. `undone`: an undo has taken it back, or a redo this undo."""

    revision: int
    kind: str
    undone: bool


def said(refusal: ChangeRefused) -> Refused:
    """The refusal of a change as an operation raises it."""
    return Refused(refusal.code, _(refusal.template) % refusal.params)


def applied(
    document: Mapping[str, Any], change: Change, *, since: Iterable[Theirs]
) -> tuple[dict[str, Any], Back] | None:
    """The document with the change, and what takes it back; None where it changes nothing.

    `since` is what others did since this person read the page. Raises Stale with both values where they touched the
    same place or took away what it stands in, and Refused for a change that doesn't fit.
    """
    there = {path: one for one in sorted(since, key=lambda one: one.revision) for path in touches(one.inverse)}
    if isinstance(change, Back):
        _check_untouched(document, change, touches(change), there)
    try:
        made, inverse = applying.apply(document, change)
    except ChangeRefused as refusal:
        _check_untouched(document, change, _stands_in(change), there)
        raise said(refusal) from None
    if made == document:
        return None
    _check_untouched(document, change, touches(inverse), there)
    return made, inverse


def _stands_in(change: Change) -> frozenset[Path]:
    """The part a change is about: where somebody else took it away, it is not simply unknown."""
    part, _field = part_of(change)
    try:
        return frozenset({path_of(part)} if part else ())
    except ChangeRefused:
        return frozenset()


def _check_untouched(
    document: Mapping[str, Any], change: Change, places: frozenset[Path], there: Mapping[Path, Theirs]
) -> None:
    same = overlap(there, places)
    if not same:
        return
    last = max((there[path] for path in same), key=lambda one: one.revision)
    part, field = part_of(change)
    touched = [
        Touched(
            part=part if field else part_at(path),
            field=field or (path[-1] if len(path) > 2 else ""),
            theirs=_standing(document, (*path_of(part), field) if field else path),
            ours=change.value if isinstance(change, SetField) else None,
            by=there[path].by,
            at=there[path].at,
        )
        for path in same
    ]
    words = _("%(name)s baru saja mengubah bagian ini. Isian Anda belum disimpan dan tidak hilang: pilih yang dipakai.")
    raise Stale("touched_meanwhile", words % {"name": last.by.name}, touched=touched)


def _standing(document: Mapping[str, Any], path: Path) -> Any:
    try:
        return find(document, path[:-1]).get(path[-1]) if path else None
    except (ChangeRefused, AttributeError):
        return None


def to_undo(own: Sequence[Own]) -> int:
    """The revision of this person's last edit that stands. Raises Refused("nothing_to_undo")."""
    found = [one.revision for one in own if one.kind != UNDO and not one.undone]
    if not found:
        raise Refused("nothing_to_undo", _("Tidak ada perubahan Anda yang dapat diurungkan."))
    return max(found)


def to_redo(own: Sequence[Own]) -> int:
    """The revision of this person's last undoing, where they have changed nothing since. Raises
    Refused("nothing_to_redo").
    """
    last = max((one.revision for one in own if one.kind == UNDO and not one.undone), default=None)
    if last is None or any(one.revision > last and one.kind not in (UNDO, REDO) for one in own):
        raise Refused("nothing_to_redo", _("Tidak ada yang dapat diulangi."))
    return last
