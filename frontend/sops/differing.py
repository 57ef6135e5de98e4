"""What differs between two documents of an SOP, in the reader's words; and what a draft is held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from library.models import LibraryEntry
from sop_library.comparing.differing import Differences, Kind, differences
from sop_library.comparing.telling import Told, told
from sop_library.models import Draft, SopVersion
from sop_library.queries import current_version, sheet_definition_of


@dataclass(frozen=True)
class Block:
    """What the template of a comparison shows: rows for the table, how many steps and lanes, marks for a sheet."""

    rows: Sequence[Told]
    found: Differences
    marks: Mapping[str, Kind]

    @property
    def steps(self) -> int:
        """How many steps differ."""
        return len(self.found.steps)

    @property
    def lanes(self) -> int:
        """How many lanes differ."""
        return len(self.found.of("lanes"))

    @property
    def renamed(self) -> list[dict[str, Any]]:
        """Steps that are gone and come again nearly word for word."""
        return [
            {"before": _name(self.found, one.before), "after": _name(self.found, one.after)}
            for one in self.found.renamed
        ]


def _name(found: Differences, key: str) -> str:
    step = next((entry.after or entry.before or {} for entry in found.steps if entry.key == key), {})
    return str(step.get("name") or step.get("text") or key)


def block(before: Mapping[str, Any], after: Mapping[str, Any]) -> Block:
    """The differences of two documents for `sops/_changes.html`, in the reader's language."""
    found = differences(before, after)
    return Block(told(found, before, after, _), found, found.marks)


@dataclass(frozen=True)
class Before:
    """What a draft is held against: what it is called in a sentence, and its document."""

    called: str
    document: Mapping[str, Any]


def before_draft(draft: Draft) -> SopVersion | None:
    """The version a draft is held against: the one it began from, else the one in force; None for a new SOP."""
    return draft.base or (current_version(draft.sop, at=timezone.now()) if draft.sop is not None else None)


def against(draft: Draft) -> Before | None:
    """The version a draft is held against, else what was adopted; None where all of it is new."""
    older = before_draft(draft)
    if older is not None:
        return Before(_("versi %(number)s") % {"number": older.number}, sheet_definition_of(older).document)
    if draft.origin and draft.base_hash:
        adopted = LibraryEntry.objects.filter(key=draft.origin, content_hash=draft.base_hash).first()
        if adopted is not None:
            return Before(_("pustaka"), adopted.document)
    return None
