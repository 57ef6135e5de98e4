"""A console's draft is changed on screen, edit by edit, by the very changes an office makes to its own drafts.

Each edit names the revision its page was read at. Whoever has since touched the same field is not overwritten. The last
edits are kept with what takes them back; whoever made one can undo it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from library.models import ShelfDraft
from library.operations import shelving
from library.refusals import LibraryRefused
from sop_library.drafting.changes import Back, Change, back_from_json, name_of, part_of, to_json
from sop_library.drafting.writers import REDO, UNDO, Own, Theirs, applied, to_redo, to_undo
from sop_library.refusals import Refused, Stale
from sop_library.writing import TooLarge, to_yaml

KEPT = 200
"""So many edits of a draft are kept to be taken back."""


@transaction.atomic
def edit(*, draft: ShelfDraft, change: Change, seen: int, by: Staff, at: datetime) -> None:
    """Make a change; `seen` is the revision the page was read at. Nothing happens where it changes nothing.

    Raises Refused for what doesn't fit or a draft that is not written on any more, and Stale where somebody else
    touched the same place since `seen`, or wrote the whole text anew.
    """
    row = _writable(draft)
    if row.revision > seen and row.revision - seen > len([one for one in row.edits if one["revision"] > seen]):
        raise Stale("rewritten", _("Naskah draf ini baru saja ditulis ulang. Muat ulang halaman, lalu ubah lagi."))
    found = applied(row.document, change, since=_since(row, seen, by=by))
    if found is not None:
        made, inverse = found
        _write(row, made, change, inverse, kind=name_of(change), by=by, at=at)


def _since(row: ShelfDraft, revision: int, *, by: Staff) -> list[Theirs]:
    """What others have changed since a revision. The consoles' staff stand in another schema: known here by name."""
    return [
        Theirs(
            one["revision"], back_from_json(one["inverse"]), Staff(name=one["name"]), datetime.fromisoformat(one["at"])
        )
        for one in row.edits
        if one["revision"] > revision and one["by"] != str(by.pk)
    ]


def _own(row: ShelfDraft, *, by: Staff) -> list[Own]:
    undone = {one.get("undoes") for one in row.edits}
    return [
        Own(one["revision"], one["kind"], one["revision"] in undone) for one in row.edits if one["by"] == str(by.pk)
    ]


@transaction.atomic
def undo(*, draft: ShelfDraft, by: Staff, at: datetime) -> None:
    """Take back this person's last edit that stands. Raises Refused("nothing_to_undo"), Stale."""
    row = _writable(draft)
    _take_back(row, to_undo(_own(row, by=by)), kind=UNDO, by=by, at=at)


@transaction.atomic
def redo(*, draft: ShelfDraft, by: Staff, at: datetime) -> None:
    """Make again what this person undid last. Raises Refused("nothing_to_redo"), Stale."""
    row = _writable(draft)
    _take_back(row, to_redo(_own(row, by=by)), kind=REDO, by=by, at=at)


def drop(*, draft: ShelfDraft, by: Staff, at: datetime) -> None:
    """Throw it away. Raises Refused."""
    try:
        shelving.drop(draft=draft, at=at)
    except LibraryRefused as refusal:
        raise Refused(refusal.code, refusal.message) from None


def _writable(draft: ShelfDraft) -> ShelfDraft:
    try:
        return shelving.writable(draft)
    except LibraryRefused as refusal:
        raise Refused(refusal.code, refusal.message) from None


def _take_back(row: ShelfDraft, revision: int, *, kind: str, by: Staff, at: datetime) -> None:
    change = next(back_from_json(one["inverse"]) for one in row.edits if one["revision"] == revision)
    made, inverse = applied(row.document, change, since=_since(row, revision, by=by)) or (row.document, Back())
    _write(row, made, change, inverse, kind=kind, by=by, at=at, undoes=revision)


def _write(
    row: ShelfDraft, made: dict[str, Any], change: Change, inverse: Back, *, kind: str, by: Staff, at: datetime,
    undoes: int | None = None,
) -> None:  # fmt: skip
    part, field = part_of(change)
    kept = {
        "revision": row.revision + 1, "by": str(by.pk), "name": by.name, "at": at.isoformat(), "kind": kind,
        "part": part, "field": field, "inverse": to_json(inverse), "undoes": undoes,
    }  # fmt: skip
    try:
        text = to_yaml(made)
    except TooLarge:
        raise Refused("too_large", _("Naskah ini terlalu besar untuk satu SOP.")) from None
    shelving.put(row, text, edits=[*row.edits, kept][-KEPT:], at=at)
