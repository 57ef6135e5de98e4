"""What became of the SOPs of the library that an office adopted: which have a newer number, and what it changed."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from library.adapting import impersonal, lanes_given, with_lanes_called
from library.models import LibraryEntry
from library.queries import LARGE, entries
from sop_library.comparing.merging import Merged, merge
from sop_library.definition import content_hash
from sop_library.models import SopVersion


@dataclass(frozen=True, slots=True)
class News:
    """The library has a newer state of what a version began from. `had` is that older one, where it stands there.

    `base_hash` names the document it began from: an entry's, or a version's of this office that was adopted whole.
    """

    newest: LibraryEntry
    had: LibraryEntry | None
    base_hash: str


def news_of(versions: Iterable[SopVersion]) -> dict[uuid.UUID, News]:
    """The news about these versions, by the id of their SOP. Three queries, however many there are."""
    ours = [version for version in versions if version.origin]
    newest = {entry.key: entry for entry in entries().filter(key__in={version.origin for version in ours})}
    ours = [version for version in ours if version.origin in newest]
    if not ours:
        return {}
    before = _hashes({version.sop_id for version in ours})
    bases = {version.sop_id: _base_of(version, before) for version in ours}
    stood = LibraryEntry.objects.filter(content_hash__in=set(bases.values())).defer(*LARGE).order_by("number")
    had = {(entry.key, entry.content_hash): entry for entry in stood}
    return {
        version.sop_id: News(newest[version.origin], had.get((version.origin, base)), base)
        for version in ours
        if (base := bases[version.sop_id]) != newest[version.origin].content_hash
    }


def _hashes(sops: set[uuid.UUID]) -> Mapping[tuple[uuid.UUID, str], str]:
    """SOP and content hash of each version -> the hash of what it began from."""
    rows = SopVersion.objects.filter(sop__in=sops).values_list("sop", "content_hash", "base_hash")
    return {(sop, content): base for sop, content, base in rows}


def _base_of(version: SopVersion, before: Mapping[tuple[uuid.UUID, str], str]) -> str:
    """The hash of what a version began from in the library, back through the office's own versions of it."""
    here, seen = version.content_hash, set[str]()
    while (base := before.get((version.sop_id, here), "")) and here not in seen:
        seen.add(here)
        here = base
    return here


def base_document(news: News, version: SopVersion) -> Mapping[str, Any]:
    """The document that a version with news began from."""
    if news.had is not None:
        return dict(LibraryEntry.objects.values_list("document", flat=True).get(pk=news.had.pk))
    own = SopVersion.objects.filter(sop=version.sop_id, content_hash=news.base_hash).first()
    return dict((own or version).definition)


def taken_over(*, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What the library changed since `base`, taken into the office's own document, which keeps its lanes and its head.

    Where both changed the same place, the office's stands there and the place is named as a conflict.
    """
    if content_hash(base) != content_hash(ours):
        keys = lanes_given(base, ours)
        base, theirs = (with_lanes_called(impersonal(one), keys) for one in (base, theirs))
    merged = merge(base, ours, theirs)
    return Merged({**merged.document, "sop": ours["sop"]}, merged.conflicts)
