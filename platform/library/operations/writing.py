"""A console's draft is changed on screen, edit by edit, by the very changes an office makes to its own drafts.

Each edit names the revision its page was read at. Whoever has since touched the same field is not overwritten. The last
edits are kept with what takes them back; whoever made one can undo it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from library.models import ShelfDraft
from library.operations import shelving
from library.refusals import LibraryRefused
from sop_library.drafting import applying
from sop_library.drafting.applying import overlap, touches
from sop_library.drafting.changes import Back, Change, back_from_json, name_of, part_of, to_json
from sop_library.drafting.compiling import part_at
from sop_library.drafting.refusing import ChangeRefused
from sop_library.operations.drafts import REDO, UNDO, said
from sop_library.refusals import Refused, Stale, Touched
from sop_library.writing import TooLarge, to_yaml

KEPT = 200
"""So many edits of a draft are kept to be taken back."""
Kept = Mapping[str, Any]


@transaction.atomic
def edit(*, draft: ShelfDraft, change: Change, seen: int, by: Staff, at: datetime) -> None:
    """Make a change; `seen` is the revision the page was read at. Nothing happens where it changes nothing.

    Raises Refused for what doesn't fit or a draft that is not written on any more, and Stale where somebody else
    touched the same place since `seen`, or wrote the whole text anew.
    """
    row = _writable(draft)
    since = [one for one in row.edits if one["revision"] > seen and one["by"] != str(by.pk)]
    if row.revision > seen and row.revision - seen > len([one for one in row.edits if one["revision"] > seen]):
        raise Stale("rewritten", _("Naskah draf ini baru saja ditulis ulang. Muat ulang halaman, lalu ubah lagi."))
    try:
        made, inverse = applying.apply(row.document, change)
    except ChangeRefused as refusal:
        raise said(refusal) from None
    if made != row.document:
        _check_untouched(since, inverse, by=by, at=at)
        _write(row, made, change, inverse, kind=name_of(change), by=by, at=at)


@transaction.atomic
def undo(*, draft: ShelfDraft, by: Staff, at: datetime) -> None:
    """Take back this person's last edit that stands. Raises Refused("nothing_to_undo"), Stale."""
    row = _writable(draft)
    undone = {one.get("undoes") for one in row.edits}
    own = [one for one in row.edits if one["by"] == str(by.pk) and one["revision"] not in undone]
    last = next((one for one in reversed(own) if one["kind"] != UNDO), None)
    if last is None:
        raise Refused("nothing_to_undo", _("Tidak ada perubahan Anda yang dapat diurungkan."))
    _take_back(row, last, kind=UNDO, by=by, at=at)


@transaction.atomic
def redo(*, draft: ShelfDraft, by: Staff, at: datetime) -> None:
    """Make again what this person undid last. Raises Refused("nothing_to_redo"), Stale."""
    row = _writable(draft)
    undone = {one.get("undoes") for one in row.edits}
    own = [one for one in row.edits if one["by"] == str(by.pk)]
    last = next((one for one in reversed(own) if one["kind"] == UNDO and one["revision"] not in undone), None)
    if last is None or any(one["kind"] not in (UNDO, REDO) for one in own if one["revision"] > last["revision"]):
        raise Refused("nothing_to_redo", _("Tidak ada yang dapat diulangi."))
    _take_back(row, last, kind=REDO, by=by, at=at)


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


def _check_untouched(since: Sequence[Kept], inverse: Back, *, by: Staff, at: datetime) -> None:
    there = {path: one for one in since for path in touches(back_from_json(one["inverse"]))}
    same = overlap(there, touches(inverse))
    if not same:
        return
    last = max((there[path] for path in same), key=lambda one: int(one["revision"]))
    other = Staff(name=last["name"])
    touched = [
        Touched(part=part_at(path), field=path[-1] if len(path) > 2 else "", theirs=None, ours=None, by=other, at=at)
        for path in same
    ]
    words = _("%(name)s baru saja mengubah bagian ini. Isian Anda belum disimpan dan tidak hilang: pilih yang dipakai.")
    raise Stale("touched_meanwhile", words % {"name": other.name}, touched=touched)


def _take_back(row: ShelfDraft, one: Kept, *, kind: str, by: Staff, at: datetime) -> None:
    change = back_from_json(one["inverse"])
    since = [other for other in row.edits if other["revision"] > one["revision"] and other["by"] != str(by.pk)]
    _check_untouched(since, change, by=by, at=at)
    try:
        made, inverse = applying.apply(row.document, change)
    except ChangeRefused as refusal:
        raise said(refusal) from None
    _write(row, made, change, inverse, kind=kind, by=by, at=at, undoes=one["revision"])


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
