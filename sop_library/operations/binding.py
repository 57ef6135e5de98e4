"""The office says who does a step whose source names nobody: by an admin, beside the version, with who and when.

What is bound to an SOP holds for all its versions that have the step and leave it open; a draft's is taken up when it
is published. The cases that run are told by `cases.operations.binding`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Lane, Staff
from accounts.policies import check_can_administer
from accounts.queries import lanes_with_holders
from sop_library.bindings import Bound, with_bound
from sop_library.definition import Definition, parse
from sop_library.loading import check_document
from sop_library.models import Draft, LaneBinding, Sop, SopEvent, SopVersion
from sop_library.parts import Step
from sop_library.queries import definition_of, published_versions
from sop_library.refusals import Refused, Stale
from sop_library.retelling import BOUND_TO

HOLD = "SELECT 1 FROM sop_library_sop WHERE id = %s FOR KEY SHARE"
"""Keeps binding out, which holds the row whole, and not a move, which holds it with no key and then waits for cases."""
IN_TURN = 7305012  # any constant: one office binds or publishes one after the other
Kind = SopEvent.Kind


def in_turn() -> None:
    """Let one binding or publication of this office happen at a time, until this transaction is over.

    An SOP that is being published keeps what is bound to those it starts; whoever binds these meanwhile would not see
    it yet. Asked for before any SOP's row is held.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [IN_TURN])


@transaction.atomic
def bind(*, sop: Sop, given: Mapping[str, str], by: Staff, at: datetime) -> list[LaneBinding]:
    """Give steps of an SOP to lanes of the office, step -> key of the lane. Returns what is new.

    An admin of the office alone. Raises NotAllowed, and Refused("step_unknown" | "lane_unknown" | "lane_unheld" |
    "lane_other"), its `field` the step.
    """
    check_can_administer(by=by)
    in_turn()
    now = Sop.objects.select_for_update().get(pk=sop.pk)
    steps = left_open(now)
    others = _others(definition_of(version) for version in published_versions().filter(sop=now))
    made = _bind(steps=steps, others=others, bound=now.bound, given=given, by=by, at=at, sop=now)
    _keep(now, made)
    for one in made:
        _record(one, by=by, at=at, steps=steps)
    return made


@transaction.atomic
def bind_draft(*, draft: Draft, given: Mapping[str, str], by: Staff, at: datetime) -> list[LaneBinding]:
    """Give steps of a draft to lanes of the office, for the day it is published. Returns what is new.

    What its SOP has bound already stays as it is: that is changed on the SOP. Raises as `bind` does, and Stale where
    the draft was published or dropped meanwhile.
    """
    check_can_administer(by=by)
    now = Draft.objects.select_for_update(of=("self",)).select_related("sop").get(pk=draft.pk)
    if not now.is_open:
        raise Stale("draft_closed", _("Draf ini sudah selesai dan tidak dapat diubah lagi."))
    steps = {key: step for key, step in left_open_in(now).items() if key not in _bound_here(now.sop)}
    others = _others([parse(now.document)] if steps else [])
    made = _bind(steps=steps, others=others, bound=bound_of_draft(now), given=given, by=by, at=at, draft=now)
    for one in made:
        _record(one, by=by, at=at, steps=steps)
    return made


@transaction.atomic
def take_up(*, draft: Draft, sop: Sop, definition: Definition, at: datetime) -> Sop:
    """What was bound in a draft becomes the SOP's as it is published; what the SOP has bound itself goes before it.

    Whoever calls holds the SOP's row. Returns the SOP as it stands.
    """
    there = list(draft.bindings.filter(ended_at=None, sop=None))
    taken = [one for one in there if one.step in definition.left_open and one.step not in sop.bound]
    LaneBinding.objects.filter(pk__in=[one.pk for one in there if one not in taken]).update(ended_at=at)
    LaneBinding.objects.filter(pk__in=[one.pk for one in taken]).update(sop=sop)
    _keep(sop, taken)
    return sop


def take_called(sop: Sop) -> set[str]:
    """Keep with an SOP what is bound to the SOPs that its versions start, where their steps stand in it.

    Whoever calls holds the SOP's row. Returns the steps, by the keys they have in it, that are somebody else's now.
    """
    found: dict[str, Any] = {}
    for version in published_versions().filter(sop=sop):
        found |= bound_of_called(definition_of(version))
    changed = {key for key, lanes in found.items() if sop.bound.get(key) != lanes}
    if changed:
        sop.bound = {**sop.bound, **found}
        sop.save(update_fields=["bound"])
    return changed


def bound_of_called(definition: Definition) -> dict[str, Any]:
    """What is bound to the SOPs that a definition starts, by the keys that their steps have in it."""
    children = [(child.prefix, child.sop.rpartition("/")[2]) for child in definition.children.values()]
    if not children or not definition.left_open:
        return {}
    known = dict(Sop.objects.filter(slug__in={slug for _prefix, slug in children}).values_list("slug", "bound"))
    found: dict[str, Any] = {}
    for prefix, slug in children:
        for key in definition.left_open:
            own = key.removeprefix(prefix)
            if own != key and own in known.get(slug, {}):
                found[key] = known[slug][own]
    return found


