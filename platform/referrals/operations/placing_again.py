"""A case that was accepted under the wrong SOP, or at the wrong step, is placed once more while nothing was done in it.

Giving it back would send the person away for a clerk's mistake. The file that came with it decides again where it
begins. What was placed first stays as history: its passes as `former`, its version in `Case.earlier`, told by an event.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Event, FilledForm, LimitClock, RequirementSeen, StepPass
from cases.operations import reasons
from cases.operations.taking_over import Start
from cases.operations.working import act, check_answers_for, check_fresh, facts_changed, locked
from cases.policies import lanes_of
from cases.refusals import NotAllowed, Refusal
from referrals import placing
from referrals.models import Referral
from referrals.policies import can_send, check_can_send
from sop_library.engine.events import TakeOver
from sop_library.models import SopVersion
from sop_library.queries import definition_of

DONE = (StepPass.Status.DONE, StepPass.Status.SKIPPED, StepPass.Status.CANCELLED)
KIND = "case_placed_again"


def came_by(case: Case) -> Referral | None:
    """The referral by which a case came here, with the file that places it; None where none is kept."""
    rows = Referral.objects.filter(case=case, side=Referral.Side.IN, answered_at__isnull=False)
    row = rows.order_by("-answered_at").first()
    return row if row is not None and row.content else None


def is_untouched(case: Case) -> bool:
    """Whether no step of ours is done, skipped, signed, or has a paper or a form: nothing would be lost."""
    passes = StepPass.objects.filter(case=case, former=False)
    done = passes.filter(status__in=DONE) | passes.filter(sign_offs__isnull=False)
    papers = RequirementSeen.objects.filter(step_pass__case=case, step_pass__former=False)
    return not (done.exists() or papers.exists() or FilledForm.objects.filter(case=case).exists())


def can_place_again(*, case: Case, by: Staff) -> bool:
    """Whether this person may place a case anew now: one that came from another office, runs, and is untouched."""
    if case.state != Case.State.RUNNING or not can_send(case=case, by=by):
        return False
    came = Event.objects.filter(case=case, kind="case_taken_over").exists()
    return came and is_untouched(case) and came_by(case) is not None


@transaction.atomic
def place_again(
    *, case: Case, version: SopVersion, door: str | None = None, step: str | None = None, holder: Staff | None = None,
    reason: str, seen: int | None = None, by: Staff, at: datetime,
) -> Case:  # fmt: skip
    """Let a case that was taken over begin anew, under `version`, at the step that its file proposes or at `step`.

    Args:
        holder: who holds it from now on; None: whoever does now, where they work in that SOP.
        reason: what was wrong, in words; sealed.

    Raises NotAllowed, Stale where another office holds the matter or somebody moved it on, Refusal ("not_taken",
    "case_not_running", "work_begun", "not_published", "same_place", "reason_missing", what the engine refuses).
    """
    check_can_send(case=case, by=by)
    case = locked(case)
    check_answers_for(case)
    check_fresh(case=case, seen=seen)
    came = came_by(case)
    if came is None or not Event.objects.filter(case=case, kind="case_taken_over").exists():
        raise Refusal("not_taken", _("Kasus ini tidak datang dari kantor lain, atau berkasnya sudah tidak ada."))
    if case.state != Case.State.RUNNING:
        raise Refusal("case_not_running", _("Kasus ini sedang dijeda atau sudah berakhir."))
    if not is_untouched(case):
        said = _("Sudah ada yang dikerjakan di kantor ini: langkah, paraf, kelengkapan, atau formulir.")
        raise Refusal("work_begun", said)
    if version.published_at is None or version.retired_at is not None:
        raise Refusal("not_published", _("SOP ini belum berlaku atau sudah tidak dipakai."))
    definition = definition_of(version)
    holder = holder or case.holder or by
    if not holder.is_active or not holder.lane_keys() & lanes_of(definition):
        raise NotAllowed("not_in_sop", _("Pemegang kasus harus pelaksana SOP yang dipilih."))
    proposed = placing.place(file=came.content or {}, definition=definition, door=door)
    start = Start(door=proposed.door, step=proposed.step, credited=proposed.credited)
    if step is not None and step != proposed.step:
        credited = placing.credited_before(definition=definition, door=proposed.door, step=step)
        start = Start(door=proposed.door, step=step, credited=credited)
    before = _begins(case)
    if (version.pk, start.step) == (case.version_id, before):
        raise Refusal("same_place", _("Kasus ini sudah berada di situ. Pilih SOP atau langkah lain."))
    missing = _("Tulis apa yang keliru, misalnya SOP-nya.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=missing, missing=missing)
    was = {"version": str(case.version_id), "door": case.door, "begins": before}
    _put_aside(case, at=at)
    case.version, case.door, case.holder, case.flow, case.stage = version, start.door, holder, {}, ""
    case.earlier = [*case.earlier, [was["version"], _last_number(case)]]
    case.save(update_fields=["version", "door", "holder", "flow", "stage", "earlier"])
    event = TakeOver(
        door=start.door, step=start.step, credited=tuple(start.credited), by=str(by.pk), lanes=by.lane_keys(),
        reported_at=case.reported_at,
    )  # fmt: skip
    stages = list(placing.stages_of(definition=definition, steps=start.credited))
    case = act(
        case=case, event=event, kind=KIND, by=by, at=at, referral=str(came.pk), begins=start.step,
        proposed=proposed.step, stages=stages, was=was, because=str(why.pk),
    )  # fmt: skip
    return facts_changed(case=case, by=by, at=at)


def _begins(case: Case) -> str:
    """The step that it was placed at before."""
    placed = Event.objects.filter(case=case, kind__in=["case_taken_over", KIND]).order_by("-number")
    found = placed.values_list("data__begins", flat=True).first()
    return str(found or "")


def _last_number(case: Case) -> int:
    """The number of the event by which what was before is told in its own words."""
    return Event.objects.filter(case=case).order_by("-number").values_list("number", flat=True)[0]


def _put_aside(case: Case, *, at: datetime) -> None:
    """What the first placing opened is history; its limits were never owed here and run no more."""
    passes = StepPass.objects.filter(case=case, former=False)
    live = passes.filter(status__in=[StepPass.Status.OPEN, StepPass.Status.WAITING])
    live.update(status=StepPass.Status.CANCELLED, done_at=at, due_at=None, former=True)
    passes.update(former=True)
    LimitClock.objects.filter(case=case).delete()
