"""Where a draft lies and who may write it: the office's own desk, and whoever else lends the editor a place.

The editor's views know nothing of an office. They find a draft, change it and say who is there through a desk; another
host brings its own desk, with its own names of addresses and its own base page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Lane, Staff
from accounts.queries import lanes_with_holders
from frontend.sops.differing import Before, against
from frontend.sops.editor.shapes import Option
from sop_library.bindings import lanes_bound
from sop_library.checks import Standing
from sop_library.models import Draft, Edit
from sop_library.operations import drafts
from sop_library.operations.binding import bound_of_draft
from sop_library.operations.preparing import prepare_lanes
from sop_library.policies import check_can_write
from sop_library.queries import current_versions, sheet_definition_of
from sop_library.standing import standing_of_office


@dataclass(frozen=True)
class Desk:
    """`base`: the page that the editor stands in. `prefix`: what the names of its addresses begin with.

    `check` raises NotAllowed; `find` gives a draft that is still open, or None; the others are the operations.
    """

    base: str
    prefix: str
    home: str
    check: Callable[[HttpRequest], None]
    find: Callable[[UUID], Draft | None]
    edit: Callable[..., Edit | None]
    undo: Callable[..., Edit]
    redo: Callable[..., Edit]
    be_here: Callable[..., Sequence[Any]]
    others: Callable[..., Sequence[Any]]
    theirs: Callable[[Any, int, Staff], tuple[str, datetime] | None]
    """Who else changed a draft last since a revision, and when; None where nobody did."""
    drop: Callable[..., Draft]
    sops: Callable[[], Sequence[Option]]
    standing: Callable[[Any], Standing | None]
    doors: Callable[[], Sequence[Option]] = tuple
    """The doors of those SOPs, each under the SOP that it leads into; none where the desk knows no SOPs."""
    lanes: Callable[[], Mapping[str, tuple[str, str]]] = dict
    """The lanes of the office, label and short name by key; none where the desk belongs to no office."""
    holders: Callable[[], Mapping[str, Sequence[str]]] | None = None
    """Who holds each lane of the office, names by key; None where the desk belongs to no office."""
    before: Callable[[Any], Before | None] = lambda _draft: None
    """What a draft is held against; None where all of it is new."""
    prepare: Callable[..., Sequence[Any]] | None = None
    """Gives the office lanes of a draft, so that somebody can hold them."""

    def address(self, name: str) -> str:
        """The name of one of its addresses."""
        return f"{self.prefix}{name}"


def _may(request: HttpRequest) -> None:
    check_can_write(by=request.user)


def _open_draft(draft_id: UUID) -> Draft | None:
    return Draft.objects.filter(pk=draft_id, state__in=Draft.OPEN).select_related("sop", "base").first()


def _sops() -> list[Option]:
    in_force = current_versions(at=timezone.now())
    return [Option(sheet_definition_of(one).sop, one.sop.name) for one in in_force]


def _doors() -> list[Option]:
    sheets = (sheet_definition_of(one) for one in current_versions(at=timezone.now()))
    return [Option(key, door.label, one.sop) for one in sheets for key, door in one.doors.items()]


def _standing(draft: Draft) -> Standing:
    return standing_of_office(at=timezone.now(), bound=lanes_bound(bound_of_draft(draft)))


def _lanes() -> dict[str, tuple[str, str]]:
    return {key: (label, short) for key, label, short in Lane.objects.values_list("key", "label", "short")}


def _theirs(draft: Draft, revision: int, by: Staff) -> tuple[str, datetime] | None:
    since = Edit.objects.filter(draft=draft, revision__gt=revision).exclude(by=by).select_related("by")
    last = since.order_by("-revision").first()
    return (last.by.name, last.at) if last is not None else None


def _holders() -> dict[str, list[str]]:
    return {lane.key: [one.staff.name for one in lane.held_by] for lane in lanes_with_holders()}


OFFICE = Desk(
    base="base.html",
    prefix="draft",
    home="sops",
    check=_may,
    find=_open_draft,
    edit=drafts.edit,
    undo=drafts.undo,
    redo=drafts.redo,
    be_here=drafts.be_here,
    others=drafts.others_here,
    theirs=_theirs,
    drop=drafts.drop,
    sops=_sops,
    standing=_standing,
    doors=_doors,
    lanes=_lanes,
    holders=_holders,
    before=against,
    prepare=prepare_lanes,
)
