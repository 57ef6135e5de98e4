"""The official sheet as it stands on the page of a version: drawn, page after page, each with what it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries import has_emblem
from documents.printing import foot_of, state_of
from documents.sop_sheets import version_laid
from library.models import LibraryEntry
from sop_library.bindings import Bound
from sop_library.comparing.differing import Differences
from sop_library.definition import content_hash
from sop_library.models import Draft, SopVersion
from sop_library.queries import sheet_definition_of
from sop_library.sheet.half_built import sheet_of
from sop_library.sheet.laid import Laid, Page
from sop_library.sheet.layout import lay_out
from sop_library.sheet.marking import marked

WITHOUT_NOTES, WITH_NOTES = "tanpa", "dengan"


def is_noted(version: SopVersion, asked: str) -> bool:
    """Whether a version is shown with the notes on its source. `asked`: what the reader wants, where they said so.

    What the head of the office signed is shown as it was signed, without; what was adopted as it came, with.
    """
    return asked == WITH_NOTES or (asked != WITHOUT_NOTES and version.approved_by_id is None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as a picture: its address, what it shows, and its size as the drawing has it."""

    address: str
    words: str
    width: float
    height: float


def laid_version(version: SopVersion, *, noted: bool) -> Laid:
    """The layout of a published version, as its drawing and its list of pages ask for it."""
    document = sheet_definition_of(version).document
    bound = version.sop.bound
    return version_laid(
        document,
        content_hash=version.content_hash,
        bound=bound,
        foot=foot_of(version),
        notes=noted,
        emblem=has_emblem(),
    )


def drawn_pages(version: SopVersion, *, noted: bool) -> list[Drawn]:
    """The pages of the sheet as pictures, in their order."""
    laid = laid_version(version, noted=noted)
    address = reverse("sop_sheet_svg", args=[version.sop.slug, version.number])
    rest = "" if noted == is_noted(version, "") else f"&catatan={WITH_NOTES if noted else WITHOUT_NOTES}"
    return [
        Drawn(f"{address}?halaman={page.number}{rest}", _shown(page, laid), laid.paper.width, laid.paper.height)
        for page in laid.pages
    ]


def changed_pages(laid: Laid, address: str) -> list[Drawn]:
    """The pages of a marked sheet that carry a mark, as pictures at this address (which has a query)."""
    return _pictures(laid, address, (page for page in laid.pages if page.marks))


def pages_to_sign(laid: Laid, address: str) -> list[Drawn]:
    """All pages of a sheet that waits for the head; what a picture shows says whether it carries marks."""
    return [
        replace(drawn, words=_("%(page)s, dengan tanda perubahan") % {"page": drawn.words}) if page.marks else drawn
        for page, drawn in zip(laid.pages, _pictures(laid, address, laid.pages), strict=True)
    ]


def _pictures(laid: Laid, address: str, pages: Iterable[Page]) -> list[Drawn]:
    return [
        Drawn(f"{address}&halaman={page.number}", _shown(page, laid), laid.paper.width, laid.paper.height)
        for page in pages
    ]


def marked_version(version: SopVersion, found: Differences) -> Laid:
    """The sheet of a version, without notes, with marks at what differs."""
    return marked(laid_version(version, noted=False), found)


def marked_entry(entry: LibraryEntry, found: Differences) -> Laid:
    """The sheet of an entry of the library, without notes, with marks at what differs."""
    foot = f"Pustaka, terbitan {entry.number}"
    return marked(
        version_laid(entry.document, content_hash=entry.content_hash, bound={}, foot=foot, notes=False, emblem=False),
        found,
    )


def marked_draft(draft: Draft, found: Differences) -> Laid:
    """The sheet of what stands in a draft, half built or not, with marks at what differs."""
    sheet = sheet_of(draft.document)
    return marked(lay_out(sheet, draft=True, notes=False, emblem=has_emblem(), foot=state_of(draft)), found)


def sheet_to_sign(draft: Draft, document: Mapping[str, Any], bound: Bound, found: Differences | None) -> Laid:
    """The sheet of the very document that the head would sign, without notes, with marks at what differs.

    `found`: against the version in force; None for an SOP without one.
    """
    name = content_hash(document)
    whole = version_laid(
        document, content_hash=name, bound=bound, foot=state_of(draft), notes=False, emblem=has_emblem()
    )
    laid = replace(whole, draft=True)
    return marked(laid, found) if found is not None else laid


def _shown(page: Page, laid: Laid) -> str:
    """What a page shows, for whoever can't see it; every word of it stands below as text."""
    place = _("Halaman %(number)s dari %(last)s") % {"number": page.number, "last": len(laid.pages)}
    numbers = [row.cells[0].lines[0] for row in page.table.rows if row.key and not row.part] if page.table else []
    if numbers:
        steps = _("langkah %(first)s sampai %(last)s") % {"first": numbers[0], "last": numbers[-1]}
        return f"{place}: {steps}"
    flows = [one.number for one in laid.pages if one.table]
    shown = _("catatan atas lembar") if flows and page.number > flows[-1] else _("kepala lembar")
    return f"{place}: {shown}"
