"""A case rests, goes on, ends early with a reason, or is opened again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import states
from cases.calendars import local_date
from cases.models import Case, Ending, Reason
from cases.operations import reasons
from cases.operations.clocks import no_earlier_than
from cases.operations.events import append
from cases.operations.working import act, check_fresh, locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal
from sop_library.engine.events import Cease, Close, Pause, Reopen, Resume
from sop_library.engine.state import LIVE


def _reason(*, case: Case, words: str, by: Staff, at: datetime, field: str = "reason") -> Reason:
    said = _("Tulis alasannya.")
    return reasons.required(case=case, words=words, by=by, at=at, message=said, missing=said, field=field)


CHOSEN = frozenset(Ending.Reason.values) - {
    Ending.Reason.COMPLETED, Ending.Reason.HANDED_OVER, Ending.Reason.HELP_OVER, Ending.Reason.MISTAKEN,
}  # fmt: skip
"""The reasons for an early end that an officer may give; the others are written by what happened."""


@transaction.atomic
def pause(
    *, case: Case, reason: str, look_again_on: date | None = None, seen: int | None = None, by: Staff, at: datetime
) -> Case:
    """Let work on a case rest. Clocks that count from the report run on; those of steps stand still.

    `look_again_on`: the day that brings the case back to whoever holds it; a case of high risk needs one.
    Raises NotAllowed, Stale, Refusal("reason_missing" | "look_again_missing" | "look_again_past").
    """
    check_can_see(case=case, by=by)
    why = reasons.told(_reason(case=case, words=reason, by=by, at=at))
    case = act(case=case, event=Pause(by=str(by.pk), reason=why), kind="case_paused", seen=seen, by=by, at=at)
    _check_look_again(case=case, on=look_again_on, today=local_date(at))
    case.pauses.filter(ended_at=None).update(look_again_on=look_again_on)
    return case


def _check_look_again(*, case: Case, on: date | None, today: date) -> None:
    """Raise Refusal where nothing would bring a person at high risk back to mind, or the day is over already."""
    code, said = "", ""
    if on is None and case.risk == Case.Risk.HIGH:
        code, said = "look_again_missing", _("Kasus berisiko tinggi. Tulis tanggal kasus ini dilihat lagi.")
    elif on is not None and on < today:
        code, said = "look_again_past", _("Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya.")
    if code:
        raise Refusal(code, said, missing=[Missing("look_again_on", said)])


@transaction.atomic
def resume(*, case: Case, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Go on with a paused case."""
    check_can_see(case=case, by=by)
    return act(case=case, event=Resume(by=str(by.pk)), kind="case_resumed", seen=seen, by=by, at=at)


@transaction.atomic
def close(*, case: Case, reason: str, note: str = "", seen: int | None = None, by: Staff, at: datetime) -> Case:
    """End a case early. `reason` is one of CHOSEN; "other" wants words in `note`.

    Raises NotAllowed, Stale, Refusal("reason_missing" | "case_ended" | "handover_waits").
    """
    check_can_see(case=case, by=by)
    if reason not in CHOSEN:
        raise Refusal(
            "reason_missing", _("Pilih alasannya."), missing=[Missing("reason", _("Pilih alasan penutupan."))]
        )
    if reason == Ending.Reason.OTHER:
        because: Reason | None = _reason(case=case, words=note, by=by, at=at, field="note")
    else:
        because = reasons.keep(case=case, words=note, by=by, at=at, field="note")
    case = locked(case)
    check_fresh(case=case, seen=seen)
    return end_early(case=case, reason=reason, because=because, by=by, at=at)


def end_early(*, case: Case, reason: str, because: Reason | None, by: Staff, at: datetime) -> Case:
    """End a locked case before its SOP does, inside an operation of its own. Raises what the engine refuses."""
    case = act(case=case, event=Close(by=str(by.pk), reason=reason), kind="", by=by, at=at)
    case.state, case.ended_at = states.following(state=case.state, verb="end"), at
    case.save(update_fields=["state", "ended_at"])
    case.pauses.filter(ended_at=None).update(ended_at=no_earlier_than("started_at", at), ended_by=by)
    Ending.objects.create(case=case, kind=Ending.Kind.EARLY, reason=reason, because=because, at=at, by=by)
    append(case=case, kind="case_ended", by=by, at=at, how="early", reason=reason)
    return case


