"""Writing a draft: begun, changed edit by edit, undone, dropped. Saving never asks the check.

Two people may write one draft. An edit names the revision its page was read at (`seen`). Whoever has since touched the
same field, or taken away what it stands in, is not overwritten: the later one is told both values. Whatever else the
two do merges by itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from sop_library.drafting import applying
from sop_library.drafting.changes import Back, Change, back_from_json, name_of, part_of, to_json
from sop_library.drafting.refusing import ChangeRefused
from sop_library.drafting.settling import settled
from sop_library.drafting.writers import REDO, UNDO, Own, Theirs, applied, said, to_redo, to_undo
from sop_library.models import Draft, Edit, Presence, Sop, SopEvent, SopVersion
from sop_library.policies import check_can_write
from sop_library.refusals import Refused

HERE_FOR = timedelta(seconds=45)
"""So long after the last word from a page somebody counts as being there."""
FIXED_WORDS = frozenset({"pustaka", "draf", "pindah", "baru"})
"""Words that stand where an SOP's slug does in addresses."""
Kind = SopEvent.Kind


@transaction.atomic
def begin(
    *,
    document: Mapping[str, Any],
    slug: str,
    name: str,
    service: str,
    sop: Sop | None = None,
    base: SopVersion | None = None,
    base_hash: str = "",
    origin: str = "",
    by: Staff,
    at: datetime,
) -> Draft:
    """Begin a draft with `document`, which may have any fault; its name and service become those given.

    `sop` is the SOP it is to be a version of, None for a new one. `slug` is the SOP's name in addresses.

    Raises NotAllowed, Refused("slug_taken" | "slug_fixed" | "draft_open" | "misshapen" | …).
    """
    check_can_write(by=by)
    _check_slug(slug, sop)
    made = _settled({**document, "name": name, "service": service})
    fields = {"base": base, "base_hash": base_hash, "origin": origin, "started_by": by, "started_at": at}
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                sop=sop, slug=slug, name=name[:200], document=made, changed_at=at, **fields
            )  # fmt: skip
    except IntegrityError:
        words = _("Draf SOP ini sudah ada dan belum disahkan. Lanjutkan draf itu, atau buang dulu.")
        raise Refused("draft_open", words) from None
    SopEvent.objects.create(kind=Kind.BEGUN, sop=sop, draft=draft, by=by, at=at)
    return draft


def _check_slug(slug: str, sop: Sop | None) -> None:
    if slug in FIXED_WORDS:
        raise Refused(
            "slug_fixed", _("Nama pendek ini sudah dipakai untuk halaman lain. Pilih yang lain."), field="slug"
        )
    there = Sop.objects.filter(slug=slug).first()
    if there is not None and there != sop:
        raise Refused(
            "slug_taken",
            _("Sudah ada SOP bernama ini, mungkin yang tidak dipakai lagi. Pilih nama lain."),
            field="slug",
        )


def _settled(document: Mapping[str, Any]) -> dict[str, Any]:
    try:
        made = settled(document)
        applying.check_kept(made)
    except ChangeRefused as refusal:
        raise said(refusal) from None
    return made


@transaction.atomic
def edit(*, draft: Draft, change: Change, seen: int, by: Staff, at: datetime) -> Edit | None:
    """Make a change; `seen` is the revision the page was read at. None where it changes nothing.

    Raises NotAllowed, Refused for what doesn't fit or a draft that is not written on any more, and Stale with both
    values where somebody else touched the same place since `seen`. `draft` is left as it was read.
    """
    check_can_write(by=by)
    now = locked_draft(draft)
    found = applied(now.document, change, since=_since(now, seen, by=by))
    if found is None:
        return None
    made, inverse = found
    return write_edit(now, made, change, inverse, kind=name_of(change), by=by, at=at)


def _since(draft: Draft, revision: int, *, by: Staff) -> list[Theirs]:
    """What others have changed in the draft since a revision."""
    edits = draft.edits.filter(revision__gt=revision).exclude(by=by).select_related("by")
    return [Theirs(one.revision, back_from_json(one.inverse), one.by, one.at) for one in edits]


