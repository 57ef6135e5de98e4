"""Trying a draft: a made-up case begun at a door, acts done in it, every branch run. Writes a Trial and no more."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from sop_library import trying
from sop_library.calendar import OfficeCalendar
from sop_library.calling import faults_of_called, with_called
from sop_library.definition import Definition, bind, parse
from sop_library.engine.refusals import Refused as EngineRefused
from sop_library.loading import check_document
from sop_library.models import Draft, Trial
from sop_library.operations.binding import as_bound
from sop_library.policies import check_can_read_drafts
from sop_library.queries import running
from sop_library.refusals import NotYet, Refused, Stale
from sop_library.trying import Act, Played, Ran


@dataclass(frozen=True)
class Coverage:
    """How much of what runs in a draft was tried, in trials of exactly that."""

    taken: tuple[str, ...]
    there: tuple[str, ...]
    stuck: int
    earlier: int = 0
    """How many of the others were tried before the flow was changed, and are to be tried anew."""

    @property
    def untried(self) -> tuple[str, ...]:
        """The branches nobody has tried."""
        return tuple(one for one in self.there if one not in set(self.taken))


def runnable(draft: Draft) -> Definition:
    """The draft as it runs. Raises NotYet where it has faults of its own: such an SOP can't be played.

    A step that is nobody's yet is played as anybody's: whoever tries holds every lane.
    """
    if check_document(draft.document):
        raise NotYet("faulty", _("Draf ini masih memuat kesalahan, jadi belum dapat dicoba. Perbaiki dulu."))
    return _anybodys(draft, parse(draft.document))


def _anybodys(draft: Draft, definition: Definition) -> Definition:
    bound = as_bound(draft, definition)
    nobodys = [step.key for step in bound.steps if step.key in bound.left_open and not step.lanes]
    return bind(bound, steps=dict.fromkeys(nobodys, sorted(bound.inside))) if nobodys else bound


def as_played(draft: Draft, *, at: datetime) -> Definition:
    """The draft with the SOPs that it starts, as they are in force here at `at`: a trial plays these step by step.

    One that is not here, or leads too far down, is said to be finished by hand. Raises NotYet as `runnable` does.
    """
    definition = runnable(draft)
    if all(not step.subs for step in definition.steps) or faults_of_called(definition, at=at):
        return definition
    return _anybodys(draft, running(with_called(definition.document, definition, at=at), definition))


def coverage_of(draft: Draft) -> Coverage:
    """What was tried of a draft as it stands now, by whomever. Raises NotYet."""
    definition = runnable(draft)
    name, there = trying.run_hash(draft.document), trying.branches(definition)
    covered: set[str] = set()
    before: set[str] = set()
    last = None
    for trial in draft.trials.defer("acts"):
        (covered if trial.run_hash == name else before).update(trial.covered)
        if last is None and trial.run_hash == name and not trial.door:
            last = trial
    earlier = sum(one in before and one not in covered for one in there)
    return Coverage(tuple(one for one in there if one in covered), there, last.stuck if last else 0, earlier)


@transaction.atomic
def begin(
    *, draft: Draft, door: str, calendar: OfficeCalendar, by: Staff, at: datetime, start: datetime | None = None
) -> Trial:
    """Begin a trial at a door; `start` is when the made-up case comes in, `at` where None.

    Raises NotAllowed, NotYet, Refused for a door that is not there or lets nobody in.
    """
    check_can_read_drafts(by=by)
    definition = runnable(draft)
    if door not in definition.doors:
        raise Refused("unknown_door", _("Pilih pintu masuknya."), field="door")
    trial = Trial(
        draft=draft, run_hash=trying.run_hash(draft.document), door=door, acts=[], began_at=start or at, by=by, at=at
    )  # fmt: skip
    try:
        trial.covered = sorted(played(trial, calendar=calendar).covered)
    except EngineRefused as refusal:
        raise Refused(refusal.code, _(refusal.message) % refusal.params) from None
    trial.save(force_insert=True)
    return trial


def played(trial: Trial, *, calendar: OfficeCalendar) -> Played:
    """Where a trial stands. Raises NotYet, and Stale where the draft has been changed since."""
    definition = as_played(trial.draft, at=trial.at)
    if trial.run_hash != trying.run_hash(trial.draft.document):
        raise Stale("draft_changed", _("Draf ini sudah diubah sejak uji coba ini. Mulai uji coba yang baru."))
    acts = [trying.from_json(one) for one in trial.acts]
    return trying.play(definition, door=trial.door, acts=acts, start=trial.began_at, calendar=calendar)


@transaction.atomic
def act(*, trial: Trial, act: Act, calendar: OfficeCalendar, by: Staff) -> Played:
    """Do something in a trial. Raises NotAllowed, Stale, NotYet, and Refused with what the engine says."""
    check_can_read_drafts(by=by)
    now = Trial.objects.select_for_update(of=("self",)).select_related("draft").get(pk=trial.pk)
    if len(now.acts) >= trying.MOST_ACTS:
        raise Refused("enough", _("Uji coba ini sudah terlalu panjang. Mulai yang baru."))
    now.acts = [*now.acts, trying.to_json(act)]
    found = played(now, calendar=calendar)
    if found.refused is not None:
        raise Refused(found.refused.code, _(found.refused.message) % found.refused.params)
    now.covered = sorted(found.covered)
    now.save(update_fields=["acts", "covered"])
    return found


@transaction.atomic
def undo(*, trial: Trial, calendar: OfficeCalendar, by: Staff) -> Played:
    """Take back the last act. Raises NotAllowed, Stale, NotYet, Refused("nothing_to_undo")."""
    check_can_read_drafts(by=by)
    now = Trial.objects.select_for_update(of=("self",)).select_related("draft").get(pk=trial.pk)
    if not now.acts:
        raise Refused("nothing_to_undo", _("Belum ada yang dikerjakan dalam uji coba ini."))
    now.acts = now.acts[:-1]
    found = played(now, calendar=calendar)
    now.covered = sorted(found.covered)
    now.save(update_fields=["acts", "covered"])
    return found


@transaction.atomic
def run_all(*, draft: Draft, calendar: OfficeCalendar, by: Staff, at: datetime) -> tuple[Trial, tuple[Ran, ...]]:
    """Run every branch of a draft by itself, and keep what was covered. Raises NotAllowed, NotYet."""
    check_can_read_drafts(by=by)
    found = trying.run_all(as_played(draft, at=at), start=at, calendar=calendar)
    covered = sorted({branch for one in found for branch in one.covered})
    stuck = sum(not one.ended for one in found)
    trial = Trial.objects.create(
        draft=draft, run_hash=trying.run_hash(draft.document), covered=covered, stuck=stuck, began_at=at, by=by, at=at
    )  # fmt: skip
    return trial, found
