"""What an SOP needs of the office it runs in: lanes that somebody can hold, and the forms its steps ask for."""

from django.db import transaction
from django.db.models import Max

from accounts.models import Lane
from sop_library.definition import Definition
from sop_library.forms import FormDefinition, get, library
from sop_library.models import FormVersion
from sop_library.parts import Lane as SheetLane


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