def locked_draft(draft: Draft) -> Draft:
    """The draft as it stands, locked, in the transaction of a change. Raises Refused where it is not written on."""
    now = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if now.state == Draft.State.SUBMITTED:
        raise Refused(
            "draft_submitted", _("Draf ini sedang menunggu pengesahan. Tarik dulu pengajuannya untuk mengubahnya.")
        )
    if not now.is_writable:
        raise Refused("draft_closed", _("Draf ini sudah selesai dan tidak dapat diubah lagi."))
    return now


def write_edit(
    draft: Draft,
    made: dict[str, Any],
    change: Change,
    inverse: Back,
    *,
    kind: str,
    by: Staff,
    at: datetime,
    undoes: Edit | None = None,
) -> Edit:
    """Keep a change that was made to a locked draft, with its edit."""
    draft.document, draft.revision, draft.changed_at = made, draft.revision + 1, at
    draft.name = _name(made) or draft.name
    draft.save(update_fields=["document", "revision", "changed_at", "name"])
    part, field = part_of(change)
    return Edit.objects.create(
        draft=draft,
        revision=draft.revision,
        kind=kind,
        part=part[:140],
        field=field[:60],
        change=to_json(change),
        inverse=to_json(inverse),
        undoes=undoes,
        by=by,
        at=at,
    )


def _name(document: Mapping[str, Any]) -> str:
    name = document.get("name")
    return name[:200] if isinstance(name, str) else ""


@transaction.atomic
def undo(*, draft: Draft, by: Staff, at: datetime) -> Edit:
    """Take back this person's last edit that stands. Raises NotAllowed, Refused("nothing_to_undo"), and Stale where
    somebody else has touched the same place since.
    """
    check_can_write(by=by)
    now = locked_draft(draft)
    return _take_back(now, to_undo(_own(now, by=by)), kind=UNDO, by=by, at=at)


@transaction.atomic
def redo(*, draft: Draft, by: Staff, at: datetime) -> Edit:
    """Make again what this person undid last. Raises like `undo`, Refused("nothing_to_redo")."""
    check_can_write(by=by)
    now = locked_draft(draft)
    return _take_back(now, to_redo(_own(now, by=by)), kind=REDO, by=by, at=at)


def _own(draft: Draft, *, by: Staff) -> list[Own]:
    edits = draft.edits.filter(by=by).values_list("revision", "kind", "undone_by")
    return [Own(revision, kind, undone is not None) for revision, kind, undone in edits]


def _take_back(draft: Draft, revision: int, *, kind: str, by: Staff, at: datetime) -> Edit:
    one = draft.edits.get(revision=revision)
    change = back_from_json(one.inverse)
    made, inverse = applied(draft.document, change, since=_since(draft, revision, by=by)) or (draft.document, Back())
    return write_edit(draft, made, change, inverse, kind=kind, undoes=one, by=by, at=at)


@transaction.atomic
def be_here(*, draft: Draft, part: str, by: Staff, at: datetime) -> tuple[Presence, ...]:
    """Say that this person has the draft open at `part` ("" for none); return who else has, latest first."""
    check_can_write(by=by)
    Presence.objects.update_or_create(draft=draft, staff=by, defaults={"part": part[:140], "seen_at": at})
    return others_here(draft=draft, by=by, at=at)


def others_here(*, draft: Draft, by: Staff, at: datetime) -> tuple[Presence, ...]:
    """Who else has the draft open, latest first."""
    there = Presence.objects.filter(draft=draft, seen_at__gt=at - HERE_FOR).exclude(staff=by)
    return tuple(there.select_related("staff"))


@transaction.atomic
def drop(*, draft: Draft, by: Staff, at: datetime, why: str = "") -> Draft:
    """Throw a draft away: it is listed no more, its history stays. Raises NotAllowed, Refused."""
    check_can_write(by=by)
    now = locked_draft(draft)
    now.state = Draft.State.DROPPED
    now.save(update_fields=["state"])
    SopEvent.objects.create(kind=Kind.DROPPED, sop=now.sop, draft=now, by=by, at=at, why=why)
    return now