@transaction.atomic
def reopen(
    *, case: Case, because: str, step: str | None = None, reported_at: datetime | None = None,
    seen: int | None = None, by: Staff, at: datetime,
) -> Case:  # fmt: skip
    """Open an ended case again: where an early end cut it off, or at `step`. Raises NotAllowed, Stale, Refusal.

    `reported_at`: when the report came in that opens it again; what counts from the report counts from there.
    """
    check_can_see(case=case, by=by)
    why = _reason(case=case, words=because, by=by, at=at, field="because")
    case = locked(case)
    check_fresh(case=case, seen=seen)
    if case.endings.filter(reopened_at=None, reason=Ending.Reason.MISTAKEN).exists():
        said = _("Kasus ini salah dibuka dan tidak dilanjutkan. Buka kasus baru dari laporannya.")
        raise Refusal("opened_by_mistake", said)
    following = states.following(state=case.state, verb="reopen")
    case.state, case.ended_at = following, None
    case.save(update_fields=["state", "ended_at"])
    case.endings.filter(reopened_at=None).update(
        reopened_at=no_earlier_than("at", at), reopened_by=by, reopened_because=why
    )
    event = Reopen(by=str(by.pk), reason=reasons.told(why), step=step, reported_at=reported_at)
    case = act(case=case, event=event, kind="", by=by, at=at)
    append(case=case, kind="case_reopened", by=by, at=at)
    return case


@transaction.atomic
def hand_over(*, case: Case, by: Staff, at: datetime) -> Case:
    """End a case here because another office has taken it over: its steps and deadlines go on there.

    Nobody decides this: custody has moved already. Of a case that has ended, what still runs on ends with it. Doing it
    again changes nothing.
    """
    case = locked(case)
    if case.state == Case.State.ENDED:
        return end_what_runs_on(case=case, reason=Ending.Reason.HANDED_OVER, by=by, at=at)
    return _ended_elsewhere(case, kind=Ending.Kind.HANDED_OVER, reason=Ending.Reason.HANDED_OVER, by=by, at=at)


@transaction.atomic
def end_help(*, case: Case, by: Staff, at: datetime) -> Case:
    """End a case here that only helped another office, because that help was declared finished by either of them.

    The matter goes on where it is held; nothing is done here any more, so no step may stay open and run late. What was
    agreed with the person stays planned until somebody here says what became of it. What still runs on of a case that
    has ended ends with it. Doing it again changes nothing.
    """
    case = locked(case)
    if case.state == Case.State.ENDED:
        return end_what_runs_on(case=case, reason=Ending.Reason.HELP_OVER, by=by, at=at)
    return _ended_elsewhere(case, kind=Ending.Kind.EARLY, reason=Ending.Reason.HELP_OVER, by=by, at=at)


@transaction.atomic
def end_what_runs_on(*, case: Case, reason: str, by: Staff, at: datetime) -> Case:
    """End what an ended case had started and nobody waited for: its steps are done here no more. The ending stands."""
    case = locked(case)
    if case.state != Case.State.ENDED or not case.passes.filter(status__in=LIVE, former=False).exists():
        return case
    return act(case=case, event=Cease(by=str(by.pk), reason=reason), kind="running_ended", by=by, at=at, how=reason)


def _ended_elsewhere(case: Case, *, kind: str, reason: str, by: Staff, at: datetime) -> Case:
    """End a locked case as a consequence of what both offices know already."""
    case = act(case=case, event=Close(by=str(by.pk), reason=reason), kind="", by=by, at=at)
    case.state, case.ended_at = Case.State.ENDED, at
    case.save(update_fields=["state", "ended_at"])
    case.pauses.filter(ended_at=None).update(ended_at=no_earlier_than("started_at", at), ended_by=by)
    Ending.objects.create(case=case, kind=kind, reason=reason, at=at, by=by)
    append(case=case, kind="case_ended", by=by, at=at, how=reason)
    return case
