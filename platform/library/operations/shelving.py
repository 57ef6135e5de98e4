"""A console brings an SOP into the library: from a file or pasted text, mended until it has no fault, then published.

Every function runs inside `tenants.roles.as_console`, so that PostgreSQL decides what is seen and written.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from library.entering import row_of
from library.models import LibraryEntry, ShelfDraft
from library.refusals import LibraryRefused
from sop_library.definition import parse
from sop_library.inspecting import inspect
from sop_library.loading import read
from sop_library.parsing import slug
from sop_library.writing import to_yaml
from sop_library.yaml_lines import LARGEST
from tenants.registry.source import provinces
from tenants.roles import NATION

State = ShelfDraft.State
NATIONAL = "nasional"


def owner_of(console: str) -> str:
    """The first part of the keys that a console publishes under: "jawa-tengah", or "nasional"."""
    return NATIONAL if console == NATION else slugify(provinces()[console].name)


def key_of(draft: ShelfDraft) -> str:
    """The key under which a draft is published."""
    return draft.replaces or f"{owner_of(draft.console)}/{draft.slug}"


@transaction.atomic
def begin(
    *,
    text: str,
    console: str,
    doubts: Sequence[Mapping[str, str]] = (),
    replaces: LibraryEntry | None = None,
    by: uuid.UUID,
    at: datetime,
) -> ShelfDraft:
    """Begin a draft with the words of a file, whatever its faults. Raises LibraryRefused for what is no text."""
    check_text(text)
    name, short = _named(text)
    return ShelfDraft.objects.create(
        console=console,
        name=name,
        slug=replaces.short if replaces is not None else short,
        replaces=replaces.key if replaces is not None else "",
        text=text,
        doubts=list(doubts),
        begun_by=by,
        begun_at=at,
        changed_at=at,
    )


def check_text(text: str) -> None:
    """Raise LibraryRefused for what can't be kept."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise LibraryRefused(
            "not_text", _("Berkas ini bukan teks biasa. Simpan sebagai YAML atau teks, lalu coba lagi.")
        )
    if len(text.encode()) > LARGEST:
        raise LibraryRefused("too_large", _("Naskah ini terlalu besar untuk satu SOP."))
    if not text.strip():
        raise LibraryRefused("nothing", _("Naskahnya kosong."))


def _named(text: str) -> tuple[str, str]:
    """Name and short name that a file gives itself; what it does not say is made of the other."""
    document = read(text).document or {}
    name, sop = document.get("name"), document.get("sop")
    name = " ".join(name.split())[:200] if isinstance(name, str) and name.strip() else _("SOP tanpa nama")
    short = sop.rpartition("/")[2] if isinstance(sop, str) else ""
    short = slug(short or name)
    return name, short if short[:1].isalpha() else f"sop-{short}"[:60]


@transaction.atomic
def rewrite(*, draft: ShelfDraft, text: str, seen: int, at: datetime) -> ShelfDraft:
    """Put other words in its place. Raises LibraryRefused("stale") where somebody has written since `seen`.

    What was changed on screen before can't be taken back any more: it stood in other words.
    """
    check_text(text)
    row = writable(draft)
    _check_seen(row, seen)
    if text != row.text:
        put(row, text, edits=[], at=at)
    return row


