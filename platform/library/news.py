"""What became of the SOPs of the library that an office adopted: which have a newer number, and what it changed."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from library.adapting import impersonal, lanes_given, with_lanes_called
from library.models import LibraryEntry
from library.queries import LARGE, entries
from sop_library.comparing.merging import Merged, merge
from sop_library.definition import content_hash
from sop_library.models import SopVersion
from sop_library.queries import sheet_definition_of


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
    stood = LibraryEntry.objects.filter(key__in=newest).defer(*LARGE).order_by("number")
    had = {(entry.key, entry.content_hash): entry for entry in stood}
    rows = SopVersion.objects.filter(sop__in={version.sop_id for version in ours}, origin__in=newest)
    before = list(rows.order_by("number").values_list("sop", "number", "content_hash", "base_hash"))
    known = {content for _key, content in had}
    bases = {
        version.sop_id: _base_of(version, [row[1:] for row in before if row[0] == version.sop_id], known)
        for version in ours
    }
    return {
        version.sop_id: News(newest[version.origin], had.get((version.origin, base)), base)
        for version in ours
        if (base := bases[version.sop_id]) != newest[version.origin].content_hash
    }


def _base_of(version: SopVersion, before: Sequence[tuple[int, str, str]], known: Collection[str]) -> str:
    """The hash of what a version began from in the library, back through the office's own versions of the SOP.

    `before` are those versions, the oldest first: number, content hash, and the hash each says it began from. One that
    says nothing and is no entry itself was written over the one before it; the oldest was adopted as it is.
    """
    here, last = version.content_hash, version.number
    while here not in known:
        at = next((row for row in reversed(before) if row[1] == here and row[0] <= last), None)
        if at is None:
            return here
        older = [row for row in before if row[0] < at[0]]
        if not at[2] and not older:
            return here
        last = at[0] - 1
        here = at[2] or older[-1][1]
    return here


def base_document(news: News, version: SopVersion) -> Mapping[str, Any]:
    """The document that a version with news began from."""
    if news.had is not None:
        return dict(LibraryEntry.objects.values_list("document", flat=True).get(pk=news.had.pk))
    own = SopVersion.objects.filter(sop=version.sop_id, content_hash=news.base_hash).first()
    return sheet_definition_of(own or version).document


def base_entry(version: SopVersion) -> LibraryEntry | None:
    """The state of the library that a version began from; None where it stands in no library. Two queries."""
    if not version.origin:
        return None
    stood = {entry.content_hash: entry for entry in LibraryEntry.objects.filter(key=version.origin).order_by("number")}
    rows = SopVersion.objects.filter(sop=version.sop_id, origin=version.origin).order_by("number")
    before = list(rows.values_list("number", "content_hash", "base_hash"))
    return stood.get(_base_of(version, before, stood.keys()))


def as_ours(base: Mapping[str, Any], ours: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document of the library with its lanes called as this office calls them, to hold the office's own against."""
    return base if content_hash(base) == content_hash(ours) else with_lanes_called(base, lanes_given(base, ours))


def taken_over(*, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What the library changed since `base`, taken into the office's own document, which keeps its lanes and its head.

    Where both changed the same place, the office's stands there and the place is named as a conflict.
    """
    if content_hash(base) != content_hash(ours):
        keys = lanes_given(base, ours)
        base, theirs = (with_lanes_called(impersonal(one), keys) for one in (base, theirs))
    merged = merge(base, ours, theirs)
    return Merged({**merged.document, "sop": ours["sop"]}, merged.conflicts)
