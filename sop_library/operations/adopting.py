"""Taking an SOP of the catalogue into the office: its version, lanes and forms. One transaction, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Lane, Staff
from sop_library.definition import Definition, content_hash
from sop_library.faults import SENTENCES
from sop_library.forms import FormDefinition, get, library
from sop_library.models import FormVersion, Sop, SopVersion
from sop_library.parts import Lane as SheetLane


class OtherSopOfThatName(ValueError):
    """The office already has an SOP of that name, and it came from another one in the catalogue."""


class NotRunHere(ValueError):
    """What the language knows and no case does yet: another SOP started on the same case, a step that is nobody's turn.

    Said in a sentence.
    """


@transaction.atomic
def adopt(*, definition: Definition, at: datetime, by: Staff | None = None, order: int = 0) -> SopVersion:
    """Make `definition` the office's own SOP, published and in force from `at`. Returns its version.

    The same document adopted again is the same version. A changed one of the same origin becomes the next version,
    to which new cases are pinned; running ones keep theirs. `by` is None where the office is just being opened.
    Raises OtherSopOfThatName, NotRunHere where a step starts another SOP or its source names no lane, and NoSuchForm
    where the SOP asks for a form that isn't there.
    """
    for step in definition.steps:
        if step.subs:
            raise NotRunHere(SENTENCES["sub_not_run"] % {"step": step.name})
        if step.unsaid and step.worked and not step.lanes:
            raise NotRunHere(SENTENCES["lane_not_bound"] % {"step": step.name})
    document = dict(definition.document)
    slug = definition.sop.rsplit("/", 1)[-1]
    sop, made = Sop.objects.get_or_create(
        slug=slug, defaults={"name": definition.name, "service": definition.service, "order": order}
    )
    sop = Sop.objects.select_for_update().get(pk=sop.pk)
    if not made and sop.versions.exclude(origin=definition.sop).exists():
        raise OtherSopOfThatName(slug)
    take_lanes(definition=definition)
    take_forms(definition=definition)
    digest = content_hash(document)
    known = sop.versions.filter(content_hash=digest).first()
    if known is not None:
        return known
    return _publish(sop=sop, document=document, digest=digest, origin=definition.sop, at=at, by=by)


def _publish(
    *, sop: Sop, document: Mapping[str, Any], digest: str, origin: str, at: datetime, by: Staff | None
) -> SopVersion:
    last = sop.versions.aggregate(last=Max("number"))["last"] or 0
    return SopVersion.objects.create(
        sop=sop,
        number=last + 1,
        definition=document,
        content_hash=digest,
        origin=origin,
        effective_from=at,
        published_at=at,
        published_by=by,
    )


@transaction.atomic
def take_lanes(*, definition: Definition) -> list[Lane]:
    """Give the office every lane of the SOP that somebody in it holds, and return those that are new.

    A lane outside the office is nobody's, and one made of other lanes is held by whoever holds those. A lane the office
    already has keeps the office's words.
    """
    there = set(Lane.objects.values_list("key", flat=True))
    last = Lane.objects.aggregate(last=Max("order"))["last"] or 0
    wanted = [lane for lane in definition.lanes.values() if _held(lane) and lane.key not in there]
    return Lane.objects.bulk_create(
        Lane(key=lane.key, label=lane.label, short=_short(lane), order=last + place)
        for place, lane in enumerate(wanted, start=1)
    )


def _held(lane: SheetLane) -> bool:
    return not lane.outside and not lane.made_of


def _short(lane: SheetLane) -> str:
    return lane.name if lane.name != lane.label and len(lane.name) <= 60 else ""


@transaction.atomic
def take_forms(*, definition: Definition) -> list[FormVersion]:
    """Give the office the shipped version of every form the SOP asks for, and return those that are new."""
    keys = dict.fromkeys(use.form for use in definition.forms.values() if use.form)
    wanted = [get(key) for key in keys]
    there = set(FormVersion.objects.filter(key__in=keys).values_list("content_hash", flat=True))
    return FormVersion.objects.bulk_create(_form_row(form) for form in wanted if form.digest not in there)


@transaction.atomic
def take_newer_forms() -> list[FormVersion]:
    """Give the office the shipped version of every form it has an older one of, and return those that are new.

    What was filled keeps the version it was filled in; what is filled from now on takes the newest. May run again at
    any time.
    """
    newest = FormVersion.objects.order_by("key").values_list("key").annotate(Max("number"))
    shipped = library()
    return FormVersion.objects.bulk_create(
        _form_row(shipped[key]) for key, number in newest if key in shipped and shipped[key].version > number
    )


def _form_row(form: FormDefinition) -> FormVersion:
    return FormVersion(key=form.key, number=form.version, definition=dict(form.document), content_hash=form.digest)