def put(row: ShelfDraft, text: str, *, edits: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Write a text into a draft that is locked, with what is known of how it came about."""
    name, short = _named(text)
    row.text, row.name, row.slug = text, name, row.slug if row.replaces else short
    row.revision, row.changed_at, row.edits = row.revision + 1, at, list(edits)
    row.save(update_fields=["text", "name", "slug", "revision", "changed_at", "edits"])


@transaction.atomic
def mend(*, draft: ShelfDraft, changes: Mapping[str, Any], seen: int, at: datetime) -> ShelfDraft:
    """Put other values into the top of the document. Raises LibraryRefused where the file can't be read as one."""
    document = read(draft.text).document
    if document is None:
        raise LibraryRefused("unreadable", _("Naskah ini belum terbaca. Perbaiki dulu naskahnya."))
    return rewrite(draft=draft, text=to_yaml({**document, **changes}), seen=seen, at=at)


def _locked(draft: ShelfDraft) -> ShelfDraft:
    row = ShelfDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if row.state not in ShelfDraft.OPEN:
        raise LibraryRefused("closed", _("Draf ini sudah selesai dan tidak dapat diubah lagi."))
    return row


def writable(draft: ShelfDraft) -> ShelfDraft:
    """The draft as it stands, locked. Raises LibraryRefused where it is not written on any more."""
    row = _locked(draft)
    if row.state == State.SUBMITTED:
        words = _("Draf ini sedang menunggu orang kedua. Kembalikan dulu untuk mengubahnya.")
        raise LibraryRefused("submitted", words)
    return row


def _check_seen(row: ShelfDraft, seen: int) -> None:
    if row.revision != seen:
        words = _("Rekan Anda baru saja menyimpan draf ini. Lihat perubahannya, lalu simpan lagi.")
        raise LibraryRefused("stale", words)


@transaction.atomic
def submit(
    *, draft: ShelfDraft, seen: int, by: uuid.UUID, by_name: str, alone: bool, at: datetime
) -> LibraryEntry | None:
    """Say that it is ready. Where nobody else sits at this console (`alone`) it is published at once and returned;
    else another person publishes it. Raises LibraryRefused, with code "faults" while the check finds any.
    """
    row = writable(draft)
    _check_seen(row, seen)
    _check_whole(row)
    row.state, row.submitted_by, row.submitted_by_name, row.submitted_at = State.SUBMITTED, by, by_name, at
    row.sent_back_why = ""
    row.save(update_fields=["state", "submitted_by", "submitted_by_name", "submitted_at", "sent_back_why"])
    return _publish(row, by=by, at=at) if alone else None


@transaction.atomic
def publish(*, draft: ShelfDraft, seen: int, by: uuid.UUID, alone: bool, at: datetime) -> LibraryEntry:
    """Publish what another person submitted. Raises LibraryRefused, with code "same_person" for who submitted it."""
    row = _locked(draft)
    if row.state != State.SUBMITTED:
        raise LibraryRefused("not_submitted", _("Draf ini belum diajukan."))
    _check_seen(row, seen)
    if row.submitted_by == by and not alone:
        raise LibraryRefused(
            "same_person", _("Yang mengajukan tidak dapat menerbitkan. Minta rekan Anda di konsol ini.")
        )
    _check_whole(row)
    return _publish(row, by=by, at=at)


def _check_whole(row: ShelfDraft) -> None:
    if inspect(row.text).faults:
        raise LibraryRefused("faults", _("Masih ada kesalahan. Perbaiki dulu yang tertulis di bawah ini."))
    key = key_of(row)
    if not row.replaces and LibraryEntry.objects.filter(key=key).exists():
        words = _("Pustaka sudah punya SOP bernama pendek “%s”. Ganti nama pendeknya, atau susun terbitan barunya.")
        raise LibraryRefused("taken", words % row.slug)


def _publish(row: ShelfDraft, *, by: uuid.UUID, at: datetime) -> LibraryEntry:
    key = key_of(row)
    document = {**(read(row.text).document or {}), "sop": key}
    last = LibraryEntry.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    province = "" if row.console == NATION else row.console
    entry = row_of(parse(document), key=key, number=last + 1, province=province, at=at, by=by)
    newest = LibraryEntry.objects.filter(key=key, number=last).first()
    if newest is not None and newest.content_hash == entry.content_hash:
        raise LibraryRefused("unchanged", _("Tidak ada yang berubah sejak terbitan terakhir."))
    entry.save(force_insert=True)
    row.state, row.entry, row.changed_at = State.PUBLISHED, entry, at
    row.save(update_fields=["state", "entry", "changed_at"])
    return entry


@transaction.atomic
def send_back(*, draft: ShelfDraft, why: str, at: datetime) -> ShelfDraft:
    """Give it back to be mended, by whoever submitted it or by the second person. Raises LibraryRefused."""
    row = _locked(draft)
    if row.state != State.SUBMITTED:
        raise LibraryRefused("not_submitted", _("Draf ini belum diajukan."))
    row.state, row.sent_back_why, row.changed_at = State.WRITING, why, at
    row.submitted_by, row.submitted_by_name, row.submitted_at = None, "", None
    row.save(
        update_fields=["state", "sent_back_why", "changed_at", "submitted_by", "submitted_by_name", "submitted_at"]
    )
    return row


@transaction.atomic
def drop(*, draft: ShelfDraft, at: datetime) -> None:
    """Throw it away; its words stay in the row. Raises LibraryRefused."""
    row = _locked(draft)
    row.state, row.changed_at = State.DROPPED, at
    row.save(update_fields=["state", "changed_at"])


@transaction.atomic
def retire(*, entry: LibraryEntry, at: datetime) -> None:
    """Offer it to nobody any more; whoever adopted it keeps what they have. Every number of its key is retired.

    Raises LibraryRefused for another console's, and for what is retired already.
    """
    if not LibraryEntry.objects.filter(key=entry.key, retired_at=None).update(retired_at=at):
        raise LibraryRefused("not_yours", _("SOP ini bukan terbitan konsol ini, atau sudah ditarik."))
