"""Taking an SOP of the catalogue into the office: its version, lanes and forms. One transaction, safe to repeat."""

from datetime import datetime

from django.db import transaction

from accounts.models import Staff
from sop_library.calling import with_called
from sop_library.definition import Definition, content_hash
from sop_library.models import Sop, SopEvent, SopVersion
from sop_library.operations.binding import in_turn
from sop_library.operations.publishing import NotRunHere, check_runs_here, publish
from sop_library.operations.taking import take_forms, take_lanes, take_newer_forms

__all__ = ["NotRunHere", "OtherSopOfThatName", "adopt", "take_newer_forms"]


class OtherSopOfThatName(ValueError):
    """The office already has an SOP of that name, and it came from another one in the catalogue."""


@transaction.atomic
def adopt(*, definition: Definition, at: datetime, by: Staff | None = None, order: int = 0) -> SopVersion:
    """Make `definition` the office's own SOP, published and in force from `at`. Returns its version.

    The same document adopted again is the same version. A changed one of the same origin becomes the next version,
    to which new cases are pinned; running ones keep theirs. `by` is None where the office is just being opened.
    Raises OtherSopOfThatName, NotRunHere where a step starts an SOP that isn't in force here or is nobody's turn, and
    NoSuchForm where the SOP asks for a form that isn't there.
    """
    in_turn()
    slug = definition.sop.rsplit("/", 1)[-1]
    there = Sop.objects.filter(slug=slug).first()
    check_runs_here(definition, at=at, bound=there.bound if there is not None else ())
    sop, made = Sop.objects.get_or_create(
        slug=slug, defaults={"name": definition.name, "service": definition.service, "order": order}
    )
    sop = Sop.objects.select_for_update().get(pk=sop.pk)
    if not made and sop.versions.exclude(origin=definition.sop).exists():
        raise OtherSopOfThatName(slug)
    document = with_called(definition.document, definition, at=at)
    known = sop.versions.filter(content_hash=content_hash(document)).first()
    if known is not None:
        take_lanes(definition=definition)
        take_forms(definition=definition)
        return known
    version = publish(sop=sop, definition=definition, origin=definition.sop, effective_from=at, by=by, at=at)
    SopEvent.objects.create(kind=SopEvent.Kind.ADOPTED, sop=sop, version=version, by=by, at=at)
    return version