def starting(sop: Sop) -> list[Sop]:
    """The other SOPs that keep this one with a version of theirs, each row held."""
    found = {
        version.sop_id
        for version in published_versions().exclude(sop=sop)
        for child in definition_of(version).children.values()
        if child.sop.endswith(f"/{sop.slug}")
    }
    return list(Sop.objects.select_for_update().filter(pk__in=found).order_by("pk"))


def hold(version: SopVersion) -> None:
    """Read anew what is bound to the SOP of a version, and let nobody bind otherwise until this transaction is over.

    So what is opened in a case meanwhile is given to whoever it belongs to.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [version.sop_id])
    version.sop.refresh_from_db(fields=["bound"])


def left_open(sop: Sop) -> dict[str, Step]:
    """The steps that the published versions of an SOP leave open, in its order, as the newest says them.

    Those of an SOP that it starts are bound to that SOP.
    """
    found: dict[str, Step] = {}
    for version in published_versions().filter(sop=sop):
        definition = definition_of(version)
        for step in definition.steps:
            if step.key in definition.left_open and step.inside is None:
                found.setdefault(step.key, step)
    return found


def left_open_in(draft: Draft) -> dict[str, Step]:
    """The steps that a draft leaves open, in the order of the sheet; none where it can't be read yet."""
    if check_document(draft.document):
        return {}
    definition = parse(draft.document)
    return {step.key: step for step in definition.steps if step.key in definition.left_open}


def bound_of_draft(draft: Draft) -> dict[str, Any]:
    """What holds in a draft: what its SOP has bound, and what was bound in the draft itself."""
    own = {one.step: one.lanes for one in draft.bindings.filter(ended_at=None, sop=None)}
    return own | dict(_bound_here(draft.sop))


def as_bound(draft: Draft, definition: Definition) -> Definition:
    """A draft's definition with what is bound in it."""
    return with_bound(definition, bound_of_draft(draft)) if definition.left_open else definition


def _bound_here(sop: Sop | None) -> Bound:
    return sop.bound if sop is not None else {}


def _others(definitions: Iterable[Definition]) -> frozenset[str]:
    """The keys by which these sheets name whom nobody here holds, or a lane made of others: no lane of the office."""
    lanes = (lane for definition in definitions for lane in definition.lanes.values())
    return frozenset(lane.key for lane in lanes if lane.outside or lane.made_of)


def _bind(
    *, steps: Mapping[str, Step], others: frozenset[str], bound: Bound, given: Mapping[str, str], by: Staff,
    at: datetime, sop: Sop | None = None, draft: Draft | None = None,
) -> list[LaneBinding]:  # fmt: skip
    lanes = {lane.key: lane for lane in lanes_with_holders()}
    made = []
    for step, key in given.items():
        if step not in steps:
            words = _("Langkah ini tidak ada lagi, atau pelaksananya sudah disebut. Muat ulang halaman.")
            raise Refused("step_unknown", words, field=step)
        if [lane["key"] for lane in bound.get(step, ())] == [key]:
            continue  # What stands is asked nothing anew: its last holder may have left since.
        lane = _held(lanes, key, step, others)
        wanted = [{"key": lane.key, "label": lane.label}]
        of_this = {"sop": sop} if sop is not None else {"draft": draft, "sop": None}
        LaneBinding.objects.filter(**of_this, step=step, ended_at=None).update(ended_at=at)
        made.append(LaneBinding.objects.create(**of_this, step=step, lanes=wanted, by=by, at=at))
    return made


def _held(lanes: Mapping[str, Lane], key: str, step: str, others: frozenset[str]) -> Lane:
    lane = lanes.get(key)
    if lane is not None and key in others:
        words = _("Lembar ini memakai sebutan %(lane)s untuk pelaksana lain. Pilih pelaksana yang berbeda.")
        raise Refused("lane_other", words % {"lane": lane.label}, field=step)
    if lane is None:
        raise Refused("lane_unknown", _("Pelaksana ini tidak ada lagi di kantor. Pilih yang lain."), field=step)
    if not lane.held_by:
        words = _("Belum ada petugas yang memegang pelaksana %(lane)s. Tetapkan dulu petugasnya, atau pilih yang lain.")
        raise Refused("lane_unheld", words % {"lane": lane.label}, field=step)
    return lane


def _keep(sop: Sop, made: Iterable[LaneBinding]) -> None:
    new = {one.step: one.lanes for one in made}
    if new:
        sop.bound = {**sop.bound, **new}
        sop.save(update_fields=["bound"])


def _record(binding: LaneBinding, *, by: Staff, at: datetime, steps: Mapping[str, Step]) -> None:
    said = BOUND_TO % {"step": steps[binding.step].name, "lanes": binding.labels}
    SopEvent.objects.create(kind=Kind.BOUND, sop=binding.sop, draft=binding.draft, by=by, at=at, why=said)
